"""A table whose rows hold the project too -> one block a project.

Some prints have one table for a unit and all its projects: name, amount and target stand in
columns of their own beside the indicators, merged over the rows of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.extract.blocks import Block
from xltool.extract.grid import Grid, LabelCell, cell_under, keys_of
from xltool.extract.table_rows import RowKind, TableRows
from xltool.model.form import Field, Group, Part
from xltool.model.workbook import Area, Cell, CellRef, Kind
from xltool.values.cell_value import shown_text

_NAMING = (".name", ".unit", ".code")
"""The fields that say which project a row is of, the first first."""
_COLUMNS = 2
"""So many single fields at least have a column in such a table."""


def wide_blocks(grid: Grid, part: Part, rows: TableRows) -> list[Block]:
    """The projects of such a table, a block each; none where it is a table like any other."""
    columns = dict(_columns(grid, part, rows)) if part.many else {}
    if len(columns) < _COLUMNS:
        return []
    keys = [spot for end in _NAMING for key, spot in columns.items() if key.endswith(end)]
    if not keys:
        return []
    blocks: list[Block] = []
    unit_row: int | None = None
    lines = dict(_lines_above(grid, part, rows, columns))
    for first, last in _groups(grid, keys, rows):
        kinds = {row: kind for row, kind in rows.kinds.items() if first <= row <= last}
        records = [row for row, kind in kinds.items() if kind is RowKind.RECORD]
        if not records and not blocks:
            unit_row = first  # the line of the unit, with the sum of its projects
            continue
        top = 1 if not blocks else first
        block = Block(part, grid, Area(top, 1, last, grid.right), first)
        block.tables[rows.headings.section.name] = rows.part(first, last)
        block.headings[rows.headings.section.name] = rows.headings
        block.labels = {**lines, **columns}
        block.columns = set(columns)
        block.unit_row, block.header = unit_row, range(1, rows.headings.top)
        blocks.append(block)
    return blocks


def _columns(grid: Grid, part: Part, rows: TableRows) -> Iterator[tuple[str, LabelCell]]:
    """The single fields whose label is a heading of the table, beside those of its own."""
    heads = rows.headings
    taken = {spot.ref for spot in heads.refs()}
    for section in part.sections:
        if not isinstance(section, Group):
            continue
        for entry in section.fields:
            # Only a total may be under 金额: there may be columns for several kinds of funds.
            labels = entry.labels + (entry.made_of if entry.required else ())
            for spot in grid.that_read(keys_of(labels)):
                level = spot.area.top <= heads.bottom and spot.area.bottom >= heads.top
                if level and spot.ref not in taken and not spot.rest:
                    yield f"{section.name}.{entry.name}", spot
                    break


def _lines_above(
    grid: Grid, part: Part, rows: TableRows, columns: Mapping[str, LabelCell]
) -> Iterator[tuple[str, LabelCell]]:
    """The single fields that a line above the table states for all projects: 单位名称：水利局."""
    for section in part.sections:
        for entry in section.fields if isinstance(section, Group) else ():
            name = f"{section.name}.{entry.name}"
            for spot in grid.that_read(keys_of(entry.labels)):
                if name not in columns and spot.rest and spot.area.bottom < rows.headings.top:
                    yield name, spot
                    break


def _groups(grid: Grid, keys: Sequence[LabelCell], rows: TableRows) -> Iterator[tuple[int, int]]:
    """The first and the last row of each project: a new name begins one, `keys[0]`; a name printed
    again in every row does not, unless the unit or the code is another.
    """
    last = max(rows.kinds, default=rows.headings.bottom)
    starts: list[int] = []
    before: list[str] = []
    for row in range(rows.headings.bottom + 1, last + 1):
        cells = [cell_under(grid, row, key.area) for key in keys]
        if rows.kinds.get(row) in (RowKind.HEADINGS, RowKind.FOOT):
            continue
        if cells[0].kind is Kind.BLANK or cells[0].ref.row != row:
            continue
        texts = [shown_text(cell).strip() for cell in cells]
        if texts != before:
            starts.append(row)
        before = texts
    ends = [start - 1 for start in starts[1:]] + [last]
    yield from zip(starts, ends, strict=True)


def column_cell(block: Block, field: Field, spot: LabelCell) -> Cell:
    """The value of a single field that has a column, in the first row of the project.

    A unit's code alone has its name in the line of the unit, and a blank one has both there.
    """
    cell = cell_under(block.grid, block.body, spot.area)
    name = next((label for key, label in block.labels.items() if key.endswith(".name")), None)
    if field.type != "unit" or block.unit_row is None or name is None:
        return cell
    code = shown_text(cell).strip()
    if code and not code.isdecimal():
        return cell
    own = cell_under(block.grid, block.unit_row, name.area)
    code = code or shown_text(cell_under(block.grid, block.unit_row, spot.area)).strip()
    place = own.ref if cell.kind is Kind.BLANK else cell.ref
    return Cell(place, f"{code}{shown_text(own).strip()}", Kind.TEXT)


def unit_cells(block: Block) -> Iterator[CellRef]:
    """The cells of the unit's own line."""
    if block.unit_row is not None:
        for cell in block.grid.row(block.unit_row, block.area.left, block.area.right):
            yield cell.ref
