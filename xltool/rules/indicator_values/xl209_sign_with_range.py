"""XL209: a sign stands before a range."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """`≥90-95%`: at least 90 %, at least 95 %, or between them?"""
    value = row.get("value")
    if not isinstance(value, IndicatorValue) or value.low is None or value.high is None:
        return
    if value.sign:
        low, high = plain(value.low) + value.unit, plain(value.high) + value.unit
        params = {"value": brief(value.raw), "sign": value.sign, "low": low, "high": high}
        params["limit"] = ("＝" if value.sign == "=" else value.sign) + (
            high if value.sign in ("≤", "<") else low
        )
        yield Hit("value", params=params)


RULE = RowRule(
    code="XL209",
    name="sign_with_range",
    severity=Severity.WARNING,
    title=Words("范围前面又有符号", "Sign before a range"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "": Words(
            "指标值“{value}”既有符号“{sign}”，又写了 {low} 到 {high} 的范围。",
            "The value “{value}” has both the sign “{sign}” and a range from {low} to {high}.",
        )
    },
    remedy={
        "": Words(
            "请只留一种写法：要范围就去掉“{sign}”；要界限就只写一个数，例如“{limit}”。",
            "Keep one of them: for a range drop the “{sign}”; for a limit write one number, for "
            "example “{limit}”.",
        )
    },
    why=Words(
        "符号和范围同时出现，看不出达到哪个数才算完成。",
        "With a sign and a range together nobody can tell which figure has to be reached.",
    ),
    source=Words("由指标值的用途推断。", "Follows from what the value is for."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "≥90-95%"},),
            ({"level3": "巡检次数", "value": "不少于2至3次"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "90%-95%"},),
            ({"level3": "室内气温", "value": "≥-5度"},),
            ({"level3": "完工时间", "value": "≤2022-12-31"},),
        ),
    ),
    check=check,
    opinion=2,
)
