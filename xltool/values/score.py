"""Target, actual value and weight -> the points that are due, as the form scores them.

Everything is Decimal: weights and scores in points, rates in %, money in any one unit. Where the
points are unclear (a word, a date without a month, units that do not match) nothing is
returned, and nobody is accused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xltool.model.settings import Grade, Scoring
from xltool.values.deadline import on_time
from xltool.values.indicator_value import IndicatorValue

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_PLACES = (ONE, Decimal("0.1"), Decimal("0.01"))
_MONEY = {"元": ONE, "千元": Decimal(1000), "万元": Decimal(10_000), "万": Decimal(10_000)}
_MONEY |= {"百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000)}
_REACHED = ("达成预期指标", "达成预期目标", "达成年度指标", "达成目标", "达成", "全部达成", "完成")
_PARTLY = ("部分达成", "部分完成", "基本达成")
_NOT = ("未达成", "未完成", "没有达成")


@dataclass(frozen=True, slots=True)
class Points:
    """What an indicator is worth: one figure, or a band from `least` to `most`.

    `certain` where the published rules say how it is reckoned; a formula of one province, a band
    or a sign that had to be guessed is not.
    """

    least: Decimal
    most: Decimal
    certain: bool = True


def points_due(
    target: IndicatorValue,
    actual: IndicatorValue,
    weight: Decimal,
    scoring: Scoring,
    *,
    sign: str = "",
) -> Points | None:
    """The points for an actual value; `sign` stands in where the target has none of its own."""
    if target.dated:
        met = on_time(target.raw, actual.raw) if actual.dated else None
        return None if met is None else _exactly(weight if met else ZERO)
    if target.low is None:
        return _banded(target, actual, weight, scoring)
    reached = comparable(target, actual)
    if reached is None:
        return None
    due = _share(target, reached, target.sign or sign, scoring)
    if due is None:
        return None
    share, certain = due
    stated = bool(target.sign) or target.high is not None
    return _exactly(weight * share, certain=certain and stated)


def comparable(target: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """The actual number in the target's unit; None where it is no single number of that kind.

    A fraction for a rate is taken for what it means. Where one of both names no unit it has the
    other's, but for money: 元 or 万元 is never guessed.
    """
    if actual.low is None or actual.high is not None or actual.sign not in ("", "="):
        return None
    ours, theirs = target.unit, actual.unit
    if ours == "%" and theirs == "" and target.low is not None:
        fraction = abs(actual.low) <= 1 < target.low
        return actual.low * HUNDRED if fraction else actual.low
    if theirs in ("", ours) or (ours == "" and theirs not in _MONEY):
        return actual.low
    if ours in _MONEY and theirs in _MONEY:
        return actual.low * _MONEY[theirs] / _MONEY[ours]
    return None


def is_met(target: IndicatorValue, actual: IndicatorValue, *, sign: str = "") -> bool | None:
    """Whether the target was reached; None where that is unclear."""
    if target.dated:
        return on_time(target.raw, actual.raw) if actual.dated else None
    if target.low is None:
        grade = grade_of_words(target, actual)
        return None if grade is None else grade == 0
    reached = comparable(target, actual)
    if reached is None:
        return None
    if target.high is not None:
        return target.low <= reached <= target.high
    match target.sign or sign:
        case "≥":
            return reached >= target.low
        case ">":
            return reached > target.low
        case "≤":
            return reached <= target.low
        case "<":
            return reached < target.low
        case _:
            return reached == target.low


def over_fulfilment(target: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """By how many % an actual value is above a target that asks for a least or an exact figure."""
    reached = comparable(target, actual)
    if reached is None or target.low is None or target.low <= 0 or target.high is not None:
        return None
    if target.sign not in ("≥", ">", "=") or reached <= target.low:
        return None
    return (reached - target.low) / target.low * HUNDRED


def grade_of_words(target: IndicatorValue, actual: IndicatorValue) -> int | None:
    """0 reached, 1 partly, 2 not: what a graded actual value says; None for other words."""
    said = actual.words
    if said.startswith(_NOT):
        return 2
    if said.startswith(_PARTLY):
        return 1
    return 0 if said in _REACHED or (said and said == target.words) else None


def execution_points(weight: Decimal, executed: Decimal, budget: Decimal) -> Decimal | None:
    """Weight × executed / budget, at most the weight; None without a budget."""
    if budget <= 0 or executed < 0:
        return None
    return min(weight, executed / budget * weight)


def agrees(stated: Decimal, due: Decimal) -> bool:
    """Whether a stated score is a computed one, rounded to 0, 1 or 2 places as Excel rounds."""
    rounded = [due.quantize(places, ROUND_HALF_UP) for places in _PLACES]
    # A cell with a formula of its own holds all the places.
    return stated in rounded or stated.quantize(_PLACES[-1], ROUND_HALF_UP) == rounded[-1]


def grade_for(total: Decimal, grades: Sequence[Grade]) -> str:
    """The name of the first grade that a total reaches, from the best down; "" for none."""
    for grade in grades:
        if total > grade.least or (total == grade.least and not grade.above):
            return grade.name
    return ""


def _exactly(points: Decimal, *, certain: bool = True) -> Points:
    return Points(points, points, certain)


def _banded(
    target: IndicatorValue, actual: IndicatorValue, weight: Decimal, scoring: Scoring
) -> Points | None:
    """The band of a qualitative value; its bounds are recalled, so never certain."""
    grade = grade_of_words(target, actual)
    if grade is None:
        return None
    bounds = (HUNDRED, *scoring.bands, ZERO)
    return Points(
        weight * bounds[grade + 1] / HUNDRED, weight * bounds[grade] / HUNDRED, certain=False
    )


def _share(
    target: IndicatorValue, reached: Decimal, sign: str, scoring: Scoring
) -> tuple[Decimal, bool] | None:
    """The share of the weight that is due, and whether the published rules say so."""
    wanted = target.low
    if wanted is None:
        return None
    if target.high is not None:
        return _of_range(wanted, target.high, reached)
    if sign in ("≤", "<"):
        return _at_most(wanted, reached, scoring)
    if reached == wanted or (reached > wanted and (sign != "=" or scoring.overshoot == "full")):
        # An exact target of 0 that was overshot is lost, as one of at most 0 is.
        lost = sign == "=" and wanted == 0 and reached != 0
        return (ZERO, True) if lost else (ONE, True)
    if wanted <= 0 or reached < 0:
        return (ZERO, True) if wanted == 0 and sign == "=" else None
    return (reached / wanted, True) if reached < wanted else (wanted / reached, False)


def _of_range(low: Decimal, high: Decimal, reached: Decimal) -> tuple[Decimal, bool] | None:
    if low <= reached <= high:
        return ONE, True
    near = low if reached < low else high
    if near <= 0 or reached < 0:
        return None
    return min(reached, near) / max(reached, near), True


def _at_most(wanted: Decimal, reached: Decimal, scoring: Scoring) -> tuple[Decimal, bool] | None:
    if reached <= wanted:
        return ONE, True
    if wanted == 0:
        return ZERO, True
    if wanted < 0:
        return None
    if scoring.at_most == "ratio":
        return wanted / reached, True
    return max(ZERO, ONE - (reached - wanted) / wanted), False
