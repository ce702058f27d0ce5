"""READ FIRST: the whole way of each command on one page.

check: paths -> files (inputs) -> Workbook (excel.read) -> the form it is filled in on, and its
Submission (extract, provenance) -> Report (validation: pandera runs the rules) -> text or JSON
(reports). A file that cannot be read becomes a Report that says why; the others go on.
Report -> words (problems) -> marked copy (excel.result) -> file (outputs): see `marking`.

new: a form, and what last year's workbook has that persists (carry) -> .xlsx (excel.template).

consolidate: the same reports and their records -> the ledger (intake) -> which submissions count
in the month (standing, selection) -> what changed (history) and the rules across workbooks
(batch) -> the summary, written row by row and proved (excel.summary, excel.proof).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xltool.batch import run_batch_rules
from xltool.carry import Carried, carry
from xltool.consolidation import Consolidation
from xltool.dues import count_dues
from xltool.errors import (
    MissingPathError,
    NoLedgerError,
    UnknownFormError,
    UnreadableWorkbookError,
)
from xltool.excel.feedback import write_feedback
from xltool.excel.keep import keep
from xltool.excel.own import stamped
from xltool.excel.previous import compare_with_summary
from xltool.excel.proof import prove
from xltool.excel.read import read_workbook
from xltool.excel.summary import write_summary
from xltool.excel.table import table_rows
from xltool.extract import extract, recognise
from xltool.form import Form
from xltool.form_file import load_forms
from xltool.history import compare_with_ledger, find_changes
from xltool.inputs import find_inputs
from xltool.intake import take_in
from xltool.ledger import Ledger
from xltool.model import Report, Submission, Verdict
from xltool.outcome import Consolidated
from xltool.provenance import Given, settle
from xltool.roster import Roster, parse_roster
from xltool.rules import selected_rules
from xltool.standing import Month
from xltool.validation import CHUNK, validate


def check(
    paths: str | Path | Iterable[str | Path],
    *,
    year: int | None = None,
    period: str | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    forms: Sequence[Form] | None = None,
) -> list[Report]:
    """Check workbooks and folders of workbooks; one report a file, in a fixed order.

    `year` and `period` (`2022-03`) serve where a workbook does not say. `select` and `ignore`
    take rule codes or their beginnings (`XL2`). Nothing is written. Raises `XltoolError` for a
    path that does not exist or a rule that is unknown.
    """
    given = [paths] if isinstance(paths, (str, Path)) else paths
    files = [item.path for item in find_inputs(map(Path, given)).files]
    chosen, left_out = _codes(select), _codes(ignore)
    codes = selected_rules(chosen, left_out) if chosen or left_out else None
    return list(check_files(files, forms or load_forms(), Given(year, period), codes))


def _codes(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def check_files(
    files: Sequence[Path], forms: Sequence[Form], given: Given, codes: frozenset[str] | None = None
) -> Iterator[Report]:
    """Check files in chunks, so that pandera is called once for hundreds of them."""
    for start in range(0, len(files), CHUNK):
        read = [read_submission(path, forms, given) for path in files[start : start + CHUNK]]
        yield from judge(read, forms, codes)


def read_submission(
    path: Path, forms: Sequence[Form], given: Given, known_as: Path | None = None
) -> Submission | Report:
    """One file as a submission, or the report that says why it is none.

    `known_as` is the name by which its filler knows the file, where it has been moved since.
    """
    known_as = known_as or path
    try:
        workbook = replace(read_workbook(path), path=known_as.as_posix())
    except UnreadableWorkbookError as error:
        refusal = error.refusal
        return Report(
            known_as.as_posix(), Verdict.UNREADABLE, reason=(refusal.reason, dict(refusal.parts))
        )
    match = recognise(workbook, forms)
    if match is None:
        sheets = "、".join(sheet.name for sheet in workbook.sheets[:5])
        return Report(
            workbook.path,
            Verdict.UNKNOWN_FORM,
            digest=workbook.digest,
            reason=("unknown_form", {"sheets": sheets}),
        )
    return settle(extract(workbook, match), match.form, given)


def judge(
    read: Sequence[Submission | Report],
    forms: Sequence[Form],
    codes: frozenset[str] | None = None,
) -> list[Report]:
    """Check the submissions of each form together; reports come back in the order given."""
    reports: list[Report | None] = [item if isinstance(item, Report) else None for item in read]
    for form in forms:
        places = [
            place
            for place, item in enumerate(read)
            if isinstance(item, Submission) and item.form == form.key
        ]
        mine = [item for item in read if isinstance(item, Submission) and item.form == form.key]
        for place, report in zip(places, validate(mine, form, codes), strict=True):
            reports[place] = report
    return [report for report in reports if report is not None]


@dataclass(frozen=True, slots=True)
class NewWorkbook:
    """A new workbook as bytes; what was carried into it, and the sheets of the source not read."""

    data: bytes
    carried: Carried | None = None
    passed_over: tuple[str, ...] = ()


def new_workbook(
    form: Form,
    forms: Sequence[Form],
    *,
    unit: str = "",
    year: int | None = None,
    projects: int = 1,
    source: Path | None = None,
    lang: str = "zh",
) -> NewWorkbook:
    """The blank standard workbook of a form, with what persists of the workbook `source`.

    `unit` is code and name run together. Raises `MissingPathError`, `UnreadableWorkbookError` or
    `UnknownFormError` for a source that cannot be carried over.
    """
    # Imported here: xlsxwriter is of no use to a check.
    from xltool.excel.template import build_template

    if source is None:
        return NewWorkbook(build_template(form, unit=unit, year=year, projects=projects, lang=lang))
    if not source.exists():
        raise MissingPathError(path=source)
    workbook = read_workbook(source)
    match = recognise(workbook, forms)
    if match is None:
        sheets = [sheet.name for sheet in workbook.sheets[:5]]
        raise UnknownFormError(path=source, sheets=sheets)
    submission = settle(extract(workbook, match), match.form, Given())
    if year is None and submission.period and submission.year:
        year = int(submission.year.value)  # the next month belongs to the same year
    carried = carry(workbook, submission, match.form, form, year, unit=bool(unit))
    data = build_template(form, carried.filling, unit=unit, year=year, projects=projects, lang=lang)
    return NewWorkbook(data, carried, match.passed_over)


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
    cannot be read or written, and for a summary that does not pass its proof.
    """
    known, target = forms or load_forms(), Path(out)
    read = partial(read_submission, forms=known, given=Given(None, period))
    if close and ledger is None:
        raise NoLedgerError()
    listed = _roster(roster, known)
    files = _submitted(paths, [target, *(Path(p) for p in (roster, previous, ledger) if p)])
    with Ledger(Path(ledger) if ledger else None) as book:
        take_in(files, book, known, period[:4], read, partial(judge, forms=known), received)
        month = Consolidation.of(
            book, Month(period), known, lang=lang, roster=listed, include_invalid=include_invalid
        )
        _compare(month, previous)
        run_batch_rules(month)
        written = keep(target, partial(_write_proved, month, target.absolute().parent))
        sheets = write_feedback(month, Path(feedback)) if feedback else ()
        if close:
            book.close_period(period, month.counted_ids())
        return month.outcome(written, sheets, count_dues(month))


@contextmanager
def standing_of(
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


def _compare(month: Consolidation, previous: str | Path | None) -> None:
    """With an earlier summary where one is given, else with the month before in the ledger."""
    if previous:
        compare_with_summary(month, Path(previous))
    else:
        compare_with_ledger(month)
    find_changes(month)


def _write_proved(month: Consolidation, folder: Path, path: Path) -> None:
    write_summary(month, path, folder)
    prove(path)


def _roster(path: str | Path | None, forms: Sequence[Form]) -> Roster | None:
    if path is None:
        return None
    if not Path(path).exists():
        raise MissingPathError(path=path)
    return parse_roster(table_rows(Path(path)), Path(path).name, forms)


def _submitted(paths: str | Path | Iterable[str | Path], apart: Sequence[Path]) -> list[Path]:
    """The workbooks to consolidate: not the files that the command itself names or has written."""
    given = [paths] if isinstance(paths, (str, Path)) else paths
    aside = {path.absolute() for path in apart}
    files = (item.path for item in find_inputs(map(Path, given)).files)
    return [path for path in files if path.absolute() not in aside and not stamped(path)]
