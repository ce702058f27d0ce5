"""XL905: the money lags behind its month, red or yellow, without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.money.amounts import money_unit
from xltool.rules.monitoring.funds import NEEDED, TABLE, whole
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light, execution_light
from xltool.rules.monitoring.reasons import can_explain, is_explained, said
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The executed total; a reason at an indicator counts where the form has no box for it."""
    month, fund = row.get("month"), whole(row, form)
    if not isinstance(month, int) or fund is None:
        return
    light = execution_light(fund.executed, fund.budget, month, form)
    if light not in (Light.RED, Light.YELLOW) or not _asked(row) or _explained(row):
        return
    assert fund.executed is not None and fund.budget is not None
    yield Hit(
        "total_executed",
        others=((0, "execution_reason"),) if prints(row, "execution_reason") else (),
        params={
            "unit": money_unit(row, form) or form.money_unit.default,
            "month": month,
            "executed": fund.executed,
            "budget": fund.budget,
            "rate": f"{fund.executed / fund.budget * 100:.1f}%",
            "light": LIGHT_WORDS[light],
        },
    )


def _indicators(row: Row) -> list[Row]:
    found = row.get("monitored_indicators")
    return list(found) if isinstance(found, (list, tuple)) else []


def _asked(row: Row) -> bool:
    """Whether the form has room for a reason."""
    return prints(row, "execution_reason") or any(map(can_explain, _indicators(row)))


def _explained(row: Row) -> bool:
    return bool(said(row, "execution_reason")) or any(map(is_explained, _indicators(row)))


def _row(
    executed: object, month: int | None, reason: str | None = None, initial: object = 220
) -> tuple[dict[str, object]]:
    money = {"total_initial": initial, "total_executed": executed, "total_expected": 220}
    return ({**money, "money_unit": "万元", "month": month, "execution_reason": reason},)


RULE = RowRule(
    code="XL905",
    name="execution_unexplained",
    severity=Severity.WARNING,
    title=Words("资金执行偏慢而没有原因", "Money lags behind without a reason"),
    table=TABLE,
    needs=NEEDED,
    needs_month=True,
    message={
        "": Words(
            "到 {month} 月执行 {executed} {unit}，为预算 {budget} {unit} 的 {rate}，"
            "慢于时间进度，亮{light}，没有写原因。",
            "By month {month} {executed} {unit} of {budget} {unit} are executed, {rate}: behind "
            "the year, light {light}, and no reason is given.",
        )
    },
    remedy={
        "": Words(
            "请核对执行数；确实偏慢的，请写明原因和加快支出的打算。",
            "Check the amount; if it does lag behind, say why and what will be done.",
        )
    },
    why=Words(
        "支出进度是监控的重点，审核人看到偏慢的项目都会问原因。",
        "Spending is what monitoring is for: reviewers ask for the reason of every slow project.",
    ),
    source=Words(
        "一体化系统的监控预警口径，界限由表单设定。",
        "The lights of budget systems; the bounds stand in the form.",
    ),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        bad=(_row(87.57, 6), _row(0, 1), _row(50, 6, "无")),
        good=(
            _row(88, 6),
            _row(87.57, 6, "招标流标一次，七月已重新开标。"),
            _row(87.57, None),
            _row(0, 6, initial=0),
            _row("约88", 6),
        ),
    ),
    check=check,
)
