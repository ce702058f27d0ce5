"""Headings + Grid -> what each row below them is: a record, printed filler, a total, the foot.

A table ends by structure, never by what a text says: after its last record, and before the next
row of labels or headings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from xltool.extract.grid import Grid, cell_under
from xltool.extract.headings import Headings, numbers_columns
from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Field, Repeat
from xltool.model.workbook import BLANK, TEXT, Area, Cell, CellRef
from xltool.values.cell_value import shown_text
from xltool.values.level_name import level_key

_SIGNED = re.compile(r"[^:]{1,10}:")
"""A line to be signed: 编制人：, 日期：."""
_LONGEST_FILLER = 20
"""Characters of a text that may be printed filler, spaces included."""


class RowKind(StrEnum):
    """What a row below the headings is."""

    RECORD = "record"
    PARTIAL = "partial"  # a record only if another one follows
    HEADINGS = "headings"  # printed again on a new page
    FILLER = "filler"
    FOOT = "foot"
    OTHER = "other"


_RECORD = RowKind.RECORD  # looked up once


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table, from below its headings to the last that belongs to it.

    `kinds` holds the rows that are not blank, `cells` what stands in them under each heading;
    after `last`, the row of the last record, there is filler and foot only. `groups` has the rows
    of each group of columns, where there are several; `aside` where the table is for other years
    and another one is read.
    """

    headings: Headings
    kinds: Mapping[int, RowKind]
    cells: Mapping[int, Mapping[str, Cell]]
    last: int
    groups: tuple[TableRows, ...] = ()
    aside: bool = False

    def part(self, first: int, last: int) -> TableRows:
        """The rows between two."""
        kinds = {row: kind for row, kind in self.kinds.items() if first <= row <= last}
        end = max((row for row, kind in kinds.items() if kind is RowKind.RECORD), default=last)
        groups = tuple(group.part(first, last) for group in self.groups)
        return TableRows(self.headings, kinds, self.cells, end, groups)

    def records(self) -> Iterator[int]:
        """The rows of its records."""
        return (row for row, kind in self.kinds.items() if kind is _RECORD)


def read_rows(
    grid: Grid,
    headings: Headings,
    within: Area,
    labels: Collection[CellRef],
    bottom: int,
    levels: frozenset[str] = frozenset(),
) -> TableRows:
    """The rows down to `bottom`, to the next row of labels, or to the end of the table.

    `labels` are the cells that may be labels of what stands outside tables, `levels` the names of
    indicator types, by `level_key`: one that stands where a name should is printed.
    """
    rows = _Rows(grid, headings, within, labels, levels)
    kinds: dict[int, RowKind] = {}
    for row in range(headings.bottom + 1, bottom + 1):
        filled = grid.row(row, within.left, within.right)
        if not filled:
            continue
        rows.look_at(row)
        if rows.begins_another(row, filled):
            break
        kinds[row] = rows.kind(row, filled)
    for row in sorted(kinds, reverse=True):
        if kinds[row] is RowKind.RECORD and not rows.is_foot(row):
            break
        if kinds[row] is RowKind.RECORD or (kinds[row] is RowKind.OTHER and rows.is_foot(row)):
            kinds[row] = RowKind.FOOT
        elif kinds[row] is RowKind.PARTIAL:
            kinds[row] = RowKind.OTHER
    settled = {
        row: RowKind.RECORD if kind is RowKind.PARTIAL else kind for row, kind in kinds.items()
    }
    last = max((r for r, k in settled.items() if k is _RECORD), default=headings.bottom)
    for row, kind in settled.items():
        # Printed rows follow each other; what stands apart was typed.
        if kind is RowKind.FILLER and row > last and row - 1 not in (last, *settled):
            settled[row] = RowKind.OTHER
    return TableRows(headings, settled, rows.cells, last)


class _Rows:
    """The rows of one table; `_name` and `_value` are the columns that make a row a record."""

    def __init__(
        self,
        grid: Grid,
        headings: Headings,
        within: Area,
        labels: Collection[CellRef],
        levels: frozenset[str],
    ) -> None:
        section = headings.section
        assert isinstance(section, Repeat)
        self._grid, self._headings, self._within, self._labels = grid, headings, within, labels
        self._section = section
        self._footers = [re.compile(pattern) for pattern in section.footers]
        name, value = name_and_value(section)
        self._name, self._value = headings.spots.get(name), headings.spots.get(value)
        self._naming = [each for each in dict.fromkeys((name, value)) if each in headings.spots]
        self._at_name = {each for each, spot in headings.spots.items() if spot is self._name}
        self._columns = {each: spot.area for each, spot in headings.spots.items()}
        self._narrow = {
            n: area.left for n, area in self._columns.items() if area.left == area.right
        }
        self.cells: dict[int, dict[str, Cell]] = {}
        self._cells: dict[str, Cell] = {}
        self._types = levels
        self._heading_texts = {
            spot.ref.column: squeezed(shown_text(grid.cell(spot.ref.row, spot.ref.column)))
            for name, spot in headings.spots.items()
            if name not in headings.fixed
        }
        self._read_again = _rows_that_read_like(grid, headings)
        # Headings that the form has no field for stand over cells of records too.
        heads = [
            grid.area(cell.ref.row, cell.ref.column).right
            for row in range(headings.top, headings.bottom + 1)
            for cell in grid.row(row, headings.left, within.right)
        ]
        self._right = max(heads, default=headings.right)
        self._levels = {field.name for field in section.fields if _often_printed(field)}

    def look_at(self, row: int) -> None:
        """Find what stands under each heading; the other questions are about this row."""
        stored, merged, narrow = self._grid.sheet.cells, self._grid.merged, self._narrow
        cells: dict[str, Cell] = {}
        for name, area in self._columns.items():
            cell = None
            if name in narrow and (place := (row, narrow[name])) not in merged:
                cell = stored.get(place)
            cells[name] = cell or cell_under(self._grid, row, area, self._headings.left)
        cells |= self._headings.fixed
        self.cells[row] = self._cells = cells

    def _fills(self, row: int, name: str) -> bool:
        """Whether something of its own stands under a heading; what spans several headings is
        the first one's.
        """
        cell, area = self._cells[name], self._columns[name]
        if cell.ref.column < area.left:
            cell = cell_under(self._grid, row, area)
        return cell.kind is not BLANK and not self._filler(cell)

    def kind(self, row: int, cells: Sequence[Cell]) -> RowKind:
        """What a row is, by the filled cells in it."""
        if self._headings_again(row) or numbers_columns(cells):
            return RowKind.HEADINGS
        if self._crossed(row):
            return RowKind.OTHER
        named = self._named(row)
        if len(named) > 1 and all(named):
            return _RECORD  # as most rows are
        filled = [name for name in self._columns if self._fills(row, name)]
        if named and not named[0]:
            filled = [name for name in filled if name not in self._at_name]
        if any(named) and len(filled) > 1:
            return RowKind.RECORD
        if any(name not in self._levels for name in filled):
            return RowKind.PARTIAL if len(filled) > 1 else RowKind.OTHER
        beyond = [c for c in cells if not self._under_headings(c.ref) and not self._filler(c)]
        return RowKind.OTHER if beyond else RowKind.FILLER

    def begins_another(self, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row holds labels in turn with values, or one label at its side and no more:
        in a record a text that reads as a label stands alone, and seldom first.
        """
        if cells[0].ref not in self._labels:
            return False
        found = [cell for cell in cells if cell.ref in self._labels]
        if len({shown_text(cell) for cell in found}) > 1 and len(found) * 2 >= len(cells) - 1:
            return True
        if len(cells) > 2 or cells[0].ref.column > self._headings.left:
            return False
        return not all(self._named(row))

    def _named(self, row: int) -> list[bool]:
        """Whether name and value are filled; a type of indicator alone is no name."""
        named = [self._fills(row, name) for name in self._naming]
        if named == [True, False] and self._name:
            text = shown_text(cell_under(self._grid, row, self._name.area))
            named[0] = level_key(text) not in self._types
        return named

    def is_foot(self, row: int) -> bool:
        """Whether a row is to be signed, or begins with a word of the foot and holds no level."""
        cells = self._grid.row(row, self._within.left, self._within.right)
        texts = [halfwidth(shown_text(cell)).strip() for cell in cells]
        if all(_SIGNED.match(text) for text in texts):
            return True
        begins = cells[0].ref.column <= self._headings.left
        if begins and any(footer.search(texts[0]) for footer in self._footers):
            return not any(text.endswith("指标") for text in texts[1:])
        return len(cells) == 1 and begins and not texts[0].endswith("指标")

    def _headings_again(self, row: int) -> bool:
        if row not in self._read_again:
            return False
        same = 0
        for cell in self._grid.row(row, self._headings.left, self._headings.right):
            heading = self._heading_texts.get(cell.ref.column)
            if heading is not None:
                text = shown_text(cell)  # squeezed it gets no longer
                same += len(text) >= len(heading) and squeezed(text) == heading
        return same * 2 >= len(self._headings.spots)

    def _crossed(self, row: int) -> bool:
        """Whether one merged cell covers the columns of both name and value."""
        if not self._name or not self._value or self._name is self._value:
            return False
        area = self._grid.area(row, self._name.area.left)
        return area.left <= self._value.area.left <= area.right

    def _filler(self, cell: Cell) -> bool:
        if cell.kind is not TEXT:
            return False
        text = str(cell.value)
        return len(text) <= _LONGEST_FILLER and is_filler(text, self._section.filler)

    def _under_headings(self, ref: CellRef) -> bool:
        return self._headings.left <= ref.column <= self._right


def _rows_that_read_like(grid: Grid, headings: Headings) -> set[int]:
    """The rows with a cell that reads like a heading."""
    return {
        spot.ref.row
        for heading in headings.spots.values()
        for reading in heading.readings
        for spot in grid.spots.get(reading, ())
    }


def _often_printed(field: Field) -> bool:
    """Whether a cell of it makes no record: what only some prints have, such as 定性, may be
    printed beside every type of indicator.
    """
    return bool(field.fill_down or field.numbered or field.optional)


def name_and_value(section: Repeat) -> tuple[str, str]:
    """The fields that make a row a record: the last of its key, and what is stated of it."""
    required = [field for field in section.fields if field.required] or list(section.fields)
    name = section.key[-1] if section.key else required[0].name
    others = [field for field in required if field.name not in section.key and not field.fill_down]
    stated = [field for field in others if field.type == "indicator_value"] or others
    return name, stated[0].name if stated else name


@lru_cache(maxsize=16384)
def is_filler(text: str, patterns: tuple[str, ...]) -> bool:
    """Whether a text is only printed to show where to write: ……, 指标2：, /."""
    if len(text) > _LONGEST_FILLER:
        return False
    bare = squeezed(halfwidth(text))
    return any(pattern.fullmatch(bare) for pattern in _compiled(patterns))


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def numbered_only(fields: Sequence[Field], cells: Mapping[str, Cell]) -> bool:
    """Whether nothing but the number that is printed there stands in a row."""
    numbers = {field.name for field in fields if field.numbered}
    return all(cell.kind is BLANK or name in numbers for name, cell in cells.items())
