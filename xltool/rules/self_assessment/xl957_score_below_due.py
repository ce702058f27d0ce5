"""XL957: fewer points than the actual value is worth, where no reason can stand."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    due,
    indicator_name,
    number,
    reason,
    shown_points,
)
from xltool.values.score import agrees


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A score below the computed one in a form that prints no reasons; where it prints them, a
    reason settles it, and a missing one is XL960's.
    """
    points, score = due(row, form), number(row, "score")
    if points is None or score is None or score < 0 or reason(row, form) is not None:
        return
    if points.least == points.most and score < points.least and not agrees(score, points.least):
        shown = shown_points(points.least)
        yield Hit(
            "score",
            others=((0, "actual"), (0, "target"), (0, "weight")),
            params={
                "indicator": indicator_name(row),
                "score": score,
                "due": shown,
                "target": str(row.get("target")),
                "actual": str(row.get("actual")),
            },
            expected=f"{shown:f}",
        )


RULE = RowRule(
    code="XL957",
    name="score_below_due",
    severity=Severity.WARNING,
    title=Words("得分低于按完成值计算的分数", "Score below what the actual value is worth"),
    table="assessed_indicators",
    needs=("target", "actual", "weight", "score"),
    message={
        "": Words(
            "“{indicator}”目标 {target}，完成 {actual}，按评分办法应得 {due} 分，现为 {score} 分。",
            "“{indicator}”: {actual} of {target} is worth {due} points; {score} are claimed.",
        )
    },
    remedy={
        "": Words(
            "请核对完成值和得分；得分改了的，总分随之重算；主动扣分的，请在情况说明里写明原因。",
            "Check the actual value and the score, and work out the total again; say why if points "
            "were taken off on purpose.",
        )
    },
    why=Words(
        "得分与完成值不符，多半是其中一个填错了。",
        "If score and actual value do not match, one of them is mostly mistyped.",
    ),
    source=Words(
        "项目支出绩效自评办法：定量指标按完成比例计分，不超过分值。",
        "Rules for self-assessment: quantitative indicators score in proportion, up to the weight.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"target": "≥20台", "actual": "20台", "weight": 20, "score": 18},),
            ({"target": "≤15分钟", "actual": "20分钟", "weight": 10, "score": 7},),
        ),
        good=(
            ({"target": "≥20台", "actual": "20台", "weight": 20, "score": 20},),
            ({"target": "≤15分钟", "actual": "20分钟", "weight": 10, "score": 7.5},),
            (
                {
                    "target": "≥20台",
                    "actual": "20台",
                    "weight": 20,
                    "score": 18,
                    "reason": "两台到货较迟，主动扣分。",
                },
            ),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
