"""XL903: more executed than the adjusted budget."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.monitoring.funds import NEEDED, TABLE, exceeds, funds
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every line whose adjusted budget is exceeded."""
    for fund in funds(row, form):
        if exceeds(fund.executed, fund.adjusted):
            yield Hit(
                fund.field("executed"),
                others=((0, fund.field("adjusted")),),
                params={
                    "unit": money_unit(row, form) or form.money_unit.default,
                    "line": fund.title,
                    "executed": fund.executed,
                    "budget": fund.adjusted,
                },
            )


def _row(adjusted: object, executed: object) -> tuple[dict[str, object]]:
    money = {"total_initial": 300, "total_adjusted": adjusted, "total_executed": executed}
    return ({**money, "total_expected": executed, "money_unit": "万元"},)


RULE = RowRule(
    code="XL903",
    name="above_adjusted_budget",
    severity=Severity.ERROR,
    title=Words("执行数超过调整后预算数", "More executed than the adjusted budget"),
    table=TABLE,
    needs=(*NEEDED, "total_adjusted"),
    message={
        "": Words(
            "“{line}”执行 {executed} {unit}，超过调整后预算数 {budget} {unit}。",
            "“{line}” has {executed} {unit} executed, more than its adjusted budget of "
            "{budget} {unit}.",
        )
    },
    remedy={
        "": Words(
            "请核对两个数和金额单位；又有追加的，请更新调整后预算数和全年预计执行数。",
            "Check both figures and their unit; if the budget was raised again, update it and what "
            "is expected.",
        )
    },
    why=Words(
        "调整后预算数是当年可用的全部资金，执行数不会比它大。",
        "The adjusted budget is all that can be spent in the year.",
    ),
    source=Words("由预算执行的要求推断。", "Inferred from how budgets are executed."),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        bad=(_row(300, 500), _row(300, 300.01), _row(0, 1)),
        good=(_row(500, 500), _row(None, 500), _row(500, None)),
    ),
    check=check,
)
