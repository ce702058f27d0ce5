"""Sheet + Form -> the blocks that stand on it: labels found, wherever they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from xltool.form import Field, Form, Group, Matrix, Part, Repeat, Row, Section
from xltool.model import Area, Cell, CellRef, Kind, Sheet
from xltool.text import halfwidth, label_key, without_note
from xltool.values import shown_text

_HEADER_ROWS = 8
"""How far above its first label a block's title, unit and year may stand."""

_SINCE_JANUARY = re.compile(r"1[-—–~至到](?:1[0-2]|0?[1-9])月份?")
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])月份?")
_YEAR = re.compile(r"20\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that reads as a label; `rest` is the value behind the colon in the same cell.

    `readings` are its label key with and without the note in brackets, as it stands and with
    `{month}` and `{year}` for those that it names.
    """

    ref: CellRef
    area: Area
    readings: frozenset[str]
    rest: str = ""


@dataclass(slots=True)
class Grid:
    """A sheet with its merges resolved and every text cell's label key at hand."""

    sheet: Sheet
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)
    spots: dict[str, list[Spot]] = field(default_factory=dict)  # by reading
    bottom: int = 0
    right: int = 0
    _read: dict[frozenset[str], list[Spot]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> Grid:
        """Index a sheet."""
        grid = cls(sheet)
        grid.bottom = max((row for row, _ in sheet.cells), default=0)
        grid.right = max((column for _, column in sheet.cells), default=0)
        for merge in sheet.merges:
            # Rows and columns are often merged whole: nothing is asked for beyond the last cell.
            bottom, right = min(merge.bottom, grid.bottom + 1), min(merge.right, grid.right + 1)
            area = Area(merge.top, merge.left, bottom, right)
            for row in range(area.top, bottom + 1):
                for column in range(area.left, right + 1):
                    grid.merged[row, column] = area
        for _, cell in sorted(sheet.cells.items()):
            if cell.kind is Kind.TEXT and isinstance(cell.value, str):
                for spot in grid._spots_of(cell, cell.value):
                    for reading in spot.readings:
                        grid.spots.setdefault(reading, []).append(spot)
        return grid

    def area(self, row: int, column: int) -> Area:
        """The merged range of a cell, or the cell itself."""
        return self.merged.get((row, column)) or Area(row, column, row, column)

    def cell(self, row: int, column: int) -> Cell:
        """The cell as it stands, blank where nothing is stored."""
        ref = CellRef(self.sheet.name, row, column)
        return self.sheet.cells.get((row, column)) or Cell(ref, None, Kind.BLANK)

    def that_read(self, keys: frozenset[str]) -> list[Spot]:
        """The spots that read as one of the labels, in reading order."""
        if keys not in self._read:
            found = {id(spot): spot for key in keys for spot in self.spots.get(key, ())}
            self._read[keys] = sorted(found.values(), key=lambda s: (s.ref.row, s.ref.column))
        return self._read[keys]

    def row(self, row: int, left: int, right: int) -> list[Cell]:
        """The filled cells of a row between two columns."""
        cells = (self.sheet.cells.get((row, column)) for column in range(left, right + 1))
        return [cell for cell in cells if cell is not None]

    def _spots_of(self, cell: Cell, text: str) -> Iterator[Spot]:
        area = self.area(cell.ref.row, cell.ref.column)
        if len(text) <= 40:
            yield Spot(cell.ref, area, readings_of(text))
        head, colon, rest = halfwidth(text).partition(":")
        if colon and rest.strip() and len(head) <= 20:
            # The rest keeps its own marks: only the label was made half-width.
            yield Spot(cell.ref, area, readings_of(head), text[len(head) + 1 :].strip())


@dataclass(slots=True)
class Block:
    """One part of a form on a sheet: the rows and columns it owns, and where its body begins."""

    part: Part
    grid: Grid
    area: Area
    body: int
    found: set[str] = field(default_factory=set)

    @property
    def first(self) -> CellRef:
        """The first filled cell of its body: where a finding about the whole block is shown."""
        for row in range(self.body, self.area.bottom + 1):
            cells = self.grid.row(row, self.area.left, self.area.right)
            if cells:
                return cells[0].ref
        return CellRef(self.grid.sheet.name, self.body, self.area.left)

    def spots(self, labels: tuple[str, ...]) -> list[Spot]:
        """Where one of these labels stands in the block, in reading order."""
        return [spot for spot in self.grid.that_read(keys_of(labels)) if self._holds(spot.ref)]

    def _holds(self, ref: CellRef) -> bool:
        area = self.area
        return area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right


def readings_of(text: str) -> frozenset[str]:
    """The label keys that a text may be meant as: `1-7月执行数` is also `1-{month}月执行数`."""
    key = label_key(text)
    if "月" not in key and "年" not in key:
        return frozenset((key, without_note(key)))
    timeless = _MONTH.sub("{month}月", _SINCE_JANUARY.sub("1-{month}月", key))
    timeless = _YEAR.sub("{year}", timeless)
    return frozenset(word for each in (key, timeless) for word in (each, without_note(each)))


@cache
def keys_of(labels: tuple[str, ...]) -> frozenset[str]:
    """The label keys of some spellings."""
    return frozenset(map(label_key, labels))


def spot_is(spot: Spot, keys: frozenset[str]) -> bool:
    """Whether a spot reads as one of the labels."""
    return not keys.isdisjoint(spot.readings)


def part_labels(part: Part) -> dict[str, tuple[str, ...]]:
    """Everything of a part that has a label, by `section` or `section.field`."""
    labels: dict[str, tuple[str, ...]] = {}
    for section in part.sections:
        labels[section.name] = section.labels
        for entry in entries_of(section):
            labels[f"{section.name}.{entry.name}"] = entry.labels
    return {name: spellings for name, spellings in labels.items() if spellings}


def entries_of(section: Section) -> tuple[Field | Row, ...]:
    """What has a label of its own in a section."""
    if isinstance(section, Matrix):
        return (*section.rows, *section.columns)
    return section.fields


def printed_labels(part: Part) -> frozenset[str]:
    """Those of `part_labels` that the form always prints; a value known by its looks needs none."""
    spared = {
        f"{section.name}.{entry.name}"
        for section in part.sections
        for entry in entries_of(section)
        if isinstance(entry, Field) and (entry.match or entry.optional)
    }
    return frozenset(part_labels(part)) - spared


def find_blocks(grid: Grid, form: Form) -> list[Block]:
    """The blocks of a form on a sheet, top to bottom, each with the rows and columns it owns."""
    starts = [
        _Start(spot.area.top, spot.area.left, part)
        for part in form.parts
        for spot in _anchors(grid, form, part)
    ]
    starts.sort(key=lambda start: (start.row, start.column))
    tops = {start.row: 1 for start in starts}
    for start, before in zip(starts[1:], starts, strict=False):
        if start.row != before.row:
            tops[start.row] = _header_top(grid, start, before.row)
    blocks = [_block(grid, start, starts, tops) for start in starts]
    return [block for block in blocks if _is_whole(block)]


@dataclass(frozen=True, slots=True)
class _Start:
    row: int
    column: int
    part: Part


def _anchors(grid: Grid, form: Form, part: Part) -> list[Spot]:
    """The spots at which the part begins: of its own labels those that stand most often, and of
    these the first in each block.
    """
    foreign = frozenset[str]().union(
        *(
            keys_of(spellings)
            for other in form.parts
            if other is not part
            for spellings in part_labels(other).values()
        )
    )
    found = [grid.that_read(keys_of(labels) - foreign) for labels in _leading_labels(part)]
    if part.many:
        most = max(map(len, found), default=0)
        each_block = zip(*(spots for spots in found if len(spots) == most), strict=True)
        return [min(spots, key=lambda spot: spot.ref) for spots in each_block]
    return sorted((spot for spots in found for spot in spots), key=lambda s: s.ref)[:1]


def _leading_labels(part: Part) -> Iterator[tuple[str, ...]]:
    for section in part.sections:
        if isinstance(section, Repeat) and section.outline:
            yield section.labels
        elif isinstance(section, Group):
            yield from (entry.labels for entry in section.fields if not entry.match)


def _header_top(grid: Grid, start: _Start, floor: int) -> int:
    """The first row of the title lines that stand right above a block that is not the first."""
    patterns = [re.compile(pattern) for pattern in start.part.headings]
    patterns += [re.compile(entry.match) for entry in start.part.single_fields() if entry.match]
    keys = frozenset[str]().union(*(map(keys_of, part_labels(start.part).values())))
    labels = {spot.ref for spot in grid.that_read(keys)}
    top = start.row
    for row in range(start.row - 1, max(floor, start.row - _HEADER_ROWS - 1), -1):
        cells = grid.row(row, 1, grid.right)
        texts = ((cell.ref, halfwidth(shown_text(cell)).strip()) for cell in cells)
        if not all(ref in labels or any(p.search(text) for p in patterns) for ref, text in texts):
            break
        if cells:
            top = row
    return top


def _block(grid: Grid, start: _Start, starts: list[_Start], tops: dict[int, int]) -> Block:
    beside = [other.column for other in starts if other.row == start.row]
    left = start.column if start.column > min(beside) else 1
    right = min((c - 1 for c in beside if c > start.column), default=max(grid.right, 1))
    bottom = min((tops[o.row] - 1 for o in starts if o.row > start.row), default=grid.bottom)
    block = Block(start.part, grid, Area(tops[start.row], left, bottom, right), start.row)
    block.found |= {name for name, labels in part_labels(start.part).items() if block.spots(labels)}
    return block


def _is_whole(block: Block) -> bool:
    """Whether enough of the part is there: its headings stand in one row, or two labels do."""
    rows = [section for section in block.part.sections if heading_row(block, section)]
    tabular = any(
        isinstance(section, Matrix) or (isinstance(section, Repeat) and not section.outline)
        for section in block.part.sections
    )
    if tabular:
        return bool(rows) and len(block.found) * 5 >= len(printed_labels(block.part)) * 2
    return len(block.found) >= 2


def heading_row(block: Block, section: Section) -> int | None:
    """The row that holds most of a table's headings: at least half of them, and two.

    Where sections share headings, a matrix has those nearest above the labels of its rows.
    """
    if isinstance(section, Group):
        return None
    entries = section.columns if isinstance(section, Matrix) else section.fields
    entries = tuple(entry for entry in entries if entry.labels)
    rows: dict[int, set[str]] = {}
    for entry in entries:
        for row in _rows_of_heading(block, entry):
            rows.setdefault(row, set()).add(entry.name)
    if isinstance(section, Matrix):
        sides = [spot for row in section.rows for spot in block.spots(row.labels)]
        lowest = max((spot.area.bottom for spot in sides), default=0)
        rows = {row: names for row, names in rows.items() if row <= lowest} or rows
        order = 1 if sides else -1
    else:
        order = -1
    best = max(rows, key=lambda row: (len(rows[row]), order * row), default=None)
    if best is None or len(rows[best]) < max(2, len(entries) / 2):
        return None
    return best


def _rows_of_heading(block: Block, entry: Field) -> set[int]:
    """The rows that its heading stands in, or the common heading above its heading."""
    spots = [spot for spot in block.spots(entry.labels) if not spot.rest]
    if not entry.under:
        return {spot.ref.row for spot in spots}
    return {
        above.ref.row
        for above in block.spots(entry.under)
        if any(above.ref.row < spot.ref.row <= above.area.bottom + 2 for spot in spots)
    }
