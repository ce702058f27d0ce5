"""The units of a roster -> the first part of the status page: the missing, filter and links."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import quote

from xltool.language.text import printable
from xltool.language.words import Words
from xltool.month.due_forms import DUE_STATUSES, DueEntry, DueStatus
from xltool.month.due_list import explained_words
from xltool.watch.answer_log import Answered

WORDS = {
    "title": Words("{period} 应报情况", "Due in {period}"),
    "all": Words("全部 {count}", "all {count}"),
    "show": Words("只看：", "Show: "),
    "overdue": Words("未报送，已到期", "missing, due"),
    "answer": Words("检查结果", "answer"),
    "receipt": Words("回执", "receipt"),
}
_COLUMNS = {
    "status": Words("情况", "State"),
    "unit": Words("单位", "Unit"),
    "form": Words("表单", "Form"),
    "due": Words("截止日期", "Due"),
    "time": Words("报送时间", "Handed in"),
    "found": Words("错误／警告", "Errors / warnings"),
    "links": Words("结果", "Answer"),
    "contact": Words("联系人", "Contact"),
}
_GOOD = (DueStatus.ON_TIME, DueStatus.SUBMITTED, DueStatus.NIL)
_BAD = (DueStatus.MISSING, DueStatus.RETURNED, DueStatus.INVALID)

# The choice stands behind # in the address, so that it outlives the reloading of the page.
SCRIPT = """
const choice = document.getElementById("state");
function show() {
  for (const row of document.querySelectorAll("tr[data-state]"))
    row.hidden = Boolean(choice.value) && row.dataset.state !== choice.value;
}
if (choice) {
  choice.value = location.hash.slice(1);
  if (choice.selectedIndex < 0) choice.value = "";
  choice.addEventListener("change", () => {
    history.replaceState(null, "", "#" + choice.value);
    show();
  });
  show();
}
"""
POLICY = "'sha256-" + base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode() + "'"
"""What the page's policy allows: this script and no other."""


@dataclass(frozen=True, slots=True)
class DueBoard:
    """How the units stand in a month, in the order in which they are shown; without a roster, where
    they are not `listed`, nobody is known to be missing and they have no table of their own.
    """

    period: str = ""
    entries: tuple[DueEntry, ...] = ()
    listed: bool = True

    @property
    def has_table(self) -> bool:
        """Whether the page shows who is due."""
        return self.listed and bool(self.entries)

    def by_file(self) -> dict[tuple[str, ...], DueEntry]:
        """The entries by unit, form and digest of the file that stands for the unit."""
        return {
            (
                entry.source.submission.unit,
                entry.source.submission.form,
                entry.source.record.digest,
            ): (entry)
            for entry in self.entries
            if entry.source
        }


def due_html(
    board: DueBoard, answers: Mapping[tuple[str, str], Answered], today: date, lang: str
) -> Iterator[str]:
    """The part of the page, nothing without a roster; `answers` by unit and form."""
    if not board.has_table:
        return
    yield f"<h2>{_text(WORDS['title'].render({'period': board.period}, lang))}</h2>"
    yield _filter(board.entries, lang)
    heads = "".join(f"<th>{_text(words(lang))}</th>" for words in _COLUMNS.values())
    yield f'<div class="wide"><table class="due">\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for entry in board.entries:
        cells = zip(_COLUMNS.values(), _cells(entry, answers, today, lang), strict=True)
        row = "".join(f'<td data-label="{_text(words(lang))}">{cell}</td>' for words, cell in cells)
        yield f'<tr data-state="{entry.status.value}">{row}</tr>'
    yield "</tbody>\n</table></div>"


def _filter(entries: Sequence[DueEntry], lang: str) -> str:
    counts = Counter(entry.status for entry in entries)
    options = [f'<option value="">{_text(WORDS["all"].render({"count": len(entries)}, lang))}']
    options += [
        f'<option value="{status.value}">{_text(words(lang))} {counts[status]}'
        for status, words in DUE_STATUSES.items()
        if counts[status]
    ]
    label = _text(WORDS["show"](lang))
    return f'<p><label>{label}<select id="state">{"".join(options)}</select></label></p>'


def _cells(
    entry: DueEntry, answers: Mapping[tuple[str, str], Answered], today: date, lang: str
) -> tuple[str, ...]:
    words = WORDS["overdue"] if entry.is_overdue(today) else DUE_STATUSES[entry.status]
    look = "passed" if entry.status in _GOOD else "returned" if entry.status in _BAD else ""
    answer = answers.get((entry.unit, entry.source.submission.form)) if entry.source else None
    return (
        f'<span class="{look}">{_text(words(lang))}</span>',
        f'<span class="code">{_text(entry.unit)}</span> {_text(entry.unit_name)}',
        _text(entry.form(lang)),
        _text(entry.due.isoformat() if entry.due else ""),
        _text(entry.time),
        _found(entry, lang),
        " ".join(_links(answer, lang)),
        _text(entry.contact),
    )


def _found(entry: DueEntry, lang: str) -> str:
    if entry.source is None:
        return ""
    record = entry.source.record
    return f"{_text(f'{record.errors} / {record.warnings}')}{explained_html(entry, lang)}"


def explained_html(entry: DueEntry, lang: str) -> str:
    """How many findings are explained and accepted, each count in a piece that is not broken."""
    words = explained_words(entry, lang)
    return "".join(f' <span class="count">{_text(each)}</span>' for each in words)


def _links(answer: Answered | None, lang: str) -> Iterator[str]:
    """Links from where the page lies to the marked copy and the receipt."""
    for key, path in (("answer", answer.copy), ("receipt", answer.receipt)) if answer else ():
        if path:
            yield f'<a href="{escape(quote(path))}">{_text(WORDS[key](lang))}</a>'


def _text(value: object) -> str:
    return escape(printable(str(value)))
