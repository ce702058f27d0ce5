"""XL203: an indicator value that its rate cannot have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def where(frame: DataFrame, _form: Form) -> Series[bool]:
    """A rate below 0, or above 100 where the whole is the most there can be."""
    negative = (frame["value_percent_low"] < 0) & ~frame["name_is_growth"]
    above = (frame["value_percent_high"] > 100) & frame["name_is_capped"]
    return frame["name_is_rate"] & (negative | above)


def check(row: Row, _form: Form) -> Iterator[Hit]:
    """The value and the name that it stands beside."""
    value = row["value"]
    assert isinstance(value, IndicatorValue)
    ends = [end for end in (value.low, value.high) if end is not None]
    params = {"value": brief(value.raw), "name": brief(row["level3"])}
    yield Hit("value", params=params, variant="negative" if min(ends) < 0 else "above")


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
    where=where,
    check=check,
    words=("capped_rates", "growth_rates", "not_rates", "units"),
    opinion=4,
)
