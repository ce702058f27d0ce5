"""Sheet + Form -> the blocks that stand on it: tables first, then the labels around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from xltool.extract.column_groups import read_groups
from xltool.extract.grid import Grid, LabelCell, keys_of
from xltool.extract.headings import Headings, other_years
from xltool.extract.known_headings import headings_of
from xltool.extract.known_places import KnownPlaces
from xltool.extract.table_rows import TableRows
from xltool.language.text import halfwidth
from xltool.model.form import Form, Group, Matrix, Part, Repeat, Section
from xltool.model.workbook import Area, CellRef
from xltool.values.cell_value import shown_text

_HEADER_ROWS = 8
"""How far above its first label a block's title, unit and year may stand."""


_LABELS = 2
"""So many labels at least must stand around what is no table."""


@dataclass(slots=True)
class Block:
    """One part of a form on a sheet: the rows and columns it owns, and where its body begins.

    `tables` has the rows of each table in it, `headings` those of each table and matrix,
    `labels` the cell of each label, `accepted` every cell that is a label or heading: a text
    that only reads like one is a value. Under the rows of `stacked`, labels have their values
    below them; `boxes` are labels that the form has no field for.
    `columns` are the single fields that have a column in the table, `unit_row` is the line of the
    unit in it, `header` the rows above a table that holds several blocks; `aside` are
    tables for other years. `known` has the places of values where the layout of the sheet is
    remembered.
    """

    part: Part
    grid: Grid
    area: Area
    body: int
    tables: dict[str, TableRows] = field(default_factory=dict)
    headings: dict[str, Headings] = field(default_factory=dict)
    labels: dict[str, LabelCell] = field(default_factory=dict)
    accepted: dict[CellRef, LabelCell] = field(default_factory=dict)
    stacked: set[int] = field(default_factory=set)
    boxes: set[CellRef] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    unit_row: int | None = None
    header: range = range(0)
    aside: list[TableRows] = field(default_factory=list)
    known: KnownPlaces | None = None

    @property
    def found(self) -> set[str]:
        """The labels and headings that are there, by `section` or `section.field`."""
        headed = {f"{name}.{each}" for name, found in self.headings.items() for each in found.spots}
        return headed | set(self.labels)

    @property
    def first(self) -> CellRef:
        """The first filled cell of its body: where a finding about the whole block is shown."""
        for row in range(self.body, self.area.bottom + 1):
            cells = self.grid.row(row, self.area.left, self.area.right)
            if cells:
                return cells[0].ref
        return CellRef(self.grid.sheet.name, self.body, self.area.left)

    def in_table(self, row: int) -> bool:
        """Whether a row holds headings or records of a table."""
        tables = (*self.tables.values(), *self.aside)
        return any(rows.headings.top <= row <= rows.last for rows in tables)

    def candidates(self, labels: tuple[str, ...]) -> list[LabelCell]:
        """What reads as one of these labels in the block and outside its tables."""
        return [
            spot
            for spot in self.grid.that_read(keys_of(labels))
            if inside(spot.ref, self.area) and not self.in_table(spot.ref.row)
        ]


def inside(ref: CellRef, area: Area) -> bool:
    """Whether a cell lies within an area."""
    return area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right


def part_labels(part: Part) -> Mapping[str, tuple[str, ...]]:
    """Everything of a part that has a label, by `section` or `section.field`."""
    return part.labelled


def printed_labels(part: Part) -> frozenset[str]:
    """Those of `part_labels` that every print has."""
    return part.always_printed


def unprinted_labels(part: Part) -> frozenset[str]:
    """Those of `part_labels` that known prints leave out."""
    return part.mostly_printed


def heading_keys(part: Part) -> frozenset[str]:
    """What may stand in a row of headings of any of its tables."""
    return _heading_keys(
        tuple(
            entry.labels
            for section in part.sections
            if not isinstance(section, Group)
            for entry in (section.columns if isinstance(section, Matrix) else section.fields)
        )
    )


@cache
def _heading_keys(labels: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(keys_of, labels))


Tables = dict[str, list[TableRows]]
"""The tables on a sheet, by the name of the part that they belong to."""


def find_tables(grid: Grid, form: Form) -> Tables:
    """The tables of a form on a sheet."""
    return {part.name: list(_tables_of(grid, form, part)) for part in form.parts}


def find_blocks(grid: Grid, form: Form, tables: Tables, parts: Sequence[Part]) -> list[Block]:
    """The blocks of some parts of a form on a sheet, top to bottom, each with the rows and columns
    that it owns; the labels around their tables are placed by `read_blocks`.
    """
    taken = {
        row
        for found in tables.values()
        for rows in found
        for row in range(rows.headings.top, rows.last + 1)
    }
    starts = [
        _Start(spot.area.top, spot.area.left, part)
        for part in parts
        for spot in _anchors(grid, form, part, taken, tables[part.name])
    ]
    starts.sort(key=lambda start: (start.row, start.column))
    tops = {start.row: 1 for start in starts}
    for start, before in zip(starts[1:], starts, strict=False):
        if start.row != before.row:
            tops[start.row] = _header_top(grid, start, before.row)
    blocks = [_block(grid, start, starts, tops) for start in starts]
    for block in blocks:
        for rows in tables[block.part.name]:
            name = rows.headings.section.name
            corner = CellRef("", rows.headings.top, rows.headings.left)
            if inside(corner, block.area) and rows.aside:
                block.aside.append(rows)
            elif inside(corner, block.area) and name not in block.tables:
                block.tables[name] = rows
                block.headings[name] = rows.headings
    return blocks


@dataclass(frozen=True, slots=True)
class _Start:
    row: int
    column: int
    part: Part


def _tables_of(grid: Grid, form: Form, part: Part) -> Iterator[TableRows]:
    """The tables of a part on a sheet; headings that are printed again belong to the first."""
    whole = Area(1, 1, grid.bottom, max(grid.right, 1))
    found = headings_of(grid, form, part, heading_keys(part))
    repeats = [each for each in found if isinstance(each.section, Repeat)]
    last: dict[str, int] = {}
    aside = other_years(grid, repeats)
    for headings in sorted(repeats, key=lambda each: each.top):
        if headings.top <= last.get(headings.section.name, 0):
            continue
        # Printed again on a new page, they may read as the headings of a matrix too.
        again = {each.top for each in repeats if each.section is headings.section}
        limits = [
            other.top - 1
            for other in found
            if other.top > headings.bottom and other.top not in again
            if other.section is not headings.section
        ]
        labels = _labels_beside(grid, form, headings.section)
        bottom = min(limits, default=grid.bottom)
        if headings.top in aside:
            # The next table's title stands above its headings.
            bottom = min([bottom, *(top - 2 for top in again if top > headings.top)])
            rows = read_groups(grid, headings, whole, labels, bottom, form.level_keys)
            yield replace(rows, aside=True)
            continue
        rows = read_groups(grid, headings, whole, labels, bottom, form.level_keys)
        last[headings.section.name] = rows.last
        yield rows


def _labels_beside(grid: Grid, form: Form, table: Section) -> frozenset[CellRef]:
    """The cells that read as a label of anything but a table's own headings."""
    key = form.digest, table.name
    if key not in _OUTSIDE:
        keys = frozenset[str]()
        for part in form.parts:
            for section in part.sections:
                keys |= keys_of(section.labels) if section is not table else frozenset()
                if isinstance(section, Group):
                    keys = keys.union(*(keys_of(entry.labels) for entry in section.fields))
                elif isinstance(section, Matrix):
                    keys = keys.union(*(keys_of(entry.labels) for entry in section.rows))
        _OUTSIDE[key] = keys
    return frozenset(spot.ref for spot in grid.that_read(_OUTSIDE[key]))


_OUTSIDE: dict[tuple[str, str], frozenset[str]] = {}
"""The labels outside a table, by form and table: worked out once."""


def _anchors(
    grid: Grid, form: Form, part: Part, taken: set[int], tables: Sequence[TableRows]
) -> list[LabelCell]:
    """The spots at which the part begins: of its own labels those that stand as often as most do,
    and of these the first in each block.
    """
    foreign = frozenset[str]().union(
        *(
            keys_of(spellings)
            for other in form.parts
            if other is not part
            for spellings in part_labels(other).values()
        )
    )
    found = [
        [spot for spot in grid.that_read(keys_of(labels) - foreign) if spot.ref.row not in taken]
        for labels in _leading_labels(part)
    ]
    # One text alone that reads as a label begins nothing.
    if sum(map(bool, found)) < _LABELS and not tables:
        return []
    if part.many:
        # A line of prose may read as one label once more: 财政拨款：指由……
        counts = Counter(len(spots) for spots in found if spots)
        main = Counter(rows.headings.section.name for rows in tables)
        many = max(main.values(), default=0)
        usual = max(counts, key=lambda count: (counts[count], count == many, count), default=0)
        if counts[many] > 1:  # two sets of labels may stand side by side: 资金总额 | 当年资金总额
            usual = many
        each_block = zip(*(spots for spots in found if len(spots) == usual), strict=True)
        first = [min(spots, key=lambda spot: spot.ref) for spots in each_block]
        # The unit may stand in the line above the form and once more in its first row.
        rows = {spot.area.bottom + 1: spot.ref.column for spot in first}
        return [spot for spot in first if rows.get(spot.ref.row) != spot.ref.column]
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
    # Only labels of what stands above a block: the headings of an empty table end the block before.
    own = (entry.labels for entry in start.part.single_fields() if entry.match)
    labels = {spot.ref for spot in grid.that_read(frozenset[str]().union(*map(keys_of, own)))}
    top = start.row
    for row in range(start.row - 1, max(floor, start.row - _HEADER_ROWS - 1), -1):
        cells = grid.row(row, 1, grid.right)
        texts = ((cell.ref, halfwidth(shown_text(cell)).strip()) for cell in cells)
        if not all(ref in labels or any(p.search(text) for p in patterns) for ref, text in texts):
            break
        if cells:
            top = row
    return top


def _block(grid: Grid, start: _Start, starts: Iterable[_Start], tops: Mapping[int, int]) -> Block:
    beside = [other.column for other in starts if other.row == start.row]
    left = start.column if start.column > min(beside) else 1
    right = min((c - 1 for c in beside if c > start.column), default=max(grid.right, 1))
    bottom = min((tops[o.row] - 1 for o in starts if o.row > start.row), default=grid.bottom)
    return Block(start.part, grid, Area(tops[start.row], left, bottom, right), start.row)
