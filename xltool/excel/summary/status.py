"""报送情况: who has handed in, in time or late, who has not, and what to write to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from xltool.excel.summary.columns import (
    FORM,
    FORM_KEY,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    ValueOf,
    plain_value,
)
from xltool.excel.summary.decision_cells import as_written, offer_decisions
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.ledger.decisions import DecisionRow
from xltool.month.decision import FOR_UNITS, NO_FILE, decision_words
from xltool.month.due_forms import (
    DUE_STATUSES,
    DueEntry,
    DueStatus,
    count_due_entries,
    due_entries,
)

_ABOUT = Words(
    "按报送名单逐表核对；报送时间为收件时间，没有收件时间的用文件的保存时间（北京时间）。"
    "黄色三栏由审核人填写：退回的不计入汇总，收到新文件后重新审核；有错误的，请在“问题清单”逐条认可。",
    "Checked against the roster, form by form; times are of receipt, else when the file was saved "
    "(Beijing time). The yellow columns are the reviewer’s: what is returned does not count until "
    "another file comes; errors are accepted one by one in “Problems”.",
)
_NO_ROSTER = Words(
    "没有给出报送名单（--roster），只列出已收到的，无法判断谁未报送。",
    "No roster was given (--roster): only what came is listed; who is missing is unclear.",
)


def _reminder(due: DueEntry, sheet: ListSheet) -> Value:
    return due.reminder(sheet.book.month.month.words(), sheet.book.lang)


def _concluded(due: DueEntry, sheet: ListSheet) -> DecisionRow | None:
    """What the reviewer decided about the file that stands for the unit."""
    return sheet.book.month.rulings.conclusions.get((due.unit, _digest(due)))


def _digest(due: DueEntry) -> str:
    """What a conclusion is about: the file's content, else the form that is missing."""
    return due.source.record.digest if due.source else f"{NO_FILE}{due.form.zh}"


def _conclusion(due: DueEntry, sheet: ListSheet) -> str:
    found = _concluded(due, sheet)
    return decision_words(found.decision, sheet.book.lang) if found else ""


def _of_conclusion(name: str) -> ValueOf:
    def value(due: DueEntry, sheet: ListSheet) -> Value:
        found = _concluded(due, sheet)
        return str(getattr(found, name)) if found else ""

    return value


def _before(due: DueEntry, sheet: ListSheet) -> Value:
    found = _concluded(due, sheet)
    opinion, reviewer = (found.opinion, found.reviewer) if found else ("", "")
    return as_written(_conclusion(due, sheet), opinion, reviewer)


STATUS = (
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, width=20, value=plain_value("unit_name")),
    replace(FORM, width=16, value=lambda due, sheet: due.form(sheet.book.lang)),
    SummaryColumn(
        "due",
        Words("截止日期", "Due"),
        11,
        "centre",
        lambda due, _: due.due.isoformat() if due.due else "",
    ),
    SummaryColumn(
        "status",
        Words("报送情况", "Status"),
        10,
        "centre",
        lambda due, sheet: DUE_STATUSES[due.status](sheet.book.lang),
    ),
    SummaryColumn("time", Words("报送时间", "Handed in"), 15, "centre", plain_value("time")),
    SummaryColumn(
        "errors",
        Words("错误", "Errors"),
        6,
        "count",
        lambda due, _: due.source.record.errors if due.source else None,
    ),
    SummaryColumn(
        "warnings",
        Words("警告", "Warnings"),
        6,
        "count",
        lambda due, _: due.source.record.warnings if due.source else None,
    ),
    SummaryColumn(
        "origin",
        Words("文件", "File"),
        15,
        "link",
        lambda due, sheet: sheet.book.link(due.source.submission.path) if due.source else "",
    ),
    SummaryColumn("conclusion", Words("审核结论", "Conclusion"), 8, "centre", _conclusion),
    SummaryColumn("reason", Words("理由", "Reason"), 20, value=_of_conclusion("opinion")),
    SummaryColumn("reviewer", Words("审核人", "Reviewer"), 9, value=_of_conclusion("reviewer")),
    SummaryColumn("contact", Words("联系人", "Contact"), 12, value=plain_value("contact")),
    SummaryColumn("reminder", Words("催报文字", "Reminder"), 34, value=_reminder),
    replace(FORM_KEY, value=lambda due, _: due.source.submission.form if due.source else ""),
    SummaryColumn(
        "digest",
        Words("内容摘要", "Digest"),
        10,
        "hidden",
        lambda due, _: _digest(due),
    ),
    SummaryColumn("before", Words("原填写", "As written"), 10, "hidden", _before),
)


def status_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    about = _ABOUT if book.month.roster else _NO_ROSTER
    inputs = dict.fromkeys(("conclusion", "reason", "reviewer"), "input")
    count = count_due_entries(book.month).total()
    sheet = ListSheet(book, "status", STATUS, count, about(book.lang), inputs=inputs)
    offer_decisions(sheet, "conclusion", FOR_UNITS)
    return sheet


def write_status(book: SummaryBook, sheet: ListSheet) -> Counter[DueStatus]:
    """Write them all; returns how many there are of each status."""
    counts: Counter[DueStatus] = Counter()
    for due in due_entries(book.month):
        counts[due.status] += 1
        sheet.write(due)
    write_signatures(sheet)
    return counts
