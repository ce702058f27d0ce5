"""A month of a ledger -> its summary: the decisions read, compared, written, proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xltool.excel.read.authorship import unedited, written_by_us
from xltool.excel.read.table import table_rows
from xltool.excel.summary.feedback import write_feedback
from xltool.excel.summary.previous_month import compare_with_summary
from xltool.excel.summary.proof import prove
from xltool.excel.summary.workbook import write_summary
from xltool.language.errors import (
    MissingPathError,
    NoLedgerError,
    NothingToCheckError,
    OutputError,
)
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.month.attainment import fill_attainment
from xltool.month.batch_rules import run_batch_rules
from xltool.month.consolidated import Consolidated, consolidated
from xltool.month.consolidation import Consolidation
from xltool.month.counts import anything_came, counted_ids
from xltool.month.differences import compare_with_ledger, find_changes
from xltool.month.due_forms import DueEntry
from xltool.month.due_list import due_list
from xltool.month.exemptions import Exemptions
from xltool.month.roster import Roster, parse_roster
from xltool.month.ruled_findings import fill_ruled_findings
from xltool.month.submission_status import Month
from xltool.pipeline.exemption_list import exemptions_in
from xltool.pipeline.kept_files import SummaryInUseError, is_open, version_before
from xltool.pipeline.review import Review, read_review, write_closing
from xltool.reports.safe_file import make_file, write_file


@dataclass(frozen=True, slots=True)
class SummaryRun:
    """What a summary is written with, once the ledger holds what came.

    Where a summary that is open or was saved just now keeps its place, it is `waits` that decides:
    the new one comes later, else it takes the next name now.
    """

    target: Path
    period: str
    forms: Sequence[Form]
    lang: str
    roster: Roster | None
    exemptions: Exemptions
    journal: Path | None = None
    previous: Path | None = None
    include_invalid: bool = False
    feedback: Path | None = None
    waits: bool = False

    def write(
        self, book: Ledger, *, close: bool = False, nothing: NothingToCheckError | None = None
    ) -> Consolidated:
        """Read the decisions, then write the summary and the feedback to the units.

        Raises `nothing` where the month holds nothing, `SummaryInUseError` where it `waits`.
        """
        review = read_review(book, self.target, self.previous, self.period, self.journal)
        month = Consolidation.of(
            book,
            Month(self.period),
            self.forms,
            lang=self.lang,
            roster=self.roster,
            include_invalid=self.include_invalid,
            exemptions=self.exemptions,
        )
        if nothing and not anything_came(month):
            raise nothing
        _close(month, self.journal, wanted=close or review.close)
        month.not_compared = review.not_compared(self.period)
        _compare(month, self.previous)
        written = self._written(month, review)
        sheets = write_feedback(month, self.feedback) if self.feedback else ()
        return consolidated(month, written, sheets, review.kept_aside(self.target, written))

    def _written(self, month: Consolidation, review: Review) -> Path:
        """Write the summary and prove it; returns where it went.

        One that lies there is replaced where nobody but the reviewer wrote in it, as it was read;
        what the reviewer had saved is kept beside it.
        """
        make, may_replace = partial(_write_proved, month, self.target), self._may_replace
        try:
            return make_file(self.target, make, partial(may_replace, review))
        except OutputError as error:
            # Windows lets nobody rename onto a file that is open, whatever was seen of it before.
            refused = error.__cause__
            if self.waits and isinstance(refused, PermissionError) and refused.filename2:
                raise SummaryInUseError(path=self.target) from error
            raise

    def _may_replace(self, review: Review, path: Path) -> bool:
        """Whether a summary may be replaced now; the version that a person saved is kept first."""
        found = review.here.get(path)
        if found is None:
            return unedited(path)
        if not found.only_reviewed:
            return False
        if not is_open(path):
            if not unedited(path):
                write_file(version_before(path, self.lang), path.read_bytes(), written_by_us)
            if found.unchanged():  # asked last: what is saved from here on would be lost
                return True
        if self.waits:
            raise SummaryInUseError(path=path)
        return False


@dataclass(frozen=True, slots=True)
class MonthLists:
    """What the drop folder's months are read with: its forms and the lists that lie there."""

    forms: Sequence[Form]
    roster: Path | None
    exemptions: Path | None
    lang: str

    def read(self, period: str) -> tuple[Roster | None, Exemptions]:
        """The lists for a month; raises `XltoolError` for a mistake in one."""
        listed = read_roster(self.roster, self.forms)
        return listed, exemptions_in(self.exemptions, period, self.lang)


def summarise(
    ledger: Path, target: Path, period: str, lists: MonthLists, journal: Path
) -> Consolidated:
    """The summary of what a ledger holds already: so the drop folder keeps it current.

    Raises `SummaryInUseError` where it must wait.
    """
    read = lists.read(period)
    run = SummaryRun(target, period, lists.forms, lists.lang, *read, journal, waits=True)
    with Ledger(ledger) as book:
        return run.write(book)


def due_in(ledger: Path, period: str, lists: MonthLists) -> tuple[DueEntry, ...]:
    """How the units of a roster stand in a month, the missing first; nothing is written."""
    roster, exemptions = lists.read(period)
    with Ledger(ledger) as book:
        month = Consolidation.of(
            book,
            Month(period),
            lists.forms,
            lang=lists.lang,
            roster=roster,
            exemptions=exemptions,
        )
        return due_list(month)


def read_roster(path: str | Path | None, forms: Sequence[Form]) -> Roster | None:
    """The roster in a file, None without one; raises `MissingPathError` or `RosterError`."""
    if path is None:
        return None
    if not Path(path).exists():
        raise MissingPathError(path=path)
    return parse_roster(table_rows(Path(path)), Path(path).name, forms)


def _compare(month: Consolidation, previous: str | Path | None) -> None:
    """With an earlier summary where one is given, else with the month before in the ledger; then
    run the rules across workbooks, and find what was decided about what they found.
    """
    if previous:
        compare_with_summary(month, Path(previous))
    else:
        compare_with_ledger(month)
    fill_attainment(month)
    find_changes(month)
    run_batch_rules(month)
    fill_ruled_findings(month)


def _close(month: Consolidation, journal: Path | None, *, wanted: bool) -> None:
    """Close the month where that is wanted, and note it in the journal.

    Raises `NoLedgerError` where there is no ledger to keep it.
    """
    period = month.month.period
    if wanted and not month.closed:
        if month.ledger.path is None:
            raise NoLedgerError()
        month.ledger.close_period(period, counted_ids(month))
        month.closed = True
    if journal and month.closed:
        write_closing(journal, month.ledger, period)


def _write_proved(month: Consolidation, target: Path, aside: Path) -> None:
    """Its links are relative to where it will lie."""
    write_summary(month, aside, target.absolute().parent)
    prove(aside)
