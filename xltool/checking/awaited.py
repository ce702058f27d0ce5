"""What a finding awaits -> where on the sheet it may be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.model.report import Awaited
from xltool.model.submission import Record, Submission
from xltool.model.workbook import Area, CellRef
from xltool.rules.rule import Awaits

_ROOM = 60  # rows below the last record, where nothing else begins before
_WIDTH = 3  # columns beside the last cell of a block
_ABOVE = 4  # lines above a block


def awaited(
    awaits: Sequence[Awaits], record: Record, table: Sequence[Record], submission: Submission
) -> tuple[Awaited, ...]:
    """The areas that are watched; none for a field that the sheet has no place for.

    `table` are all records of the table that `record` stands in.
    """
    around = [each for each in table if each.project == record.project]
    return tuple(
        Awaited(sheet, area, each.text)
        for each in awaits
        for sheet, area in _areas(each.field, record, around, submission)
    )


def _areas(
    field: str, record: Record, around: Sequence[Record], submission: Submission
) -> Iterator[tuple[str, Area]]:
    """The column of a field from its first record to where the next block begins; all columns of a
    table; without a field, the whole block and the lines above it.
    """
    block = record.refs["part"]
    right = max(ref.column for ref in record.refs.values() if ref.sheet == block.sheet) + _WIDTH
    places = [each.refs[field] for each in around if field in each.refs]
    if not field:
        end = _end(block, [record], submission)
        yield block.sheet, Area(max(1, block.row - _ABOVE), 1, end, right)
    elif places:
        first, end = min(places), _end(min(places), around, submission)
        last = right if field in submission.tables else first.column
        yield first.sheet, Area(first.row, first.column, end, last)


def _end(first: CellRef, around: Sequence[Record], submission: Submission) -> int:
    """The last row in which something may be added to records of a block."""
    rows = [ref.row for each in around for ref in each.refs.values() if ref.sheet == first.sheet]
    starts = [
        each.refs["part"].row
        for records in submission.tables.values()
        for each in records
        if each.refs["part"].sheet == first.sheet and each.refs["part"].row > first.row
    ]
    return min([max(rows) + _ROOM, *(row - 1 for row in starts)])
