"""部门目标: one row a sub-target of a department."""

from __future__ import annotations

from xltool.excel.summary.columns import SUBGOALS
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet


def subgoal_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    return ListSheet(book, "department", SUBGOALS, book.month.count("subgoals"))


def write_subgoals(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in book.month.subgoals():
        origin = book.link(row.path, row.sheet, row.cell)
        texts = (row.unit, row.unit_name, row.number, row.name, row.goal, row.measure)
        sheet.row((*texts, origin))
