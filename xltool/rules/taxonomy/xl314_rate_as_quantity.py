"""XL314: a rate that stands under quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import SHARES, contradiction, is_rate
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import rows_under
from xltool.values.indicator_value import IndicatorValue


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Shares by their value, or by their name where the value has no other unit.

    A value that contradicts its name is XL202's.
    """
    for place, row in rows_under(rows, "数量指标", form):
        name, value = row.get("level3"), row.get("value")
        if not isinstance(name, str):
            continue
        if isinstance(value, IndicatorValue) and contradiction(value, name, form):
            continue
        unit = value.unit if isinstance(value, IndicatorValue) else ""
        if unit in SHARES or (not unit and is_rate(name, form)):
            params = {"name": brief(name)}
            yield Hit("level3", place, others=((place, "level2"),), params=params)


RULE = GroupRule(
    code="XL314",
    name="rate_as_quantity",
    severity=Severity.NOTE,
    title=Words("数量指标填的是比率", "A rate stands under quantity"),
    table="indicators",
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    message={
        "": Words(
            "“{name}”是比率，却写在“数量指标”下。",
            "“{name}” is a rate but stands under 数量指标 (quantity).",
        )
    },
    remedy={
        "": Words(
            "可改填数量，例如“审批业务受理件数 ≥950件”，或把比率移到“质量指标”下。",
            "Consider a number, for example “审批业务受理件数 ≥950件”, or move the rate to "
            "质量指标 (quality).",
        )
    },
    why=Words(
        "比率看不出做了多少事，数量指标最好填件数、次数、面积等。",
        "A rate does not show how much is done; numbers of cases, times or areas do.",
    ),
    source=Words("由二级指标的含义推断。", "Inferred from what the second levels mean."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "审批业务受理率（%）", "value": "≥95%"},),
            ({"level2": "数量", "level3": "任务完成情况", "value": "≥95%"},),
        ),
        good=(
            ({"level2": "数量指标", "level3": "审批业务受理件数", "value": "≥950件"},),
            ({"level2": "质量指标", "level3": "审批业务办结率（%）", "value": "≥95%"},),
            ({"level2": "数量指标", "level3": "巡查频率", "value": "≥12次"},),
            ({"level2": "数量指标", "level3": "运维平台数量（个）", "value": "≥95%"},),
        ),
    ),
    check=check,
    words=("not_rates", "units"),
)
