"""A file -> its submission, or the report that says why it is none; submissions -> reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract
from xltool.extract.provenance import Given, with_origins
from xltool.extract.recognise import near_miss, recognise
from xltool.language.errors import UnreadableWorkbookError
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Report, Verdict
from xltool.model.submission import Submission
from xltool.model.workbook import Workbook


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
        return _not_recognised(workbook, forms)
    return with_origins(extract(workbook, match), match.form, given)


def _not_recognised(workbook: Workbook, forms: Sequence[Form]) -> Report:
    """The report that says which heading a workbook lacks, or that it is none of the forms."""
    miss = near_miss(workbook, forms)
    sheets = "、".join(sheet.name for sheet in workbook.sheets[:5])
    code, parts = "unknown_form", dict[str, str | Words](sheets=sheets)
    if miss:
        code = "near_form"
        parts = {"sheet": miss.sheet, "row": str(miss.row), "form": miss.form.title.words()}
        parts["missing"] = "”“".join(miss.missing)
    return Report(
        workbook.path,
        Verdict.UNKNOWN_FORM,
        digest=workbook.digest,
        reason=(code, parts),
        unmatched=tuple(line for line in workbook.earlier if line.answer),
    )


def judge(
    read: Sequence[Submission | Report],
    forms: Sequence[Form],
    codes: frozenset[str] | None = None,
) -> list[Report]:
    """Check the submissions of each form together; reports come back in the order given."""
    # Imported here: pandera takes most of a second; a month that the ledger knows judges nothing.
    from xltool.checking.judging import validate

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
