"""Page + month -> the live check of the money's light, for forms that have lights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xltool.excel.template.check_cell import BAD, GOOD, OPEN, Check
from xltool.excel.template.page import FormPage, Slot
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.settings import Lights
from xltool.model.workbook import CellValue

_NAME = Words("执行进度", "execution")
_LIGHTS = {
    "red": Words("执行进度红灯，请写原因", "execution is red: say why"),
    "yellow": Words("执行进度黄灯，请写原因", "execution is yellow: say why"),
}
_EXPLAINED = Words("执行进度已写原因", "execution explained")
_COLUMNS = ("total_executed", "total_initial", "total_adjusted")
_REASONS = ("execution_reason", "cause_explained", "remarks")
"""Where a reason may stand: in a box of its own, or at any indicator."""


def light_check(
    page: FormPage, form: Form, month: int | None, value_of: Callable[[Slot], CellValue], lang: str
) -> Check | None:
    """Executed against budget × month/12; None where form, page or month give no light.

    The adjusted budget counts where there is one; a red or yellow light with a reason is good.
    """
    slots = {name: slot for name in _COLUMNS if (slot := page.slot(name))}
    if form.lights is None or month is None or not set(_COLUMNS[:2]) <= slots.keys():
        return None
    values = {name: value_of(slot) for name, slot in slots.items()}
    numbers = {n: float(v) for n, v in values.items() if isinstance(v, (int, float))}
    budget = numbers.get(_COLUMNS[2]) or numbers.get(_COLUMNS[1])
    reasons = [slot for slot in page.slots if slot.field.name in _REASONS]
    formula = _formula(slots, reasons, form.lights, month, lang)
    if _COLUMNS[0] not in numbers or not budget:
        return Check(formula, f"{OPEN} {_NAME(lang)}")
    share = numbers[_COLUMNS[0]] / budget
    red, yellow = _bounds(form.lights, month)
    if share < yellow and any(value_of(slot) for slot in reasons):
        return Check(formula, f"{GOOD} {_EXPLAINED(lang)}")
    if share < red:
        return Check(formula, f"{BAD} {_LIGHTS['red'](lang)}")
    if share < yellow:
        return Check(formula, f"{BAD} {_LIGHTS['yellow'](lang)}")
    return Check(formula, f"{GOOD} {_NAME(lang)}")


def _bounds(lights: Lights, month: int) -> tuple[float, float]:
    """The shares of the budget below which the light is red and yellow."""
    bounds = (lights.execution_red_below, lights.execution_yellow_below)
    red, yellow = (float(Decimal(each) * month / 1200) for each in bounds)
    return red, yellow


def _formula(
    slots: dict[str, Slot], reasons: Sequence[Slot], lights: Lights, month: int, lang: str
) -> str:
    executed, budget = slots[_COLUMNS[0]].a1, f"N({slots[_COLUMNS[1]].a1})"
    adjusted = slots.get(_COLUMNS[2])
    if adjusted:
        budget = f"IF(N({adjusted.a1})>0,{adjusted.a1},{budget})"
    red, yellow = _bounds(lights, month)
    name = _NAME(lang)
    return (
        f'=IF(OR(COUNT({executed})=0,{budget}<=0),"{OPEN} {name}",'
        f"IF(AND({executed}/{budget}<{yellow:.10g},{_any_filled(reasons)}),"
        f'"{GOOD} {_EXPLAINED(lang)}",'
        f'IF({executed}/{budget}<{red:.10g},"{BAD} {_LIGHTS["red"](lang)}",'
        f'IF({executed}/{budget}<{yellow:.10g},"{BAD} {_LIGHTS["yellow"](lang)}",'
        f'"{GOOD} {name}"))))'
    )


def _any_filled(reasons: Sequence[Slot]) -> str:
    """Whether anything stands in one of these cells, a column of a table as one range."""
    columns: dict[str, list[Slot]] = {}
    for slot in reasons:
        columns.setdefault(slot.field.name, []).append(slot)
    areas = (f"{each[0].a1}:{each[-1].a1}" for each in columns.values())
    return f"COUNTA({','.join(areas)})>0" if columns else "FALSE"
