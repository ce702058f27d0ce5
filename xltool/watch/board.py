"""The watcher's ledger -> the board: who handed in, how it stands, and the month before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from xltool.language.clock import BEIJING, in_beijing, local_time
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.folders import is_anothers, received_at

_MOST_PROBLEMS = 30


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One month: files that came, and how the last file of each unit and form stands."""

    month: str
    files: int
    passed: int
    returned: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit and a form; `last` is the newest file of this month, `before` of the month before.

    `misplaced` is the sub-folder of a file that lay in the folder of another unit.
    """

    unit: str
    name: str
    form: str
    last: Answered | None
    times: int
    before: Answered | None
    times_before: int
    misplaced: str = ""


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A rule that is broken in files that stand as the last of their unit this month."""

    rule: str
    severity: str
    example: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """All that the status page shows. `held` are files that are open or locked, `failures` are what
    keeps the watcher from working, as sentences.
    """

    now: datetime
    months: tuple[MonthCount, MonthCount]
    rows: tuple[BoardRow, ...]
    problems: tuple[OpenProblem, ...]
    waiting: int
    held: tuple[str, ...]
    failures: tuple[str, ...]


def board_of(
    ledger: AnswerLog,
    now: datetime,
    lang: str,
    waiting: int = 0,
    held: Sequence[str] = (),
    failures: Sequence[str] = (),
) -> Board:
    """The board at a time; months go by when a file came, by Beijing time."""
    this = in_beijing(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = (f"{this:%Y-%m}", _month_before(this))
    first = datetime.strptime(months[1], "%Y-%m").replace(tzinfo=BEIJING).astimezone(UTC)
    groups: dict[tuple[str, ...], list[Answered]] = defaultdict(list)
    for answered in ledger.since(first.isoformat(timespec="seconds")):
        groups[_key(answered)].append(answered)
    rows = [_row(group, months) for _, group in sorted(groups.items())]
    kept = tuple(row.last.kept for row in rows if row.last)
    problems = [OpenProblem(*found) for found in ledger.open_problems(kept, lang)]
    return Board(
        now,
        (
            _count(months[0], groups.values(), (row.last for row in rows)),
            _count(months[1], groups.values(), (row.before for row in rows)),
        ),
        tuple(rows),
        tuple(problems[:_MOST_PROBLEMS]),
        waiting,
        tuple(held),
        tuple(failures),
    )


def _key(answered: Answered) -> tuple[str, ...]:
    """Where a file does not say whose it is, or lay in the folder of another unit, it stands for
    itself.
    """
    if answered.unit and not _is_misplaced(answered):
        return ("0", answered.unit, answered.form)
    return ("1", answered.folder, answered.unit_name, answered.name, answered.form)


def _row(group: Sequence[Answered], months: tuple[str, str]) -> BoardRow:
    newest = group[0]
    here = [answered for answered in group if _month(answered) == months[0]]
    before = [answered for answered in group if _month(answered) == months[1]]
    name = next((answered.unit_name for answered in group if answered.unit_name), "")
    return BoardRow(
        newest.unit,
        name or (newest.folder if not newest.unit else ""),
        newest.form,
        here[0] if here else None,
        len(here),
        before[0] if before else None,
        len(before),
        newest.folder if _is_misplaced(newest) else "",
    )


def _is_misplaced(answered: Answered) -> bool:
    return is_anothers(answered.folder, answered.unit, answered.unit_name)


def _count(
    month: str, groups: Iterable[Sequence[Answered]], last: Iterable[Answered | None]
) -> MonthCount:
    files = sum(_month(answered) == month for group in groups for answered in group)
    places = [answered.place for answered in last if answered]
    return MonthCount(month, files, places.count("passed"), places.count("returned"))


def _month(answered: Answered) -> str:
    return local_time(received_at(answered.number))[:7]


def _month_before(first: datetime) -> str:
    year, month = (first.year - 1, 12) if first.month == 1 else (first.year, first.month - 1)
    return f"{year}-{month:02}"
