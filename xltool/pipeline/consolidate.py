"""A month of workbooks -> the summary workbook, proved; and how the units stand in the month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import MissingPathError, NoLedgerError, NothingToCheckError
from xltool.ledger.judged import judging_key
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.month.consolidated import Consolidated
from xltool.month.consolidation import Consolidation
from xltool.month.submission_status import Month
from xltool.pipeline.chunks import HERE, LARGEST, Scale, in_chunks
from xltool.pipeline.entry_work import EntryWork
from xltool.pipeline.exemption_list import exemptions_in
from xltool.pipeline.file_tasks import PackedForms
from xltool.pipeline.inputs import find_inputs
from xltool.pipeline.known_files import take_known
from xltool.pipeline.month_summary import SummaryRun, read_roster
from xltool.pipeline.review import journal_of


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
    scale: Scale = HERE,
) -> Consolidated:
    """Consolidate a month (`2022-03`) of workbooks into one summary workbook.

    What came before stands in the `ledger`; without one the paths alone are consolidated. With
    `received` (ISO 8601, UTC) the ledger learns when they came. Raises `XltoolError` for what
    cannot be read or written, where nobody came or is due, and for a total that is not proved.
    """
    if close and ledger is None:
        raise NoLedgerError()
    known, kept = forms or load_forms(), _path(ledger)
    given = [Path(path) for path in ([paths] if isinstance(paths, (str, Path)) else paths)]
    lists = read_roster(roster, known), exemptions_in(_path(exemptions), period, lang)
    journal = journal_of(given, kept) if kept else None
    run = SummaryRun(Path(out), period, known, lang, *lists, journal)
    before, sheets = _path(previous), _path(feedback)
    run = replace(run, include_invalid=include_invalid, previous=before, feedback=sheets)
    aside = (out, roster, previous, ledger, exemptions)
    files = _submitted(given, [Path(path) for path in aside if path])
    nothing = None if files or run.roster else _nothing(given, kept)
    work = EntryWork(PackedForms.of(known), period, received, judging_key(known))
    with Ledger(kept) as book:
        _keep(files, work, scale, book)
        return run.write(book, close=close, nothing=nothing)


def _keep(files: Sequence[Path], work: EntryWork, scale: Scale, book: Ledger) -> None:
    """Into the ledger, some at a time: memory stays flat, and transactions few."""
    unknown = take_known(book, files, work.period, work.judging, work.received)
    entries = in_chunks(unknown, work, scale)
    while some := list(islice(entries, LARGEST)):
        book.add(some)


def _path(path: str | Path | None) -> Path | None:
    return Path(path) if path else None


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
    """What is wrong if the ledger holds nothing either; raised where there is none to ask.

    Not asked with a roster, which makes a summary alone: of those who have not handed in.
    """
    error = NothingToCheckError(path="、".join(map(str, given)))
    if not (ledger and Path(ledger).exists()):
        raise error
    return error


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
