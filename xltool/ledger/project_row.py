"""The ledger's projects: the columns of their table, and how they are filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from xltool.language.text import squeezed
from xltool.ledger.form_facts import indicator_section, month_in, projects_part
from xltool.ledger.stored_text import stored_decimal, stored_place, stored_text
from xltool.model.form import Form
from xltool.model.identity import identity
from xltool.model.submission import Submission
from xltool.rules.money.amounts import amount, money_unit, part_amount
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.projects.indicator_set import indicator_set
from xltool.values.cell_value import plain
from xltool.values.project_code import tidy


class ProjectRow(NamedTuple):
    """A project; amounts are texts of Decimals in 元, the plan is percent at the end of the month:
    `3=25 6=50 10=75 12=100`. A column that is added here is added to ledgers that exist.
    """

    place: int
    code: str
    name: str
    key: str
    budget: str | None
    fiscal: str | None
    other: str | None
    executed: str | None
    plan: str
    indicators: int
    indicators_digest: str
    sheet: str
    cell: str


def project_rows(submission: Submission, form: Form) -> Iterator[ProjectRow]:
    """The projects of a submission, in order."""
    part = projects_part(form)
    children = _indicators_by_project(submission, form)
    for place, record in enumerate(submission.tables[part.table]):
        values = record.values
        code, name = stored_text(values.get("code")), stored_text(values.get("name"))
        money = (stored_decimal(number) for number in _amounts(values, form, part.table))
        budget, fiscal, other, executed = money
        rows = tuple(children.get(place, ()))
        sheet, cell = stored_place(record.refs.get("name") or record.refs["part"])
        yield ProjectRow(
            place=place,
            code=code,
            name=name,
            key=tidy(code) or squeezed(name),
            budget=budget,
            fiscal=fiscal,
            other=other,
            executed=executed,
            plan=_plan(values, form, part.table),
            indicators=len(rows),
            indicators_digest=_indicators_digest(rows, form),
            sheet=sheet,
            cell=cell,
        )


def _indicators_by_project(
    submission: Submission, form: Form
) -> Mapping[int | None, list[Mapping[str, object]]]:
    section = indicator_section(projects_part(form))
    found: dict[int | None, list[Mapping[str, object]]] = defaultdict(list)
    for record in submission.tables[section.name] if section else ():
        found[record.project].append(record.values)
    return found


def _amounts(row: Mapping[str, object], form: Form, table: str) -> list[Decimal | None]:
    """Total, fiscal funds, other funds and what was spent, in 元: the form's first sum is the
    projects' amount, its first part the fiscal funds, the rest other funds.
    """
    unit = money_unit(row, form)
    if unit is None or not form.sums:
        return [None] * 4
    first = form.sums[0]
    spent = next((each.total for each in form.sums if "executed" in each.total), "")
    parts = [part_amount(row, form, table, name) for name in first.parts]
    rest = [part for part in parts[1:] if part is not None]
    numbers = [
        amount(row, form, first.total),
        parts[0],
        sum(rest, Decimal(0)) if rest else None,
        amount(row, form, spent),
    ]
    factor = form.money_unit.factors[unit]
    return [None if number is None else number * factor for number in numbers]


def _plan(row: Mapping[str, object], form: Form, table: str) -> str:
    points = []
    for plan in read_plans(row, form, table):
        for field, point in zip(plan.fields, plan.points, strict=True):
            month = month_in(field.title.zh)
            if month and point is not None:
                points.append(f"{month}={plain(point)}")
        break
    return " ".join(points)


def _indicators_digest(rows: tuple[Mapping[str, object], ...], form: Form) -> str:
    """A digest of the set of indicators: the same for sets that are the same."""
    found = indicator_set(rows, form)
    return identity(*("\x1f".join(each) for each in sorted(found))) if found else ""
