"""What the ledger asks of a form: its projects, its indicators, its plan, whether it is monthly."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xltool.model.form import Form, Part, Repeat
from xltool.rules.money.spending_plan import read_plans

_EXECUTION = ("adjusted", "budget", "executed", "expected")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")


def projects_part(form: Form) -> Part:
    """The part of the form that holds its projects."""
    return next((part for part in form.parts if part.many), form.parts[-1])


def indicator_section(part: Part) -> Repeat | None:
    """The part's table that holds indicator values."""
    return next(
        (s for s in part.repeats() if any(f.type == "indicator_value" for f in s.fields)), None
    )


def attainment_section(part: Part) -> Repeat | None:
    """The part's table that says what was reached: indicators with a target and an actual value."""
    for section in part.repeats():
        types = {field.name: field.type for field in section.fields}
        if types.get("target") == types.get("actual") == "indicator_value":
            return section
    return None


@dataclass(frozen=True, slots=True)
class ExecutionFields:
    """The fields of a project with what was spent: the budget is the first of `budgets` that is
    filled in, `expected` what will be spent by the year's end ("" in forms that do not ask).
    """

    budgets: tuple[str, ...]
    executed: str
    expected: str


def execution_fields(form: Form) -> ExecutionFields | None:
    """Where a form says what was spent of what; None in a form that does not ask."""
    totals = [each.total for each in form.sums]
    named = {word: next((t for t in totals if word in t), "") for word in _EXECUTION}
    if not named["executed"]:
        return None
    budgets = (named["adjusted"], named["budget"], totals[0])
    return ExecutionFields(
        tuple(name for name in budgets if name), named["executed"], named["expected"]
    )


def plan_months(form: Form) -> tuple[int, ...]:
    """The months of the form's spending plan: 3, 6, 10, 12."""
    table = projects_part(form).table
    plans = list(read_plans({}, form, table))
    months = (month_in(field.title.zh) for field in plans[0].fields) if plans else ()
    return tuple(month for month in months if month)


def month_in(title: str) -> int | None:
    """The month that a field's title names: 3月底 -> 3."""
    found = _MONTH.search(title)
    return int(found[1]) if found else None


def is_monthly(form: Form) -> bool:
    """Whether the form is handed in for each month; one without a month stands all year."""
    return any(field.type == "period" for fields in form.tables().values() for field in fields)
