"""The rows of `month.attainment` as the sheets ask for them, the worst first."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.ledger.row_sql import columns
from xltool.month.attainment_rows import AttainmentRow, ProgressRow
from xltool.month.consolidation import Consolidation


def attained(month: Consolidation, *, missed: bool = False) -> Iterator[AttainmentRow]:
    """The indicators, red before yellow before the rest, then in the order of the lists."""
    only = "WHERE missed = 1" if missed else ""
    order = "form, urgency, rank, place"
    query = f"SELECT {columns(AttainmentRow)} FROM attained {only} ORDER BY {order}"
    return map(AttainmentRow._make, month.run(query))


def progress(month: Consolidation, *, scored: bool = False) -> Iterator[ProgressRow]:
    """The projects with what they spent, the worst light and the least share first; or those that
    have a score, the best first.
    """
    share = "CAST(executed AS REAL) / nullif(CAST(budget AS REAL), 0)"
    only = "score IS NOT NULL" if scored else "executed IS NOT NULL"
    order = "CAST(score AS REAL) DESC" if scored else f"urgency, {share}"
    query = f"SELECT {columns(ProgressRow)} FROM progress WHERE {only} "
    query += f"ORDER BY form, {order}, rank, place"
    return map(ProgressRow._make, month.run(query))


def attained_count(month: Consolidation, column: str = "form", *, missed: bool = False) -> int:
    """How many indicators there are with something in a column; of those that are behind."""
    only = "AND missed = 1" if missed else ""
    query = f"SELECT count(*) FROM attained WHERE coalesce({column}, '') <> '' {only}"
    return _only_number(month, query)


def progress_count(month: Consolidation, column: str = "executed") -> int:
    """How many projects there are with something in a column: `executed`, `score`, `planned`, …."""
    return _only_number(month, f"SELECT count(*) FROM progress WHERE coalesce({column}, '') <> ''")


def better_count(month: Consolidation, row: ProgressRow) -> int:
    """How many projects of the same form have a higher score."""
    query = "SELECT count(*) FROM progress WHERE form = ? AND CAST(score AS REAL) > ?"
    return _only_number(month, query, (row.form, float(row.score or 0)))


def _only_number(month: Consolidation, query: str, values: tuple[object, ...] = ()) -> int:
    (number,) = month.run(query, values).fetchone()
    assert isinstance(number, int)
    return number
