"""XL206: a number without ≥, ≤ or ＝ before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.indicator_values.indicator_names import SCALES, is_growth, lacks_unit
from xltool.rules.indicator_values.suggestion import is_full_rate, is_share, sign_for, usual_unit
from xltool.rules.indicator_values.xl207_fraction_for_rate import times_hundred
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A single number without a sign; a range, a date, a word or a grade (4A级) needs none."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or value.low is None or value.high is not None:
        return
    if value.sign or value.unit in form.words.get("grade_units", ()):
        return
    # A name that is missing is not held against the value.
    known = name if isinstance(name, str) else ""
    sign = sign_for(value, known, row.get("level2"), form)
    params: dict[str, object] = {"value": brief(value.raw), "sign": sign}
    field = form.field(RULE.table, "value")
    column = form.field(RULE.table, (field.parts.sign if field and field.parts else None) or "")
    if column and prints(row, column.name):
        yield Hit("value", params={**params, "column": column.title.words()}, variant="column")
        return
    bare = isinstance(name, str) and lacks_unit(value, known, form)
    unit = _unit_behind(value, known, form) if bare else ""
    # An example, not a correction: 100 may be the least, the most or the exact figure.
    written = sign + value.correction + unit
    if _is_fraction(value) and is_share(known, form) and not is_growth(known, form):
        written = times_hundred(replace(value, sign=sign, unit="%"))
    params["example"] = brief(written)
    if value.low == 0 and not is_growth(known, form):
        yield Hit("value", params=params, variant="zero", severity=Severity.NOTE)
    elif bare:
        yield Hit("value", params=params, variant="unit" if unit else "any_unit")
    elif is_full_rate(value, known, form):
        whole = sign + value.correction
        yield Hit("value", params=params, variant="whole", expected=whole, severity=Severity.NOTE)
    else:
        yield Hit("value", params=params, variant="sign")


def _is_fraction(value: IndicatorValue) -> bool:
    return value.low is not None and 0 < value.low <= 1 and value.unit == ""


def _unit_behind(value: IndicatorValue, name: str, form: Form) -> str:
    """What is to be written behind the number as it stands: 元 behind 250万."""
    unit = usual_unit(name, form)
    return unit.removeprefix(value.unit) if value.unit in SCALES else "" if value.unit else unit


_NO_UNIT = Words(
    "指标值“{value}”前面没有“≥”“≤”或“＝”，也没有写明单位。",
    "The value “{value}” has no “≥”, “≤” or “＝” before it, and no unit.",
)

_BETTER = Words("建议写成“{example}”。", "Better write “{example}”.")

RULE = RowRule(
    code="XL206",
    name="sign_missing",
    severity=Severity.WARNING,
    title=Words("指标值没有比较符号", "Value without a sign"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "sign": Words(
            "指标值“{value}”前面没有“≥”“≤”或“＝”。",
            "The value “{value}” has no “≥”, “≤” or “＝” before it.",
        ),
        "column": Words(
            "指标值“{value}”没有比较符号：“{column}”栏也没有写。",
            "The value “{value}” has no sign, and there is none under “{column}” either.",
        ),
        "whole": Words(
            "指标值“{value}”前面没有符号；这类比率最高就是 100%。",
            "The value “{value}” has no sign before it; a rate of this kind ends at 100 %.",
        ),
        "zero": Words(
            "指标值“{value}”前面没有符号；目标是一个也没有。",
            "The value “{value}” has no sign before it; the target is none at all.",
        ),
        "unit": _NO_UNIT,
        "any_unit": _NO_UNIT,
    },
    remedy={
        "sign": Words(
            "请在前面加上符号：至少达到用“≥”，最多不超过用“≤”，正好用“＝”，例如“{example}”。",
            "Put the sign before it: “≥” for at least, “≤” for at most, “＝” for exactly, for "
            "example “{example}”.",
        ),
        "column": Words(
            "请在“{column}”栏填写“≥”“≤”或“＝”，例如“{sign}”。",
            "Enter “≥”, “≤” or “＝” under “{column}”, for example “{sign}”.",
        ),
        "whole": _BETTER,
        "zero": _BETTER,
        "any_unit": Words(
            "请在前面加上“≥”“≤”或“＝”（这里多半用“{sign}”），在后面写上单位。",
            "Put “≥”, “≤” or “＝” before it (mostly “{sign}” here) and the unit behind it.",
        ),
        "unit": Words(
            "请按符号、数字、单位的次序填写：至少用“≥”，最多用“≤”，正好用“＝”，例如“{example}”。",
            "Write sign, number and unit: “≥” for at least, “≤” for at most, “＝” for exactly, for "
            "example “{example}”.",
        ),
    },
    why=Words(
        "没有符号，就不知道多于或少于这个数算不算完成。",
        "Without a sign nobody knows whether more or less than the figure meets the target.",
    ),
    source=Words("公开文本的指标值都带有符号。", "All published values carry a sign."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "100%"},),
            ({"level3": "业务系统数量", "value": "2"},),
            ({"level3": "投资额", "value": "250万"},),
            ({"level3": "审批业务受理率（%）", "value": 95},),
            ({"level3": "安全事故起数", "value": "0起"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥100%"},),
            ({"level3": "巡检次数", "value": "2-3次"},),
            ({"level3": "完工时间", "value": "12月底前"},),
            ({"level3": "管理水平", "value": "明显提升"},),
            ({"level3": "审批业务受理率（%）", "value": "100%以上"},),
            ({"level3": "响应时间", "value": "24小时内"},),
            ({"level3": "景区等级", "value": "4A级"},),
            ({"level3": "资质等级", "value": "3级"},),
        ),
    ),
    check=check,
    together=Words(
        "{count} 个比率写成 {value}，前面没有符号；这类比率最高就是 100%。",
        "{count} rates read {value} without a sign; rates of this kind end at 100 %.",
    ),
    words=("units", "usual_units", "lower_is_better", "capped_rates", "grade_units"),
    opinion=2,
)
