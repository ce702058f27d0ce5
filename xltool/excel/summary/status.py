"""报送情况: who has handed in, in time or late, who has not, and what to write to them."""

from __future__ import annotations

from collections import Counter

from xltool.excel.summary.columns import STATUS
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.month.due_forms import DUE_STATUSES, DueStatus, count_due_entries, due_entries

_ABOUT = Words(
    "按报送名单逐表核对；报送时间为收件时间，没有收件时间的用文件的保存时间（北京时间）。",
    "Checked against the roster, form by form; times are of receipt, else when the file was saved "
    "(Beijing time).",
)
_NO_ROSTER = Words(
    "没有给出报送名单（--roster），只列出已收到的，无法判断谁未报送。",
    "No roster was given (--roster): only what came is listed; who is missing cannot be told.",
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
    month, lang = book.month, book.lang
    for due in due_entries(month):
        counts[due.status] += 1
        source = due.source
        sheet.row(
            (
                due.unit,
                due.unit_name,
                due.form(lang),
                due.due.isoformat() if due.due else "",
                DUE_STATUSES[due.status](lang),
                due.time,
                source.errors if source else None,
                source.warnings if source else None,
                book.link(source.path) if source else "",
                due.contact,
                due.reminder(month.month.words(), lang),
            )
        )
    sheet.sign()
    return counts
