"""XL955: a total that is not the sum of the points above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import INDICATORS, all_points, children, number
from xltool.values.cell_value import Number


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The totals of weights and of scores, where every addend is known.

    Weights that do not make the form's total have a finding of their own, and neither total can
    be right then.
    """
    weights = _sum(row, form, "weight")
    if weights is None or form.weights_total not in (None, weights):
        return
    total = number(row, "overall_weight")
    if total is not None and total != weights:
        yield _hit("weight", total, weights)
    scores, total = _sum(row, form, "score"), number(row, "overall_score")
    if scores is not None and total is not None and not _same(total, scores):
        yield _hit("score", total, scores)


def _hit(name: str, total: Decimal, added: Decimal) -> Hit:
    params = {"total": total, "sum": added, "difference": abs(total - added)}
    return Hit(f"overall_{name}", params=params, variant=name, expected=f"{added:f}")


def _sum(row: Row, form: Form, name: str) -> Decimal | None:
    rows: Sequence[Row] = children(row, INDICATORS)
    points = [*(number(each, name) for each in rows), *all_points(row, form, name)]
    known = [each for each in points if each is not None]
    return sum(known, Decimal(0)) if rows and len(known) == len(points) else None


def _same(total: Decimal, added: Decimal) -> bool:
    """Whether a total is the sum, rounded as its own places say: 88.33 for 88.3333 from a formula,
    but not 88 for 88.4.
    """
    places = max(Number("", total).places, 2)
    return round(added, places) == round(total, places)


_EXAMPLE = {"weight": Number("90", Decimal(90)), "score": Number("80", Decimal(80))}
_PROJECT = {
    "total_weight": 10,
    "total_score": 9,
    "overall_weight": 100,
    "assessed_indicators": (_EXAMPLE,),
}

RULE = RowRule(
    code="XL955",
    name="total_differs",
    severity=Severity.ERROR,
    title=Words("总分与各项之和不等", "Total is not the sum of the points"),
    table="projects",
    needs=("overall_score",),
    message={
        "score": Words(
            "总分为 {total}，各项得分合计 {sum}，相差 {difference}。",
            "The total score is {total}, but the scores add up to {sum}: {difference} apart.",
        ),
        "weight": Words(
            "总分值为 {total}，各项分值合计 {sum}，相差 {difference}。",
            "The total weight is {total}, but the weights add up to {sum}: {difference} apart.",
        ),
    },
    remedy={
        "weight": Words(
            "请核对各项分值与总分值；预算执行率与各指标的分值合计 {sum}。",
            "Check the weights and their total; execution and indicators weigh {sum}.",
        ),
        "": Words(
            "请核对各项与总分；总分应为预算执行率与各指标之和 {sum}。",
            "Check scores and total; the total is what execution and indicators add up to, {sum}.",
        ),
    },
    why=Words(
        "总分与各项对不上，就不知道自评结果是多少。",
        "If the total does not come out, nobody knows the result of the assessment.",
    ),
    source=Words(
        "项目支出绩效自评表：总分为各项得分之和。",
        "Form of the self-assessment: the total is the sum of all scores.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({**_PROJECT, "overall_score": 90},),
            ({**_PROJECT, "overall_score": 88.9},),
            ({**_PROJECT, "overall_weight": 90, "overall_score": 89},),
        ),
        good=(
            ({**_PROJECT, "overall_score": 89},),
            ({**_PROJECT, "overall_score": None},),
            ({**_PROJECT, "total_score": None, "overall_score": 90},),
            # Weights that make 110 have a finding of their own.
            ({**_PROJECT, "total_weight": 20, "overall_score": 100},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    covers=("XL011", "XL951"),
    check=check,
)
