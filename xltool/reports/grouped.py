"""Findings -> groups: the same fault in many cells is one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.model.form import Form
from xltool.model.report import Finding, Severity
from xltool.reports.sentences import cell_list, field_title, message_of, remedy_of


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that say the same, with the words for them and all of their cells."""

    rule: str
    severity: Severity
    message: str
    remedy: str
    field: str
    projects: tuple[str, ...]
    cells: str
    findings: tuple[Finding, ...]


def grouped(findings: Sequence[Finding], form: Form | None, lang: str) -> Iterator[FindingGroup]:
    """The findings in their order, each together with all that say the same."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        words = (message_of(finding, lang), remedy_of(finding, lang))
        key = (finding.severity, finding.rule, finding.table, finding.field, *words)
        groups.setdefault(key, []).append(finding)
    for (_, rule, _, _, message, remedy), members in groups.items():
        refs = [ref for finding in members for ref in finding.refs]
        yield FindingGroup(
            rule,
            members[0].severity,
            message,
            remedy,
            field_title(members[0], form, lang),
            tuple(dict.fromkeys(f.project for f in members if f.project)),
            cell_list(refs, lang),
            tuple(members),
        )
