"""What the ledger asks of a form: its projects, its indicators, its plan, whether it is monthly."""

from __future__ import annotations

import re

from xltool.model.form import Form, Part, Repeat
from xltool.rules.money.spending_plan import read_plans

_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月")


def projects_part(form: Form) -> Part:
    """The part of the form that holds its projects."""
    return next((part for part in form.parts if part.many), form.parts[-1])


def indicator_section(part: Part) -> Repeat | None:
    """The part's table that holds indicator values."""
    return next(
        (s for s in part.repeats() if any(f.type == "indicator_value" for f in s.fields)), None
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
