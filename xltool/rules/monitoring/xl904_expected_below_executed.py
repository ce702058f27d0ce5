"""XL904: less is expected by the year's end than has been executed already."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.monitoring.funds import NEEDED, TABLE, exceeds, funds
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Every line whose expected amount is the smaller one; not where all of an adjusted budget is
    expected and more than that is executed: that is said of the executed amount alone, by XL903.
    """
    for fund in funds(row, form):
        whole_budget = exceeds(fund.executed, fund.adjusted) and fund.expected == fund.adjusted
        if exceeds(fund.executed, fund.expected) and not whole_budget:
            yield Hit(
                fund.field("expected"),
                others=((0, fund.field("executed")),),
                params={
                    "unit": money_unit(row, form) or form.money_unit.default,
                    "line": fund.title,
                    "executed": fund.executed,
                    "expected_amount": fund.expected,
                },
            )


def _row(executed: object, expected: object, adjusted: object = None) -> tuple[dict[str, object]]:
    money = {"total_initial": 300, "total_executed": executed, "total_expected": expected}
    return ({**money, "total_adjusted": adjusted, "money_unit": "万元"},)


RULE = RowRule(
    code="XL904",
    name="expected_below_executed",
    severity=Severity.ERROR,
    title=Words("全年预计执行数小于已执行数", "Less expected than executed"),
    table=TABLE,
    needs=NEEDED,
    message={
        "": Words(
            "“{line}”全年预计执行 {expected_amount} {unit}，小于已经执行的 {executed} {unit}。",
            "“{line}” is expected to reach {expected_amount} {unit} by the year's end, less than "
            "the {executed} {unit} executed already.",
        )
    },
    remedy={
        "": Words(
            "全年预计执行数包括已执行的部分，请核对后改正；年内有退款的，请按退款后的数填写。",
            "What is expected includes what is executed: correct the wrong one; after refunds "
            "enter both without them.",
        )
    },
    why=Words(
        "预计数小于已执行数，在算术上不成立。",
        "The year cannot end with less than has been spent by now.",
    ),
    source=Words("由两个数的定义得出。", "Follows from what both figures mean."),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        bad=(_row(200, 199.99), _row(200, 20), _row(1, 0), _row(500, 290, 300)),
        good=(
            _row(200, 200),
            _row(200, 300),
            _row(200, None),
            _row(None, 300),
            _row(500, 300, 300),
        ),
    ),
    check=check,
)
