"""The budget of a project, in 元, and amounts of indicators that may repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.model.form import Form
from xltool.rules.money.amounts import amount, meant, money_unit
from xltool.values.cell_value import Number, typed
from xltool.values.indicator_value import IndicatorValue

_TOTALS = ("budget", "total_budget", "total_adjusted", "total_initial")
_EXECUTED = "total_executed"


def budgets(parent: Mapping[str, object], form: Form) -> tuple[Decimal, ...]:
    """The totals that a project's budget may be stated as, in 元, without zeros."""
    known = (_in_yuan(parent, form, name) for name in _TOTALS)
    return tuple(dict.fromkeys(each for each in known if each))


def executed(parent: Mapping[str, object], form: Form) -> Decimal | None:
    """What was spent, in 元; None where it is not known."""
    return _in_yuan(parent, form, _EXECUTED)


def money_of(value: IndicatorValue | None, form: Form) -> Decimal | None:
    """The amount of an indicator's value in 元; 万 alone is 万元. None for anything else."""
    if value is None or value.low is None or value.high is not None:
        return None
    unit = "万元" if value.unit == "万" else value.unit
    factor = form.money_unit.factors.get(unit)
    return value.low * factor if factor else None


def _in_yuan(parent: Mapping[str, object], form: Form, name: str) -> Decimal | None:
    unit = money_unit(parent, form)
    field = next((f for part in form.parts for f in part.single_fields() if f.name == name), None)
    if unit is None or field is None:
        return None
    # A hand-made frame has its parent's amounts as they were typed.
    number = typed(parent.get(name), field)
    known = amount({**parent, name: number}, form, name)
    if known is None and isinstance(number, Number):
        known = meant(number, parent, form)  # 150万 has an error of its own, and means 150 here
    return None if known is None else known * form.money_unit.factors[unit]
