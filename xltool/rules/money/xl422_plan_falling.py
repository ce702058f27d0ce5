"""XL422: a cumulative spending plan that falls."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every share that is smaller than the one before it; unusable ones are passed over."""
    for plan in read_plans(row, form, RULE.table):
        if plan.odd:
            continue
        steps = [
            (field, point)
            for field, point in zip(plan.fields, plan.in_range, strict=True)
            if point is not None
        ]
        for (before, earlier), (field, later) in pairwise(steps):
            if later < earlier:
                yield Hit(
                    field.name,
                    others=((0, before.name),),
                    params={
                        "field": field.title.words(),
                        "value": brief(row.get(field.name)),
                        "before": before.title.words(),
                        "earlier": brief(row.get(before.name)),
                    },
                )


RULE = RowRule(
    code="XL422",
    name="plan_falling",
    severity=Severity.ERROR,
    title=Words("支出计划前高后低", "Spending plan falls"),
    table="projects",
    message={
        "": Words(
            "“{field}”是“{value}”，低于“{before}”的“{earlier}”。",
            "“{field}” is “{value}”, less than “{before}” with “{earlier}”.",
        )
    },
    remedy={
        "": Words(
            "支出计划是累计数，应逐期不减，例如 25%、50%、75%、100%；"
            "如果填的是各期当期比例，请改为累计比例。",
            "The plan is cumulative and never falls, for example 25%, 50%, 75%, 100%; "
            "if these are shares of single periods, add them up.",
        )
    },
    why=Words(
        "已经支出的资金不会变少，前高后低说明至少有一个数填错。",
        "Money spent stays spent, so at least one of the two figures is wrong.",
    ),
    source=Words(
        "公开文本的支出计划逐期累计到 100%。", "Published plans grow up to 100 % step by step."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"plan_march": "50%", "plan_june": "25%"},),
            ({"plan_march": 50, "plan_june": None, "plan_october": 40, "plan_december": 100},),
            ({"plan_march": 0.5, "plan_june": 0.25, "plan_october": 0.75, "plan_december": 1},),
        ),
        good=(
            ({"plan_march": 25, "plan_june": "25%", "plan_october": 75, "plan_december": "100%"},),
            # The figure that is impossible is the wrong one, not the one after it.
            ({"plan_march": 25, "plan_june": 500, "plan_october": 75, "plan_december": 100},),
            ({"plan_march": 1, "plan_june": 25, "plan_october": 75, "plan_december": 100},),
            ({"plan_march": "25%", "plan_june": "50%", "plan_october": 0.75},),
        ),
    ),
    check=check,
)
