"""XL203: an indicator value that its rate cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import (
    is_capped,
    is_growth,
    is_rate,
    lowest_and_highest,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A rate below 0, or above 100 where the whole is the most there can be."""
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue) or not isinstance(name, str):
        return
    points = lowest_and_highest(value, name, form)
    if points is None or not is_rate(name, form):
        return
    params = {"value": brief(value.raw), "name": brief(name)}
    if points[0] < 0 and not is_growth(name, form):
        yield Hit("value", params=params, variant="negative")
    elif points[1] > 100 and is_capped(name, form):
        yield Hit("value", params=params, variant="above")


RULE = RowRule(
    code="XL203",
    name="out_of_range",
    severity=Severity.ERROR,
    title=Words("指标值超出可能范围", "Value is out of range"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "negative": Words(
            "“{name}”的指标值“{value}”小于 0。", "“{name}” has the value “{value}”, below 0."
        ),
        "above": Words(
            "“{name}”最高只能是 100%，指标值却是“{value}”。",
            "“{name}” cannot exceed 100 %, yet its value is “{value}”.",
        ),
    },
    remedy={
        "negative": Words(
            "请核对是否多输了负号；比率应不小于 0。",
            "Check for a stray minus; a rate is not below 0.",
        ),
        "above": Words(
            "请核对数值；比率应在 0 到 100% 之间。",
            "Check the figure; a rate lies between 0 and 100 %.",
        ),
    },
    why=Words("不可能达到的目标值无法考核。", "A target that nobody can reach cannot be assessed."),
    source=Words("由指标名称推断。", "Inferred from the names of indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "≥950%"},),
            ({"level3": "设备完好率", "value": "≥-5%"},),
            ({"level3": "服务对象满意度", "value": "90%-110%"},),
            ({"level3": "设施覆盖率（‰）", "value": "≥1200"},),
            ({"level3": "提升改造工程合格率", "value": "≥120%"},),
        ),
        good=(
            ({"level3": "审批业务受理率（%）", "value": "≥100%"},),
            ({"level3": "业务量增长率", "value": "≥120%"},),
            ({"level3": "业务量增长率", "value": "≥-5%"},),
            ({"level3": "受理件数", "value": "≥950件"},),
            ({"level3": "设施覆盖率（‰）", "value": "≥950"},),
            ({"level3": "满意度调查份数", "value": "≥500份"},),
            ({"level3": "服务对象满意度", "value": "≥115分"},),
        ),
    ),
    check=check,
    words=("capped_rates", "growth_rates", "not_rates", "units"),
    opinion=4,
)
