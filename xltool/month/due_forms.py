"""Roster + month -> who has handed in, in time or late, and who has not."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from xltool.language.clock import local_time
from xltool.language.words import Words
from xltool.ledger.submission_row import SubmissionRow
from xltool.month.consolidation import Consolidation
from xltool.month.counts import units
from xltool.month.records import sources_of
from xltool.month.roster import DueForm, RosterRow
from xltool.month.rows import MonthRow


class DueStatus(StrEnum):
    """How a unit stands with a form that it must hand in."""

    ON_TIME = "on_time"
    LATE = "late"
    SUBMITTED = "submitted"  # whether in time is not known
    INVALID = "invalid"
    RETURNED = "returned"  # by the reviewer
    NIL = "nil"
    MISSING = "missing"
    UNLISTED = "unlisted"


DUE_STATUSES = {
    DueStatus.ON_TIME: Words("按时报送", "on time"),
    DueStatus.LATE: Words("逾期报送", "late"),
    DueStatus.SUBMITTED: Words("已报送", "handed in"),
    DueStatus.INVALID: Words("有错误待改", "errors to correct"),
    DueStatus.RETURNED: Words("审核退回", "returned by the reviewer"),
    DueStatus.NIL: Words("零报送", "nil return"),
    DueStatus.MISSING: Words("未报送", "missing"),
    DueStatus.UNLISTED: Words("名单外报送", "not on the roster"),
}
_URGENT = (
    DueStatus.MISSING,
    DueStatus.RETURNED,
    DueStatus.INVALID,
    DueStatus.LATE,
    DueStatus.SUBMITTED,
    DueStatus.ON_TIME,
    DueStatus.NIL,
    DueStatus.UNLISTED,
)
_REMINDERS = {
    DueStatus.MISSING: Words(
        "{unit}：{month}汇总时尚未收到贵单位应报的《{form}》{due}。请尽快填报；"
        "确无应报内容的，请办理零报送。已经报送的，请告知报送时间和文件名。",
        "{unit}: your form “{form}” was missing when {month} was consolidated{due}. Please hand it "
        "in soon, or a nil return if there is nothing to report. If you have sent it, let us know "
        "when and under which file name.",
    ),
    DueStatus.INVALID: Words(
        "{unit}：贵单位报送的《{form}》{found}，改好以前不计入{month}汇总{due}。请在退回的标注表中"
        "逐处修改后重新报送；确实没有填错的，请在“情况说明”中写明原因，一并报送。",
        "{unit}: your form “{form}” {found} and does not count in {month} until it is "
        "corrected{due}. Please correct it in the marked copy that was returned and hand it in "
        "again; where a value is right, say why under Explanation.",
    ),
    DueStatus.RETURNED: Words(
        "{unit}：贵单位报送的《{form}》已被审核人退回，不计入{month}汇总{due}。"
        "请按审核意见修改后重新报送。",
        "{unit}: your form “{form}” was returned by the reviewer and does not count in "
        "{month}{due}. Please correct it as the review asks and hand it in again.",
    ),
}
_FOUND = Words("有 {errors} 处错误", "has {errors} errors")
_UNANSWERED = Words("还有必须说明的问题没有说明", "has points that must still be explained")
_UNREAD = Words("有内容没能读出", "could not be read in full")
_UNTIL = Words("（截止日期 {due}）", " (due {due})")
_Source = MonthRow[SubmissionRow]
_GOOD = ("counted", "older", "duplicate", "adjustment")


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A unit and a form: `time` is when the first acceptable submission came.

    `explained` findings of it wait for the reviewer, `accepted` ones the reviewer has accepted;
    only `due_list` counts them.
    """

    unit: str
    unit_name: str
    form: Words
    status: DueStatus
    due: datetime.date | None = None
    time: str = ""
    source: _Source | None = None
    contact: str = ""
    explained: int = 0
    accepted: int = 0

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether it is missing though its day has come; without a day it is due at once."""
        late = self.due is None or self.due <= today
        return self.status is DueStatus.MISSING and late

    def reminder(self, month: Words, lang: str) -> str:
        """A text to send to the unit while its form is missing, has errors or was returned, else
        "".
        """
        if self.status not in _REMINDERS:
            return ""
        until = _UNTIL.render({"due": self.due.isoformat()}, lang) if self.due else ""
        unit = f"{self.unit_name}（{self.unit}）" if lang == "zh" else self.unit_name
        parts = {"unit": unit, "month": month(lang), "form": self.form(lang)}
        return _REMINDERS[self.status](lang).format(**parts, due=until, found=self._found(lang))

    def _found(self, lang: str) -> str:
        """Why what was handed in does not count yet."""
        if self.source is None:
            return ""
        if errors := self.source.record.errors:
            return _FOUND.render({"errors": errors}, lang)
        unread = self.source.submission.status == "incomplete"
        return (_UNREAD if unread else _UNANSWERED)(lang)


def due_entries(month: Consolidation) -> Iterator[DueEntry]:
    """Each row of the roster with each form due, then what is not on it."""
    listed: set[tuple[str, str]] = set()
    for row in month.roster.rows if month.roster else ():
        for form in row.forms:
            yield _due_entry(month, row, form)
            listed |= {(key, row.code) for key in form.keys}
    for key, code, name in units(month):
        if (key, code) in listed:
            continue
        sources = sources_of(month, (key,), code)
        title = month.forms[key].title.words() if key in month.forms else Words(key, key)
        status = DueStatus.UNLISTED if month.roster else _unlisted_status(sources)
        source, time = _submission(sources)
        yield DueEntry(code, name, title, status, None, local_time(time), source)


def urgency(due: DueEntry) -> tuple[object, ...]:
    """The order for whoever runs the month: missing, returned, with errors, late, then the rest."""
    day = due.due.isoformat() if due.due else ""
    return (_URGENT.index(due.status), day, due.unit, due.form.zh)


def count_due_entries(month: Consolidation) -> Counter[str]:
    """How many there are of each status."""
    return Counter(due.status.value for due in due_entries(month))


def _due_entry(month: Consolidation, row: RosterRow, form: DueForm) -> DueEntry:
    sources = sources_of(month, form.keys, row.code)
    source, time = _submission(sources)
    return DueEntry(
        row.code,
        row.name,
        form.title,
        _status(row, source, time),
        row.due,
        local_time(time),
        source,
        row.contact,
    )


def _submission(sources: list[_Source]) -> tuple[_Source | None, str | None]:
    """The file that counts or must be corrected, and when the first acceptable one came."""
    order = ("counted", "marked", "adjustment", "returned", "invalid", "incomplete")
    found = [source for source in sources if source.submission.status in order]
    source = min(found, key=lambda each: order.index(each.submission.status), default=None)
    if source is None:
        return None, None
    good = [each for each in sources if each.submission.status in _GOOD and each.record.accepted]
    good = good or [each for each in sources if each.submission.status == "counted"]
    times = [each.record.time for each in good]
    known = [time for time in times if time]
    # One whose time is unknown may have been the first.
    first = min(known) if known and len(known) == len(times) else None
    return source, first or source.record.time


def _status(row: RosterRow, source: _Source | None, time: str | None) -> DueStatus:
    if source is None:
        return DueStatus.NIL if row.nil else DueStatus.MISSING
    if source.submission.status == "returned":
        return DueStatus.RETURNED
    if source.submission.status not in ("counted", "adjustment"):
        return DueStatus.INVALID
    if row.due is None or not time:
        return DueStatus.SUBMITTED
    late = local_time(time)[:10] > row.due.isoformat()
    return DueStatus.LATE if late else DueStatus.ON_TIME


def _unlisted_status(sources: list[_Source]) -> DueStatus:
    source, _ = _submission(sources)
    if source is not None and source.submission.status == "returned":
        return DueStatus.RETURNED
    counted = source is not None and source.submission.status in ("counted", "adjustment")
    return DueStatus.SUBMITTED if counted else DueStatus.INVALID
