"""What an indicator's own row suggests for its value: a sign, a unit, a value in full.

A remedy takes its examples from here, so that nobody is shown another project's indicator or a
value that would be absurd in this one: `≥6个` for a rate, `≤100%` for a share that should be high.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Form
from xltool.rules.indicator_values.indicator_names import (
    SHARES,
    is_capped,
    is_growth,
    is_rate,
    is_unit,
    unit_counted,
    unit_in_name,
)
from xltool.rules.taxonomy.levels import is_level
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

_SHARE_WORDS = ("占比", "比例", "比重")
_FALLING = re.compile("降低|下降|节约|节省|减少|压减|缩短|控制率")
_FIGURE = re.compile(
    r"(?:不少于|不低于|不超过|不高于|不多于|不大于|不小于|至少|最多|[≥≤＞＜><=＝])?"
    r"\d[\d,]*(?:\.\d+)?[^\d\s，,。；;、（）()]{0,8}"
)


def is_share(name: str, form: Form) -> bool:
    """Whether the value is a percentage: a rate, or a name that ends in 占比, 比例, 比重."""
    return is_rate(name, form) or squeezed(name).endswith(_SHARE_WORDS)


def usual_unit(name: str, form: Form) -> str:
    """The unit that the value of a name most likely has, "" where it may be any: 面积 -> 平方米."""
    stated = unit_in_name(name, form) or unit_counted(name, form)
    if stated:
        return stated
    if is_share(name, form):
        # Growth may be in 倍, satisfaction in 分: only a plain rate is sure to be in %.
        return "" if is_growth(name, form) else "%"
    bare = squeezed(halfwidth(name))
    pairs = (entry.split() for entry in form.words.get("usual_units", ()))
    ends = [(bare.rfind(word) + len(word), len(word), unit) for word, unit in pairs if word in bare]
    return max(ends)[2] if ends else ""


def lower_is_better(name: str, level2: object, form: Form) -> bool:
    """Whether the target is a most and no least: costs, times of response, errors, complaints."""
    if _FALLING.search(name):
        return False
    cost = isinstance(level2, str) and "成本" in level2 and not is_share(name, form)
    return cost or any(word in name for word in form.words.get("lower_is_better", ()))


def sign_for(value: IndicatorValue, name: str, level2: object, form: Form) -> str:
    """The sign that a value without one most likely has."""
    if is_full_rate(value, name, form) or value.low == 0:
        return "＝"
    timely = is_level(level2, "时效指标") and not is_share(name, form)
    if timely or lower_is_better(name, level2, form):
        return "＝" if value.low == Decimal(100) and value.unit == "%" else "≤"  # no bound at all
    return "≥"


def is_full_rate(value: IndicatorValue, name: str, form: Form) -> bool:
    """Whether it is 100 % of a rate that cannot be more."""
    whole = value.low == Decimal(100) and value.high is None
    unit = value.unit or unit_in_name(name, form)
    return whole and unit in ("%", "") and is_capped(name, form)


def rate_example(name: str, level2: object, form: Form) -> str:
    """A percentage that a rate of this name may well have."""
    return "≤5%" if lower_is_better(name, level2, form) else "≥95%"


def figure_in(text: str, name: str, level2: object, form: Form) -> str:
    """The one figure with a unit that running text holds, in the standard notation; else ""."""
    found = _FIGURE.findall(halfwidth(text))
    value = _read(found[0], form) if len(found) == 1 else None
    if value is None:
        return ""
    stated = unit_in_name(name, form)
    if (stated and value.unit != stated) or (is_rate(name, form) and value.unit not in SHARES):
        return ""
    sign = "" if value.sign else sign_for(value, name, level2, form)
    return sign + value.correction


def _read(figure: str, form: Form) -> IndicatorValue | None:
    """The longest beginning of a text that is a figure with a unit of the form."""
    for end in range(len(figure), 0, -1):
        value = parse_indicator_value(figure[:end])
        if value.low is not None and value.unit and is_unit(value.unit, form):
            return value
    return None
