"""Consolidation + the month before -> what changed, kept as rows beside the ledger's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from xltool.ledger.row_sql import columns, insert_into
from xltool.model.matching import SEPARATOR
from xltool.month.adjustments import adjusted_fields
from xltool.month.attainment import fill_attainment
from xltool.month.comparison import (
    MONEY,
    Indicators,
    MonthChange,
    ProjectThen,
    Snapshot,
    SourceCell,
    changes,
)
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.month.counts import row_count, units
from xltool.month.rows import (
    ChangeRow,
    ComparedAttainment,
    ComparedIndicator,
    ComparedProject,
)
from xltool.month.submission_status import fill_submission_status

# In the order of `ComparedProject` and `ComparedIndicator`.
_PROJECTS_OF = """
SELECT s.form, s.unit, s.unit_name, p.place, p.key, p.code, p.name, p.budget, p.fiscal, p.other,
    p.executed, sub.path, p.sheet, p.cell
FROM {table} s CROSS JOIN submissions sub ON sub.id = s.submission
    CROSS JOIN projects p ON p.submission = s.submission
WHERE s.status IN {statuses} {differing} ORDER BY s.rank, p.place
"""
_INDICATORS_OF = """
SELECT s.form, s.unit, i.place, coalesce(p.key, ''), i.level1, i.level2, i.level3, i.text,
    sub.path, i.sheet, i.cell
FROM {table} s CROSS JOIN submissions sub ON sub.id = s.submission
    CROSS JOIN indicators i ON i.submission = s.submission
    LEFT JOIN projects p ON p.submission = i.submission AND p.place = i.project
WHERE s.status IN {statuses} {differing} ORDER BY s.rank, i.place
"""

# Of what counts in a month: its attainment was worked out once, and laid beside.
_ATTAINED = """
SELECT form, unit, place, key, level1, level2, level3, target, actual, light, path, sheet, cell
FROM {table}
ORDER BY form, unit, rank, place
"""

# A yearly form counts in both months, mostly by the same file: nothing of it can differ. What was
# reached of an indicator may: its light knows the month.
_SAME = f"""
INSERT INTO same_units
SELECT form, unit FROM (
    SELECT form, unit, submission, 1 AS months FROM month_submissions WHERE status IN {COUNTED}
    UNION ALL
    SELECT form, unit, submission, 2 FROM month_submissions_before WHERE status IN {COUNTED}
) GROUP BY form, unit
HAVING count(*) = 2 AND min(submission) = max(submission) AND sum(months) = 3
EXCEPT SELECT form, unit FROM attained_before
"""
_DIFFERING = "({of}form, {of}unit) NOT IN (SELECT form, unit FROM same_units)"


def compare_with_ledger(month: Consolidation) -> None:
    """Compare with the month before, as the ledger has it."""
    before, forms = month.month.before, list(month.forms.values())
    fill_submission_status(
        month.ledger,
        before,
        forms,
        table="month_submissions_before",
        roster=month.roster,
        rulings=month.rulings,
    )
    given = {"table": "month_submissions_before", "statuses": COUNTED, "differing": ""}
    for table, query in (("projects", _PROJECTS_OF), ("indicators", _INDICATORS_OF)):
        month.run(f"INSERT INTO before_{table} {query.format(**given)}")
    fill_attainment(month, "_before")
    names = ", ".join(ComparedAttainment._fields)
    query = _ATTAINED.format(table="attained_before")
    month.run(f"INSERT INTO before_attained ({names}) {query}")
    month.run(_SAME)
    if row_count(month, "before_projects"):
        month.compared = before.period


def compare_with(
    month: Consolidation,
    name: str,
    projects: Iterable[ComparedProject],
    indicators: Iterable[ComparedIndicator],
    attained: Iterable[ComparedAttainment],
) -> None:
    """Compare with the rows of an earlier summary."""
    month.fill(insert_into("before_attained", ComparedAttainment), attained)
    month.fill(insert_into("before_projects", ComparedProject), projects)
    month.fill(insert_into("before_indicators", ComparedIndicator), indicators)
    month.compared = name


def find_changes(month: Consolidation) -> None:
    """Compare, and keep what differs: adjustments of a closed month, then changes."""
    late = {(form, unit) for form, unit, _ in units(month, "('adjustment')")}
    if late:
        closed = (each for each in _current(month, COUNTED) if each.order in late)
        fill_attainment(month, "_late")
        came = _current(month, "('adjustment')", "attained_late")
        _keep(month, "adjustment", changes(closed, came))
        _keep(month, "adjustment", adjusted_fields(month))
    if month.compared:
        order = f"WHERE {_DIFFERING.format(of='')} ORDER BY form, unit, place"
        before = _snapshots(
            month.run(f"SELECT {columns(ComparedProject)} FROM before_projects {order}"),
            month.run(f"SELECT {columns(ComparedIndicator)} FROM before_indicators {order}"),
            month.run(f"SELECT {columns(ComparedAttainment)} FROM before_attained {order}"),
        )
        now = _current(month, COUNTED, differing=f"AND {_DIFFERING.format(of='s.')}")
        _keep(month, "change", changes(before, now))


def found_changes(month: Consolidation) -> Iterator[ChangeRow]:
    """What was found."""
    query = f"SELECT {columns(ChangeRow)} FROM differences ORDER BY rowid"
    return map(ChangeRow._make, month.run(query))


def _keep(month: Consolidation, section: str, found: Iterable[MonthChange]) -> None:
    month.fill(
        insert_into("differences", ChangeRow),
        (
            ChangeRow(
                section,
                each.kind.value,
                each.form,
                each.unit,
                each.unit_name,
                each.key,
                each.code,
                each.name,
                each.item,
                _text(each.before),
                _text(each.after),
                *_place(each.before_at),
                *_place(each.after_at),
            )
            for each in found
        ),
    )


def _current(
    month: Consolidation, statuses: str, attained: str = "attained", differing: str = ""
) -> Iterator[Snapshot]:
    given = {"table": "month_submissions", "statuses": statuses, "differing": differing}
    return _snapshots(
        month.run(_PROJECTS_OF.format(**given)),
        month.run(_INDICATORS_OF.format(**given)),
        month.run(_ATTAINED.format(table=attained)),
    )


def _snapshots(
    projects: Iterable[Any], indicators: Iterable[Any], attained: Iterable[Any]
) -> Iterator[Snapshot]:
    """Units with their projects, indicators and what was reached; all streams are sorted by form
    and unit.
    """
    of_targets, of_values = _of_units(indicators), _of_units(attained)
    next(of_targets), next(of_values)
    for unit, rows in groupby(projects, itemgetter(0, 1)):
        yield _snapshot(unit, list(rows), of_targets.send(unit), of_values.send(unit))


def _of_units(rows: Iterable[Any]) -> Generator[list[Any], tuple[str, str], None]:
    """Asked for one unit after the other, the rows of each."""
    unit = yield []
    groups = groupby(rows, itemgetter(0, 1))
    key, found = next(groups, (None, iter(())))
    while True:
        while key is not None and key < unit:
            key, found = next(groups, (None, iter(())))
        unit = yield list(found) if key == unit else []


def _snapshot(
    unit: tuple[str, str], rows: list[Any], indicators: list[Any], attained: list[Any]
) -> Snapshot:
    targets = _by_project((each, each.text) for each in map(ComparedIndicator._make, indicators))
    reached = _by_project(
        (each, f"{each.text}{SEPARATOR}{each.light}")
        for each in map(ComparedAttainment._make, attained)
    )
    projects: dict[str, ProjectThen] = {}
    for row in map(ComparedProject._make, rows):
        money = {
            item: None if text is None else Decimal(text)
            for item, text in ((name, getattr(row, name)) for name in MONEY)
        }
        unique = row.key if row.key not in projects else f"{row.key} {len(projects)}"
        at = SourceCell(row.path, row.sheet, row.cell)
        known = (targets.get(row.key, {}), reached.get(row.key, {}))
        projects[unique] = ProjectThen(row.key, row.code, row.name, money, at, *known)
    return Snapshot(*unit, rows[0][2], projects)


def _by_project(
    rows: Iterable[tuple[ComparedIndicator | ComparedAttainment, str]],
) -> dict[str, Indicators]:
    """The texts of indicators by their project, their levels and their occurrence."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found: dict[str, dict[tuple[str, str, int], tuple[str, SourceCell]]] = {}
    for each, text in rows:
        seen[each.key, each.level2, each.level3] += 1
        occurrence = (each.level2, each.level3, seen[each.key, each.level2, each.level3])
        at = SourceCell(each.path, each.sheet, each.cell)
        found.setdefault(each.key, {})[occurrence] = (text, at)
    return dict(found)


def _text(value: Decimal | str | None) -> str | None:
    return None if value is None else str(value)


def _place(spot: SourceCell | None) -> tuple[str | None, str | None, str | None]:
    return (spot.path, spot.sheet, spot.cell) if spot else (None, None, None)
