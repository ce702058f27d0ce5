"""XL432: weights of a self-assessment that do not add up with the one for execution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Awaits, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.self_assessment.assessed import all_points, number, parent
from xltool.values.cell_value import Number


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """The weights of a project's indicators and of its execution, where all are known."""
    weights = [number(row, "weight") for row in rows]
    others = all_points(parent(rows), form, "weight")
    known = [weight for weight in (*weights, *others) if weight is not None]
    if form.weights_total is None or not others or len(known) < len(weights) + len(others):
        return
    total, execution = sum(known, Decimal(0)), sum(known[len(weights) :], Decimal(0))
    if total != form.weights_total:
        yield Hit(
            "weight",
            others=tuple((place, "weight") for place in range(1, len(rows))),
            awaits=(Awaits("weight"),),
            params={
                "sum": total,
                "indicators": total - execution,
                "execution": execution,
                "expected": form.weights_total,
            },
        )


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
