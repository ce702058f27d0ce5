"""A month of workbooks -> the summary workbook, proved; and how the units stand in the month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from xltool.excel.read.authorship import unedited
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
from xltool.month.submission_status import Month
from xltool.pipeline.check import judge, read_submission
from xltool.pipeline.inputs import find_inputs
from xltool.reports.safe_file import make_file


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
) -> Consolidated:
    """Consolidate a month (`2022-03`) of workbooks into one summary workbook.

    What came before stands in the `ledger`; without one the paths alone are consolidated. With
    `received` (ISO 8601, UTC) the ledger learns when they came. Raises `XltoolError` for what
    cannot be read or written, where nobody came or is due, and for a total that is not proved.
    """
    known, target = forms or load_forms(), Path(out)
    if close and ledger is None:
        raise NoLedgerError()
    listed = _roster(roster, known)
    given = [Path(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    files = _submitted(given, [target, *(Path(p) for p in (roster, previous, ledger) if p)])
    # A roster alone makes a summary too: of those who have not handed in.
    nothing = None if files or listed else _nothing(given, ledger)
    with Ledger(Path(ledger) if ledger else None) as book:
        read = partial(read_submission, forms=known, given=Given(None, period))
        take_in(files, book, known, period[:4], read, partial(judge, forms=known), received)
        month = Consolidation.of(
            book, Month(period), known, lang=lang, roster=listed, include_invalid=include_invalid
        )
        if nothing and not anything_came(month):
            raise nothing
        _compare(month, previous)
        return _write(month, target, feedback, close)


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
    listed = _roster(roster, forms)
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


def _compare(month: Consolidation, previous: str | Path | None) -> None:
    """With an earlier summary where one is given, else with the month before in the ledger; then
    run the rules across workbooks.
    """
    if previous:
        compare_with_summary(month, Path(previous))
    else:
        compare_with_ledger(month)
    find_changes(month)
    run_batch_rules(month)


def _write(
    month: Consolidation, target: Path, feedback: str | Path | None, close: bool
) -> Consolidated:
    """Write the summary and the feedback to the units, then close the month; what came of it."""
    written = make_file(target, partial(_write_proved, month, target), unedited)
    sheets = write_feedback(month, Path(feedback)) if feedback else ()
    if close:
        month.ledger.close_period(month.month.period, counted_ids(month))
    return consolidated(month, written, sheets)


def _write_proved(month: Consolidation, target: Path, aside: Path) -> None:
    """Its links are relative to where it will lie."""
    write_summary(month, aside, target.absolute().parent)
    prove(aside)


def _roster(path: str | Path | None, forms: Sequence[Form]) -> Roster | None:
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
