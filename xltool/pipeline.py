"""READ FIRST: the whole way of each command on one page.

check: paths -> files (inputs) -> Workbook (excel.read) -> the form it is filled in on, and its
Submission (extract, provenance) -> Report (validation: pandera runs the rules) -> text or JSON
(reports). A file that cannot be read becomes a Report that says why; the others go on.
Report -> words (problems) -> marked copy (excel.result) -> file (outputs).

new: a form, and what last year's workbook has that persists (carry) -> .xlsx (excel.template).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.carry import Carried, carry
from xltool.errors import (
    ChangedFileError,
    MissingPathError,
    NoSuchSheetError,
    UnknownFormError,
    UnreadableWorkbookError,
)
from xltool.excel.guard import FileKind, guard_bytes, load
from xltool.excel.read import read_workbook
from xltool.excel.result import result_workbook
from xltool.excel.unmark import unmarked
from xltool.extract import extract, recognise
from xltool.form import Form
from xltool.form_file import load_forms
from xltool.inputs import find_inputs
from xltool.model import Finding, Report, Submission, Verdict
from xltool.outputs import Results, plain_stem
from xltool.problems import problem_list
from xltool.provenance import Given, settle
from xltool.rules import selected_rules
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


def read_submission(path: Path, forms: Sequence[Form], given: Given) -> Submission | Report:
    """One file as a submission, or the report that says why it is none."""
    try:
        workbook = read_workbook(path)
    except UnreadableWorkbookError as error:
        refusal = error.refusal
        return Report(
            path.as_posix(), Verdict.UNREADABLE, reason=(refusal.reason, dict(refusal.parts))
        )
    match = recognise(workbook, forms)
    if match is None:
        sheets = "、".join(sheet.name for sheet in workbook.sheets[:5])
        return Report(
            path.as_posix(),
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


def annotate(
    path: str | Path, findings: Iterable[Finding], out: str | Path, *, lang: str = "zh"
) -> Path:
    """Write a copy of any workbook with findings marked in it; returns where it went.

    `findings` is a `Report`, or any findings (`Finding.at` makes one by hand). The file itself is
    never changed, and no file is overwritten that somebody has edited: the copy then takes the
    next free name. Its ending follows the content (.xlsx, .xlsm, …). Raises `XltoolError` where
    the file cannot be opened or a finding names a sheet that it does not have.
    """
    source, target = Path(path), Path(out)
    report = findings if isinstance(findings, Report) else _report_of(source, tuple(findings))
    results = Results([source])
    return mark(source, report, load_forms(), results, target.parent, target.stem, lang)


def _report_of(path: Path, findings: tuple[Finding, ...]) -> Report:
    """A report on findings that come from elsewhere."""
    names = sheet_names(path)
    known = {name.casefold() for name in names}
    for finding in findings:
        for ref in finding.refs:
            if known and ref.sheet.casefold() not in known:
                raise NoSuchSheetError(path=path.name, sheet=ref.sheet, sheets="、".join(names))
    ordered = sorted(findings, key=lambda finding: finding.severity.rank)
    verdict = Verdict.FINDINGS if findings else Verdict.CLEAN
    return Report(path.as_posix(), verdict, findings=tuple(ordered))


def sheet_names(path: str | Path) -> tuple[str, ...]:
    """The worksheets of a workbook, our problem sheet aside; raises `XltoolError`."""
    return tuple(sheet.name for sheet in read_workbook(Path(path)).sheets)


def mark(
    path: Path,
    report: Report,
    forms: Sequence[Form],
    results: Results,
    folder: Path,
    name: str,
    lang: str,
) -> Path:
    """Write the marked copy of a checked file into a folder; returns where it went.

    Raises `UnreadableWorkbookError` where the file cannot be opened, `ChangedFileError` where it
    is no longer what was checked, `OutputError` where the copy cannot be written.
    """
    data = load(path)
    if report.digest and report.digest != hashlib.sha256(data).hexdigest():
        raise ChangedFileError(path=path.name)
    form = next((form for form in forms if form.key == report.form), None)
    marked, suffix = result_workbook(data, problem_list(report, form, lang))
    return results.write(folder, name, suffix, marked)


def unmark(path: Path, results: Results, folder: Path) -> Path | None:
    """Write a workbook without the marks of xltool into a folder; None where it has none."""
    data = load(path)
    if guard_bytes(data) is not FileKind.XLSX or (original := unmarked(data)) == data:
        return None
    return results.write(folder, f"{plain_stem(path)}.unmarked", path.suffix, original)


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
