"""Month -> who has handed in, the urgent first, with how far the explanations have come."""

from __future__ import annotations

from dataclasses import replace

from xltool.language.words import EXPLAINED, Words
from xltool.month.consolidation import Consolidation
from xltool.month.decision import Decision
from xltool.month.due_forms import DueEntry, due_entries, urgency
from xltool.month.rulings import Ruling, findings_of

_ACCEPTED = Words("已认可", "accepted")
_SECONDS = len("2022-03-09T10:00:00")


def due_list(month: Consolidation) -> tuple[DueEntry, ...]:
    """The entries in the order of their urgency, each with its counts of explained and accepted
    findings.
    """
    entries = sorted(due_entries(month), key=urgency)
    return tuple(_counted(month, entry) for entry in entries)


def explained_words(due: DueEntry, lang: str) -> tuple[str, ...]:
    """How many findings are explained and wait for the reviewer, and how many were accepted; what
    is 0 is left out.
    """
    counts = ((EXPLAINED["state"], due.explained), (_ACCEPTED, due.accepted))
    return tuple(f"{words(lang)} {count}" for words, count in counts if count)


def _counted(month: Consolidation, due: DueEntry) -> DueEntry:
    if due.source is None:
        return due
    of_month, record = due.source
    (submission,) = month.run(
        "SELECT s.submission FROM month_submissions s "
        "JOIN submissions sub ON sub.id = s.submission "
        "WHERE s.form = ? AND s.unit = ? AND sub.path = ? AND sub.digest = ?",
        (of_month.form, of_month.unit, of_month.path, record.digest),
    ).fetchone()
    if not month.rulings.concern(of_month.unit):
        query = "SELECT count(*) FROM findings WHERE submission = ? AND explanation <> ''"
        return replace(due, explained=month.run(query, (submission,)).fetchone()[0])
    findings = findings_of(month.ledger, submission, ("findings",))
    rulings = dict(month.rulings.on(of_month.form, of_month.unit, findings))
    waiting = sum(
        bool(each.explanation) and not _is_reviewed(rulings.get(at), record.time)
        for at, each in enumerate(findings)
    )
    accepted = sum(ruling.accepts for ruling in rulings.values())
    return replace(due, explained=waiting, accepted=accepted)


def _is_reviewed(ruling: Ruling | None, time: str | None) -> bool:
    """Whether an explanation that came at a time needs no more review: one that comes after its
    finding was returned does.
    """
    if ruling is None or ruling.settles:
        return ruling is not None
    decided = ruling.decided
    if decided is None or decided.decision != Decision.RETURNED:
        return False
    return not time or time[:_SECONDS] <= decided.decided[:_SECONDS]
