"""XL424: a spending plan written as 0.25, 0.5, 0.75, 1."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.spending_plan import read_plans
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A plan of bare numbers up to 1, which was read as shares of the whole."""
    for plan in read_plans(row, form, RULE.table):
        pairs = zip(plan.fields, plan.points, strict=True)
        filled = [field.name for field, point in pairs if point is not None]
        if plan.fractions:
            yield Hit(
                filled[0],
                others=tuple((0, name) for name in filled[1:]),
                params={
                    "found": [str(row[name]) for name in filled],
                    "read": [f"{plain(point)}%" for point in plan.points if point is not None],
                },
            )


RULE = RowRule(
    code="XL424",
    name="plan_as_fractions",
    severity=Severity.NOTE,
    title=Words("支出计划写成小数", "Spending plan is written as fractions"),
    table="projects",
    message={
        "": Words(
            "支出计划填的是 {found}，已按 {read} 读取。",
            "The spending plan is given as {found}; it was read as {read}.",
        )
    },
    remedy={
        "": Words("请把这一行都改填百分比：{read}。", "Enter percentages in the whole row: {read}.")
    },
    why=Words(
        "栏目名称写明是百分比，小数容易被当成百分之零点几。",
        "The heading asks for percentages; a fraction may be taken for less than one per cent.",
    ),
    source=Words("常见的填报情况。", "Often seen in filled-in workbooks."),
    examples=Examples(
        table="projects",
        bad=(
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 1},),
            ({"plan_march": 0, "plan_june": "0.5", "plan_october": 1, "plan_december": 1},),
        ),
        good=(
            ({"plan_march": 25, "plan_june": 50, "plan_october": 75, "plan_december": 100},),
            ({"plan_march": 0.25, "plan_june": 0.5, "plan_october": 0.75, "plan_december": 0.9},),
            ({"plan_march": "0.25%", "plan_june": "0.5%", "plan_december": 1},),
            ({"plan_december": 1},),
        ),
    ),
    check=check,
)
