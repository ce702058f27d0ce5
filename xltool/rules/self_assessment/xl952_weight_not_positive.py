"""XL952: an indicator that weighs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import INDICATORS, indicator_name, number


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A weight of 0; one below 0 is outside the limits that the form sets."""
    weight, field = number(row, "weight"), form.field(INDICATORS, "weight")
    least = field.minimum if field else None
    if weight is not None and weight <= 0 and (least is None or weight >= least):
        yield Hit("weight", params={"weight": weight, "indicator": indicator_name(row)})


RULE = RowRule(
    code="XL952",
    name="weight_not_positive",
    severity=Severity.WARNING,
    title=Words("指标分值为 0", "Indicator without weight"),
    table="assessed_indicators",
    needs=("weight",),
    message={
        "": Words(
            "“{indicator}”的分值为 {weight}，完成得好坏都不影响总分。",
            "“{indicator}” weighs {weight}: how it turns out changes nothing.",
        )
    },
    remedy={
        "": Words(
            "请给这条指标分配分值，并相应调整其他指标；不参加评分的指标请说明。",
            "Give it a weight and change the others to match; say why if it is not to be scored.",
        )
    },
    why=Words(
        "没有分值的指标等于没有考核。",
        "An indicator without weight is not assessed at all.",
    ),
    source=Words(
        "从一体化系统绩效模块的提示归纳，不是文件规定。",
        "Seen in software for performance budgets; no published rule.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(({"weight": 0, "score": 0},), ({"weight": "0"},)),
        good=(({"weight": 0.5},), ({"weight": None},), ({"weight": "无"},)),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
