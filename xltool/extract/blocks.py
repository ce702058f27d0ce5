"""Sheet + Form -> the blocks that stand on it: labels found, wherever they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from xltool.extract.grid import Grid, LabelCell, keys_of
from xltool.language.text import halfwidth
from xltool.model.form import Field, Form, Group, Matrix, Part, Repeat, Row, Section
from xltool.model.workbook import Area, CellRef
from xltool.values.cell_value import shown_text

_HEADER_ROWS = 8
"""How far above its first label a block's title, unit and year may stand."""


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

    def spots(self, labels: tuple[str, ...]) -> list[LabelCell]:
        """Where one of these labels stands in the block, in reading order."""
        return [spot for spot in self.grid.that_read(keys_of(labels)) if self._holds(spot.ref)]

    def _holds(self, ref: CellRef) -> bool:
        area = self.area
        return area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right


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


def _anchors(grid: Grid, form: Form, part: Part) -> list[LabelCell]:
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
    found = [grid.that_read(keys_of(labels) - foreign) for labels in _leading_labels(part)]
    if part.many:
        # A line of prose may read as one label once more: 财政拨款：指由……
        counts = Counter(len(spots) for spots in found if spots)
        usual = max(counts, key=lambda count: (counts[count], count), default=0)
        each_block = zip(*(spots for spots in found if len(spots) == usual), strict=True)
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
