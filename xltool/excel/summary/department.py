"""部门目标: one row a sub-target of a department."""

from __future__ import annotations

from xltool.excel.summary.columns import ORIGIN, UNIT, UNIT_NAME, SummaryColumn, plain_value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.submission_rows import write_by_submission
from xltool.language.words import Words
from xltool.month.counts import row_count
from xltool.month.records import counted_subgoals

SUBGOALS = (
    UNIT,
    UNIT_NAME,
    SummaryColumn("number", Words("序号", "No."), 7, "centre", plain_value("record.number")),
    SummaryColumn("name", Words("分项名称", "Sub-target"), 28, value=plain_value("record.name")),
    SummaryColumn("goal", Words("绩效目标", "Target"), 46, value=plain_value("record.goal")),
    SummaryColumn(
        "measure", Words("绩效指标", "Measures"), 46, value=plain_value("record.measure")
    ),
    ORIGIN,
)


def subgoal_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    return ListSheet(book, "department", SUBGOALS, row_count(book.month, "subgoals"))


def write_subgoals(sheet: ListSheet) -> None:
    """Write them all."""
    write_by_submission(sheet, counted_subgoals)
