"""XL425: a spending plan partly in percentages and partly in fractions."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A plan with cells that are written on another scale than the rest."""
    for plan in read_plans(row, form, RULE.table):
        odd = [plan.fields[place] for place in plan.odd]
        if odd:
            cells = [(field.title, brief(row.get(field.name))) for field in odd]
            yield Hit(
                odd[0].name,
                others=tuple((0, field.name) for field in odd[1:]),
                params={
                    "cells": [
                        Words(f"“{title.zh}”的“{found}”", f"“{title.en}” with “{found}”")
                        for title, found in cells
                    ]
                },
            )


RULE = RowRule(
    code="XL425",
    name="plan_mixed_scales",
    severity=Severity.ERROR,
    title=Words("支出计划写法不一", "Spending plan mixes percentages and fractions"),
    table="projects",
    message={
        "": Words(
            "支出计划有的填百分比，有的填小数，与其余各期写法不同的是：{cells}。",
            "The spending plan mixes percentages and fractions; unlike the rest: {cells}.",
        )
    },
    remedy={
        "": Words(
            "请都填带百分号的累计比例，例如 25%、50%、75%、100%。",
            "Give every share with its percent sign, for example 25%, 50%, 75%, 100%.",
        )
    },
    why=Words(
        "写法不一时，0.75 是 75% 还是 0.75%，别人无法判断。",
        "In such a mixture nobody can tell whether 0.75 means 75 % or 0.75 %.",
    ),
    source=Words("常见的填报情况。", "Often seen in filled-in workbooks."),
    examples=Examples(
        table="projects",
        bad=(
            (
                {
                    "plan_march": "25%",
                    "plan_june": "50%",
                    "plan_october": 0.75,
                    "plan_december": "100%",
                },
            ),
            ({"plan_march": 25, "plan_june": 50, "plan_october": 75, "plan_december": 1},),
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 75, "plan_december": 1},),
        ),
        good=(
            ({"plan_march": 25, "plan_june": "50%", "plan_october": 75, "plan_december": "100%"},),
            # A bare 1 at the beginning is 1 %: as a fraction it would be all the money.
            ({"plan_march": 1, "plan_june": 25, "plan_october": 75, "plan_december": 100},),
            ({"plan_march": "0.5%", "plan_june": "50%", "plan_october": 75},),
            ({"plan_march": 0, "plan_june": 50, "plan_october": 75, "plan_december": 100},),
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1},),
        ),
    ),
    check=check,
)
