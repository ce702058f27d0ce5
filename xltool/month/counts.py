"""Consolidation -> how much there is of what, and which forms and units count."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.ledger.form_facts import plan_months
from xltool.month.consolidation import COUNTED, SHOWN, Consolidation
from xltool.values.unit_code import are_distinct_numbers, department_of

_OF_STATUS = {
    "projects": COUNTED,
    "indicators": COUNTED,
    "subgoals": COUNTED,
    "findings": SHOWN,
    "batch_findings": SHOWN,
}
"""The records that belong to submissions of some statuses alone."""


def counted_forms(month: Consolidation) -> list[str]:
    """The forms of what counts, in the order of the lists."""
    rows = month.run(
        f"SELECT DISTINCT form FROM month_submissions WHERE status IN {COUNTED} ORDER BY form"
    )
    return [form for (form,) in rows]


def counted_plan_months(month: Consolidation) -> tuple[int, ...]:
    """The months at whose end a plan of one of these forms has a percentage."""
    found: set[int] = set()
    for key in counted_forms(month):
        found.update(plan_months(month.forms[key]) if key in month.forms else ())
    return tuple(sorted(found))


def counted_ids(month: Consolidation) -> list[int]:
    """The submissions that count: what `--close` freezes."""
    rows = month.run(f"SELECT submission FROM month_submissions WHERE status IN {COUNTED}")
    return [number for (number,) in rows]


def row_count(month: Consolidation, table: str) -> int:
    """How many rows a table of this month has: `projects`, `indicators`, …."""
    query = f"SELECT count(*) FROM {table}"
    if table in _OF_STATUS:
        query = (
            f"SELECT count(*) FROM month_submissions s CROSS JOIN {table} r "
            f"ON r.submission = s.submission WHERE s.status IN {_OF_STATUS[table]}"
        )
    (number,) = month.run(query).fetchone()
    assert isinstance(number, int)
    return number


def has_executed(month: Consolidation) -> bool:
    """Whether a form that counts tells what was spent."""
    query = (
        "SELECT 1 FROM month_submissions s CROSS JOIN projects p ON p.submission = s.submission "
        f"WHERE s.status IN {COUNTED} AND p.executed IS NOT NULL LIMIT 1"
    )
    return month.run(query).fetchone() is not None


def units(month: Consolidation, statuses: str = SHOWN) -> Iterator[tuple[str, str, str]]:
    """Form, unit and name of every unit with a submission of these statuses."""
    rows = month.run(
        "SELECT DISTINCT form, unit, unit_name FROM month_submissions "
        f"WHERE status IN {statuses} ORDER BY form, unit"
    )
    return iter(rows)


def unit_names(month: Consolidation) -> dict[str, str]:
    """The names of all units of the month by their codes."""
    return dict(month.run("SELECT unit, max(unit_name) FROM month_submissions GROUP BY unit"))


def shown_contents(month: Consolidation) -> set[tuple[str, str]]:
    """Unit and digest of all that counts or must still be corrected."""
    return set(
        month.run(
            "SELECT s.unit, sub.digest FROM month_submissions s JOIN submissions sub "
            f"ON sub.id = s.submission WHERE s.status IN {SHOWN}"
        )
    )


def department_count(month: Consolidation) -> int:
    """How many departments there are among what counts, for each form by itself."""
    return len({(form, department_of(unit)) for form, unit, _ in units(month, COUNTED)})


def codes_are_distinct(month: Consolidation) -> bool:
    """Whether Excel's conditions tell the units that count apart."""
    return are_distinct_numbers([unit for _, unit, _ in units(month, COUNTED)])


def files_by_status(month: Consolidation) -> dict[str, int]:
    """How many files have each status."""
    return dict(month.run("SELECT status, count(*) FROM month_submissions GROUP BY status"))


def findings_by(month: Consolidation, column: str) -> dict[str, int]:
    """How many of the findings there are by `severity` or `rule`."""
    one = " UNION ALL ".join(
        f"SELECT f.{column} AS value FROM month_submissions s CROSS JOIN {table} f "
        f"ON f.submission = s.submission WHERE s.status IN {SHOWN}"
        for table in ("findings", "batch_findings")
    )
    return dict(month.run(f"SELECT value, count(*) FROM ({one}) GROUP BY value"))


def anything_came(month: Consolidation) -> bool:
    """Whether anything was handed in for the month, be it counted or not."""
    query = (
        "SELECT 1 FROM month_submissions WHERE status NOT IN ('other_month', 'other_year', 'later')"
    )
    return month.run(f"{query} LIMIT 1").fetchone() is not None
