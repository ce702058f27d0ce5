"""XL951: more points than the weight has."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    indicator_name,
    number,
    score_pairs,
    scored_tables,
)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Each pair of weight and score in the row."""
    for weight_name, score_name in score_pairs(form, str(row.get("table"))):
        weight, score = number(row, weight_name), number(row, score_name)
        if weight is not None and score is not None and score > weight >= 0:
            yield Hit(
                score_name,
                others=((0, weight_name),),
                params={"item": _item(row, form, score_name), "score": score, "weight": weight},
            )


def _item(row: Row, form: Form, score_name: str) -> str | Words:
    """The indicator, or what else the points are for."""
    if "level3" in row:
        return indicator_name(row)
    field = form.field(str(row.get("table")), score_name)
    return field.title.words() if field else score_name


RULE = RowRule(
    code="XL951",
    name="score_above_weight",
    severity=Severity.ERROR,
    title=Words("得分超过分值", "Score above its weight"),
    table=EVERY_TABLE,
    tables=scored_tables,
    message={
        "": Words(
            "“{item}”得分 {score} 超过了分值 {weight}。",
            "“{item}”: the score of {score} is above its weight of {weight}.",
        )
    },
    remedy={
        "": Words(
            "请核对得分和分值；得分最多等于分值。",
            "Check score and weight; a score is at most its weight.",
        )
    },
    why=Words(
        "得分超过分值，总分就会虚高，甚至超过满分。",
        "With more points than there are to win the total says nothing.",
    ),
    source=Words(
        "项目支出绩效自评办法：每项得分以分值为上限。",
        "Rules for self-assessment: the weight is the most that can be scored.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"weight": 10, "score": 10.5},),
            ({"weight": 10, "score": "12"},),
            ({"weight": 0.5, "score": 0.8},),
            ({"weight": 0, "score": 3},),
        ),
        good=(
            ({"weight": -1, "score": 3},),
            ({"weight": 10, "score": 10},),
            ({"weight": 10, "score": None},),
            ({"weight": None, "score": 10},),
            ({"weight": "十", "score": 11},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    covers=("XL011",),
    check=check,
)
