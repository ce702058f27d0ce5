"""Page + month -> the live check of the money's light, for forms that have lights."""

from __future__ import annotations

from decimal import Decimal

from xltool.excel.template.check_cell import BAD, GOOD, OPEN, Check
from xltool.excel.template.page import FormPage, Slot
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.settings import Lights

_NAME = Words("执行进度", "execution")
_LIGHTS = {
    "red": Words("执行进度红灯，请写原因", "execution is red: say why"),
    "yellow": Words("执行进度黄灯，请写原因", "execution is yellow: say why"),
}
_COLUMNS = ("total_executed", "total_initial", "total_adjusted")


def light_check(
    page: FormPage, form: Form, month: int | None, numbers: dict[str, float], lang: str
) -> Check | None:
    """Executed against budget × month/12; None where form, page or month give no light.

    `numbers` are those of the total by field; the adjusted budget counts where there is one.
    """
    slots = {name: slot for name in _COLUMNS if (slot := page.slot(name))}
    if form.lights is None or month is None or not set(_COLUMNS[:2]) <= slots.keys():
        return None
    budget = numbers.get(_COLUMNS[2]) or numbers.get(_COLUMNS[1])
    formula = _formula(slots, form.lights, month, lang)
    if _COLUMNS[0] not in numbers or not budget:
        return Check(formula, f"{OPEN} {_NAME(lang)}")
    share = numbers[_COLUMNS[0]] / budget
    red, yellow = _bounds(form.lights, month)
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


def _formula(slots: dict[str, Slot], lights: Lights, month: int, lang: str) -> str:
    executed, budget = slots[_COLUMNS[0]].a1, f"N({slots[_COLUMNS[1]].a1})"
    adjusted = slots.get(_COLUMNS[2])
    if adjusted:
        budget = f"IF(N({adjusted.a1})>0,{adjusted.a1},{budget})"
    red, yellow = _bounds(lights, month)
    name = _NAME(lang)
    return (
        f'=IF(OR(COUNT({executed})=0,{budget}<=0),"{OPEN} {name}",'
        f'IF({executed}/{budget}<{red:.10g},"{BAD} {_LIGHTS["red"](lang)}",'
        f'IF({executed}/{budget}<{yellow:.10g},"{BAD} {_LIGHTS["yellow"](lang)}",'
        f'"{GOOD} {name}")))'
    )
