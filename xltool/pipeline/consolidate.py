"""A month of workbooks -> the summary workbook, proved; and how the units stand in the month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from xltool.excel.read.authorship import unedited, written_by_us
from xltool.excel.read.table import table_rows
from xltool.excel.summary.feedback import write_feedback
from xltool.excel.summary.previous_month import compare_with_summary
from xltool.excel.summary.proof import prove
from xltool.excel.summary.workbook import write_summary
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import MissingPathError, NoLedgerError, NothingToCheckError
from xltool.ledger.intake import take_in
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.month.batch_rules import run_batch_rules
from xltool.month.consolidated import Consolidated, consolidated
from xltool.month.consolidation import Consolidation
from xltool.month.counts import anything_came, counted_ids
from xltool.month.differences import compare_with_ledger, find_changes
from xltool.month.roster import Roster, parse_roster
from xltool.month.ruled_findings import fill_ruled_findings
from xltool.month.submission_status import Month
from xltool.pipeline.check import judge, read_submission
from xltool.pipeline.exemption_list import exemptions_in
from xltool.pipeline.inputs import find_inputs
from xltool.pipeline.review import (
    Review,
    is_open,
    journal_of,
    read_review,
    version_before,
    write_closing,
)
from xltool.reports.safe_file import make_file, write_file


def consolidate(
    paths: str | Path | Iterable[str | Path],
    *,
    period: str,
    out: str | Path,
    roster: str | Path | None = None,
    previous: str | Path | None = None,
    ledger: str | Path | None = None,
    include_invalid: bool = False,
    close: bool = False,
    feedback: str | Path | None = None,
    lang: str = "zh",
    forms: Sequence[Form] | None = None,
    received: str | None = None,
    exemptions: str | Path | None = None,
) -> Consolidated:
    """Consolidate a month (`2022-03`) of workbooks into one summary workbook.

    What came before stands in the `ledger`; without one the paths alone are consolidated. The
    reviewer's decisions are read from the summary at `out` and from `previous`. With `received`
    (ISO 8601, UTC) the ledger learns when they came. Raises `XltoolError` for what cannot be read
    or written, where nobody came or is due, and for a total that is not proved.
    """
    known, target = forms or load_forms(), Path(out)
    if close and ledger is None:
        raise NoLedgerError()
    listed = read_roster(roster, known)
    exempted = exemptions_in(Path(exemptions) if exemptions else None, period, lang)
    given = [Path(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    aside = [Path(path) for path in (roster, previous, ledger, exemptions) if path]
    files = _submitted(given, [target, *aside])
    journal = journal_of(given, Path(ledger)) if ledger else None
    # A roster alone makes a summary too: of those who have not handed in.
    nothing = None if files or listed else _nothing(given, ledger)
    with Ledger(Path(ledger) if ledger else None) as book:
        read = partial(read_submission, forms=known, given=Given(None, period))
        take_in(files, book, known, period[:4], read, partial(judge, forms=known), received)
        review = read_review(book, target, Path(previous) if previous else None, period, journal)
        month = Consolidation.of(
            book,
            Month(period),
            known,
            lang=lang,
            roster=listed,
            include_invalid=include_invalid,
            exemptions=exempted,
        )
        if nothing and not anything_came(month):
            raise nothing
        close_month(month, journal, wanted=close or review.close)
        compare(month, previous)
        written = write_summary_of(month, target, review)
        sheets = write_feedback(month, Path(feedback)) if feedback else ()
        return consolidated(month, written, sheets, review.kept_aside(target, written))


@contextmanager
def submission_status_of(
    ledger: Path, period: str | None, roster: Path | None, forms: Sequence[Form], lang: str
) -> Iterator[Consolidation | None]:
    """How the units stand in a month of a ledger, the last one without `period`.

    None where the ledger is empty. Raises `MissingPathError` where there is no such file.
    """
    if not ledger.exists():
        raise MissingPathError(path=ledger)
    if period:
        Given(None, period)
    listed = read_roster(roster, forms)
    with Ledger(ledger) as book:
        month = period or book.last_month()
        yield (
            Consolidation.of(book, Month(month), forms, lang=lang, roster=listed) if month else None
        )


def _nothing(given: Sequence[Path], ledger: str | Path | None) -> NothingToCheckError:
    """What is wrong if the ledger holds nothing either; raised where there is none to ask."""
    error = NothingToCheckError(path="、".join(map(str, given)))
    if not (ledger and Path(ledger).exists()):
        raise error
    return error


def compare(month: Consolidation, previous: str | Path | None) -> None:
    """With an earlier summary where one is given, else with the month before in the ledger; then
    run the rules across workbooks, and find what was decided about what they found.
    """
    if previous:
        compare_with_summary(month, Path(previous))
    else:
        compare_with_ledger(month)
    find_changes(month)
    run_batch_rules(month)
    fill_ruled_findings(month)


def close_month(month: Consolidation, journal: Path | None, *, wanted: bool) -> None:
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


def write_summary_of(month: Consolidation, target: Path, review: Review) -> Path:
    """Write the summary and prove it; returns where it went.

    One that lies there is replaced where nobody but the reviewer wrote in it, as it was read; what
    the reviewer had saved is kept beside it.
    """
    run = partial(_write_proved, month, target)
    return make_file(target, run, partial(may_replace, review=review, lang=month.lang))


def may_replace(path: Path, *, review: Review, lang: str) -> bool:
    """Whether a summary may be replaced now; the version that a person saved is kept first."""
    found = review.here.get(path)
    if found is None:
        return unedited(path)
    if not found.only_reviewed or is_open(path) or not found.unchanged():
        return False
    if not unedited(path):
        write_file(version_before(path, lang), path.read_bytes(), written_by_us)
    return True


def _write_proved(month: Consolidation, target: Path, aside: Path) -> None:
    """Its links are relative to where it will lie."""
    write_summary(month, aside, target.absolute().parent)
    prove(aside)


def read_roster(path: str | Path | None, forms: Sequence[Form]) -> Roster | None:
    """The roster in a file, None without one; raises `MissingPathError` or `RosterError`."""
    if path is None:
        return None
    if not Path(path).exists():
        raise MissingPathError(path=path)
    return parse_roster(table_rows(Path(path)), Path(path).name, forms)


def _submitted(given: Sequence[Path], apart: Sequence[Path]) -> list[Path]:
    """The workbooks to consolidate, none where only the ledger holds some: not the files that the
    command itself names.
    """
    aside = {path.absolute() for path in apart}
    try:
        files = [item.path for item in find_inputs(given).files]
    except NothingToCheckError:
        return []
    return [path for path in files if path.absolute() not in aside]
