"""Findings -> lines: like notes are one line, in the text, the problem sheet, receipts and counts.

Each finding keeps its identity and its explanation; only what a person reads is put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.model.report import Finding, Report, Severity
from xltool.rules.registry import find_rule
from xltool.rules.rule import Scope

_MOST_TOGETHER = 500  # findings in one line: the problem sheet keeps an identity for each


def in_lines(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """The findings in their order, each with those that are shown in the same line.

    Together are the notes of one rule in one column of one project, and the findings of a rule
    that says so (`one_line`) in a project or the whole workbook; and all notes of a workbook that
    only say how something was read (`silent_reading`), whatever their rule. What was explained
    or reviewed otherwise stands in a line of its own.
    """
    lines: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = _key(finding)
        place: object = number if key is None else key
        if key is not None and len(lines.get(key, ())) == _MOST_TOGETHER:
            lines[number] = lines.pop(key)  # full: those that follow begin a new one
        lines.setdefault(place, []).append(finding)
    return map(tuple, lines.values())


def _key(finding: Finding) -> tuple[object, ...] | None:
    """What the findings of one line have in common; None for one that stands alone."""
    if finding.message is not None:
        return None
    rule = find_rule(finding.rule)
    answer = (finding.answer.text, bool(finding.explanation)) if finding.answer else ()
    said = (*answer, finding.reviewed)
    if rule.silent_reading and finding.severity is Severity.NOTE:
        return ("silent reading", said)
    where: tuple[str, ...]
    if rule.one_line is Scope.WORKBOOK:
        where = ()
    elif rule.one_line is Scope.PROJECT:
        where = (finding.refs[0].sheet, finding.project)
    elif finding.severity is Severity.NOTE:
        where = (finding.refs[0].sheet, finding.project, finding.table, finding.field)
    else:
        return None
    return (finding.rule, finding.severity, *where, said)


def line_count(report: Report, severity: Severity) -> int:
    """How many lines tell the findings of a severity."""
    return sum(line[0].severity is severity for line in in_lines(report.findings))
