"""Reports -> JSON for programs, and the JSON Schema that describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from xltool.language.refusals import REFUSALS
from xltool.language.text import printable
from xltool.model.report import Finding, Report, Severity, Verdict
from xltool.model.workbook import CellRef
from xltool.reports.check_result import CheckResult, Page
from xltool.reports.sentences import message_of, remedy_of
from xltool.rules.registry import find_rule

VERSION = 1


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OtherCell(_Block):
    """A cell of a finding on another sheet than its first."""

    sheet: str
    cell: str


class FindingOut(_Block):
    """One problem."""

    id: str = Key(description="identity: the same when rows or sheets move")
    rule: str
    name: str
    severity: Severity
    sheet: str
    cell: str = Key(description="first cell, in A1 notation")
    cells: list[str | OtherCell]
    project: str | None
    field: str | None
    value: str | None
    expected: str | None
    message: str
    remedy: str | None
    opinion: int | None = Key(description="the reviewer's opinion, 1 to 11")
    status: str | None = None
    fixable: bool | None = None
    trial: bool | None = None
    exempted: bool | None = None
    explanation: str | None = None
    exemption: str | None = Key(default=None, description="why it is exempted")
    must_answer: bool = Key(
        default=False, description="the workbook is accepted only when it is explained"
    )


class Counts(_Block):
    """Findings by severity."""

    error: int
    warning: int
    note: int


class NotRunOut(_Block):
    """A rule that could not run."""

    rule: str
    reason: str


class OriginOut(_Block):
    """A fact and where it came from."""

    value: str
    source: str = Key(description="stamp, cell, option, path, form or codes (assumed)")
    sheet: str | None = None
    cell: str | None = None


class JudgeOut(_Block):
    """A form that judged in place of another, and its file."""

    form: str
    file: str


class FileOut(_Block):
    """What became of one file."""

    path: str
    digest: str | None
    form: str | None
    unit: str | None
    year: str | None
    period: str | None
    origins: dict[str, OriginOut] = Key(description="unit, unit_name, year, period")
    verdict: Verdict
    accepted: bool
    reason: str | None
    counts: Counts
    not_run: list[NotRunOut]
    marked: str | None = Key(default=None, description="path of the marked copy")
    findings: list[FindingOut]
    judge: JudgeOut | None = Key(
        default=None, description="the form that judged in place of `form`, as its `judges` says"
    )


class CheckOut(_Block):
    """The result of `xltool check --format json`; fields are only ever added."""

    version: int
    files: list[FileOut]


def json_lines(result: CheckResult, _page: Page) -> Iterator[str]:
    """The reports as one JSON document."""
    files = [
        _file(report, result.lang, result.marked.get(report.path)) for report in result.reports
    ]
    yield CheckOut(version=VERSION, files=files).model_dump_json(indent=2)


def check_json_schema() -> str:
    """The JSON Schema of `json_lines`."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CheckOut.model_json_schema(mode="serialization"),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _file(report: Report, lang: str, marked: PurePath | None) -> FileOut:
    facts = {
        "unit": report.unit_code,
        "unit_name": report.unit_name,
        "year": report.year,
        "period": report.period,
    }
    known = {name: origin for name, origin in facts.items() if origin}
    values = {name: origin.value if origin else None for name, origin in facts.items()}
    judge = report.judge
    reason = REFUSALS[report.reason[0]].render(report.reason[1], lang) if report.reason else None
    return FileOut(
        path=printable(report.path),
        marked=printable(marked.as_posix()) if marked else None,
        digest=report.digest or None,
        form=report.form or None,
        unit=values["unit"],
        year=values["year"],
        period=values["period"],
        origins={
            name: OriginOut(
                value=origin.value,
                source=origin.source,
                sheet=origin.ref.sheet if origin.ref else None,
                cell=origin.ref.a1 if origin.ref else None,
            )
            for name, origin in known.items()
        },
        verdict=report.verdict,
        accepted=report.accepted,
        reason=reason,
        counts=Counts(**{severity.value: report.count(severity) for severity in Severity}),
        not_run=[NotRunOut(rule=skipped.rule, reason=skipped.reason) for skipped in report.not_run],
        findings=[_finding(finding, lang) for finding in report.findings],
        judge=JudgeOut(form=judge.form, file=judge.file) if judge else None,
    )


def _finding(finding: Finding, lang: str) -> FindingOut:
    rule = find_rule(finding.rule)
    first = finding.refs[0]
    return FindingOut(
        id=finding.id,
        rule=finding.rule,
        name=rule.name,
        severity=finding.severity,
        sheet=first.sheet,
        cell=first.a1,
        cells=[_cell(ref, first.sheet) for ref in finding.refs],
        project=finding.project or None,
        field=finding.field or None,
        value=finding.value or None,
        expected=finding.expected or None,
        message=message_of(finding, lang),
        remedy=remedy_of(finding, lang) or None,
        opinion=finding.opinion,
        fixable=rule.fixable,
        explanation=finding.explanation or None,
        exempted=bool(finding.exempted) or None,
        exemption=finding.exempted or None,
        must_answer=finding.must_answer,
    )


def _cell(ref: CellRef, sheet: str) -> str | OtherCell:
    return ref.a1 if ref.sheet == sheet else OtherCell(sheet=ref.sheet, cell=ref.a1)
