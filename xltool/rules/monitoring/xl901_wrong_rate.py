"""XL901: a rate of execution that is not what its amounts give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.monitoring.funds import NEEDED, TABLE, Fund, funds
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import Percent, plain


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Each rate that is neither executed / adjusted nor executed / initial budget, by more than
    half a unit of its last place. A formula only warns: its cells may be corrected yet.
    """
    for fund in funds(row, form):
        rate = row.get(fund.field("rate"))
        if not isinstance(rate, Percent) or rate.points is None or fund.executed is None:
            continue
        right = _rates(fund)
        if right and not any(_agrees(rate, each) for each in right):
            yield Hit(
                fund.field("rate"),
                others=((0, fund.field("executed")), (0, _budget_field(fund))),
                params={
                    "unit": money_unit(row, form) or form.money_unit.default,
                    "line": fund.title,
                    "rate": _shown(rate.points),
                    "right": _shown(right[0]),
                    "executed": fund.executed,
                    "budget": fund.budget,
                },
                expected=_shown(right[0]),
                severity=Severity.WARNING if rate.formula else None,
            )


def _rates(fund: Fund) -> list[Decimal]:
    """What the rate may be in points: by the adjusted budget first."""
    assert fund.executed is not None
    budgets = (fund.adjusted, fund.initial)
    return [fund.executed / budget * 100 for budget in budgets if budget]


def _agrees(rate: Percent, right: Decimal) -> bool:
    """Whether a rate is the right one rounded; 0.398 without % is 39.8 %."""
    assert rate.points is not None
    choices = [rate.points] if rate.marked else [rate.points, rate.points * 100]
    return any(abs(choice - right) <= _half_a_place(choice) for choice in choices)


def _half_a_place(points: Decimal) -> Decimal:
    exponent = points.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    # A stored quotient has 15 digits: its own noise is more than half of its last place.
    return max(Decimal(5).scaleb(-places - 1), Decimal("0.000001"))


def _budget_field(fund: Fund) -> str:
    return fund.field("initial" if fund.adjusted is None else "adjusted")


def _shown(points: Decimal) -> str:
    """A rate with two places at most, or with as many as it takes to tell a small one from 0."""
    rounded = points.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{plain(rounded or points)}%"


def _row(
    initial: object, executed: object, rate: object, adjusted: object = None
) -> tuple[dict[str, object]]:
    money = {"total_initial": initial, "total_adjusted": adjusted, "total_executed": executed}
    return ({**money, "total_rate": rate, "total_expected": initial, "money_unit": "万元"},)


RULE = RowRule(
    code="XL901",
    name="wrong_rate",
    severity=Severity.ERROR,
    title=Words("执行率与金额不符", "Rate of execution contradicts its amounts"),
    table=TABLE,
    needs=(*NEEDED, "total_rate"),
    message={
        "": Words(
            "“{line}”的执行率为 {rate}，而执行数 {executed} {unit} 除以预算数 {budget} {unit} "
            "应为 {right}。",
            "The rate of “{line}” is {rate}, but {executed} {unit} executed of a budget of "
            "{budget} {unit} is {right}.",
        )
    },
    remedy={
        "": Words(
            "请核对执行数和预算数；都没有错的，请把执行率改为 {right}。",
            "Check both amounts; if they are right, make the rate {right}.",
        )
    },
    why=Words(
        "执行率是审核人最先看的数，与金额对不上就无从判断。",
        "Reviewers look at the rate first; if it contradicts the amounts nothing can be judged.",
    ),
    source=Words("执行率 = 执行数 ÷ 预算数。", "The rate is executed over budget."),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        bad=(
            _row(300, 500, "20%"),
            _row(220, 87.57, 0.3),
            _row(220, 87.57, "39.9%"),
            _row(150, 81.25, "50.1%", 162.5),
            _row(200, 0, "10%"),
            _row(3, 1, "33.3333318%"),
        ),
        good=(
            _row(220, 87.57, "39.8%"),
            _row(220, 87.57, "40%"),
            _row(220, 87.57, 87.57 / 220),
            _row(220, 87.57, 39.8),
            _row(150, 81.25, "50%", 162.5),
            _row(150, 81.25, "54.17%", 162.5),
            _row(220, 87.57, None),
            _row(220, "约88", "39%"),
            _row(0, 0, "0%"),
        ),
    ),
    check=check,
)
