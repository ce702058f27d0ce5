"""XL206: a number without ≥, ≤ or ＝ before it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import lacks_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A single number without a sign; a range, a date or a graded word needs none."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or value.low is None or value.high is not None:
        return
    if not value.sign:
        # A name that is missing is not held against the value.
        bare = isinstance(name, str) and lacks_unit(value, name, form)
        # The sign is never guessed: 100 may be the least, the most or the exact figure.
        yield Hit("value", params={"value": brief(value.raw)}, variant="unit" if bare else "sign")


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
        "unit": Words(
            "指标值“{value}”前面没有“≥”“≤”或“＝”，也没有写明单位。",
            "The value “{value}” has no “≥”, “≤” or “＝” before it, and no unit.",
        ),
    },
    remedy={
        "sign": Words(
            "请在前面加上符号：至少达到用“≥”，最多不超过用“≤”，正好用“＝”，例如“≥{value}”或“≤{value}”。",
            "Put the sign before it: “≥” for at least, “≤” for at most, “＝” for exactly, as "
            "“≥{value}” or “≤{value}”.",
        ),
        "unit": Words(
            "请写成“符号、数字、单位”：至少用“≥”，最多用“≤”，正好用“＝”，例如“≥6个”。",
            "Write sign, number and unit: “≥” for at least, “≤” for at most, “＝” for exactly, for "
            "example “≥6个”.",
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
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥100%"},),
            ({"level3": "巡检次数", "value": "2-3次"},),
            ({"level3": "完工时间", "value": "12月底前"},),
            ({"level3": "管理水平", "value": "明显提升"},),
            ({"level3": "审批业务受理率（%）", "value": "100%以上"},),
            ({"level3": "响应时间", "value": "24小时内"},),
        ),
    ),
    check=check,
    words=("units",),
    opinion=2,
)
