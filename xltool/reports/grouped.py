"""Findings -> groups: the same fault in many cells is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xltool.form import Form
from xltool.model import CellRef, Finding, Severity, column_letters
from xltool.sentences import field_title, message_of, remedy_of


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same, with the words for them and all of their cells."""

    rule: str
    severity: Severity
    message: str
    remedy: str
    field: str
    projects: tuple[str, ...]
    cells: str
    findings: tuple[Finding, ...]


def grouped(findings: Sequence[Finding], form: Form | None, lang: str) -> Iterator[Group]:
    """The findings in their order, each together with all that say the same."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        words = (message_of(finding, lang), remedy_of(finding, lang))
        key = (finding.severity, finding.rule, finding.table, finding.field, *words)
        groups.setdefault(key, []).append(finding)
    for (_, rule, _, _, message, remedy), members in groups.items():
        refs = [ref for finding in members for ref in finding.refs]
        yield Group(
            rule,
            members[0].severity,
            message,
            remedy,
            field_title(members[0], form, lang),
            tuple(dict.fromkeys(f.project for f in members if f.project)),
            cell_list(refs, lang),
            tuple(members),
        )


def cell_list(refs: Iterable[CellRef], lang: str) -> str:
    """Cells as Excel names them, runs in a column as ranges: `表1!B3、F10:F12`."""
    comma = "、" if lang == "zh" else ", "
    by_sheet: dict[str, list[CellRef]] = {}
    for ref in dict.fromkeys(refs):
        by_sheet.setdefault(ref.sheet, []).append(ref)
    return comma.join(
        f"{sheet}!{comma.join(_ranges(members))}" for sheet, members in by_sheet.items()
    )


def _ranges(refs: Sequence[CellRef]) -> Iterator[str]:
    runs: list[list[CellRef]] = []
    for ref in refs:
        last = runs[-1][-1] if runs else None
        if last and last.column == ref.column and last.row + 1 == ref.row:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    for run in runs:
        letters = column_letters(run[0].column)
        if len(run) > 2:
            yield f"{letters}{run[0].row}:{letters}{run[-1].row}"
        else:
            yield from (ref.a1 for ref in run)
