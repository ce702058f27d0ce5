"""What was found in a file: findings, and the report that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum

from xltool.language.words import Words
from xltool.model.identity import identity, text_digest
from xltool.model.matching import Fingerprint, RecordFacts
from xltool.model.submission import Judge, Origin
from xltool.model.workbook import (
    Answer,
    Area,
    CellRef,
    EarlierProblem,
)


class Severity(StrEnum):
    """How much a finding matters; order is worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for note."""
        return _RANKS[self._value_]


_RANKS = {"error": 0, "warning": 1, "note": 2}


class Verdict(StrEnum):
    """What became of a file."""

    CLEAN = "clean"
    FINDINGS = "findings"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    UNKNOWN_FORM = "unknown_form"


@dataclass(frozen=True, slots=True)
class Awaited:
    """What solves a finding by being added: a cell of an area that holds `text`, whatever stands
    around it, or that holds anything where `text` is "".
    """

    sheet: str
    area: Area
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one workbook.

    `id` is the finding's identity: it does not change when rows or sheets move. `message` and
    `remedy` are set only for a finding that no rule words. `expected` is what would have been
    right, where that is known. `answer` is what the filler said about it; one that `must_answer`
    keeps the workbook from being taken until it is explained. `exempted` says why this finding
    does not count against the workbook, "" where it does; `reviewed` is what the reviewer said
    about it. By `facts` it is known again after a correction. `awaited` is where what is absent
    may be added.
    """

    id: str
    rule: str
    severity: Severity
    refs: tuple[CellRef, ...]
    project: str = ""
    table: str = ""
    field: str = ""
    value: str = ""
    params: Mapping[str, object] = made(default_factory=dict)
    variant: str = ""
    expected: str = ""
    opinion: int | None = None
    message: str | None = None
    remedy: str = ""
    answer: Answer | None = None
    facts: RecordFacts | None = None
    must_answer: bool = False
    exempted: str = ""
    reviewed: str = ""
    awaited: tuple[Awaited, ...] = ()

    @property
    def fingerprint(self) -> Fingerprint:
        """What this finding is known by in other checks."""
        return Fingerprint(
            self.id, self.value_digest, self.rule, self.table, self.field, self.facts
        )

    @property
    def value_digest(self) -> str:
        """Eight hex digits that stand for the value."""
        return text_digest(self.value)

    @property
    def explanation(self) -> str:
        """What the filler said about this value; "" if nothing, or about an earlier one."""
        holds = self.answer is not None and self.answer.about == self.value_digest
        return self.answer.text if self.answer and holds else ""

    @property
    def blocks(self) -> bool:
        """Whether the workbook cannot be taken for it: an error, or a question without answer."""
        unanswered = self.must_answer and not self.explanation
        return not self.exempted and (self.severity is Severity.ERROR or unanswered)

    @classmethod
    def at(
        cls,
        sheet: str,
        cell: str,
        *,
        message: str,
        severity: Severity | str = Severity.ERROR,
        remedy: str = "",
        rule: str = "",
        value: str = "",
        field: str = "",
        project: str = "",
    ) -> Finding:
        """A finding made by hand: `Finding.at("表1", "B7", message="…")`; `B7,C9` for several
        cells. Raises `ValueError` for what is no cell.
        """
        refs = tuple(CellRef.of(sheet, name) for name in cell.split(","))
        return cls(
            id=identity(sheet, cell, rule, message),
            rule=rule,
            severity=Severity(severity),
            refs=refs,
            project=project,
            field=field,
            value=value,
            message=message,
            remedy=remedy,
        )


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that could not run on a workbook, and why (`year_unknown`, …)."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one file; `judge` where another form judged it in place of `form`.

    `unmatched` are problems of an earlier check that the filler explained and that are no longer
    found: their explanations are shown again, so that none is lost in silence.
    """

    path: str
    verdict: Verdict
    digest: str = ""
    form: str = ""
    unit_code: Origin | None = None
    unit_name: Origin | None = None
    year: Origin | None = None
    period: Origin | None = None
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    reason: tuple[str, Mapping[str, str | Words]] | None = None
    judge: Judge | None = None
    unmatched: tuple[EarlierProblem, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def accepted(self) -> bool:
        """Whether the bureau can take the workbook: it was judged, holds no error that is not
        exempted, and every warning that must be answered is explained.
        """
        judged = self.verdict in (Verdict.CLEAN, Verdict.FINDINGS)
        return judged and not any(finding.blocks for finding in self.findings)

    def __iter__(self) -> Iterator[Finding]:
        """The findings, worst first."""
        return iter(self.findings)

    @property
    def errors(self) -> int:
        """How many errors were found that are not exempted."""
        return sum(f.severity is Severity.ERROR and not f.exempted for f in self.findings)
