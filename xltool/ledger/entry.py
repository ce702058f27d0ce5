"""Submission + Report -> LedgerEntry: what the ledger keeps of a workbook, one row type a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xltool.ledger.finding_row import FindingRow, finding_row
from xltool.ledger.indicator_row import IndicatorRow, indicator_rows
from xltool.ledger.judged import JudgedAs
from xltool.ledger.project_row import ProjectRow, project_rows
from xltool.ledger.record_rows import RecordRow, ValueRow, record_rows
from xltool.ledger.report_row import ReportRow
from xltool.ledger.row_sql import RowType
from xltool.ledger.subgoal_row import SubgoalRow, subgoal_rows
from xltool.ledger.submission_row import SubmissionRow, month_of_folder, submission_row
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.model.submission import Submission

RECORDS: dict[str, RowType] = {
    "projects": ProjectRow,
    "indicators": IndicatorRow,
    "subgoals": SubgoalRow,
    "findings": FindingRow,
    "records": RecordRow,
    "record_values": ValueRow,
    "reports": ReportRow,
}
"""The tables of what stands in a submission, each with the type of its rows."""

TABLES: dict[str, RowType] = {"submissions": SubmissionRow, **RECORDS}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A workbook as the ledger keeps it: the tuples are named as their tables are."""

    head: SubmissionRow
    projects: tuple[ProjectRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    subgoals: tuple[SubgoalRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    records: tuple[RecordRow, ...] = ()
    record_values: tuple[ValueRow, ...] = ()
    reports: tuple[ReportRow, ...] = ()

    def received_again(self, path: str, received: str | None) -> LedgerEntry:
        """The same content as it came once more, under another path (ISO 8601, UTC)."""
        month = month_of_folder(path)
        return replace(self, head=self.head._replace(path=path, month=month, received=received))


def entry_of(
    report: Report,
    submission: Submission | None = None,
    form: Form | None = None,
    received: str | None = None,
    judging: str = "",
) -> LedgerEntry:
    """What the ledger keeps; without a submission only that the file could not be read.

    `received` is when it came (ISO 8601, UTC), where the caller knows; `judging` is the
    `judging_key` of a verdict that may be used again.
    """
    head = submission_row(report, submission, received)
    if submission is None or form is None:
        return LedgerEntry(head)
    if judging and (judged_as := JudgedAs.of(submission, form)):
        head = head._replace(judging=judging, judged_as=judged_as.kept())
    return LedgerEntry(
        head,
        tuple(project_rows(submission, form)),
        tuple(indicator_rows(submission, form)),
        tuple(subgoal_rows(submission, form)),
        tuple(finding_row(place, each, form) for place, each in enumerate(report.findings)),
        *record_rows(submission, form),
    )
