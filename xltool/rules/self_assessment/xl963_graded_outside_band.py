"""XL963: a qualitative result with points that its grade does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import due, indicator_name, number, shown_points


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A score outside the band of 达成, 部分达成 or 未达成; above the weight it is XL951's."""
    points, score, weight = due(row, form), number(row, "score"), number(row, "weight")
    if points is None or score is None or weight is None or points.least == points.most:
        return
    if 0 <= score <= weight and not points.least <= score <= points.most:
        yield Hit(
            "score",
            others=((0, "actual"), (0, "weight")),
            params={
                "indicator": indicator_name(row),
                "actual": str(row.get("actual")),
                "score": score,
                "least": shown_points(points.least),
                "most": shown_points(points.most),
            },
        )


RULE = RowRule(
    code="XL963",
    name="graded_outside_band",
    severity=Severity.WARNING,
    title=Words("定性得分与完成档次不符", "Points outside a qualitative band"),
    table="assessed_indicators",
    needs=("target", "actual", "weight", "score"),
    message={
        "": Words(
            "“{indicator}”完成情况为“{actual}”，应得 {least} 到 {most} 分，现为 {score} 分。",
            "“{indicator}”: “{actual}” is worth {least} to {most} points; {score} are claimed.",
        )
    },
    remedy={
        "": Words(
            "请按完成档次改正得分，或改正完成情况。",
            "Correct the score or what was reached.",
        )
    },
    why=Words(
        "定性指标分三档计分，得分应与所说的档次一致。",
        "Qualitative indicators score by grade; points and grade have to agree.",
    ),
    source=Words(
        "自评办法的三档计分（100-80%、80-60%、60-0%），凭记忆，界限可调。",
        "Three bands of the rules for self-assessment, from memory; their bounds can be set.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"target": "明显提升", "actual": "部分达成预期指标", "weight": 20, "score": 18},),
            ({"target": "明显提升", "actual": "达成预期指标", "weight": 20, "score": 12},),
            ({"target": "明显提升", "actual": "未达成", "weight": 20, "score": 13},),
        ),
        good=(
            ({"target": "明显提升", "actual": "部分达成预期指标", "weight": 20, "score": 16},),
            ({"target": "明显提升", "actual": "明显提升", "weight": 20, "score": 18.5},),
            ({"target": "明显提升", "actual": "群众反映较好", "weight": 20, "score": 10},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
