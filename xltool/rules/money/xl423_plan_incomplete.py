"""XL423: a spending plan that does not end at 100 %."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A plan whose last share is possible, but is not the whole."""
    for plan in read_plans(row, form, RULE.table):
        last, field = plan.in_range[-1], plan.fields[-1]
        if plan.odd or last is None or last == 100:
            continue
        # Among fractions neither 1 nor 100% alone makes it right: the whole row is to be changed.
        shares = [point for point in plan.in_range if point is not None]
        bare = all("%" not in str(row.get(field.name)) for field in plan.fields)
        params = {"field": field.title.words(), "value": brief(row.get(field.name))}
        if bare and 0 < max(shares) <= 1:
            yield Hit(field.name, params=params, variant="fractions")
        else:
            yield Hit(field.name, params=params, expected="100%")


RULE = RowRule(
    code="XL423",
    name="plan_incomplete",
    severity=Severity.ERROR,
    title=Words("支出计划没有到 100%", "Spending plan does not reach 100 %"),
    table="projects",
    message={
        "": Words(
            "“{field}”是“{value}”，最后一期累计应为 100%。",
            "“{field}” is “{value}”; the last share has to be 100 %.",
        ),
        "fractions": Words(
            "“{field}”是“{value}”，这一行像是用小数填的，最后一期累计应为 100%。",
            "“{field}” is “{value}”; the row seems to be in fractions, and the last share has to "
            "be 100 %.",
        ),
    },
    remedy={
        "": Words(
            "请填“100%”；如果各期填的是当期比例，请改为累计比例，例如 25%、50%、75%、100%。",
            "Enter “100%”; if these are shares of single periods, add them up, for example "
            "25%, 50%, 75%, 100%.",
        ),
        "fractions": Words(
            "请把这一行都改填累计百分比，最后一期填“100%”，例如 25%、50%、75%、100%。",
            "Enter the whole row as percentages that add up, the last one “100%”, for example "
            "25%, 50%, 75%, 100%.",
        ),
    },
    why=Words(
        "年底应安排完全部预算，否则计划与预算数对不上。",
        "By the end of the year the plan has to cover the whole budget.",
    ),
    source=Words(
        "公开文本的支出计划逐期累计到 100%。", "Published plans grow up to 100 % step by step."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"plan_march": 25, "plan_june": 50, "plan_october": 75, "plan_december": 90},),
            ({"plan_december": "0%"},),
            ({"plan_march": "25%", "plan_december": "99.9%"},),
        ),
        good=(
            ({"plan_march": 25, "plan_june": "50%", "plan_october": 75, "plan_december": 100},),
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1},),
            ({"plan_march": 25, "plan_december": None},),
            ({"plan_march": 25, "plan_december": 1000},),
            ({"plan_march": 25, "plan_december": 1},),
        ),
    ),
    check=check,
)
