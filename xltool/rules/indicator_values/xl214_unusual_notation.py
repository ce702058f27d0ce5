"""XL214: a value that was read, though it is not written in the standard notation."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule, Scope
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Another notation, read as what it means; that meaning is the fix."""
    value = row.get("value")
    if isinstance(value, IndicatorValue) and value.unusual:
        params = {"value": brief(value.raw), "read": value.standard}
        yield Hit("value", params=params, expected=value.correction)


RULE = RowRule(
    code="XL214",
    name="unusual_notation",
    severity=Severity.NOTE,
    title=Words("指标值不是规范写法", "Value in another notation"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "": Words(
            "指标值“{value}”不是规范写法，已按“{read}”读取。",
            "The value “{value}” is not in the standard notation; it was read as “{read}”.",
        )
    },
    remedy={
        "": Words("建议改写为“{read}”。", "Better write “{read}”."),
    },
    why=Words(
        "写法统一，汇总和导入其他系统时才不会出错。",
        "With one notation nothing goes wrong when values are added up or moved elsewhere.",
    ),
    source=Words(
        "公开文本和财政系统的写法。", "How published forms and finance systems write values."
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "＞＝９５％"},),
            ({"level3": "审批业务受理率（%）", "value": "95%以上"},),
            ({"level3": "巡检次数", "value": "不少于3次"},),
            ({"level3": "巡检次数", "value": "==3次"},),
            ({"level2": "时效指标", "level3": "完工时间", "value": "１２月底前"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥ 95 %"},),
            ({"level3": "巡检次数", "value": "＝3次"},),
            ({"level3": "巡检次数", "value": "=3次"},),
            ({"level3": "受理件数", "value": "≥1,200件"},),
            ({"level3": "审批业务受理率（%）", "value": "90%～95%"},),
        ),
    ),
    check=check,
    fixable=True,
    one_line=Scope.WORKBOOK,
    silent_reading=True,
    together=Words(
        "有 {count} 处指标值不是规范写法，都已读懂：{value} 按 {read} 读取。",
        "{count} values are not in the standard notation but were read: {value} as {read}.",
    ),
)
