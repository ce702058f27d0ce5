"""XL902: more executed than the initial budget, where no adjusted budget is given."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.monitoring.funds import NEEDED, TABLE, exceeds, funds
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The first line that exceeds its budget, the total before its parts; others are named."""
    above = [
        fund
        for fund in funds(row, form)
        if fund.adjusted is None and exceeds(fund.executed, fund.initial)
    ]
    if above:
        first = above[0]
        yield Hit(
            first.field("executed"),
            others=(
                (0, first.field("initial")),
                *((0, fund.field("executed")) for fund in above[1:]),
            ),
            params={
                "unit": money_unit(row, form) or form.money_unit.default,
                "line": first.title,
                "executed": first.executed,
                "budget": first.initial,
            },
        )


def _row(initial: object, executed: object, adjusted: object = None) -> tuple[dict[str, object]]:
    money = {"total_initial": initial, "total_adjusted": adjusted, "total_executed": executed}
    return ({**money, "total_expected": executed, "money_unit": "万元"},)


RULE = RowRule(
    code="XL902",
    name="above_initial_budget",
    severity=Severity.WARNING,
    title=Words("执行数超过年初预算数", "More executed than the initial budget"),
    table=TABLE,
    needs=NEEDED,
    message={
        "": Words(
            "“{line}”执行 {executed} {unit}，超过年初预算数 {budget} {unit}，"
            "又没有填调整后的预算数。",
            "“{line}” has {executed} {unit} executed, more than its initial budget of "
            "{budget} {unit}, and no adjusted budget.",
        )
    },
    remedy={
        "": Words(
            "预算有追加或调整的，请填写调整后预算数，或在情况说明中写明文号和金额；填错的请改正。",
            "If the budget was raised, enter the adjusted budget or explain it; correct what is "
            "mistyped.",
        )
    },
    why=Words(
        "没有预算不能支出；超出的部分要有追加或调整的依据。",
        "Nothing may be spent without a budget; what exceeds it needs a decision to refer to.",
    ),
    source=Words("由预算执行的要求推断。", "Inferred from how budgets are executed."),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        bad=(_row(300, 500), _row(300, 300.01)),
        good=(_row(300, 300), _row(300, 500, 500), _row(300, None), _row("约300", 500)),
    ),
    check=check,
)
