"""XL968: more money spent than the budget of the year has."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import executions, spending_tables, spent


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Executed against the adjusted budget, which holds what was added during the year."""
    for each in executions(form, row.get("table")):
        known = spent(row, form, each)
        if known and known[1] >= 0 and known[0] > known[1]:
            executed, budget = known
            yield Hit(
                each.executed,
                others=((0, each.budget),),
                params={
                    "executed": executed,
                    "budget": budget,
                    "difference": executed - budget,
                    "unit": money_unit(row, form) or form.money_unit.default,
                },
            )


RULE = RowRule(
    code="XL968",
    name="executed_above_budget",
    severity=Severity.ERROR,
    title=Words("执行数大于全年预算数", "More spent than budgeted"),
    table=EVERY_TABLE,
    tables=spending_tables,
    message={
        "": Words(
            "执行数 {executed} 大于全年预算数 {budget}，多 {difference}{unit}。",
            "{executed} were spent of a budget of {budget}: {difference} {unit} too much.",
        )
    },
    remedy={
        "": Words(
            "请核对两个金额和单位；年中追加的，全年预算数应包括追加的部分。",
            "Check both amounts and their unit; the budget of the year includes what was added.",
        )
    },
    why=Words(
        "全年预算数是调整后的预算，支出不能超过它。",
        "The budget of the year is the adjusted one, and nothing can be spent beyond it.",
    ),
    source=Words(
        "项目支出绩效自评表：全年预算数含年中追加和调整。",
        "Form of the self-assessment: the budget of the year includes all adjustments.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"total_budget": 300000, "total_executed": 500000},),
            ({"total_budget": 0, "total_executed": 1},),
        ),
        good=(
            ({"total_budget": 300000, "total_executed": 300000},),
            ({"total_budget": "30万", "total_executed": 500000},),
            ({"total_budget": None, "total_executed": 500000},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
