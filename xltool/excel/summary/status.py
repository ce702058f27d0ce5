"""报送情况: who has handed in, in time or late, who has not, and what to write to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from xltool.excel.summary.columns import FORM, UNIT, UNIT_NAME, SummaryColumn, Value, plain_value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.month.due_forms import (
    DUE_STATUSES,
    DueEntry,
    DueStatus,
    count_due_entries,
    due_entries,
)

_ABOUT = Words(
    "按报送名单逐表核对；报送时间为收件时间，没有收件时间的用文件的保存时间（北京时间）。",
    "Checked against the roster, form by form; times are of receipt, else when the file was saved "
    "(Beijing time).",
)
_NO_ROSTER = Words(
    "没有给出报送名单（--roster），只列出已收到的，无法判断谁未报送。",
    "No roster was given (--roster): only what came is listed; who is missing cannot be told.",
)


def _reminder(due: DueEntry, sheet: ListSheet) -> Value:
    return due.reminder(sheet.book.month.month.words(), sheet.book.lang)


STATUS = (
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, width=30, value=plain_value("unit_name")),
    replace(FORM, width=22, value=lambda due, sheet: due.form(sheet.book.lang)),
    SummaryColumn(
        "due",
        Words("截止日期", "Due"),
        12,
        "centre",
        lambda due, _: due.due.isoformat() if due.due else "",
    ),
    SummaryColumn(
        "status",
        Words("报送情况", "Status"),
        14,
        "centre",
        lambda due, sheet: DUE_STATUSES[due.status](sheet.book.lang),
    ),
    SummaryColumn("time", Words("报送时间", "Handed in"), 17, "centre", plain_value("time")),
    SummaryColumn(
        "errors",
        Words("错误", "Errors"),
        9,
        "count",
        lambda due, _: due.source.record.errors if due.source else None,
    ),
    SummaryColumn(
        "warnings",
        Words("警告", "Warnings"),
        9,
        "count",
        lambda due, _: due.source.record.warnings if due.source else None,
    ),
    SummaryColumn(
        "origin",
        Words("文件", "File"),
        24,
        "link",
        lambda due, sheet: sheet.book.link(due.source.standing.path) if due.source else "",
    ),
    SummaryColumn("contact", Words("联系人", "Contact"), 16, value=plain_value("contact")),
    SummaryColumn("reminder", Words("催报文字", "Reminder"), 40, value=_reminder),
)


def status_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    about = _ABOUT if book.month.roster else _NO_ROSTER
    return ListSheet(
        book, "status", STATUS, count_due_entries(book.month).total(), about(book.lang)
    )


def write_status(book: SummaryBook, sheet: ListSheet) -> Counter[DueStatus]:
    """Write them all; returns how many there are of each status."""
    counts: Counter[DueStatus] = Counter()
    for due in due_entries(book.month):
        counts[due.status] += 1
        sheet.write(due)
    write_signatures(sheet)
    return counts
