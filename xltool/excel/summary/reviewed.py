"""A summary that the reviewer has saved -> the decisions in it, and whether the month is closed.

Summaries of all versions are read. Before the hidden fingerprint was there, a problem is known by
its identity and its value; every word in them is taken to be the reviewer's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xltool.excel.read.authorship import cells_mark, unedited, written_by_us
from xltool.excel.summary.cell_digest import CLOSING
from xltool.excel.summary.decision_cells import as_written, kept_fingerprint
from xltool.excel.summary.read_back import SummaryLine, WrittenSummary, open_summary
from xltool.language.errors import NotASummaryError
from xltool.ledger.decisions import DecisionRow
from xltool.model.identity import text_digest
from xltool.model.matching import Fingerprint
from xltool.month.decision import CLOSE, Decision, decision_of


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer left in a summary; `digest` is that of the file as it was read."""

    path: Path
    digest: str
    period: str
    decisions: tuple[DecisionRow, ...]
    close: bool
    only_reviewed: bool

    def unchanged(self) -> bool:
        """Whether the file is still as it was read."""
        return file_digest(self.path) == self.digest


def reviewed(path: Path, period: str) -> Reviewed:
    """The decisions in a summary; `period` stands for its month where it does not say.

    Raises `NotASummaryError` for any other file.
    """
    digest = file_digest(path)
    with open_summary(path) as summary:
        facts = _Facts.of(summary, period)
        decisions = (*_about_findings(summary, facts), *_about_units(summary, facts))
        mark = cells_mark(path)
        only_reviewed = unedited(path) or (bool(mark) and summary.digest() == mark)
        close = _closes(summary)
    return Reviewed(path, digest, facts.period, decisions, close, only_reviewed)


def reviewed_here(path: Path, period: str) -> Reviewed | None:
    """The same of whatever lies at a path; None where there is no summary."""
    try:
        return reviewed(path, period) if path.is_file() and written_by_us(path) else None
    except NotASummaryError:
        return None


def file_digest(path: Path) -> str:
    """The digest of a file's bytes, "" where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class _Facts:
    """The month of a summary, when it was saved, and by whom."""

    period: str
    saved: str
    reviewer: str

    @classmethod
    def of(cls, summary: WrittenSummary, period: str) -> _Facts:
        properties = summary.book.properties
        made, saved = properties.created, properties.modified
        return cls(
            f"{made:%Y-%m}" if isinstance(made, datetime) else period,
            f"{saved:%Y-%m-%dT%H:%M:%S}+00:00" if isinstance(saved, datetime) else "",
            str(properties.lastModifiedBy or ""),
        )


def _about_findings(summary: WrittenSummary, facts: _Facts) -> Iterator[DecisionRow]:
    for line in summary.lines("problems"):
        if not _text(line, "identity"):
            continue
        decision, opinion = _read(_text(line, "decision"), _text(line, "opinion"))
        touched = _touched(line, _text(line, "decision"), _text(line, "opinion"))
        if not (touched or decision or opinion):
            continue
        kept = _text(line, "fingerprint")
        if not kept:
            bare = Fingerprint(_text(line, "identity"), text_digest(_raw(line, "value")))
            kept = kept_fingerprint(bare)
        yield DecisionRow(
            period=facts.period,
            form=_text(line, "form"),
            unit=_text(line, "unit"),
            fingerprint=kept,
            digest="",
            decision=decision,
            opinion=opinion,
            reviewer=facts.reviewer,
            decided=facts.saved if touched else "",
            rule=_text(line, "rule"),
            said=_text(line, "message"),
        )


def _about_units(summary: WrittenSummary, facts: _Facts) -> Iterator[DecisionRow]:
    for line in summary.lines("status"):
        if not _text(line, "digest"):
            continue
        texts = (_text(line, "conclusion"), _text(line, "reason"), _text(line, "reviewer"))
        decision, opinion = _read(texts[0], texts[1])
        touched = _touched(line, *texts)
        if touched or decision or opinion:
            yield DecisionRow(
                period=facts.period,
                form=_text(line, "form"),
                unit=_text(line, "unit"),
                fingerprint="",
                digest=_text(line, "digest"),
                decision=decision,
                opinion=opinion,
                reviewer=texts[2] or facts.reviewer,
                decided=facts.saved if touched else "",
                rule="",
                said=_text(line, "form_title"),
            )


def _touched(line: SummaryLine, *texts: str) -> bool:
    """Whether the reviewer's cells hold something else than what they were written with."""
    return as_written(*texts) != _text(line, "before")


def _read(decision: str, opinion: str) -> tuple[str, str]:
    """The decision that was chosen; what is no decision is kept with the opinion."""
    known = decision_of(decision)
    if known is None and decision:
        return Decision.PENDING.value, f"{decision} {opinion}".strip()
    return (known.value if known else ""), opinion


def _closes(summary: WrittenSummary) -> bool:
    for cells in summary.rows("overview"):
        for at, cell in enumerate(cells):
            if cell in (CLOSING.zh, CLOSING.en):
                chosen = cells[at + 2] if at + 2 < len(cells) else None
                return chosen in (CLOSE.zh, CLOSE.en)
    return False


def _raw(line: SummaryLine, key: str) -> str:
    value = line.values.get(key)
    return "" if value is None else str(value)


def _text(line: SummaryLine, key: str) -> str:
    return _raw(line, key).strip()
