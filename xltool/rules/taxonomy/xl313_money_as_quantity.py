"""XL313: an amount of money that stands under quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import contradiction, unit_in_name
from xltool.rules.indicator_values.planned import planned, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import rows_under


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Sums of money under 数量; money that contradicts its name is XL202's."""
    for place, row in rows_under(rows, "数量指标", form):
        value, name = planned(row), row.get("level3")
        name = name if isinstance(name, str) else ""
        if value is None or value.low is None:
            continue
        if contradiction(value, name, form):
            continue
        if (value.unit or unit_in_name(name, form)) in form.words.get("money_units", ()):
            params = {"name": brief(name), "value": value.raw}
            yield Hit(planned_field(row), place, others=((place, "level2"),), params=params)


RULE = GroupRule(
    code="XL313",
    name="money_as_quantity",
    severity=Severity.WARNING,
    title=Words("数量指标填的是金额", "Money stands under quantity"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    message={
        "": Words(
            "“{name}”是数量指标，指标值“{value}”却是金额。",
            "“{name}” is a quantity indicator, yet its value “{value}” is an amount of money.",
        )
    },
    remedy={
        "": Words(
            "请把金额移到成本或经济效益指标下，数量指标改填完成的数量。",
            "Move the amount to cost or economic benefit, and state here how much is done.",
        )
    },
    why=Words(
        "花了多少钱不等于做了多少事。", "How much was spent does not tell how much was done."
    ),
    source=Words("由二级指标的含义推断。", "Inferred from what the second levels mean."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "设备采购", "value": "≥50万元"},),
            ({"level2": "数量", "level3": "发放补助（万元）", "value": "≥50"},),
        ),
        good=(
            ({"level2": "数量指标", "level3": "设备采购数量", "value": "≥50台"},),
            ({"level2": "成本指标", "level3": "设备采购成本", "value": "≤50万元"},),
            ({"level2": "数量指标", "level3": "审批业务受理率（%）", "value": "≥50万元"},),
            ({"level2": "数量指标", "level3": "设备数量（台）", "value": "≥50万元"},),
        ),
    ),
    check=check,
    words=("money_units", "not_rates", "units"),
    opinion=7,
)
