"""new: a form, and what last year's workbook has that persists -> a blank standard workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.carry_over import CarryOver, carry_over
from xltool.extract.extract import extract
from xltool.extract.provenance import Given, with_origins
from xltool.extract.recognise import recognise
from xltool.language.errors import MissingPathError, UnknownFormError
from xltool.model.form import Form


@dataclass(frozen=True, slots=True)
class NewWorkbook:
    """A new workbook as bytes; what was carried into it, and the sheets of the source not read."""

    data: bytes
    carried: CarryOver | None = None
    passed_over: tuple[str, ...] = ()


def new_workbook(
    form: Form,
    forms: Sequence[Form],
    *,
    unit: str = "",
    year: int | None = None,
    month: int | None = None,
    projects: int = 1,
    source: Path | None = None,
    lang: str = "zh",
) -> NewWorkbook:
    """The blank standard workbook of a form, with what persists of the workbook `source`.

    `unit` is code and name run together, `month` (1 to 12) that of a form filled in every month.
    Raises `MissingPathError`, `UnreadableWorkbookError` or
    `UnknownFormError` for a source that cannot be carried over.
    """
    build = partial(build_template, unit=unit, month=month, projects=projects, lang=lang)
    if source is None:
        return NewWorkbook(build(form, year=year))
    if not source.exists():
        raise MissingPathError(path=source)
    workbook = read_workbook(source)
    match = recognise(workbook, forms)
    if match is None:
        sheets = [sheet.name for sheet in workbook.sheets[:5]]
        raise UnknownFormError(path=source, sheets=sheets)
    submission = with_origins(extract(workbook, match), match.form, Given())
    if year is None and submission.period and submission.year:
        year = int(submission.year.value)  # the next month belongs to the same year
    carried = carry_over(workbook, submission, match.form, form, year, unit=bool(unit))
    if month is not None:
        open_fields = (field for field in carried.to_enter if field.type != "period")
        carried = replace(carried, to_enter=tuple(open_fields))
    data = build(form, carried.filling, year=year, carried=True)
    return NewWorkbook(data, carried, match.passed_over)
