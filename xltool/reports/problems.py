"""Report + Form -> what a person reads about a file: facts, and one line for each problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from xltool.language.refusals import REFUSALS
from xltool.language.text import printable
from xltool.language.words import (
    EXPLAINED,
    JUDGED_BY,
    NOT_RUN,
    OPINIONS,
    PROBLEM_SHEET,
    SEVERITIES,
    UNMATCHED,
    UNREAD,
    VERDICTS,
    Words,
    count_of,
)
from xltool.model.form import Form
from xltool.model.matching import Fingerprint
from xltool.model.report import Awaited, Finding, Report, Severity, Verdict
from xltool.model.workbook import Answer, CellRef, EarlierProblem
from xltool.reports.lines import in_lines, line_count
from xltool.reports.sentences import cell_list, field_title, message_of_all, remedy_of_all
from xltool.rules.identity.origin_words import source_words


@dataclass(frozen=True, slots=True)
class Problem:
    """A line in the words of a language; `answer` is what the filler has said about it. Where it
    tells of `several` findings, they all have that answer.

    The digest in `fingerprint` tells whether it was said about the value that stands now.
    """

    id: str
    severity: Severity
    refs: tuple[CellRef, ...]
    cells: str
    project: str
    field: str
    value: str
    expected: str
    message: str
    remedy: str
    rule: str
    opinion: str
    fingerprint: Fingerprint
    answer: Answer | None = None
    several: tuple[Problem, ...] = ()
    awaited: tuple[Awaited, ...] = ()

    @property
    def each(self) -> tuple[Problem, ...]:
        """The problems of its findings one by one, as its cells are marked."""
        return self.several or (self,)


@dataclass(frozen=True, slots=True)
class ProblemList:
    """All problems of a file, the facts about it as one line, and remarks on the check itself.

    `nothing` says what it means if there are none: `clean`, `incomplete` or `unread`. `unmatched`
    are explained problems of an earlier check that were not found again.
    """

    lang: str
    file: str
    form: str
    facts: str
    verdict: str
    remarks: tuple[str, ...]
    nothing: str
    problems: tuple[Problem, ...]
    unmatched: tuple[EarlierProblem, ...] = ()


_NOTHING = {
    Verdict.CLEAN: "clean",
    Verdict.FINDINGS: "clean",
    Verdict.INCOMPLETE: "incomplete",
}


def problem_list(report: Report, form: Form | None, lang: str) -> ProblemList:
    """The report in words; `form` is the one it was checked on, None where it is on none."""
    return ProblemList(
        lang=lang,
        file=printable(PurePath(report.path).name),
        form=report.form,
        facts=" · ".join(facts(report, form, lang)),
        verdict=" · ".join(verdict_words(report, lang)),
        remarks=tuple(remarks(report, lang)),
        nothing=_NOTHING.get(report.verdict, "unread"),
        problems=tuple(_problem(line, form, lang) for line in in_lines(report.findings)),
        unmatched=report.unmatched,
    )


def _problem(findings: Sequence[Finding], form: Form | None, lang: str) -> Problem:
    finding = findings[0]
    refs = tuple(dict.fromkeys(ref for each in findings for ref in each.refs))
    first = refs[0].sheet
    here = [ref for ref in refs if ref.sheet == first]
    elsewhere = [ref for ref in refs if ref.sheet != first]
    cells = cell_list(here, lang).removeprefix(f"{first}!")
    opinion = OPINIONS[finding.opinion](lang) if finding.opinion else ""
    return Problem(
        id=finding.id,
        severity=finding.severity,
        refs=refs,
        cells="\n".join((cells, cell_list(elsewhere, lang))) if elsewhere else cells,
        project=_common([each.project for each in findings]),
        field=field_title(finding, form, lang),
        value=_common([each.value for each in findings]),
        expected=_common([each.expected for each in findings]),
        message=message_of_all(findings, lang) + _reviewed(finding, lang),
        remedy=remedy_of_all(findings, lang),
        rule=finding.rule,
        opinion=f"{finding.opinion} {opinion}" if opinion else "",
        fingerprint=finding.fingerprint,
        answer=finding.answer,
        several=tuple(_problem([each], form, lang) for each in findings) if findings[1:] else (),
        awaited=finding.awaited,
    )


def _reviewed(finding: Finding, lang: str) -> str:
    """What the reviewer said about it, in brackets behind the sentence."""
    text = finding.reviewed
    return PROBLEM_SHEET["reviewed"].render({"text": text}, lang) if text else ""


def _common(texts: Sequence[str]) -> str:
    """What all findings of a line have, "" where they differ: the sentence names them."""
    return texts[0] if len(set(texts)) == 1 else ""


def facts(report: Report, form: Form | None, lang: str) -> Iterator[str]:
    """Form, unit, year and month, with where year and month come from; who judged in its place."""
    if form:
        yield form.title.words()(lang)
    unit = " ".join(o.value for o in (report.unit_code, report.unit_name) if o)
    if unit:
        yield unit
    for origin, pattern in (
        (report.year, Words("{value}年", "{value}")),
        (report.period, Words("{value}", "{value}")),
    ):
        if origin:
            value = pattern.render({"value": origin.value}, lang)
            source = source_words(origin)(lang)
            yield f"{value}（{source}）" if lang == "zh" else f"{value} ({source})"
    if report.judge:
        yield JUDGED_BY.render({"judge": report.judge.words()}, lang)


def verdict_words(report: Report, lang: str) -> tuple[str, ...]:
    """The verdict, then how many lines of each severity there are, if any, and how many of all
    are explained.
    """
    mendable = report.accepted and report.findings
    unanswered = report.verdict is Verdict.FINDINGS and not report.errors
    known = "acceptable" if mendable else "unanswered" if unanswered else report.verdict
    verdict = VERDICTS[known](lang)
    counts = [
        count_of(count, SEVERITIES[s].zh, SEVERITIES[s].en, lang)
        for s in Severity
        if (count := line_count(report, s))
    ]
    if explained := sum(bool(line[0].explanation) for line in in_lines(report.findings)):
        counts.append(EXPLAINED["count"].render({"count": explained}, lang))
    return (verdict, ("、" if lang == "zh" else ", ").join(counts)) if counts else (verdict,)


def remarks(report: Report, lang: str) -> Iterator[str]:
    """Why a file was not read, which rules did not run, that cells were unclear, and how many
    explanations belong to no problem any more.
    """
    if report.reason:
        code, parts = report.reason
        yield REFUSALS[code].render(parts, lang)
    for reason, words in NOT_RUN.items():
        codes = [skipped.rule for skipped in report.not_run if skipped.reason == reason]
        if codes:
            yield words.render({"rules": codes}, lang)
    if report.verdict is Verdict.INCOMPLETE and not report.not_run:
        yield UNREAD(lang)
    if report.unmatched:
        yield UNMATCHED.render({"count": len(report.unmatched)}, lang)
