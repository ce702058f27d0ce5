"""Rows of a table -> the exemptions: which unit need not follow which rule, until when, and why."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from xltool.language.errors import ExemptionError, ExemptionHeadingError
from xltool.language.text import gist, halfwidth, squeezed
from xltool.language.words import Words
from xltool.ledger.finding_row import FindingRow
from xltool.model.report import Report
from xltool.rules.registry import all_rules

COLUMNS = {
    "unit": Words("单位编码", "Unit code"),
    "rule": Words("规则", "Rule"),
    "project": Words("项目", "Project"),
    "field": Words("栏目", "Field"),
    "start": Words("起始日期", "From"),
    "until": Words("截止日期", "Until"),
    "reason": Words("理由", "Reason"),
    "approver": Words("批准人", "Approved by"),
}
_NEEDED = ("unit", "rule", "until", "reason", "approver")
_RULE = re.compile(r"XL\d{3}")
_DATE = re.compile(r"(20\d\d)[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_UNIT = re.compile(r"\d{3,15}")
_PROBLEMS = {
    "blank": Words("没有填写。请补上。", "is blank. Fill it in."),
    "unit": Words(
        "“{value}”不是单位编码。请填 3 到 15 位数字。",
        "“{value}” is no unit code. Enter 3 to 15 digits.",
    ),
    "rule": Words(
        "没有“{value}”这条规则。请写规则代码，如 XL203。",
        "there is no rule “{value}”. Write its code, as XL203.",
    ),
    "date": Words(
        "“{value}”不是日期。请写成“2022-03-31”。", "“{value}” is no date. Write it as 2022-03-31."
    ),
    "order": Words("早于起始日期。请核对两个日期。", "is before the first day. Check both dates."),
}
_EXEMPTED = Words(
    "已豁免：{reason}（批准人 {approver}，至 {until}）",
    "exempted: {reason} (approved by {approver}, until {until})",
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A line of the list; `project` (code or name) and `field` are "" for all of them."""

    row: int
    unit: str
    rule: str
    project: str
    field: str
    start: datetime.date | None
    until: datetime.date
    reason: str
    approver: str

    def holds(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether it is in force on one of these days."""
        return self.until >= first and (self.start is None or self.start <= last)

    def words(self, lang: str) -> str:
        """Why a finding does not count."""
        parts = {"reason": self.reason, "approver": self.approver, "until": self.until}
        return _EXEMPTED.render(parts, lang)


@dataclass(frozen=True, slots=True)
class Exemptions:
    """The lines that are in force on a day or in a month, and those that are not.

    `used` are the rows of those that a finding was exempted by.
    """

    lines: tuple[Exemption, ...] = ()
    others: tuple[Exemption, ...] = ()
    lang: str = "zh"
    used: set[int] = field(default_factory=set)

    def concern(self, unit: str) -> bool:
        """Whether a unit has one."""
        return any(each.unit == unit for each in self.lines)

    def of_finding(self, unit: str, finding: FindingRow) -> Exemption | None:
        """The line that a finding of a unit is exempted by."""
        facts = finding.known_as.facts
        projects = {finding.project, *((facts.code, facts.name) if facts else ())}
        fields = {finding.field_zh, finding.field_en, finding.known_as.field}
        return self._line(unit, finding.rule, projects, fields)

    def applied(self, report: Report, field_titles: dict[str, set[str]]) -> Report:
        """A report whose findings say why they do not count; `field_titles` by field name."""
        unit = report.unit_code.value if report.unit_code else ""
        if not self.concern(unit):
            return report
        findings = []
        for each in report.findings:
            projects = {each.project, *((each.facts.code, each.facts.name) if each.facts else ())}
            titles = field_titles.get(each.field, set()) | {each.field}
            line = self._line(unit, each.rule, projects, titles)
            if line:
                self.used.add(line.row)
            findings.append(replace(each, exempted=line.words(self.lang)) if line else each)
        return replace(report, findings=tuple(findings))

    def unused(self) -> list[Exemption]:
        """Those in force that no finding needed."""
        return [each for each in self.lines if each.row not in self.used]

    def _line(self, unit: str, rule: str, projects: set[str], fields: set[str]) -> Exemption | None:
        names, titles = set(map(gist, projects)), set(map(gist, fields))
        for each in self.lines:
            fits = each.unit == unit and each.rule == rule
            fits = fits and (not each.project or gist(each.project) in names)
            if fits and (not each.field or gist(each.field) in titles):
                return each
        return None


def in_force(
    listed: Sequence[Exemption], first: datetime.date, last: datetime.date, lang: str
) -> Exemptions:
    """The lines that hold on one of the days from `first` to `last`."""
    lines = tuple(each for each in listed if each.holds(first, last))
    others = tuple(each for each in listed if not each.holds(first, last))
    return Exemptions(lines, others, lang)


def parse_exemptions(rows: Sequence[Sequence[str]], file: str) -> list[Exemption]:
    """The exemptions in the rows of a table, whose first rows may be a title.

    Raises `ExemptionError` with row, column and remedy for the first thing that is wrong,
    `ExemptionHeadingError` where there are no headings.
    """
    top, columns = _headings(rows, file)
    listed = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        cells = {key: row[at].strip() if at < len(row) else "" for key, at in columns.items()}
        if any(cells.values()):
            listed.append(_ExemptionLine(file, number, cells).read())
    return listed


def _headings(rows: Sequence[Sequence[str]], file: str) -> tuple[int, dict[str, int]]:
    known = {gist(text): key for key, words in COLUMNS.items() for text in (words.zh, words.en)}
    for place, row in enumerate(rows[:10]):
        found = {known[gist(text)]: at for at, text in enumerate(row) if gist(text) in known}
        if set(_NEEDED) <= set(found):
            return place, found
    raise ExemptionHeadingError(file=file)


@dataclass(frozen=True, slots=True)
class _ExemptionLine:
    """Reads one row, and knows how to say what is wrong with it."""

    file: str
    number: int
    cells: dict[str, str]

    def read(self) -> Exemption:
        for key in _NEEDED:
            if not self.cells[key]:
                raise self._problem(key, "blank")
        unit, rule = squeezed(halfwidth(self.cells["unit"])), self._rule()
        if not _UNIT.fullmatch(unit):
            raise self._problem("unit", "unit")
        start, until = self._date("start"), self._date("until")
        assert until is not None
        if start and start > until:
            raise self._problem("until", "order")
        return Exemption(
            row=self.number,
            unit=unit,
            rule=rule,
            project=self.cells.get("project", ""),
            field=self.cells.get("field", ""),
            start=start,
            until=until,
            reason=self.cells["reason"],
            approver=self.cells["approver"],
        )

    def _rule(self) -> str:
        """The code; what the drop-down offers has the rule's title behind it."""
        found = _RULE.match(halfwidth(self.cells["rule"]).upper())
        if found is None or found[0] not in {rule.code for rule in all_rules()}:
            raise self._problem("rule", "rule")
        return found[0]

    def _date(self, key: str) -> datetime.date | None:
        bare = squeezed(halfwidth(self.cells.get(key, ""))).removesuffix("00:00:00")
        if not bare:
            return None
        found = _DATE.fullmatch(bare)
        try:
            return datetime.date(*map(int, found.groups())) if found else self._no_date(key)
        except ValueError:
            return self._no_date(key)

    def _no_date(self, key: str) -> datetime.date:
        raise self._problem(key, "date")

    def _problem(self, column: str, kind: str) -> ExemptionError:
        words, value = _PROBLEMS[kind], {"value": self.cells.get(column, "")}
        said = Words(words.render(value, "zh"), words.render(value, "en"))
        return ExemptionError(file=self.file, row=self.number, column=COLUMNS[column], problem=said)
