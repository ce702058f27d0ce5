"""XL426: a percentage, such as one of the spending plan, that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, is_nil
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import Percent


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A text that is no plain percentage; a dash for a rate says that nothing is to be divided."""
    if not isinstance(value, Percent) or (field.computed and is_nil(value.raw)):
        return
    if value.points is None:
        yield Hit(field.name, params={"field": field.title.words(), "value": brief(value.raw)})


RULE = CellRule(
    code="XL426",
    name="unreadable_plan",
    severity=Severity.ERROR,
    title=Words("百分比读不出来", "Percentage cannot be read"),
    message={
        "": Words(
            "“{field}”填的是“{value}”，读不出是百分之几。",
            "“{field}” is “{value}”, which cannot be read as a percentage.",
        )
    },
    remedy={
        "": Words(
            "请只填百分比，不带其他文字；没有安排支出请填“0%”。",
            "Enter the percentage alone; “0%” if nothing is spent by then.",
        )
    },
    why=Words(
        "读不出的计划无法与执行进度对比。",
        "A plan that cannot be read cannot be held against what was really spent.",
    ),
    source=Words("公开文本都只填百分比。", "Published plans hold percentages and nothing else."),
    examples=Examples(
        table="projects",
        bad=(
            ({"plan_march": "约25%"},),
            ({"plan_june": "一半"},),
            ({"plan_december": "无"},),
            ({"plan_december": "10-20%"},),
        ),
        good=(
            ({"plan_march": "２５ ％", "plan_june": "50", "plan_october": 0.75},),
            ({"plan_march": None, "plan_december": "100.00%"},),
        ),
    ),
    check=check,
    types=("percent",),
)
