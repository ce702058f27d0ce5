"""XL227: everybody is to be satisfied, or is said to be."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned, planned_field, reached
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A satisfaction of the form's maximum, planned or reached."""
    name = name_of(row)
    if not name.endswith(RULE.texts(form, "names")):
        return
    maximum = RULE.number(form, "maximum")
    for field, value in ((planned_field(row), planned(row)), ("actual", reached(row))):
        # More than that is an error of its own.
        if value and value.low == maximum and value.unit == "%" and value.sign not in ("≤", "<"):
            params = {"name": brief(name), "value": brief(value.raw)}
            yield Hit(field, params=params, variant="reached" if field == "actual" else "planned")
            return


RULE = RowRule(
    code="XL227",
    name="full_satisfaction",
    severity=Severity.NOTE,
    title=Words("满意度为 100%", "Satisfaction of 100 %"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={"names": ["满意度", "满意率", "满意程度", "满意度(%)"], "maximum": 100},
    message={
        "planned": Words(
            "“{name}”的目标是“{value}”，要求人人满意，不合常理。",
            "“{name}” is planned at “{value}”: everybody would have to be satisfied.",
        ),
        "reached": Words(
            "“{name}”填报完成“{value}”，没有一人不满意，不合常理。",
            "“{name}” is said to have reached “{value}”: not one person was dissatisfied.",
        ),
    },
    remedy={
        "planned": Words(
            "请参照往年调查结果，定一个能够达到又需要努力的数。",
            "Set a figure that past surveys show to be within reach and yet takes effort.",
        ),
        "reached": Words(
            "请核对调查的对象、份数和结果，并保留调查材料备查。",
            "Check whom and how many the survey asked, and keep its records for review.",
        ),
    },
    why=Words(
        "满意度来自抽样调查，百分之百往往是没有调查。",
        "Satisfaction comes from a survey; 100 % mostly means that there was none.",
    ),
    source=Words(
        "由审核意见归纳；上限由表单规定。",
        "Inferred from reviewers' opinions; the form sets the maximum.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "服务对象满意度", "value": "＝100%"},),
            ({"level3": "指标1：群众满意度", "value": "100%"},),
        ),
        good=(
            ({"level3": "服务对象满意度", "value": "≥95%"},),
            ({"level3": "满意度调查覆盖率", "value": "＝100%"},),
            ({"level3": "服务对象满意度", "value": "100分"},),
        ),
    ),
    check=check,
    opinion=4,
)
