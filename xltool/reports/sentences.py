"""Finding -> its words, in the language of who reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xltool.language.words import EXPLAINED, Words, shown
from xltool.model.form import Form
from xltool.model.report import Finding, Severity
from xltool.model.workbook import CellRef, column_letters
from xltool.rules.registry import find_rule

MOST_NAMED = 5
"""So many values are named in a sentence about several findings."""


_ONLY_READ = Words(
    "都已照常读取，可以不改；下次填写时按规范写法更好。",
    "All of it was read, so nothing need be changed; use the standard notation next time.",
)
"""What to do about notes of several rules that stand in one line."""


def message_of(finding: Finding, lang: str) -> str:
    """What is wrong and what was found, in one sentence."""
    if finding.message is not None:
        return finding.message
    return find_rule(finding.rule).message[finding.variant].render(finding.params, lang)


def remedy_of(finding: Finding, lang: str) -> str:
    """What to do about it."""
    if finding.message is not None:
        return finding.remedy
    remedies = find_rule(finding.rule).remedy
    words = remedies[finding.variant] if finding.variant in remedies else remedies[""]
    return words.render(finding.params, lang)


def message_of_all(findings: Sequence[Finding], lang: str) -> str:
    """What is wrong, in one sentence for the findings of each rule."""
    first, rules = findings[0], _by_rule(findings)
    if len(rules) > 1:
        return ("" if lang == "zh" else " ").join(message_of_all(each, lang) for each in rules)
    if len(findings) == 1:
        return message_of(first, lang)
    rule = find_rule(first.rule)
    words = rule.together or rule.message[first.variant]
    return words.render({**_in_common(findings, lang), "count": len(findings)}, lang)


def remedy_of_all(findings: Sequence[Finding], lang: str) -> str:
    """What to do about findings of one rule; those of several were only read."""
    if len(_by_rule(findings)) > 1:
        return _ONLY_READ(lang)
    params = _in_common(findings, lang) if len(findings) > 1 else findings[0].params
    text = remedy_of(replace(findings[0], params=params), lang)
    asked = findings[0].blocks and findings[0].severity is not Severity.ERROR
    return text + EXPLAINED["asked"](lang) if asked else text


def _by_rule(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of a line apart by their rules."""
    apart: dict[str, list[Finding]] = {}
    for finding in findings:
        apart.setdefault(finding.rule, []).append(finding)
    return list(apart.values())


def _in_common(findings: Sequence[Finding], lang: str) -> dict[str, object]:
    """The parameters of several findings: where they differ, each of their values once."""
    return {
        name: _each([finding.params.get(name) for finding in findings], lang)
        for name in findings[0].params
    }


def _each(values: Sequence[object], lang: str) -> object:
    texts = dict.fromkeys(shown(value, lang) for value in values)
    if len(texts) == 1:
        return values[0]
    named = list(texts)[:MOST_NAMED]
    if len(texts) == len(named):
        return tuple(named)
    return ("、".join(named) + "等") if lang == "zh" else (", ".join(named) + ", …")


def field_title(finding: Finding, form: Form | None, lang: str) -> str:
    """The name of the finding's field as the form prints it, "" for a whole block."""
    if finding.message is not None:
        return finding.field  # made by hand, for a reader
    field = form.field(finding.table, finding.field) if form else None
    return field.title.words()(lang) if field else ""


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
