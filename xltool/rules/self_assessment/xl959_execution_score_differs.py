"""XL959: points for execution that the money spent does not give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.settings import Execution
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import (
    execution_rate,
    executions,
    number,
    shown_points,
    spending_tables,
    spent,
)
from xltool.values.score import HUNDRED, agrees, execution_points


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Above weight × executed / budget, capped, an error; below it, or where only the stated rate
    can be read, a warning. A score above its weight is XL951's; where more was spent than there
    was, XL968 speaks and the points stay open.
    """
    for each in executions(form, row.get("table")):
        if not each.score or not each.weight:
            continue
        weight, score = number(row, each.weight), number(row, each.score)
        rate = execution_rate(row, form, each)
        if weight is None or score is None or rate is None:
            continue
        if score > weight or rate > HUNDRED:
            continue
        due = execution_points(weight, rate, HUNDRED)
        if due is not None and not agrees(score, due):
            yield _hit(row, form, each, score, due, rate)


def _hit(row: Row, form: Form, each: Execution, score: Decimal, due: Decimal, rate: Decimal) -> Hit:
    assert each.score and each.weight
    certain = spent(row, form, each) is not None
    above = score > due
    names = (each.executed, each.budget) if certain else (each.rate,)
    return Hit(
        each.score,
        others=tuple((0, name) for name in (*names, each.weight) if name),
        params={
            "score": score,
            "due": shown_points(due),
            "rate": shown_points(rate),
            "weight": number(row, each.weight),
        },
        variant="above" if above else "below",
        expected=f"{shown_points(due):f}",
        severity=None if above and certain else Severity.WARNING,
    )


RULE = RowRule(
    code="XL959",
    name="execution_score_differs",
    severity=Severity.ERROR,
    title=Words("预算执行得分不符", "Points for execution do not come out"),
    table=EVERY_TABLE,
    tables=spending_tables,
    message={
        "above": Words(
            "执行率 {rate}%，分值 {weight}，应得 {due} 分，现为 {score} 分，偏高。",
            "At {rate}% of execution {due} of {weight} points are due; {score} are too many.",
        ),
        "below": Words(
            "执行率 {rate}%，分值 {weight}，应得 {due} 分，现为 {score} 分，偏低。",
            "At {rate}% of execution {due} of {weight} points are due; {score} are too few.",
        ),
    },
    remedy={
        "": Words(
            "请核对金额；没有填错的，执行得分改为 {due}"
            "（可四舍五入到整数、一位或两位小数），总分随之重算。",
            "Check the amounts; if they are right, enter {due}, rounded to 0, 1 or 2 places, "
            "and work out the total again.",
        )
    },
    why=Words(
        "预算执行得分按执行率计算，不由单位自定。",
        "Points for execution follow from the money that was spent.",
    ),
    source=Words(
        "项目支出绩效自评办法：执行得分＝分值×执行率，不超过分值。",
        "Rules for self-assessment: weight times rate of execution, up to the weight.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            (
                {
                    "total_budget": 150,
                    "total_executed": 125.25,
                    "total_weight": 10,
                    "total_score": 10,
                },
            ),
            (
                {
                    "total_budget": 150,
                    "total_executed": 150,
                    "total_weight": 10,
                    "total_score": 9,
                },
            ),
            (
                {
                    "total_budget": "150万",
                    "total_executed": "125.25万",
                    "total_rate": "83.5%",
                    "total_weight": 100,
                    "total_score": 98,
                },
            ),
        ),
        good=(
            (
                {
                    "total_budget": 162.5,
                    "total_executed": 154.375,
                    "total_weight": 10,
                    "total_score": 9.5,
                },
            ),
            (
                {
                    "total_budget": 150,
                    "total_executed": 125.25,
                    "total_weight": 10,
                    "total_score": 8.4,
                },
            ),
            (
                {
                    "total_budget": 300,
                    "total_executed": 500,
                    "total_weight": 10,
                    "total_score": 10,
                },
            ),
            ({"total_budget": 0, "total_executed": 0, "total_weight": 10, "total_score": 0},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
