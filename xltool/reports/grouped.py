"""Findings -> groups: the same fault in many cells is one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.model.form import Form
from xltool.model.report import Finding, Severity
from xltool.reports.lines import in_lines
from xltool.reports.sentences import cell_list, field_title, message_of_all, remedy_of_all
from xltool.rules.registry import find_rule


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings that say the same, with the words for them and all of their cells.

    `lines` is how many lines they are elsewhere, in the problem sheet and in counts.
    """

    rule: str  # several codes where the line holds notes of several rules
    severity: Severity
    message: str
    remedy: str
    field: str
    projects: tuple[str, ...]
    cells: str
    findings: tuple[Finding, ...]
    lines: int


def grouped(findings: Sequence[Finding], form: Form | None, lang: str) -> Iterator[FindingGroup]:
    """The lines in their order, each together with all that say the same."""
    groups: dict[tuple[object, ...], list[tuple[Finding, ...]]] = {}
    for line in in_lines(findings):
        groups.setdefault(_key(line, lang), []).append(line)
    for lines in groups.values():
        members = tuple(finding for line in lines for finding in line)
        yield FindingGroup(
            ", ".join(dict.fromkeys(finding.rule for finding in members)),
            members[0].severity,
            message_of_all(members, lang),
            remedy_of_all(members, lang),
            field_title(members[0], form, lang),
            tuple(dict.fromkeys(f.project for f in members if f.project)),
            cell_list([ref for finding in members for ref in finding.refs], lang),
            members,
            len(lines),
        )


def _key(line: Sequence[Finding], lang: str) -> tuple[object, ...]:
    """What lines have in common that are shown as one: their words, or their rule where it has
    words for several; never those that are explained or reviewed otherwise.
    """
    first = line[0]
    key = (first.severity, first.rule, first.table, first.field, first.explanation, first.reviewed)
    together = first.message is None and find_rule(first.rule).together is not None
    words = (message_of_all(line, lang), remedy_of_all(line, lang))
    return (*key, first.project, first.variant) if together else (*key, *words)
