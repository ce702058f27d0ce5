"""Consolidation -> a printable sheet of opinions for each unit, and the reminders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.authorship import FEEDBACK, unedited
from xltool.excel.summary.formats import SummaryFormats, new_workbook
from xltool.language.text import wrapped_lines
from xltool.language.words import OPINIONS, SEVERITIES, Words
from xltool.month.consolidation import SHOWN, Consolidation
from xltool.month.decision import reviewer_words
from xltool.month.due_forms import due_entries
from xltool.month.records import shown_findings, sources_of
from xltool.month.rows import MonthFinding
from xltool.reports.safe_file import make_file
from xltool.reports.text_file import write_text_result

_FILE = Words("审核意见表-{unit}-{name}", "opinions-{unit}-{name}")
_REMINDERS = Words("催报", "reminders")
_TITLE = Words("预算绩效审核意见表", "Review of budget performance")
_WIDTHS = (5, 6, 16, 13, 30, 28, 16)
_HEADINGS = (
    Words("序号", "No."),
    Words("程度", "Severity"),
    Words("项目", "Project"),
    Words("位置", "Place"),
    Words("问题", "Problem"),
    Words("改法", "What to do"),
    Words("审核意见", "Opinion"),
)
_FACTS = {
    "unit": Words("单位", "Unit"),
    "period": Words("期间", "Month"),
    "forms": Words("表单", "Form"),
    "result": Words("审核结果", "Result"),
    "due": Words("报送截止日期", "Due date"),
    "again": Words("修改后重新报送期限", "Hand in again by"),
}
_PASSED = Words("没有发现需要修改的问题。", "Nothing to correct was found.")
_CHECK = Words(
    "可以接收；有 {warnings} 处需要核对或说明。",
    "Acceptable; {warnings} points to check or explain.",
)
_RETURNED = Words(
    "退回修改：错误 {errors} 处，另有 {warnings} 处需要核对或说明。",
    "To correct: {errors} errors; {warnings} more points to check or explain.",
)
_TAKEN_OUT = Words(
    "审核退回《{form}》：{reason}（审核人 {reviewer}）。请按理由修改后重新报送。",
    "“{form}” was returned by the reviewer: {reason} (by {reviewer}). Please correct it and hand "
    "it in again.",
)
_DATE = Words("　　　　年　　月　　日", "")
_OPINION = Words("审核人意见：", "Reviewer's remarks:")
_SIGN = (
    (
        Words("审核人（签字）：", "Reviewer (signature):"),
        Words("负责人（签字）：", "Head (signature):"),
    ),
    (Words("填报单位（盖章）：", "Unit (seal):"), Words("日期：　　　　年　　月　　日", "Date:")),
)
_NAMED_PLACES = 6
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class _Problem:
    """Findings of one wording: said once, with all their places."""

    severity: str
    projects: str
    places: str
    message: str
    remedy: str
    opinion: str


def write_feedback(month: Consolidation, folder: Path) -> list[Path]:
    """Write a sheet for each unit with a submission, and the reminders; returns where they went.

    A sheet that somebody has changed is kept, the new one takes the next free name.
    """
    written = []
    query = (
        "SELECT DISTINCT unit, form, unit_name FROM month_submissions "
        f"WHERE status IN {SHOWN} ORDER BY unit, form"
    )
    for unit, group in groupby(month.run(query).fetchall(), itemgetter(0)):
        rows = list(group)
        name = next((name for *_, name in rows if name), "")
        title = _FILE(month.lang).format(unit=unit or "—", name=name)
        path = folder / (_FORBIDDEN.sub("_", title)[:100].rstrip("- .") + ".xlsx")
        sheet = _UnitSheet(month, unit, name, [form for _, form, _ in rows])
        written.append(make_file(path, sheet.write, unedited))
    lines = list(_reminders(month))
    if lines:
        path = folder / f"{_REMINDERS(month.lang)}.txt"
        written.append(write_text_result(path, "\n".join(lines)))
    return written


def _reminders(month: Consolidation) -> Iterator[str]:
    """For each form that is missing or must be corrected whom to write to, and what."""
    for due in due_entries(month):
        text = due.reminder(month.month.words(), month.lang)
        if text:
            contact = Words("联系人：{contact}", "Contact: {contact}")
            yield contact.render({"contact": due.contact or "—"}, month.lang)
            yield text
            yield ""


@dataclass(frozen=True, slots=True)
class _UnitSheet:
    """The sheet of one unit."""

    month: Consolidation
    unit: str
    name: str
    forms: Sequence[str]

    def write(self, path: Path) -> None:
        """Write it: facts, problems, room for remarks, signatures and seal."""
        month, lang = self.month, self.month.lang
        findings = [
            row
            for form in self.forms
            for row in shown_findings(month, (form, self.unit))
            if row.open
        ]
        # Named where there are several: cells of two forms may have the same name.
        titles = {form: month.form_title(form) for form in self.forms if len(self.forms) > 1}
        with new_workbook(path, month.month.period, lang, FEEDBACK) as workbook:
            looks = SummaryFormats(workbook)
            sheet = workbook.add_worksheet(_TITLE(lang))
            for at, width in enumerate(_WIDTHS):
                sheet.set_column(at, at, width)
            row = _write_facts(sheet, looks, self._facts(findings), lang)
            row = _write_problems(sheet, looks, row, list(_problems(findings, titles, lang)), lang)
            _write_signatures(sheet, looks, row + 1, lang)
            _print_settings(sheet, lang)

    def _facts(self, findings: Sequence[MonthFinding]) -> Mapping[str, str]:
        month, lang = self.month, self.month.lang
        counts = {name: sum(f.record.severity == name for f in findings) for name in SEVERITIES}
        parts = {"errors": counts["error"], "warnings": counts["warning"]}
        result = _RETURNED if counts["error"] else _CHECK if counts["warning"] else _PASSED
        returned = self._returned()
        said = () if returned and result is _PASSED else (result.render(parts, lang),)
        comma = "、" if lang == "zh" else ", "
        return {
            "unit": f"{self.unit} {self.name}".strip(),
            "period": month.month.words()(lang),
            "forms": comma.join(map(month.form_title, self.forms)),
            "result": "\n".join((*returned, *said)),
            "due": comma.join(self._deadlines()) or "—",
            "again": _DATE(lang) if counts["error"] or returned else "—",
        }

    def _returned(self) -> list[str]:
        """Why the reviewer returned what the unit handed in, form by form."""
        lines = []
        for form in self.forms:
            for source in sources_of(self.month, (form,), self.unit):
                found = self.month.rulings.returned(self.unit, source.record.digest)
                if found and source.submission.status == "returned":
                    parts = {"form": self.month.form_title(form), "reason": found.opinion}
                    who = {"reviewer": found.reviewer or "—"}
                    lines.append(_TAKEN_OUT.render({**parts, **who}, self.month.lang))
        return lines

    def _deadlines(self) -> list[str]:
        """When its forms are due: one date where it is the same for all, else form by form."""
        rows = self.month.roster.rows_of(self.unit) if self.month.roster else []
        due = [
            (form.title(self.month.lang), row.due.isoformat() if row.due else "—")
            for row in rows
            for form in row.forms
            if not set(form.keys).isdisjoint(self.forms)
        ]
        if len({date for _, date in due}) <= 1:
            return [date for _, date in due[:1]]
        return [f"{title} {date}" for title, date in due]


def _write_facts(
    sheet: Worksheet, looks: SummaryFormats, facts: Mapping[str, str], lang: str
) -> int:
    sheet.set_row(0, 36)
    sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, _TITLE(lang), looks.centred_title)
    for row, (key, text) in enumerate(facts.items(), 1):
        sheet.set_row(row, 21 + 13.5 * (wrapped_lines(text, sum(_WIDTHS[3:]) - 1) - 1))
        sheet.merge_range(row, 0, row, 2, _FACTS[key](lang), looks.heading)
        sheet.merge_range(row, 3, row, len(_WIDTHS) - 1, "", looks.of("text"))
        sheet.write_string(row, 3, text, looks.of("text"))
    return len(facts) + 1


def _write_problems(
    sheet: Worksheet, looks: SummaryFormats, top: int, problems: Sequence[_Problem], lang: str
) -> int:
    for at, words in enumerate(_HEADINGS):
        sheet.write_string(top, at, words(lang), looks.heading)
    sheet.repeat_rows(top)
    for number, each in enumerate(problems, 1):
        row = top + number
        sheet.write_number(row, 0, number, looks.of("centre"))
        strength = each.severity if each.severity in ("error", "warning") else ""
        severity = SEVERITIES[each.severity](lang)
        sheet.write_string(row, 1, severity, looks.of("centre", strength))
        texts = (each.projects, each.places, each.message, each.remedy, each.opinion)
        lines = max(
            wrapped_lines(text, width - 1) for text, width in zip(texts, _WIDTHS[2:], strict=True)
        )
        sheet.set_row(row, 8 + 13.5 * lines)
        for at, text in enumerate(texts, 2):
            sheet.write_string(row, at, text, looks.of("text"))
    if not problems:
        sheet.merge_range(top + 1, 0, top + 1, len(_WIDTHS) - 1, "", looks.of("centre"))
        sheet.write_string(top + 1, 0, _PASSED(lang), looks.of("centre"))
    return top + max(len(problems), 1)


def _write_signatures(sheet: Worksheet, looks: SummaryFormats, top: int, lang: str) -> None:
    last = len(_WIDTHS) - 1
    sheet.set_row(top, 72)
    sheet.merge_range(top, 0, top, last, "", looks.remarks)
    sheet.write_string(top, 0, _OPINION(lang), looks.remarks)
    for place, (left, right) in enumerate(_SIGN, 1):
        sheet.set_row(top + place, 40)
        sheet.merge_range(top + place, 0, top + place, 3, "", looks.of("text"))
        sheet.write_string(top + place, 0, left(lang), looks.of("text"))
        sheet.merge_range(top + place, 4, top + place, last, "", looks.of("text"))
        sheet.write_string(top + place, 4, right(lang), looks.of("text"))


def _print_settings(sheet: Worksheet, lang: str) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C" + Words("第 &P 页 / 共 &N 页", "Page &P of &N")(lang))
    sheet.hide_gridlines(2)


def _problems(
    findings: Sequence[MonthFinding], titles: Mapping[str, str], lang: str
) -> Iterator[_Problem]:
    """Worst first; what is said in the same words of several cells of a form is said once."""
    worst = {name: place for place, name in enumerate(SEVERITIES)}

    def said(each: MonthFinding) -> tuple[object, ...]:
        found = each.record
        words = (found.message(lang), found.remedy(lang), each.opinion, each.decision)
        return (found.severity, found.rule, *words, found.opinion, each.submission.form)

    def order(each: MonthFinding) -> tuple[object, ...]:
        found = each.record
        words = (found.message(lang), found.remedy(lang), each.opinion or "")
        return (worst[found.severity], found.rule, *words, each.submission.form)

    comma = "、" if lang == "zh" else ", "
    for _, group in groupby(sorted(findings, key=order), said):
        rows = list(group)
        first, found = rows[0], [row.record for row in rows]
        projects = list(dict.fromkeys(each.project for each in found if each.project))
        places = [f"{each.sheet}!{each.cell}" for each in found if each.cell]
        title = titles.get(first.submission.form, "")
        given = reviewer_words(first.decision, first.opinion, lang)
        yield _Problem(
            found[0].severity,
            comma.join(projects),
            "\n".join(filter(None, (title, _shortened(places, comma, lang)))),
            found[0].message(lang),
            found[0].remedy(lang),
            given or _suggested(found[0].opinion, lang),
        )


def _suggested(number: int | None, lang: str) -> str:
    """The opinion that the rule stands for, where the reviewer has written none."""
    return OPINIONS[number](lang) if number in OPINIONS else ""


def _shortened(places: Sequence[str], comma: str, lang: str) -> str:
    shown = comma.join(places[:_NAMED_PLACES])
    if len(places) <= _NAMED_PLACES:
        return shown
    more = Words("等 {count} 处", " and others, {count} in all")
    return shown + more.render({"count": len(places)}, lang)
