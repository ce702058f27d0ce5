"""Table -> second levels that were left blank and read as the one above, though none is merged.

Many bureaus print a level once and leave the rows below it blank. Only where the same table
merges levels over their rows, or writes the second one out in every row, is a blank doubtful: it
may as well have been forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xltool.extract.grid import Grid
from xltool.extract.outline import RawRecord
from xltool.extract.table_rows import TableRows
from xltool.model.form import Repeat
from xltool.model.workbook import BLANK, Cell, CellRef
from xltool.values.cell_value import shown_text


def doubtful_levels(
    grid: Grid, rows: TableRows, records: Sequence[RawRecord]
) -> Iterator[tuple[CellRef, str]]:
    """Each blank cell of a level below the first with the text that it was read as; `records`
    are those of the table, filled down.
    """
    section = rows.headings.section
    assert isinstance(section, Repeat)
    levels = [each.name for each in section.fields if each.fill_down]
    own = {
        name: [rows.cells[row][name] for row in rows.records()]
        for name in levels
        if name in rows.headings.spots
    }
    merging = any(one.ref == other.ref for cells in own.values() for one, other in pairwise(cells))
    for name in levels[1:]:
        cells = own.get(name, [])
        if not merging and not any(_written_twice(*pair) for pair in pairwise(cells)):
            continue
        for cell, record in zip(cells, records, strict=bool(cells)):
            apart = (cell.ref.row, cell.ref.column) not in grid.merged
            if cell.kind is BLANK and record[name].kind is not BLANK and apart:
                yield cell.ref, shown_text(record[name]).strip()


def _written_twice(one: Cell, other: Cell) -> bool:
    return BLANK not in (one.kind, other.kind) and shown_text(one) == shown_text(other)
