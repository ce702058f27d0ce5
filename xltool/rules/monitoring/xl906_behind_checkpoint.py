"""XL906: less is executed than a checkpoint of the year asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.settings import RuleSetting
from xltool.rules.monitoring.funds import NEEDED, TABLE, whole
from xltool.rules.rule import Examples, Hit, Row, RowRule

_CHECKPOINT = re.compile(r"\s*(\d{1,2})\s*[=:]\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The executed total, against the last checkpoint that has passed."""
    month, fund = row.get("month"), whole(row, form)
    if not isinstance(month, int) or fund is None or fund.executed is None or not fund.budget:
        return
    passed = {at: least for at, least in _checkpoints(form).items() if at <= month}
    if not passed:
        return
    at, rate = max(passed), fund.executed / fund.budget * 100
    if rate < passed[at]:
        yield Hit(
            "total_executed",
            params={"checkpoint": at, "least": f"{passed[at]}%", "rate": f"{rate:.1f}%"},
        )


def _checkpoints(form: Form) -> dict[int, Decimal]:
    """The least rate in % by month; what is no checkpoint is passed over."""
    found = (_CHECKPOINT.fullmatch(text) for text in RULE.texts(form, "checkpoints"))
    return {int(each[1]): Decimal(each[2]) for each in found if each}


def _row(executed: object, month: int | None) -> tuple[dict[str, object]]:
    money = {"total_initial": 100, "total_executed": executed, "total_expected": 100}
    return ({**money, "money_unit": "万元", "month": month},)


RULE = RowRule(
    code="XL906",
    name="behind_checkpoint",
    severity=Severity.NOTE,
    title=Words("支出没有达到节点要求", "Less spent than a checkpoint asks for"),
    table=TABLE,
    needs=NEEDED,
    needs_month=True,
    params={"checkpoints": []},
    message={
        "": Words(
            "执行率为 {rate}，没有达到 {checkpoint} 月底 {least} 的要求。",
            "The rate of execution is {rate}; by the end of month {checkpoint} it should be "
            "{least}.",
        )
    },
    remedy={"": Words("请加快支出，或说明原因。", "Speed up spending, or say why it is slow.")},
    why=Words("有的地方按节点通报支出进度。", "Some bureaus publish who misses the checkpoints."),
    source=Words(
        "个别省份的要求；节点由表单设定，默认不设。",
        "Asked for in some provinces; the checkpoints stand in the form, by default none.",
    ),
    examples=Examples(
        table=TABLE,
        form="monitoring@2022",
        settings={"rules": {"XL906": RuleSetting(checkpoints=["4=25", "6=40", "8=60", "10=80"])}},
        bad=(_row(24.9, 4), _row(39, 7), _row(59, 9), _row(79, 12)),
        good=(_row(25, 4), _row(0, 3), _row(40, 7), _row(80, 12), _row(10, None)),
    ),
    check=check,
)
