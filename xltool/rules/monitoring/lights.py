"""Target + actual value + month -> the light of an indicator, of the money, of a project.

One place for the rules, the summary and whoever else shows lights. The bounds stand in the form
(`lights:`); a form without them has no lights.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.settings import Lights
from xltool.rules.monitoring.measured import Measured, grade, measured


class Light(StrEnum):
    """How far something is against the share of the year that is over, the worst first.

    Blue is far ahead: worth a look, but no fault.
    """

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


LIGHT_WORDS = {
    Light.RED: Words("红灯", "red"),
    Light.YELLOW: Words("黄灯", "yellow"),
    Light.GREEN: Words("绿灯", "green"),
    Light.BLUE: Words("蓝灯", "blue"),
}

_BY_GRADE = {
    "not_attained": Light.RED,
    "partly_attained": Light.YELLOW,
    "attained": Light.GREEN,
}


def indicator_light(
    target: object, actual: object, name: str, month: int, form: Form
) -> Light | None:
    """The light of an indicator at the end of `month` (1 to 12).

    `target` and `actual` are `IndicatorValue`s (`parse_indicator_value(text)` makes one), `name`
    is that of the indicator, which may tell the unit. Counts with ≥, >, = are judged by their
    target × month/12; rates by the whole target; ≤, < and ranges by inside and outside; words by
    the form's lists of grades. None for dates, for what cannot be read or compared, and in a form
    without `lights`.
    """
    bounds = form.lights
    if bounds is None:
        return None
    pair = measured(target, actual, name, form)
    if pair is None:
        return _BY_GRADE.get(grade(actual, target, form))
    if pair.at_most:
        return Light.GREEN if pair.met else Light.RED
    if pair.high is not None and pair.actual > pair.high:
        return Light.RED
    return _by_share(pair, month, bounds)


def execution_light(
    executed: Decimal | None, budget: Decimal | None, month: int, form: Form
) -> Light | None:
    """The light of the money: executed against budget × month/12, both in one unit.

    None where one of them is unknown, where there is no budget, or in a form without `lights`.
    """
    if form.lights is None or executed is None or budget is None or budget <= 0:
        return None
    share = executed * 12 / (budget * month) * 100
    if share < form.lights.execution_red_below:
        return Light.RED
    return Light.YELLOW if share < form.lights.execution_yellow_below else Light.GREEN


def worst(lights: Iterable[Light | None]) -> Light | None:
    """The light of a project, from those of its money and its indicators; None where all are.

    A project is blue only where all that is known of it is.
    """
    order = list(Light)
    return min((light for light in lights if light), key=order.index, default=None)


def _by_share(pair: Measured, month: int, bounds: Lights) -> Light:
    planned = pair.low * (12 if pair.rate else month)  # of the whole year, times 12
    if planned <= 0:
        exact = pair.sign == "=" and pair.actual != pair.low
        return Light.RED if pair.actual < pair.low or exact else Light.GREEN
    # Nothing is divided: 7 of 20 in July are 60 % and not a hair less.
    reached = pair.actual * 1200
    if reached < planned * bounds.red_below:
        return Light.RED
    if reached < planned * bounds.yellow_below:
        return Light.YELLOW
    # A rate cannot be ahead of its year.
    return Light.BLUE if reached > planned * bounds.blue_above and not pair.rate else Light.GREEN
