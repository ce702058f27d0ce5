"""XL956: more points than the actual value is worth."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import due, indicator_name, number, shown_points
from xltool.values.score import agrees


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A score above the computed one; an error only where the published rules give the formula.

    Above the weight it is XL951's, and of qualitative values XL963 speaks.
    """
    points, score, weight = due(row, form), number(row, "score"), number(row, "weight")
    if points is None or score is None or weight is None or score > weight:
        return
    if points.least == points.most and score > points.most and not agrees(score, points.most):
        shown = shown_points(points.most)
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
            severity=None if points.certain else Severity.WARNING,
        )


RULE = RowRule(
    code="XL956",
    name="score_above_due",
    severity=Severity.ERROR,
    title=Words("得分高于按完成值计算的分数", "Score above what the actual value is worth"),
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
            "请核对完成值；没有填错的，得分改为 {due}"
            "（可四舍五入到整数、一位或两位小数），总分随之重算。",
            "Check the actual value; if it is right, enter {due}, rounded to 0, 1 or 2 places, "
            "and work out the total again.",
        )
    },
    why=Words(
        "得分高于实际完成情况，自评结果就不可信。",
        "Points that were not earned make the whole assessment doubtful.",
    ),
    source=Words(
        "项目支出绩效自评办法：定量指标按完成比例计分，不超过分值。",
        "Rules for self-assessment: quantitative indicators score in proportion, up to the weight.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"target": "≥20台", "actual": "15台", "weight": 20, "score": 16},),
            ({"target": "≤15分钟", "actual": "20分钟", "weight": 10, "score": 10},),
            ({"target": "2022年10月底前", "actual": "2022年11月", "weight": 10, "score": 5},),
            ({"target": "100%", "actual": "83.5%", "weight": 20, "score": 18},),
        ),
        good=(
            ({"target": "≥20台", "actual": "15台", "weight": 20, "score": 15},),
            ({"target": "≥3次", "actual": "2次", "weight": 10, "score": 7},),
            ({"target": "≥3次", "actual": "2次", "weight": 10, "score": 6.67},),
            ({"target": "≥20台", "actual": "15台", "weight": 20, "score": 12},),
            ({"target": "≥20台", "actual": "≥20台", "weight": 20, "score": 20},),
            ({"target": "明显提升", "actual": "有所提升", "weight": 20, "score": 20},),
            ({"target": "≥20台", "actual": "15台", "weight": 20, "score": 25},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
