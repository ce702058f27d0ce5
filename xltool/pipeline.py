"""READ FIRST: the whole way of each command on one page.

check: paths -> files (inputs) -> Workbook (excel.read) -> the form it is filled in on, and its
Submission (extract, provenance) -> Report (validation: pandera runs the rules) -> text or JSON
(reports). A file that cannot be read becomes a Report that says why; the others go on.
Report -> words (problems) -> marked copy (excel.result) -> file (outputs): see `marking`.

new: a form, and what last year's workbook has that persists (carry) -> .xlsx (excel.template).

import: a published document -> Document, its lines as cells in a grid (documents.read) -> its form,
found by the same labels -> Filling and the lines left over (documents.placement) -> the bytes of a
filled standard workbook (excel.template).

publish: workbooks -> submissions and reports, as in check -> each unit's Filling
(documents.units) -> headings, paragraphs and tables (documents.published) -> the bytes of a .docx
file (documents.docx_writer), with page numbers where LibreOffice is installed.

consolidate: the same reports and their records -> the ledger (intake) -> which submissions count
in the month (standing, selection) -> what changed (history) and the rules across workbooks
(batch) -> the summary, written row by row and proved (excel.summary, excel.proof). See `monthly`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.carry import Carried, carry
from xltool.documents.page_numbers import page_numbers
from xltool.documents.placement import Placement, fill_in, unknown_layout
from xltool.documents.published import blocks_of
from xltool.documents.read import read_document
from xltool.documents.split import split_units
from xltool.documents.units import units_of
from xltool.errors import MissingPathError, UnknownFormError, UnreadableWorkbookError
from xltool.excel.read import read_workbook
from xltool.extract import extract, recognise
from xltool.form import Form
from xltool.form_file import load_forms
from xltool.inputs import find_inputs
from xltool.model import Report, Submission, Verdict
from xltool.provenance import Given, settle
from xltool.rules import selected_rules
from xltool.validation import CHUNK, validate
from xltool.wording import WATERMARK


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
    from xltool.excel.template.workbook import build_template

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


def import_document(path: Path, forms: Sequence[Form]) -> Iterator[tuple[Placement, bytes]]:
    """Each unit of a published document: what found its place, and a filled standard workbook.

    Raises `UnreadableDocumentError`, or `UnknownLayoutError` where it holds none of the forms.
    """
    from xltool.excel.template.workbook import (
        build_template,  # here: xlsxwriter is not needed to check
    )

    document = read_document(path)
    match = recognise(document.workbook, forms)
    if match is None:
        raise unknown_layout(document, forms)
    for unit in split_units(document, match):
        placement = fill_in(unit, match.form)
        data = build_template(
            placement.form,
            placement.filling,
            unit=placement.unit,
            year=placement.year,
            projects=max(placement.projects, 1),
        )
        yield placement, data


@dataclass(frozen=True, slots=True)
class Publication:
    """The reports on the workbooks; the document, None where they may not be published so.

    `paged` says whether the table of contents has its page numbers already.
    """

    reports: tuple[Report, ...]
    document: bytes | None = None
    paged: bool = False


def publish(
    files: Sequence[Path], forms: Sequence[Form], given: Given, *, draft: bool = False
) -> Publication:
    """One document of all the workbooks, in the order given, if none of them holds an error.

    A draft is made in spite of errors and of rules that could not run, with a watermark, but not
    of a file that cannot be read. Raises `UnpublishableError` for workbooks on several forms.
    """
    from xltool.documents.docx_writer import bookmarks, docx_bytes  # here, for starting fast

    read = [read_submission(path, forms, given) for path in files]
    reports = tuple(judge(read, forms))
    submissions = [item for item in read if isinstance(item, Submission)]
    accepted = all(report.accepted for report in reports)
    if len(submissions) < len(read) or not (accepted or draft):
        return Publication(reports)
    form, cover, units = units_of(submissions, forms)
    blocks = list(blocks_of(form, units))
    mark = WATERMARK if draft else ""
    unpaged = docx_bytes(cover, blocks, watermark=mark)
    pages = page_numbers(unpaged, list(bookmarks(blocks)))
    document = docx_bytes(cover, blocks, pages, watermark=mark) if pages else unpaged
    return Publication(reports, document, pages is not None)
