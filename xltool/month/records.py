"""Consolidation -> the month's rows, streamed from the ledger in one fixed order.

Nothing is collected: a summary of 20,000 workbooks is written row by row. `CROSS JOIN` keeps
SQLite to the order of the tables as written, so that no stream needs sorting. What is selected is
made from the row types: a column that one of them gets is in every stream of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.ledger.finding_row import FindingRow
from xltool.ledger.indicator_row import IndicatorRow
from xltool.ledger.project_row import ProjectRow
from xltool.ledger.row_sql import columns
from xltool.ledger.subgoal_row import SubgoalRow
from xltool.ledger.submission_row import SubmissionRow
from xltool.month.consolidation import COUNTED, SHOWN, Consolidation
from xltool.month.rows import MonthFinding, MonthIndicator, MonthRow, MonthSubmission, ProjectKey

_OF_SUBMISSION = "s.form, s.unit, s.unit_name, s.status, sub.path"
_WIDTH = len(MonthSubmission._fields)
_SUBMITTED = "FROM month_submissions s CROSS JOIN submissions sub ON sub.id = s.submission"


def counted_projects(month: Consolidation) -> Iterator[MonthRow[ProjectRow]]:
    """The projects that count, unit by unit."""
    rows = month.run(
        f"SELECT {_OF_SUBMISSION}, {columns(ProjectRow, 'r')} {_SUBMITTED} "
        "CROSS JOIN projects r ON r.submission = s.submission "
        f"WHERE s.status IN {COUNTED} ORDER BY s.rank, r.place"
    )
    for row in rows:
        yield MonthRow(MonthSubmission._make(row[:_WIDTH]), ProjectRow._make(row[_WIDTH:]))


def counted_submissions(month: Consolidation) -> Iterator[tuple[int, int, MonthSubmission]]:
    """What counts: its rank, its number in the ledger, and itself."""
    rows = month.run(
        f"SELECT s.rank, s.submission, {_OF_SUBMISSION} {_SUBMITTED} "
        f"WHERE s.status IN {COUNTED} ORDER BY s.rank"
    )
    for rank, number, *submission in rows:
        yield rank, number, MonthSubmission._make(submission)


def counted_indicators(month: Consolidation, rank: int) -> Iterator[MonthIndicator]:
    """The indicators of a submission that counts."""
    rows = month.run(
        f"SELECT {_OF_SUBMISSION}, {columns(ProjectKey, 'p')}, {columns(IndicatorRow, 'r')} "
        f"{_SUBMITTED} CROSS JOIN indicators r ON r.submission = s.submission "
        "LEFT JOIN projects p ON p.submission = r.submission AND p.place = r.project "
        "WHERE s.rank = ? ORDER BY r.place",
        (rank,),
    )
    start = _WIDTH + len(ProjectKey._fields)
    for row in rows:
        project = ProjectKey._make(row[_WIDTH:start])
        record = IndicatorRow._make(row[start:])
        yield MonthIndicator(MonthSubmission._make(row[:_WIDTH]), record, project)


def counted_subgoals(month: Consolidation, rank: int) -> Iterator[MonthRow[SubgoalRow]]:
    """The sub-targets of its department."""
    rows = month.run(
        f"SELECT {_OF_SUBMISSION}, {columns(SubgoalRow, 'r')} {_SUBMITTED} "
        "CROSS JOIN subgoals r ON r.submission = s.submission WHERE s.rank = ? ORDER BY r.place",
        (rank,),
    )
    for row in rows:
        yield MonthRow(MonthSubmission._make(row[:_WIDTH]), SubgoalRow._make(row[_WIDTH:]))


def shown_findings(
    month: Consolidation, unit: tuple[str, str] | None = None
) -> Iterator[MonthFinding]:
    """The findings of workbooks and of the batch, unit by unit; of one form and unit alone."""
    only = "AND s.form = ? AND s.unit = ?" if unit else ""
    one = " UNION ALL ".join(
        f"SELECT s.rank AS rank, r.place AS place, {_OF_SUBMISSION}, "
        "coalesce(o.opinion, ''), coalesce(o.decision, ''), coalesce(o.exempted, ''), "
        f"{columns(FindingRow, 'r')} {_SUBMITTED} "
        f"CROSS JOIN {table} r ON r.submission = s.submission "
        "LEFT JOIN ruled o ON o.submission = r.submission AND o.place = r.place "
        f"WHERE s.status IN {SHOWN} {only}"
        for table in ("findings", "batch_findings")
    )
    start = 2 + _WIDTH
    for row in month.run(f"{one} ORDER BY rank, place", (unit or ()) * 2):
        record = FindingRow._make(row[start + 3 :])
        yield MonthFinding(MonthSubmission._make(row[2:start]), record, *row[start : start + 3])


def sources(month: Consolidation) -> Iterator[MonthRow[SubmissionRow]]:
    """Every file of the month and of this run."""
    return _sources(month, "")


def sources_of(
    month: Consolidation, keys: Sequence[str], unit: str
) -> list[MonthRow[SubmissionRow]]:
    """The files of a unit on one of several forms, in the order of the list."""
    condition = f"WHERE s.form IN ({', '.join('?' * len(keys))}) AND s.unit = ?"
    return list(_sources(month, condition, (*keys, unit)))


def _sources(
    month: Consolidation, condition: str, values: Sequence[str] = ()
) -> Iterator[MonthRow[SubmissionRow]]:
    rows = month.run(
        f"SELECT {_OF_SUBMISSION}, {columns(SubmissionRow, 'sub')} {_SUBMITTED} "
        f"{condition} ORDER BY s.rank",
        values,
    )
    for row in rows:
        yield MonthRow(MonthSubmission._make(row[:_WIDTH]), SubmissionRow._make(row[_WIDTH:]))
