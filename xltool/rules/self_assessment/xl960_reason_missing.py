"""XL960: points lost, or a target missed, and no reason for it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    due,
    indicator_name,
    missed,
    number,
    reason,
    shown_points,
)
from xltool.values.score import agrees


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A blank reason beside a score below its weight, or beside a plain miss; a miss that has its
    reason is no fault.
    """
    if reason(row, form) != "":
        return
    score, weight = number(row, "score"), number(row, "weight")
    points = due(row, form)
    params: dict[str, object] = {"indicator": indicator_name(row), "score": score, "weight": weight}
    params |= {"target": str(row.get("target")), "actual": str(row.get("actual"))}
    if score is not None and weight is not None and score < weight:
        plain = points is not None and points.least == points.most
        if points and plain and score < points.least and not agrees(score, points.least):
            params["due"] = shown_points(points.least)
            yield Hit("reason", others=((0, "score"),), params=params, variant="below_due")
        else:
            yield Hit("reason", others=((0, "score"),), params=params, variant="lost")
    elif missed(row, form):
        yield Hit("reason", others=((0, "actual"),), params=params, variant="missed")


RULE = RowRule(
    code="XL960",
    name="reason_missing",
    severity=Severity.ERROR,
    title=Words("扣了分或没有达标，没有写原因", "Points lost or target missed without a reason"),
    table="assessed_indicators",
    needs=("reason",),
    message={
        "lost": Words(
            "“{indicator}”分值 {weight}，得分 {score}，扣了分，没有写偏差原因。",
            "“{indicator}” got {score} of {weight} points, and no reason is given.",
        ),
        "below_due": Words(
            "“{indicator}”得分 {score}，按完成值计算应得 {due} 分；多扣的分没有写原因。",
            "“{indicator}” got {score} points where {due} are due, and no reason is given.",
        ),
        "missed": Words(
            "“{indicator}”目标 {target}，完成 {actual}，没有达标，没有写偏差原因。",
            "“{indicator}”: {actual} misses the target of {target}, and no reason is given.",
        ),
    },
    remedy={
        "": Words(
            "请写明没有完成的原因和改进措施；得分或完成值填错的，请改正。",
            "Say why, and what will be done about it; or correct the score or the actual value.",
        )
    },
    why=Words(
        "没有完成不是错误，不说明原因，审核人就无法判断。",
        "A miss is no mistake, but without its reason it cannot be judged.",
    ),
    source=Words(
        "项目支出绩效自评办法：未完成的指标须说明原因和改进措施。",
        "Rules for self-assessment: reasons and remedies for what was not reached.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"weight": 20, "score": 18.5, "reason": None},),
            ({"weight": 20, "score": 18, "reason": "无"},),
            ({"target": "≥20台", "actual": "15台", "reason": "——"},),
            (
                {
                    "target": "≥20台",
                    "actual": "20台",
                    "weight": 20,
                    "score": 18,
                    "reason": None,
                },
            ),
        ),
        good=(
            (
                {
                    "target": "≥20台",
                    "actual": "15台",
                    "weight": 20,
                    "score": 15,
                    "reason": "五台因供货延误未到，明年三月前补齐。",
                },
            ),
            ({"target": "≥20台", "actual": "20台", "weight": 20, "score": 20, "reason": None},),
            ({"weight": 20, "score": 18.5},),
            ({"target": "＝4次", "actual": "5次", "weight": 8, "score": 8, "reason": None},),
            ({"weight": 20, "score": None, "reason": None},),
        ),
        form="self-assessment@2022",
    ),
    words=("placeholders",),
    opinion=11,
    check=check,
)
