"""XL421: a share of the spending plan below 0 or above 100 %."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every share of a plan that no spending can reach."""
    for plan in read_plans(row, form, RULE.table):
        if plan.odd:
            continue
        for field, point, possible in zip(plan.fields, plan.points, plan.in_range, strict=True):
            if point is not None and possible is None:
                yield Hit(
                    field.name,
                    params={"field": field.title.words(), "value": brief(row.get(field.name))},
                )


RULE = RowRule(
    code="XL421",
    name="plan_out_of_range",
    severity=Severity.ERROR,
    title=Words("支出计划超出 0 到 100%", "Spending plan is outside 0 to 100 %"),
    table="projects",
    message={
        "": Words(
            "“{field}”填的是“{value}”，不在 0 到 100% 之间。",
            "“{field}” is “{value}”, which is not between 0 and 100 %.",
        )
    },
    remedy={
        "": Words(
            "请填到该时点累计支出占预算的百分比。",
            "Enter the share of the budget spent by then, in percent.",
        )
    },
    why=Words(
        "计划是累计比例，最多是全部预算。",
        "The plan gives shares of the whole budget, and there is no more than all of it.",
    ),
    source=Words(
        "公开文本的支出计划逐期累计到 100%。", "Published plans grow up to 100 % step by step."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"plan_march": 250},),
            ({"plan_march": "-5%", "plan_december": "100%"},),
            ({"plan_march": "25%", "plan_june": "50%", "plan_october": "750%"},),
            ({"plan_march": -0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1},),
        ),
        good=(
            ({"plan_march": 0, "plan_june": "0%", "plan_october": 100, "plan_december": "100%"},),
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1},),
            ({"plan_march": "约250%", "plan_june": None},),
        ),
    ),
    check=check,
)
