"""Consolidation + the month before -> what changed, kept as rows beside the ledger's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from xltool.ledger.row_sql import columns, insert_into
from xltool.month.comparison import MonthChange, ProjectThen, Snapshot, SourceCell, changes
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.month.counts import row_count, units
from xltool.month.rows import ChangeRow, ComparedIndicator, ComparedProject
from xltool.month.submission_status import fill_submission_status

# In the order of `ComparedProject` and `ComparedIndicator`.
_PROJECTS_OF = """
SELECT s.form, s.unit, s.unit_name, p.place, p.key, p.code, p.name, p.budget, p.fiscal, p.other,
    sub.path, p.sheet, p.cell
FROM {table} s CROSS JOIN submissions sub ON sub.id = s.submission
    CROSS JOIN projects p ON p.submission = s.submission
WHERE s.status IN {statuses} ORDER BY s.rank, p.place
"""
_INDICATORS_OF = """
SELECT s.form, s.unit, i.place, coalesce(p.key, ''), i.level2, i.level3, i.text,
    sub.path, i.sheet, i.cell
FROM {table} s CROSS JOIN submissions sub ON sub.id = s.submission
    CROSS JOIN indicators i ON i.submission = s.submission
    LEFT JOIN projects p ON p.submission = i.submission AND p.place = i.project
WHERE s.status IN {statuses} ORDER BY s.rank, i.place
"""


def compare_with_ledger(month: Consolidation) -> None:
    """Compare with the month before, as the ledger has it."""
    before, forms = month.month.before, list(month.forms.values())
    fill_submission_status(
        month.ledger,
        before,
        forms,
        table="standing_before",
        roster=month.roster,
        rulings=month.rulings,
    )
    given = {"table": "standing_before", "statuses": COUNTED}
    for table, query in (("projects", _PROJECTS_OF), ("indicators", _INDICATORS_OF)):
        month.run(f"INSERT INTO before_{table} {query.format(**given)}")
    if row_count(month, "before_projects"):
        month.compared = before.period


def compare_with(
    month: Consolidation,
    name: str,
    projects: Iterable[ComparedProject],
    indicators: Iterable[ComparedIndicator],
) -> None:
    """Compare with the rows of an earlier summary."""
    month.fill(insert_into("before_projects", ComparedProject), projects)
    month.fill(insert_into("before_indicators", ComparedIndicator), indicators)
    month.compared = name


def find_changes(month: Consolidation) -> None:
    """Compare, and keep what differs: adjustments of a closed month, then changes."""
    late = {(form, unit) for form, unit, _ in units(month, "('adjustment')")}
    closed = (each for each in _current(month, COUNTED) if each.order in late)
    _keep(month, "adjustment", changes(closed, _current(month, "('adjustment')")))
    if month.compared:
        order = "ORDER BY form, unit, place"
        before = _snapshots(
            month.run(f"SELECT {columns(ComparedProject)} FROM before_projects {order}"),
            month.run(f"SELECT {columns(ComparedIndicator)} FROM before_indicators {order}"),
        )
        _keep(month, "change", changes(before, _current(month, COUNTED)))


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


def _current(month: Consolidation, statuses: str) -> Iterator[Snapshot]:
    given = {"table": "standing", "statuses": statuses}
    return _snapshots(
        month.run(_PROJECTS_OF.format(**given)), month.run(_INDICATORS_OF.format(**given))
    )


def _snapshots(projects: Iterable[Any], indicators: Iterable[Any]) -> Iterator[Snapshot]:
    """Units with their projects and indicators; both streams are sorted by form and unit."""
    groups = ((key, list(rows)) for key, rows in groupby(indicators, itemgetter(0, 1)))
    key, found = next(groups, (None, []))
    for unit, rows in groupby(projects, itemgetter(0, 1)):
        while key is not None and key < unit:
            key, found = next(groups, (None, []))
        yield _snapshot(unit, list(rows), found if key == unit else [])


def _snapshot(unit: tuple[str, str], rows: list[Any], indicators: list[Any]) -> Snapshot:
    seen: Counter[tuple[str, str, str]] = Counter()
    by_project: dict[str, dict[tuple[str, str, int], tuple[str, SourceCell]]] = {}
    for each in map(ComparedIndicator._make, indicators):
        seen[each.key, each.level2, each.level3] += 1
        occurrence = (each.level2, each.level3, seen[each.key, each.level2, each.level3])
        at = SourceCell(each.path, each.sheet, each.cell)
        by_project.setdefault(each.key, {})[occurrence] = (each.text, at)
    projects: dict[str, ProjectThen] = {}
    for row in map(ComparedProject._make, rows):
        money = {
            item: None if text is None else Decimal(text)
            for item, text in (("budget", row.budget), ("fiscal", row.fiscal), ("other", row.other))
        }
        unique = row.key if row.key not in projects else f"{row.key} {len(projects)}"
        at = SourceCell(row.path, row.sheet, row.cell)
        indicators_of = by_project.get(row.key, {})
        projects[unique] = ProjectThen(row.key, row.code, row.name, money, at, indicators_of)
    return Snapshot(*unit, rows[0][2], projects)


def _text(value: Decimal | str | None) -> str | None:
    return None if value is None else str(value)


def _place(spot: SourceCell | None) -> tuple[str | None, str | None, str | None]:
    return (spot.path, spot.sheet, spot.cell) if spot else (None, None, None)
