"""Submission + Report -> Entry: what the ledger keeps of a workbook, as compact rows.

Amounts are texts of Decimals in 元, plans are texts such as `3=25 6=50 10=75 12=100` (percent at
the end of the month), places are a sheet and a cell. Sentences are kept in both languages, since
a later version may word its rules otherwise.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from xltool.language.refusals import REFUSALS
from xltool.language.text import printable, squeezed
from xltool.language.words import NOT_RUN
from xltool.model.form import Form, Part, Repeat
from xltool.model.report import Finding, Report, Severity
from xltool.model.submission import Record, Submission
from xltool.model.workbook import CellRef
from xltool.reports.sentences import field_title, message_of, remedy_of
from xltool.rules.money.amounts import amount, money_unit, part_amount
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.projects.indicator_set import indicator_set
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue
from xltool.values.project_code import tidy

Values = tuple[str | int | None, ...]
"""One row of a table of the ledger, in the order of its columns."""

PROJECT = "place code name key budget fiscal other executed plan indicators alike sheet cell"
INDICATOR = "place project level1 level2 level3 sign number unit text basis sheet cell"
SUBGOAL = "place number name goal measure sheet cell"
FINDING = (
    "place identity rule severity project field_zh field_en value expected message_zh message_en "
    "remedy_zh remedy_en opinion explanation sheet cell"
)
SUBMISSION = (
    "path digest form unit unit_name unit_sheet unit_cell year period month received modified "
    "verdict accepted errors warnings notes reason_zh reason_en not_run"
)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")
_MONTH_FOLDER = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A workbook as the ledger keeps it; `head` has the columns of `SUBMISSION`."""

    head: Values
    projects: tuple[Values, ...] = ()
    indicators: tuple[Values, ...] = ()
    subgoals: tuple[Values, ...] = ()
    findings: tuple[Values, ...] = ()

    def received_again(self, path: str, received: str) -> LedgerEntry:
        """The same content as it came once more, under another path (ISO 8601, UTC)."""
        head = dict(zip(SUBMISSION.split(), self.head, strict=True))
        return replace(self, head=tuple({**head, "path": path, "received": received}.values()))


def entry_of(
    report: Report,
    submission: Submission | None = None,
    form: Form | None = None,
    received: str | None = None,
) -> LedgerEntry:
    """What the ledger keeps; without a submission only that the file could not be read.

    `received` is when it came (ISO 8601, UTC), where the caller knows.
    """
    head = _head(report, submission, received)
    if submission is None or form is None:
        return LedgerEntry(head)
    return LedgerEntry(
        head,
        tuple(_projects(submission, form)),
        tuple(_indicators(submission, form)),
        tuple(_subgoals(submission, form)),
        tuple(_finding(place, each, form) for place, each in enumerate(report.findings)),
    )


def month_of_folder(path: str) -> str | None:
    """The month for which a file was handed in: its nearest folder named `2022-03`."""
    folders = reversed(PurePath(path).parts[:-1])
    return next((name for name in folders if _MONTH_FOLDER.fullmatch(name)), None)


def plan_months(form: Form) -> tuple[int, ...]:
    """The months of the form's spending plan: 3, 6, 10, 12."""
    table = projects_part(form).table
    plans = list(read_plans({}, form, table))
    months = (_MONTH.search(field.title.zh) for field in plans[0].fields) if plans else ()
    return tuple(int(found[1]) for found in months if found)


def is_monthly(form: Form) -> bool:
    """Whether the form is handed in for each month; one without a month stands all year."""
    return any(field.type == "period" for fields in form.tables().values() for field in fields)


def projects_part(form: Form) -> Part:
    """The part of the form that holds its projects."""
    return next((part for part in form.parts if part.many), form.parts[-1])


def decimal_text(number: Decimal | None) -> str | None:
    """An amount as the ledger keeps it: 368800."""
    return None if number is None else plain(number)


def _head(report: Report, submission: Submission | None, received: str | None) -> Values:
    code = report.unit_code
    modified = submission.modified if submission else None
    where = code.ref if code else None
    reason = _reason(report)
    return (
        printable(report.path),
        report.digest,
        report.form,
        code.value if code else None,
        report.unit_name.value if report.unit_name else None,
        *_where(where),
        _stated_year(report),
        report.period.value if report.period else None,
        month_of_folder(report.path),
        received,
        modified.isoformat(timespec="seconds") if modified else None,
        report.verdict.value,
        int(report.accepted),
        *(report.count(severity) for severity in Severity),
        reason["zh"],
        reason["en"],
        " ".join(f"{skipped.rule}:{skipped.reason}" for skipped in report.not_run),
    )


def _stated_year(report: Report) -> str | None:
    """None where only the project codes tell it: a project goes on in the years after it was
    given its code, so the month that is consolidated or looked at decides.
    """
    return report.year.value if report.year and report.year.source != "codes" else None


def _reason(report: Report) -> Mapping[str, str]:
    """Why a file was not read, or not checked in full, in both languages."""
    texts: dict[str, str] = {}
    for lang in ("zh", "en"):
        lines = [REFUSALS[report.reason[0]].render(report.reason[1], lang)] if report.reason else []
        for reason, words in NOT_RUN.items():
            codes = [skipped.rule for skipped in report.not_run if skipped.reason == reason]
            lines += [words.render({"rules": codes}, lang)] if codes else []
        texts[lang] = ("" if lang == "zh" else " ").join(lines)
    return texts


def _where(ref: CellRef | None) -> tuple[str, str]:
    return (printable(ref.sheet), ref.a1) if ref else ("", "")


def _projects(submission: Submission, form: Form) -> Iterator[Values]:
    part = projects_part(form)
    children = _by_project(submission, _indicator_section(part))
    for place, record in enumerate(submission.tables[part.table]):
        values = record.values
        code, name = _text(values.get("code")), _text(values.get("name"))
        key = tidy(code) or squeezed(name)
        money = [decimal_text(number) for number in _amounts(values, form, part.table)]
        rows = tuple(child.values for child in children.get(place, ()))
        ref = record.refs.get("name") or record.refs["part"]
        plan = _plan(values, form, part.table)
        yield (
            place,
            code,
            name,
            key,
            *money,
            plan,
            len(rows),
            _indicators_digest(rows, form),
            *_where(ref),
        )


def _amounts(row: Mapping[str, object], form: Form, table: str) -> list[Decimal | None]:
    """Total, fiscal funds, other funds and what was spent, in 元: the form's first sum is the
    projects' amount, its first part the fiscal funds, the rest other funds.
    """
    unit = money_unit(row, form)
    if unit is None or not form.sums:
        return [None] * 4
    first = form.sums[0]
    spent = next((each.total for each in form.sums if "executed" in each.total), "")
    parts = [part_amount(row, form, table, name) for name in first.parts]
    rest = [part for part in parts[1:] if part is not None]
    numbers = [
        amount(row, form, first.total),
        parts[0],
        sum(rest, Decimal(0)) if rest else None,
        amount(row, form, spent),
    ]
    factor = form.money_unit.factors[unit]
    return [None if number is None else number * factor for number in numbers]


def _plan(row: Mapping[str, object], form: Form, table: str) -> str:
    points = []
    for plan in read_plans(row, form, table):
        for field, point in zip(plan.fields, plan.points, strict=True):
            month = _MONTH.search(field.title.zh)
            if month and point is not None:
                points.append(f"{month[1]}={plain(point)}")
        break
    return " ".join(points)


def _indicators_digest(rows: tuple[Mapping[str, object], ...], form: Form) -> str:
    found = indicator_set(rows, form)
    text = "\x1e".join("\x1f".join(indicator) for indicator in sorted(found or ()))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if found else ""


def _indicator_section(part: Part) -> Repeat | None:
    """The part's table that holds indicator values."""
    return next(
        (s for s in part.repeats() if any(f.type == "indicator_value" for f in s.fields)), None
    )


def _by_project(
    submission: Submission, section: Repeat | None
) -> Mapping[int | None, list[Record]]:
    children: dict[int | None, list[Record]] = defaultdict(list)
    for record in submission.tables[section.name] if section else ():
        children[record.project].append(record)
    return children


def _indicators(submission: Submission, form: Form) -> Iterator[Values]:
    section = _indicator_section(projects_part(form))
    if section is None:
        return
    value = next(field.name for field in section.fields if field.type == "indicator_value")
    for place, record in enumerate(submission.tables[section.name]):
        values = record.values
        texts = (_text(values.get(name)) for name in ("level1", "level2", "level3"))
        ref = record.refs.get(value) or record.refs["part"]
        basis = _text(values.get("evidence"))
        yield (place, record.project, *texts, *_measured(values.get(value)), basis, *_where(ref))


def _measured(value: object) -> tuple[str, str | None, str, str]:
    """Sign, number, unit and the text as it was filled in."""
    if not isinstance(value, IndicatorValue):
        return "", None, "", _text(value)
    number = None if value.low is None else plain(value.low)
    if number is not None and value.high is not None:
        number = f"{number}-{plain(value.high)}"
    return value.sign, number, value.unit, printable(value.raw)


def _subgoals(submission: Submission, form: Form) -> Iterator[Values]:
    for part in form.parts:
        for section in () if part.many else part.repeats():
            for place, record in enumerate(submission.tables[section.name]):
                names = ("number", "name", "goal", "measure")
                texts = (_text(record.values.get(name)) for name in names)
                yield (place, *texts, *_where(record.refs.get("name") or record.refs["part"]))


def _finding(place: int, finding: Finding, form: Form) -> Values:
    return (
        place,
        finding.id,
        finding.rule,
        finding.severity.value,
        printable(finding.project),
        *(printable(field_title(finding, form, lang)) for lang in ("zh", "en")),
        printable(finding.value),
        printable(finding.expected),
        *(printable(message_of(finding, lang)) for lang in ("zh", "en")),
        *(printable(remedy_of(finding, lang)) for lang in ("zh", "en")),
        finding.opinion,
        printable(finding.explanation),
        *_where(finding.refs[0]),
    )


def _text(value: object) -> str:
    return "" if value is None else printable(str(value))
