"""Ledger + month -> the table `month_submissions`: every submission with what it is to the month.

Rows are ranked by form, unit and path, so that whatever is read in the order of `rank` comes in
one fixed order, however the files were found.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from xltool.language.clock import local_time
from xltool.language.words import Words
from xltool.ledger.form_facts import is_monthly
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.month.roster import Roster
from xltool.month.rulings import Rulings, is_acceptable
from xltool.month.selection import COUNTING, Candidate, Status, choose, outside

_TABLE = """
CREATE TEMP TABLE {name} (
    rank INTEGER PRIMARY KEY, submission INTEGER, status TEXT, form TEXT, unit TEXT,
    unit_name TEXT, tied INTEGER
)
"""
_CANDIDATES = """
SELECT form, coalesce(unit, unit_name, '') AS unit, unit_name, id, path, digest, year, period,
    month, received, modified, verdict, accepted
FROM submissions
WHERE (id IN (SELECT submission FROM given) OR year = :year OR period = :period
    OR (year IS NULL AND period IS NULL AND verdict NOT IN ('unreadable', 'unknown_form'))
    OR id IN (SELECT submission FROM frozen WHERE period = :period)) {also}
ORDER BY form, coalesce(unit, unit_name, ''), path, digest
"""
_OF_UNIT = """AND form = :form AND (unit = :unit OR (unit IS NULL AND unit_name = :unit))"""
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Month:
    """The month that is consolidated: `2022-03`."""

    period: str

    @property
    def before(self) -> Month:
        """The month before."""
        year, month = int(self.period[:4]), int(self.period[5:])
        return Month(f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}")

    def words(self) -> Words:
        """2022年3月, March 2022."""
        first = datetime.date(int(self.period[:4]), int(self.period[5:]), 1)
        name = ENGLISH_MONTHS[first.month - 1]
        return Words(f"{first.year}年{first.month}月", f"{name} {first.year}")


def fill_submission_status(
    ledger: Ledger,
    month: Month,
    forms: Sequence[Form],
    *,
    table: str = "month_submissions",
    roster: Roster | None = None,
    include_invalid: bool = False,
    rulings: Rulings | None = None,
) -> None:
    """Fill the temporary table `table` for the month; a closed month counts what it counted."""
    monthly = {form.key: is_monthly(form) for form in forms}
    frozen = ledger.frozen(month.period)
    ledger.connection.execute(_TABLE.format(name=table))
    rank = 0
    for rows in _groups(ledger, month):
        candidates = [_candidate(row, monthly) for row in rows]
        if rulings:
            form, unit = rows[0][:2]
            candidates = [_ruled(ledger, rulings, form, unit, each) for each in candidates]
        statuses, tied = _statuses(rows[0][1], candidates, month, include_invalid, frozen)
        name = _unit_name(rows, statuses, roster)
        ranked = []
        for row, candidate in zip(rows, candidates, strict=True):
            rank += 1
            place = tied.index(candidate.id) + 1 if candidate.id in tied else 0
            status = statuses[candidate.id]
            ranked.append((rank, candidate.id, status.value, row[0], row[1], name, place))
        marks = ", ".join("?" * 7)
        ledger.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ranked)
    ledger.connection.execute(f"CREATE INDEX {table}_by_unit ON {table} (form, unit)")


def counted_submission(
    ledger: Ledger, form: Form, unit: str, month: Month, rulings: Rulings | None = None
) -> int | None:
    """The submission that counts for a unit (its code, else its name) on a form in a month, as it
    stands after what was decided and exempted, where `rulings` are given.
    """
    values = {"year": month.period[:4], "period": month.period, "form": form.key, "unit": unit}
    rows = ledger.connection.execute(_CANDIDATES.format(also=_OF_UNIT), values)
    candidates = [_candidate(row, {form.key: is_monthly(form)}) for row in rows]
    if rulings:
        candidates = [_ruled(ledger, rulings, form.key, unit, each) for each in candidates]
    frozen = ledger.frozen(month.period)
    statuses, _ = _statuses(unit, candidates, month, False, frozen)
    return next((id_ for id_, status in statuses.items() if status in COUNTING), None)


def _groups(ledger: Ledger, month: Month) -> Iterator[list[Any]]:
    """The submissions of one unit on one form, group by group."""
    values = {"year": month.period[:4], "period": month.period}
    rows = ledger.connection.execute(_CANDIDATES.format(also=""), values)
    for _, group in groupby(rows, itemgetter(0, 1)):
        yield list(group)


def _candidate(row: Any, monthly: Mapping[str, bool]) -> Candidate:
    form, *_ = row
    id_, path, digest, year, period, folder, received, modified, verdict, accepted = row[3:]
    return Candidate(
        id=id_,
        path=path,
        digest=digest,
        year=year,
        period=period,
        month=folder or local_time(received)[:7] or None,
        time=received or modified,
        verdict=verdict,
        accepted=bool(accepted),
        monthly=monthly.get(form, period is not None),
    )


def _ruled(
    ledger: Ledger, rulings: Rulings, form: str, unit: str, candidate: Candidate
) -> Candidate:
    """A candidate as it stands after what was decided and exempted."""
    accepted = candidate.accepted or (
        candidate.verdict == "findings"
        and rulings.concern(unit)
        and is_acceptable(ledger, rulings, form, unit, candidate.id)
    )
    returned = rulings.returned(unit, candidate.digest) is not None
    return replace(candidate, accepted=accepted, returned=returned)


def _statuses(
    unit: str,
    candidates: Sequence[Candidate],
    month: Month,
    include_invalid: bool,
    frozen: frozenset[int] | None,
) -> tuple[dict[int, Status], tuple[int, ...]]:
    statuses: dict[int, Status] = {}
    inside: list[Candidate] = []
    for candidate in candidates:
        reason = outside(candidate, month.period)
        if reason is None or (frozen and candidate.id in frozen):
            inside.append(candidate)
        else:
            statuses[candidate.id] = reason
    # Where no unit is known, nothing says that two files are of one: each stands for itself.
    tied: list[int] = []
    for group in [inside] if unit else [[candidate] for candidate in inside]:
        choice = choose(group, include_invalid=include_invalid, frozen=frozen)
        statuses |= choice.statuses
        # The one that was taken comes first: the finding stands there.
        tied += sorted(choice.ambiguous, key=lambda id_: choice.statuses[id_] not in COUNTING)
    return statuses, tuple(tied)


def _unit_name(rows: Sequence[Any], statuses: Mapping[int, Status], roster: Roster | None) -> str:
    """As the roster has it, else as the submission that counts, else as the first that says."""
    listed = roster.names.get(rows[0][1]) if roster else None
    if listed:
        return listed
    names = [(statuses[row[3]] not in COUNTING, row[2]) for row in rows if row[2]]
    return min(names, key=lambda pair: pair[0])[1] if names else ""
