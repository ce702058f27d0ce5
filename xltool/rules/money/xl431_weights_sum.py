"""XL431: weights that do not add up to the form's figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Awaits, Examples, GroupRule, Hit, Row, Scope
from xltool.values.cell_value import Number


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """The weights of a project's indicators, where each of them is known."""
    weights = [_weight(row, form) for row in rows]
    known = [weight for weight in weights if weight is not None]
    if form.weights_total is None or len(known) < len(rows):
        return
    total = sum(known, Decimal(0))
    if total != form.weights_total:
        yield Hit(
            "weight",
            others=tuple((place, "weight") for place in range(1, len(rows))),
            awaits=(Awaits("weight"),),
            params={
                "sum": total,
                "expected": form.weights_total,
                "difference": abs(total - form.weights_total),
            },
            variant="less" if total < form.weights_total else "more",
        )


def _weight(row: Row, form: Form) -> Decimal | None:
    """A row's weight; a blank counts as 0 unless it has to be filled in."""
    value, field = row.get("weight"), form.field("indicators", "weight")
    if "weight" in row and value is None and field and not field.required:
        return Decimal(0)
    if not isinstance(value, Number) or value.amount is None or field is None:
        return None
    # A weight outside its limits has a finding of its own, and explains the sum.
    low, high = field.minimum, field.maximum
    outside = (low is not None and value.amount < low) or (high is not None and value.amount > high)
    return None if outside or not value.amount.is_finite() else value.amount


RULE = GroupRule(
    code="XL431",
    name="weights_sum",
    severity=Severity.ERROR,
    title=Words("权重合计不对", "Weights do not add up"),
    table="indicators",
    scope=Scope.PROJECT,
    needs=("weight",),
    message={
        "less": Words(
            "各指标权重合计为 {sum}，应为 {expected}，少 {difference}。",
            "The weights add up to {sum} instead of {expected}: {difference} too little.",
        ),
        "more": Words(
            "各指标权重合计为 {sum}，应为 {expected}，多 {difference}。",
            "The weights add up to {sum} instead of {expected}: {difference} too much.",
        ),
    },
    remedy={
        "": Words(
            "请调整各指标的权重，使合计等于 {expected}。",
            "Change the weights of the indicators so that they add up to {expected}.",
        )
    },
    why=Words(
        "权重合计不对，得分就不能按满分计算。",
        "With other weights the scores do not add up to the full mark.",
    ),
    source=Words(
        "绩效自评办法：预算执行率 10 分，其余指标 90 分。",
        "Rules for self-assessment: 10 points for execution, 90 for the other indicators.",
    ),
    examples=Examples(
        table="indicators",
        bad=(({"weight": 50}, {"weight": 30}), ({"weight": 50}, {"weight": 40.5})),
        good=(
            ({"weight": 50}, {"weight": "30"}, {"weight": 10}),
            ({"weight": 89.9}, {"weight": 0.1}),
            # A required weight that is blank has a finding of its own.
            ({"weight": 50}, {"weight": None}),
            ({"weight": 50}, {"weight": "三十"}),
        ),
        form="national-target@2021",
    ),
    check=check,
)
