"""XL432: weights of a self-assessment that do not add up with the one for execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.values.cell_value import Number


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """The weights of a project's indicators and of its execution, where all are known."""
    parent = rows[0].get("parent") if rows else None
    execution = parent.get("total_weight") if isinstance(parent, Mapping) else None
    weights = [_amount(row.get("weight")) for row in rows]
    known = [weight for weight in (*weights, _amount(execution)) if weight is not None]
    if form.weights_total is None or len(known) <= len(rows):
        return
    total = sum(known, Decimal(0))
    if total != form.weights_total:
        yield Hit(
            "weight",
            others=tuple((place, "weight") for place in range(1, len(rows))),
            params={
                "sum": total,
                "indicators": total - known[-1],
                "execution": known[-1],
                "expected": form.weights_total,
            },
        )


def _amount(value: object) -> Decimal | None:
    known = isinstance(value, Number) and value.amount is not None and value.amount.is_finite()
    return value.amount if isinstance(value, Number) and known else None


RULE = GroupRule(
    code="XL432",
    name="assessed_weights_sum",
    severity=Severity.ERROR,
    title=Words("自评分值合计不对", "Weights of a self-assessment do not add up"),
    table="assessed_indicators",
    scope=Scope.PROJECT,
    needs=("weight",),
    message={
        "": Words(
            "各指标分值合计 {indicators}，加上预算执行率的 {execution}，一共 {sum} 分，应为 "
            "{expected} 分。",
            "The indicators weigh {indicators}, execution {execution}: {sum} in all instead of "
            "{expected}.",
        )
    },
    remedy={
        "": Words(
            "请调整分值，使各指标与预算执行率合计 {expected} 分。",
            "Change the weights so that indicators and execution make {expected}.",
        )
    },
    why=Words(
        "分值合计不对，得分就不能按满分计算。",
        "With other weights the scores do not add up to the full mark.",
    ),
    source=Words(
        "项目支出绩效自评：预算执行率10分，其余指标90分。",
        "Self-assessment: 10 points for execution, 90 for the other indicators.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            (
                {"weight": 60, "parent": {"total_weight": Number("10", Decimal(10))}},
                {"weight": 40, "parent": {"total_weight": Number("10", Decimal(10))}},
            ),
        ),
        good=(
            (
                {"weight": 50, "parent": {"total_weight": Number("10", Decimal(10))}},
                {"weight": 40, "parent": {"total_weight": Number("10", Decimal(10))}},
            ),
            ({"weight": 50}, {"weight": 30}),
            ({"weight": 100, "parent": {"total_weight": None}},),
        ),
        form="self-assessment@2022",
    ),
    check=check,
)
