"""XL204: a rate above 100 % that is seldom meant so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def where(frame: DataFrame, _form: Form) -> Series[bool]:
    """完成率, 执行率, 使用率 and rates that nothing is known of, above the whole."""
    free = ~frame["name_is_growth"] & ~frame["name_is_capped"]
    return frame["name_is_rate"] & free & (frame["value_percent_high"] > 100)


def check(row: Row, _form: Form) -> Iterator[Hit]:
    """The value and the name that it stands beside."""
    yield Hit("value", params={"value": brief(row["value"]), "name": brief(row["level3"])})


RULE = RowRule(
    code="XL204",
    name="rate_above_hundred",
    severity=Severity.WARNING,
    title=Words("比率超过 100%", "Rate above 100 %"),
    table="indicators",
    needs=("level3", "value"),
    exclusive="indicator_value",
    message={
        "": Words(
            "“{name}”的指标值“{value}”超过了 100%。",
            "“{name}” has the value “{value}”, which is above 100 %.",
        )
    },
    remedy={
        "": Words(
            "请核对数值；如果确实可以超过 100%，请在情况说明中写明原因。",
            "Check the figure; if it can indeed be above 100 %, explain why.",
        )
    },
    why=Words(
        "完成率、执行率一类的比率通常以 100% 为限，超过多半是笔误。",
        "Rates of completion or execution end at 100 % as a rule; more is mostly a slip.",
    ),
    source=Words("由指标名称推断。", "Inferred from the names of indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "任务完成率（%）", "value": "≥120%"},),
            ({"level3": "预算执行率", "value": "≥1000%"},),
            ({"level3": "线上办理占比（%）", "value": "≥800"},),
            ({"level3": "资金使用率（%）", "value": "95%-105%"},),
        ),
        good=(
            ({"level3": "任务完成率（%）", "value": "≥100%"},),
            ({"level3": "业务量增长率（%）", "value": "≥120%"},),
            ({"level3": "资产增值率（%）", "value": "≥105%"},),
            ({"level3": "资金周转率", "value": "≥300%"},),
            ({"level3": "任务完成件数", "value": "≥120件"},),
        ),
    ),
    where=where,
    check=check,
    words=("capped_rates", "growth_rates", "not_rates", "units"),
    opinion=4,
)
