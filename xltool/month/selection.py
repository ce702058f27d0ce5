"""The submissions of a unit on a form -> which one counts in a month, and why the others do not.

Pure functions. Newest is by the time of receipt, else by the workbook's own date of saving, never
by the file system's; where that does not tell, the order is unknown and the largest digest
counts, so that the same files always give the same summary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a submission is to a month."""

    COUNTED = "counted"
    MARKED = "marked"  # counted although it has errors, as --include-invalid asks
    ADJUSTMENT = "adjustment"  # would count, had the month not been closed before it came
    INVALID = "invalid"
    RETURNED = "returned"  # the reviewer took it out; other content of the unit may count
    INCOMPLETE = "incomplete"
    OLDER = "older"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    UNKNOWN_FORM = "unknown_form"
    OTHER_YEAR = "other_year"
    OTHER_MONTH = "other_month"
    NO_MONTH = "no_month"
    LATER = "later"  # an annual form that was handed in after this month


COUNTING = (Status.COUNTED, Status.MARKED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What selection needs to know of a submission; `time` is ISO 8601, None where unknown.

    `year` is None where the workbook states none; `returned` is what the reviewer took out.
    """

    id: int
    path: str
    digest: str
    year: str | None
    period: str | None
    month: str | None
    time: str | None
    verdict: str
    accepted: bool
    monthly: bool
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The status of each submission by its id, and those whose order is unknown."""

    statuses: dict[int, Status]
    ambiguous: tuple[int, ...] = ()


def outside(candidate: Candidate, period: str) -> Status | None:
    """Why a submission has nothing to do with a month, None where it has."""
    if candidate.verdict in ("unreadable", "unknown_form"):
        return Status(candidate.verdict)
    if candidate.monthly:
        if candidate.period is None:
            return Status.NO_MONTH
        return None if candidate.period == period else Status.OTHER_MONTH
    # One that states no year is taken to be of the year that is asked for.
    if candidate.year not in (None, period[:4]):
        return Status.OTHER_YEAR
    # An annual form stands in every month from the one it was handed in for.
    return Status.LATER if candidate.month and candidate.month > period else None


def choose(
    candidates: Sequence[Candidate],
    *,
    include_invalid: bool = False,
    frozen: frozenset[int] | None = None,
) -> Choice:
    """Which of the submissions of one unit, form and month counts.

    `frozen` are the submissions that a closed month counts: then one of them counts, and a newer
    one is an adjustment.
    """
    single, statuses = _without_duplicates(candidates)
    accepted = [c for c in single if c.accepted]
    pool = accepted or (single if include_invalid else [])
    winner, tied = _newest(pool) if pool else (None, ())
    if winner is not None and winner.returned and (others := [c for c in tied if not c.returned]):
        winner = others[-1]  # which came last is not known: content not yet judged goes first
    for candidate in single:
        statuses[candidate.id] = _status(candidate, winner, single)
    if frozen is not None:
        _freeze(statuses, winner, [c for c in candidates if c.id in frozen])
    return Choice(statuses, tuple(c.id for c in tied))


def _without_duplicates(
    candidates: Sequence[Candidate],
) -> tuple[list[Candidate], dict[int, Status]]:
    """The newest of each content, of one time the first by path, and the others as duplicates.

    The newest, since a unit may go back to what it handed in before.
    """
    newest: dict[str, Candidate] = {}
    statuses: dict[int, Status] = {}
    by_path = sorted(candidates, key=lambda c: c.path)
    for candidate in sorted(by_path, key=lambda c: c.time or "", reverse=True):
        if candidate.digest in newest:
            statuses[candidate.id] = Status.DUPLICATE
        else:
            newest[candidate.digest] = candidate
    return list(newest.values()), statuses


def _newest(pool: Sequence[Candidate]) -> tuple[Candidate, tuple[Candidate, ...]]:
    """The newest, and those among which it is unclear."""
    if any(candidate.time is None for candidate in pool):
        tied = list(pool)
    else:
        last = max(candidate.time or "" for candidate in pool)
        tied = [candidate for candidate in pool if candidate.time == last]
    tied.sort(key=lambda candidate: candidate.digest)
    return tied[-1], tuple(tied) if len(tied) > 1 else ()


def _status(candidate: Candidate, winner: Candidate | None, pool: Sequence[Candidate]) -> Status:
    if candidate is winner and candidate.returned:
        return Status.RETURNED  # and what came before it counts no more
    if candidate is winner:
        return Status.COUNTED if candidate.accepted else Status.MARKED
    if candidate.accepted:
        return Status.OLDER
    newest = winner or _newest(pool)[0]
    superseded = candidate is not newest and (candidate.time or "") < (newest.time or "")
    if superseded:
        return Status.OLDER
    return Status.INCOMPLETE if candidate.verdict == "incomplete" else Status.INVALID


def _freeze(
    statuses: dict[int, Status], winner: Candidate | None, kept: Sequence[Candidate]
) -> None:
    """Let a closed month count what it counted, and show what came after as an adjustment."""
    same = winner is not None and any(candidate.digest == winner.digest for candidate in kept)
    if winner is not None and not same and not winner.returned:
        statuses[winner.id] = Status.ADJUSTMENT
    for candidate in kept:
        statuses[candidate.id] = Status.COUNTED if candidate.accepted else Status.MARKED
    if winner is not None and same and winner.id not in {c.id for c in kept}:
        statuses[winner.id] = Status.DUPLICATE
