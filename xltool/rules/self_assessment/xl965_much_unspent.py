"""XL965: a large share of the budget that was not spent."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import executions, shown_points, spent
from xltool.values.score import HUNDRED


def check(row: Row, form: Form) -> Iterator[Hit]:
    """More left than the form's share; a budget of 0 is XL407's."""
    for each in executions(form, row.get("table")):
        known = spent(row, form, each)
        if known is None or known[1] <= 0 or known[0] < 0:
            continue
        executed, budget = known
        left = (budget - executed) / budget * HUNDRED
        if left > RULE.number(form, "percent"):
            yield Hit(
                each.executed,
                others=((0, each.budget),),
                params={
                    "executed": executed,
                    "budget": budget,
                    "left": shown_points(left),
                    "limit": RULE.number(form, "percent"),
                },
            )


RULE = RowRule(
    code="XL965",
    name="much_unspent",
    severity=Severity.WARNING,
    title=Words("结余较多", "Much of the budget unspent"),
    table="projects",
    exclusive="unspent",
    message={
        "": Words(
            "预算 {budget}，执行 {executed}，没有用完的占 {left}%，超过 {limit}%。",
            "{executed} of {budget} were spent: {left}% are left, more than {limit}%.",
        )
    },
    remedy={
        "": Words(
            "请核对金额；没有填错的，请写明没有用完的原因，并在编制下年预算时考虑。",
            "Check the amounts; if they are right, say why money was left and mind it in the next "
            "budget.",
        )
    },
    why=Words(
        "结余较多说明预算编多了或者工作没有做完。",
        "Much left means too large a budget, or work that was not done.",
    ),
    source=Words(
        "从一体化系统绩效模块的提示归纳，20% 可调。",
        "Seen in software for performance budgets; the 20 % is a parameter.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"total_budget": 150, "total_executed": 119},),
            ({"total_budget": 150, "total_executed": 0},),
        ),
        good=(
            ({"total_budget": 150, "total_executed": 120},),
            ({"total_budget": 0, "total_executed": 0},),
            ({"total_budget": 150, "total_executed": None},),
        ),
        form="self-assessment@2022",
    ),
    params={"percent": 20},
    opinion=11,
    check=check,
)
