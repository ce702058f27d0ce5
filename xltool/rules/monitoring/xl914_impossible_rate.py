"""XL914: a share of a whole that was reached, or is expected, is below 0 or above 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import (
    is_capped,
    is_rate,
    lowest_and_highest,
)
from xltool.rules.indicator_values.planned import name_of
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue

_WHOLE = Decimal(100)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The actual and the expected value of names whose whole is the most there can be."""
    name = name_of(row)
    if not (is_rate(name, form) and is_capped(name, form)):
        return
    for field in ("actual", "expected"):
        value = row.get(field)
        ends = lowest_and_highest(value, name, form) if isinstance(value, IndicatorValue) else None
        if ends and (ends[0] < 0 or ends[1] > _WHOLE):
            yield Hit(field, params={"name": brief(name), "value": brief(value)})


RULE = RowRule(
    code="XL914",
    name="impossible_rate",
    severity=Severity.ERROR,
    title=Words("完成的比率不可能这么高或这么低", "A rate that nothing can reach"),
    table=EVERY_INDICATOR,
    needs=("level3", "actual"),
    message={
        "": Words(
            "“{name}”填了“{value}”，这个比率只能在 0 到 100% 之间。",
            "“{name}” has “{value}”; such a rate lies between 0 and 100 %.",
        )
    },
    remedy={
        "": Words(
            "请核对分子、分母和小数点，按实际比率填写。",
            "Check what was divided by what, and the decimal point.",
        )
    },
    why=Words("部分不会多于全部。", "A part is never more than its whole."),
    source=Words("由指标名称推断。", "Inferred from the names of indicators."),
    examples=Examples(
        table="assessed_indicators",
        form="self-assessment@2022",
        bad=(
            ({"level3": "工程验收合格率（%）", "target": "≥100%", "actual": "105%"},),
            ({"level3": "群众满意度", "target": "≥90%", "actual": "-3%"},),
            ({"level3": "群众满意度", "target": "≥90%", "actual": "-3%至5%"},),
            ({"level3": "设施覆盖率（‰）", "target": "≥900", "actual": "1200"},),
        ),
        good=(
            ({"level3": "工程验收合格率（%）", "target": "≥100%", "actual": "100%"},),
            ({"level3": "业务量增长率", "target": "≥90%", "actual": "120%"},),
            ({"level3": "任务完成率", "target": "≥90%", "actual": "120%"},),
            ({"level3": "群众满意度", "target": "≥90分", "actual": "108分"},),
            ({"level3": "培训人次", "target": "≥120人次", "actual": "326人次"},),
        ),
    ),
    check=check,
)
