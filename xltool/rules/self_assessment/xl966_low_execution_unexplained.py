"""XL966: a low rate of execution and no word about it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    execution_rate,
    execution_reason,
    executions,
    shown_points,
)
from xltool.values.cell_value import Percent

_PLACES = ("execution_reason", "outcome")  # where a reason may stand


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A rate below the form's line, where neither a box for it nor another text gives a reason."""
    for each in executions(form, row.get("table")):
        rate, limit = execution_rate(row, form, each), RULE.number(form, "percent")
        if rate is None or rate >= limit or execution_reason(row, form, "execution_reasons"):
            continue
        yield Hit(
            each.rate or each.executed,
            others=tuple((0, name) for name in _PLACES if prints(row, name)),
            params={"rate": shown_points(rate), "limit": limit},
        )


RULE = RowRule(
    code="XL966",
    name="low_execution_unexplained",
    severity=Severity.WARNING,
    title=Words("执行率偏低，没有说明原因", "Low execution without a reason"),
    table="projects",
    exclusive="unspent",
    message={
        "": Words(
            "预算执行率 {rate}%，低于 {limit}%，表中没有说明原因。",
            "{rate}% of the budget was spent, below {limit}%, and the form does not say why.",
        )
    },
    remedy={
        "": Words(
            "请写明没有执行完的原因，例如项目结余、尾款未到支付期；可写在实际完成情况里。",
            "Say why, as money saved or a last payment not yet due; “Reached” is a place for it.",
        )
    },
    why=Words(
        "执行率偏低是审核时必问的内容。",
        "A reviewer asks about every low rate of execution.",
    ),
    source=Words(
        "一个省的自评要求：执行率低于 90% 须说明原因；界限可调。",
        "One province asks for a reason below 90 %; the line is a parameter.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"total_budget": 150, "total_executed": 125.25, "outcome": "大厅全年运行正常。"},),
            ({"total_budget": "150万", "total_rate": Percent("83.5%", Decimal("83.5"), True)},),
        ),
        good=(
            ({"total_budget": 150, "total_executed": 135, "outcome": None},),
            ({"total_budget": 150, "total_executed": 125.25, "outcome": "招标后结余24万元。"},),
            (
                {
                    "total_budget": 150,
                    "total_executed": 125.25,
                    "execution_reason": "最后一期进度款明年二月支付。",
                },
            ),
            ({"total_budget": 150, "total_executed": None, "outcome": None},),
        ),
        form="self-assessment@2022",
    ),
    params={"percent": 90},
    words=("execution_reasons", "placeholders"),
    opinion=11,
    check=check,
)
