"""XL205: a sign or a unit stands without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import SCALES, is_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """`公里`, `≥`, `≥%`: everything but the number."""
    value = row.get("value")
    if not isinstance(value, IndicatorValue) or value.low is not None or value.dated:
        return
    params = {"value": brief(value.raw), "sign": value.sign}
    if is_unit(value.words, form) or value.words in SCALES:
        yield Hit("value", params=params, variant="both" if value.sign else "unit")
    elif value.sign and not _is_worded(value):
        yield Hit("value", params=params, variant="sign")


def _is_worded(value: IndicatorValue) -> bool:
    """Whether it is text with a number in it, or a graded word: `＝优`."""
    return bool(re.search(r"\d", value.words)) or (value.sign == "=" and value.words != "")


RULE = RowRule(
    code="XL205",
    name="number_missing",
    severity=Severity.ERROR,
    title=Words("指标值没有数字", "Value without a number"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "unit": Words(
            "指标值“{value}”只有单位，没有数字。", "The value “{value}” is a unit without a number."
        ),
        "sign": Words(
            "指标值“{value}”在“{sign}”后面没有数字。",
            "In the value “{value}” no number follows the sign “{sign}”.",
        ),
        "both": Words(
            "指标值“{value}”只有符号和单位，没有数字。",
            "The value “{value}” has a sign and a unit but no number.",
        ),
    },
    remedy={
        "": Words(
            "请补上数字，按符号、数字、单位的次序填写。",
            "Add the number, in the order sign, number, unit.",
        )
    },
    why=Words(
        "没有数字就没有目标，年底无法判断是否完成。",
        "Without a number there is no target, and nobody can tell whether it was met.",
    ),
    source=Words("由指标值的用途推断。", "Follows from what the value is for."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "道路里程", "value": "公里"},),
            ({"level3": "审批业务受理率（%）", "value": "≥"},),
            ({"level3": "审批业务受理率（%）", "value": "≥%"},),
            ({"level3": "单位成本", "value": "≤ 万元/公里"},),
            ({"level3": "单位成本", "value": "≤预算"},),
        ),
        good=(
            ({"level3": "道路里程", "value": "≥12公里"},),
            ({"level3": "管理水平", "value": "优"},),
            ({"level3": "管理水平", "value": "＝优"},),
            ({"level3": "道路完工时间", "value": "≤12月31日"},),
            ({"level3": "道路完工时间", "value": "年底"},),
        ),
    ),
    check=check,
    words=("units",),
    opinion=2,
)
