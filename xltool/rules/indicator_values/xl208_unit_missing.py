"""XL208: neither the value nor the name of an indicator gives a unit."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import (
    SCALES,
    SHARES,
    is_growth,
    is_rate,
    lacks_unit,
)
from xltool.rules.indicator_values.stray_dates import is_serial
from xltool.rules.indicator_values.suggestion import usual_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A bare number, or one with only 万 behind it, where the name has no unit either."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or value.low is None or not isinstance(name, str):
        return
    if not lacks_unit(value, name, form) or is_serial(value, name, row, form):
        return
    # The example is what belongs in the cell itself: a sign may have a column of its own.
    params = {
        "value": brief(value.raw),
        "name": brief(name),
        "scale": value.unit,
        "example": brief(_example(value, name, form)),
    }
    if value.unit.startswith("/"):
        yield Hit("value", params=params, variant="per")
    elif value.unit:
        yield Hit("value", params=params, variant="scale" if params["example"] else "any_scale")
    elif is_rate(name, form):
        # Growth may be in 倍, satisfaction in 分: only a plain rate is sure to be in %.
        sure = not is_growth(name, form) and "满意度" not in name
        alone = value.correction == value.standard
        expected = value.standard + "%" if sure and alone else ""
        yield Hit("value", params=params, variant="rate", expected=expected)
    else:
        yield Hit("value", params=params, variant="number" if params["example"] else "any_unit")


def _example(value: IndicatorValue, name: str, form: Form) -> str:
    """The value with the unit that its name suggests, "" where that may be any."""
    usual = usual_unit(name, form)
    if value.unit.startswith("/"):
        return value.correction.replace("/", "元/", 1)
    if value.unit in SCALES and usual:
        unit = usual.removeprefix(value.unit)
        return "" if unit[:1] in SCALES or unit in SHARES else value.correction + unit
    usual = usual or ("%" if is_rate(name, form) else "")
    return value.correction + usual if usual else ""


_NO_UNIT = Words(
    "“{name}”的指标值“{value}”没有单位，名称里也没有写明。",
    "“{name}” has the value “{value}” without a unit, and its name gives none.",
)
_SCALE = Words(
    "“{name}”的指标值“{value}”没有单位：“{scale}”只是数字的一部分。",
    "“{name}” has the value “{value}” without a unit: “{scale}” is part of the number.",
)

RULE = RowRule(
    code="XL208",
    name="unit_missing",
    severity=Severity.WARNING,
    title=Words("指标值没有单位", "Value without a unit"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "number": _NO_UNIT,
        "any_unit": _NO_UNIT,
        "per": Words(
            "“{name}”的指标值“{value}”只写了“{scale}”，前面没有“元”。",
            "“{name}” has the value “{value}”: before “{scale}” the “元” is missing.",
        ),
        "rate": Words(
            "“{name}”是比率，指标值“{value}”后面没有“%”。",
            "“{name}” is a rate, but its value “{value}” lacks the “%”.",
        ),
        "scale": _SCALE,
        "any_scale": _SCALE,
    },
    remedy={
        "number": Words(
            "请在数字后面写上单位，例如“{example}”。",
            "Put the unit behind the number, such as “{example}”.",
        ),
        "rate": Words(
            "请在数字后面加上“%”，例如“{example}”。",
            "Put “%” behind the number, for example “{example}”.",
        ),
        "per": Words(
            "请把单位写全，如果是钱，就写“{example}”。",
            "Write the unit in full; if it is money, “{example}”.",
        ),
        "any_unit": Words(
            "请在数字后面写上单位，说明数的是什么。",
            "Put the unit behind the number, to say what is counted.",
        ),
        "any_scale": Words(
            "请在“{scale}”后面写上单位，说明数的是什么。",
            "Put the unit behind “{scale}”, to say what is counted.",
        ),
        "scale": Words(
            "请把单位写全，例如“{example}”。",
            "Write the unit in full, for example “{example}”.",
        ),
    },
    why=Words(
        "没有单位的数字说不清是多少，也无法汇总。",
        "A number without a unit does not say how much it is and cannot be added up.",
    ),
    source=Words(
        "公开文本的单位写在名称或指标值里。", "Published forms give the unit in name or value."
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "投资额", "value": "≥250万"},),
            ({"level3": "业务系统数量", "value": "≥6"},),
            ({"level3": "工程合格率", "value": "≥95"},),
            ({"level3": "设施使用年限", "value": "8-10"},),
            ({"level3": "作物种植补助标准", "value": "≤28.40/株"},),
        ),
        good=(
            ({"level3": "投资额（万元）", "value": "≥250"},),
            ({"level3": "投资额（元）", "value": "≥250万"},),
            ({"level3": "作物种植补助标准（元）", "value": "≤28.40/株"},),
            ({"level3": "工程合格率（%）", "value": "≥95"},),
            ({"level3": "参训人数", "value": "≥120"},),
            ({"level3": "接待人次", "value": "≥120"},),
            ({"level3": "投资额", "value": "≥250万元"},),
            ({"level3": "项目按时完成率", "value": "≥95%"},),
        ),
    ),
    check=check,
    words=("units", "not_rates", "growth_rates", "usual_units"),
    opinion=2,
)
