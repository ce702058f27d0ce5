"""XL958: a rate of execution that its own amounts do not give."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    executions,
    shown_points,
    spending_tables,
    spent,
    stated_rate,
)
from xltool.values.score import HUNDRED, agrees


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The stated rate, in % or as a fraction, rounded to 0, 1 or 2 places."""
    for each in executions(form, row.get("table")):
        known, rate = spent(row, form, each), stated_rate(row, each)
        if known is None or rate is None or each.rate is None or known[1] <= 0:
            continue
        executed, budget = known
        due = executed / budget * HUNDRED
        if not agrees(rate, due) and not agrees(rate * HUNDRED, due):
            yield Hit(
                each.rate,
                others=((0, each.executed), (0, each.budget)),
                params={
                    "rate": str(row.get(each.rate)),
                    "executed": executed,
                    "budget": budget,
                    "due": shown_points(due),
                },
                expected=f"{shown_points(due):f}%",
            )


RULE = RowRule(
    code="XL958",
    name="execution_rate_differs",
    severity=Severity.ERROR,
    title=Words("执行率与执行数、预算数不符", "Rate of execution does not come out"),
    table=EVERY_TABLE,
    tables=spending_tables,
    message={
        "": Words(
            "执行率填的是 {rate}，按执行数 {executed}、预算数 {budget} 计算应为 {due}%。",
            "The rate of execution is {rate}, but {executed} of {budget} is {due}%.",
        )
    },
    remedy={
        "": Words(
            "请核对执行数和预算数；没有填错的，执行率改为 {due}%。",
            "Check what was spent and the budget; if both are right, the rate is {due}%.",
        )
    },
    why=Words(
        "执行率决定执行得分，必须与金额一致。",
        "The rate decides the points for execution; it has to follow from the amounts.",
    ),
    source=Words(
        "项目支出绩效自评表：执行率＝全年执行数÷全年预算数。",
        "Form of the self-assessment: executed over budget of the year.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"total_budget": 162.5, "total_executed": 154.375, "total_rate": "90%"},),
            ({"total_budget": 150, "total_executed": 125.25, "total_rate": 100},),
            ({"total_budget": 300, "total_executed": 500, "total_rate": "100%"},),
        ),
        good=(
            ({"total_budget": 162.5, "total_executed": 154.375, "total_rate": "95%"},),
            ({"total_budget": 3, "total_executed": 2, "total_rate": "66.7%"},),
            ({"total_budget": 162.5, "total_executed": 154.375, "total_rate": 0.95},),
            ({"total_budget": 0, "total_executed": 0, "total_rate": "0%"},),
            ({"total_budget": "150万", "total_executed": 125.25, "total_rate": "83.5%"},),
            ({"total_budget": 150, "total_executed": 125.25, "total_rate": None},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
