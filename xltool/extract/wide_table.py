"""A table whose rows hold the project too -> one block a project.

Some prints have one table for a unit and all its projects: name, amount and target stand in
columns of their own beside the indicators, merged over the rows of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.extract.blocks import Block
from xltool.extract.grid import Grid, LabelCell, cell_under, keys_of
from xltool.extract.table_rows import RowKind, TableRows
from xltool.model.form import Field, Group, Part
from xltool.model.workbook import Area, Cell, CellRef, Kind
from xltool.values.cell_value import shown_text

_COLUMNS = 2
"""So many single fields at least have a column in such a table."""


def wide_blocks(grid: Grid, part: Part, rows: TableRows) -> list[Block]:
    """The projects of such a table, a block each; none where it is a table like any other."""
    columns = dict(_columns(grid, part, rows)) if part.many else {}
    if len(columns) < _COLUMNS:
        return []
    name = next((spot for key, spot in columns.items() if key.endswith(".name")), None)
    if name is None:
        return []
    blocks: list[Block] = []
    unit_row: int | None = None
    lines = dict(_lines_above(grid, part, rows, columns))
    for first, last in _groups(grid, name, rows):
        kinds = {row: kind for row, kind in rows.kinds.items() if first <= row <= last}
        records = [row for row, kind in kinds.items() if kind is RowKind.RECORD]
        if not records and not blocks:
            unit_row = first  # the line of the unit, with the sum of its projects
            continue
        top = 1 if not blocks else first
        block = Block(part, grid, Area(top, 1, last, grid.right), first)
        own = TableRows(rows.headings, kinds, rows.cells, max(records, default=last))
        block.tables[rows.headings.section.name] = own
        block.headings[rows.headings.section.name] = rows.headings
        block.labels = {**lines, **columns}
        block.columns = set(columns)
        block.unit_row = unit_row
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
            for spot in grid.that_read(keys_of(entry.labels)):
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


def _groups(grid: Grid, name: LabelCell, rows: TableRows) -> Iterator[tuple[int, int]]:
    """The first and the last row of each project: a new name begins one."""
    last = max(rows.kinds, default=rows.headings.bottom)
    starts = [
        row
        for row in range(rows.headings.bottom + 1, last + 1)
        if rows.kinds.get(row) is not RowKind.HEADINGS
        and (cell := cell_under(grid, row, name.area)).kind is not Kind.BLANK
        and cell.ref.row == row
    ]
    ends = [start - 1 for start in starts[1:]] + [last]
    yield from zip(starts, ends, strict=True)


def column_cell(block: Block, field: Field, spot: LabelCell) -> Cell:
    """The value of a single field that has a column, in the first row of the project.

    A unit's code has its name in the line of the unit.
    """
    cell = cell_under(block.grid, block.body, spot.area)
    name = next((label for key, label in block.labels.items() if key.endswith(".name")), None)
    if field.type != "unit" or block.unit_row is None or name is None:
        return cell
    own = cell_under(block.grid, block.unit_row, name.area)
    code = shown_text(cell_under(block.grid, block.unit_row, spot.area)).strip()
    text = f"{code}{shown_text(own).strip()}"
    return Cell(own.ref, text, Kind.TEXT)


def unit_cells(block: Block) -> Iterator[CellRef]:
    """The cells of the unit's own line."""
    if block.unit_row is not None:
        for cell in block.grid.row(block.unit_row, block.area.left, block.area.right):
            yield cell.ref
