"""Where unit, year and period of a submission come from, in order of trust."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from xltool.language.errors import PeriodError
from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Form
from xltool.model.submission import ABSENT, Origin, Record, Submission
from xltool.model.workbook import CellRef, TemplateStamp
from xltool.values.cell_value import BudgetUnit, typed
from xltool.values.month import stated_month
from xltool.values.project_code import creation_year, tidy

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# @2022 in a name is a layout's version; -2022 or 2022-1234 a number of something else.
_YEAR_IN_NAME = re.compile(r"(?<![\d@])(20\d\d)(?!\d)")
_MONTH_FOLDER = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(?!\d)")

_CODED = re.compile(r"[\[【(]?(\d{6,12})[\]】)]?[-—_]?(.+)")


@dataclass(frozen=True, slots=True)
class Given:
    """What the user said with the command; raises `PeriodError` for a month that is none."""

    year: int | None = None
    period: str | None = None

    def __post_init__(self) -> None:
        if self.period and not _MONTH_FOLDER.fullmatch(self.period):
            raise PeriodError(period=self.period)


def with_origins(submission: Submission, form: Form, given: Given) -> Submission:
    """The submission with its unit, year and period, each with its source.

    Sources that were passed over are kept with the workbook, for the rules that compare them.
    """
    years = list(_years(submission, form, given))
    periods = list(_periods(submission, form, given, years))
    code, name = _unit(submission, form)
    stated = tuple(year for year in years if year.source in ("stamp", "cell", "option", "path"))
    record = submission.workbook
    return replace(
        submission,
        unit_code=code,
        unit_name=name,
        year=years[0] if years else None,
        period=periods[0] if periods else None,
        workbook=Record(
            {**record.values, "years": stated, "periods": tuple(periods)},
            {**record.refs, **_refs("years", stated), **_refs("periods", tuple(periods))},
        ),
    )


def _refs(name: str, origins: tuple[Origin, ...]) -> dict[str, CellRef]:
    """The first cell that says anything, as `years`, and the first for each value, `years_2022`."""
    refs = {f"{name}_{o.value}": o.ref for o in reversed(origins) if o.ref}
    first = next((origin.ref for origin in origins if origin.ref), None)
    return {name: first, **refs} if first else {}


def _fields(
    submission: Submission, form: Form, type_: str
) -> Iterator[tuple[object, CellRef, Record]]:
    for table, fields in form.tables().items():
        for field in fields:
            if field.type == type_:
                for record in submission.tables[table]:
                    ref = record.refs.get(field.name, record.refs["part"])
                    yield record.values[field.name], ref, record


def _years(submission: Submission, form: Form, given: Given) -> Iterator[Origin]:
    """The years that a submission states or that follow for it, the surest first."""
    stated = [*_stamped_year(submission), *_printed_years(submission, form)]
    yield from stated
    if not stated:  # else a month of another year is a fault of the month
        yield from _years_of_months(submission, form)
    if given.year:
        yield Origin(str(given.year), "option")
    if named := year_of_path(submission.path):
        yield Origin(named, "path")
    if form.default_year:
        yield Origin(str(form.default_year), "form")
    yield from _year_of_codes(submission, form)


def _stamped_year(submission: Submission) -> Iterator[Origin]:
    stamp = submission.workbook.values.get("stamp")
    if isinstance(stamp, TemplateStamp) and stamp.year:
        yield Origin(stamp.year, "stamp")


def _printed_years(submission: Submission, form: Form) -> Iterator[Origin]:
    for value, ref, record in _fields(submission, form, "year"):
        found = _YEAR.search(halfwidth(value)) if isinstance(value, str) else None
        # A title is often the project's name, and a project may be named for an earlier year:
        # `extract` says of which year it is sure that it stands apart from the name.
        apart = any(at == ref for name, at in record.refs.items() if name.endswith("_apart"))
        if found and (apart or f"{found[1]}年" not in str(record.values.get("name"))):
            yield Origin(found[1], "cell", ref)


def year_of_path(path: str) -> str | None:
    """The year in the name of a file, else in that of its folder."""
    whole = PurePath(path)
    for name in (whole.stem, whole.parent.name):
        found = _YEAR_IN_NAME.search(halfwidth(name))
        if found:
            return found[1]
    return None


def month_of_path(path: str) -> str | None:
    """The month in the name of a file’s folder: `2022-03`."""
    found = _MONTH_FOLDER.search(PurePath(path).parent.name)
    return found[0] if found else None


def _year_of_codes(submission: Submission, form: Form) -> Iterator[Origin]:
    """The year in which most projects were created, by their codes."""
    codes = (value for value, *_ in _fields(submission, form, "code") if isinstance(value, str))
    created = Counter(year for code in codes if (year := creation_year(tidy(code))))
    if created:
        # Of two equally common years the later: a project goes on in the years after its first.
        commonest = max(created, key=lambda year: (created[year], year))
        yield Origin(str(commonest), "codes")


def _years_of_months(submission: Submission, form: Form) -> Iterator[Origin]:
    for value, ref, _ in _fields(submission, form, "period"):
        month = stated_month(value) if isinstance(value, str) else None
        if month and month.year:
            yield Origin(str(month.year), "cell", ref)


def _periods(
    submission: Submission, form: Form, given: Given, years: list[Origin]
) -> Iterator[Origin]:
    """Only forms with a month have a period; a target form belongs to every month of its year."""
    cells = list(_fields(submission, form, "period"))
    if not any(f.type == "period" for fields in form.tables().values() for f in fields):
        return
    # A cell that names a month and no year has the year of the form, else that of the run.
    year = years[0].value if years else (given.period or "")[:4]
    for value, ref, _ in cells:
        month = stated_month(value) if isinstance(value, str) else None
        if month and year and month.year in (None, int(year)):
            yield Origin(f"{year}-{month.month:02}", "cell", ref)
    if folder := month_of_path(submission.path):
        yield Origin(folder, "path")
    if given.period:
        yield Origin(given.period, "option")


def _unit(submission: Submission, form: Form) -> tuple[Origin | None, Origin | None]:
    """The unit of the first block that names one; projects before the department's part, whose
    code may be the department's three digits.
    """
    units = [
        (unit, record.refs.get(field.name))
        for part in sorted(form.parts, key=lambda part: not part.many)
        for field in part.single_fields()
        if field.type == "unit"
        for record in submission.tables[part.table]
        if isinstance(unit := record.values[field.name], BudgetUnit)
    ]
    if not units:
        return _department(submission, form)
    unit, ref = next(((u, r) for u, r in units if u.code), units[0])
    code = Origin(unit.code, "cell", ref) if unit.code else _code_elsewhere(submission, unit)
    return code, Origin(unit.name, "cell", ref) if unit.name else None


def _department(submission: Submission, form: Form) -> tuple[Origin | None, Origin | None]:
    """The department, on a print that has no place for the unit."""
    for part in form.parts:
        field = next((each for each in part.single_fields() if each.type == "unit"), None)
        for record in submission.tables[part.table] if field else ():
            text = record.values.get("department")
            if field and record.values[field.name] is ABSENT and isinstance(text, str):
                unit, ref = typed(text, field), record.refs.get("department")
                assert isinstance(unit, BudgetUnit)
                code = Origin(unit.code, "cell", ref) if unit.code else None
                return code, Origin(unit.name, "cell", ref) if unit.name else None
    return None, None


def _code_elsewhere(submission: Submission, unit: BudgetUnit) -> Origin | None:
    """The code of a unit that stands with its name as the department's: [015001]某某教育局.

    Three digits are those of a department.
    """
    for records in submission.tables.values():
        for record in records:
            text = record.values.get("department")
            found = _CODED.fullmatch(squeezed(halfwidth(text))) if isinstance(text, str) else None
            if found and found[2] == unit.name:
                return Origin(found[1], "cell", record.refs.get("department"))
    return None
