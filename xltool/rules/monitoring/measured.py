"""Target + actual value of an indicator -> two comparable numbers, or a grade of words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xltool.language.text import squeezed
from xltool.model.form import Form
from xltool.rules.indicator_values.indicator_names import (
    SHARES,
    is_rate,
    spelled_alike,
    unit_in_name,
    unscaled,
)
from xltool.values.indicator_value import IndicatorValue

GRADES = ("not_attained", "partly_attained", "attained")
"""The form's lists of words for 未达成, 部分达成, 达成; of several, the first list counts."""

_MOST = ("≤", "<")
_IN_PERCENT = {"%": Decimal(1), "百分点": Decimal(1), "个百分点": Decimal(1), "‰": Decimal("0.1")}
_SCALES = {
    "亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "十万": 100_000, "万": 10_000,
    "千": 1_000, "百": 100, "十": 10,
}  # fmt: skip


_WITH_KILO = ("米", "克", "瓦", "瓦时")
"""千米 and 千克 are units of their own, spelled 公里 and 公斤 too."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and what was reached, in one unit; `high` where the target is a range.

    `sign` is that of the target, `rate` whether it is a share of a whole.
    """

    sign: str
    low: Decimal
    high: Decimal | None
    actual: Decimal
    rate: bool

    @property
    def at_most(self) -> bool:
        """Whether the target is a bound from above."""
        return self.sign in _MOST

    @property
    def met(self) -> bool:
        """Whether the actual value is what the target asks for; more is enough but for ≤, <."""
        if self.high is not None:
            return self.low <= self.actual <= self.high
        match self.sign:
            case "≤":
                return self.actual <= self.low
            case "<":
                return self.actual < self.low
            case ">":
                return self.actual > self.low
            case _:
                return self.actual >= self.low


def measured(target: object, actual: object, name: str, form: Form) -> Measured | None:
    """Both values as numbers in one unit; None where one is no number, of another unit, or a
    percentage written as a fraction.

    An actual value without a unit has that of its target; its own sign says nothing.
    """
    if not (isinstance(target, IndicatorValue) and isinstance(actual, IndicatorValue)):
        return None
    if target.low is None or actual.low is None or actual.high is not None:
        return None
    factor = unit_factor(target, actual, name, form)
    if factor is None or is_fraction(target, actual, name, form):
        return None
    rate = (target.unit or unit_in_name(name, form)) in SHARES
    rate = rate or (not target.unit and is_rate(name, form))
    return Measured(target.sign, target.low, target.high, actual.low * factor, rate)


def unit_factor(
    target: IndicatorValue, actual: IndicatorValue, name: str, form: Form
) -> Decimal | None:
    """What an actual value is multiplied with to be in the unit of its target; None where the two
    units cannot be compared.
    """
    wanted, given = (squeezed(v.unit) or unit_in_name(name, form) for v in (target, actual))
    if not actual.unit or wanted == given:
        return Decimal(1)
    if not wanted:
        # Neither target nor name gives a unit: the actual value may well be the first to do so,
        # and 1.2万台 are 12000. What is paid is left alone: such a target may be in 万元.
        scale, bare = _scaled(given)
        return Decimal(1) if bare.startswith("元") else scale
    if wanted in _IN_PERCENT or given in _IN_PERCENT:
        both = wanted in _IN_PERCENT and given in _IN_PERCENT
        return _IN_PERCENT[given] / _IN_PERCENT[wanted] if both else None
    (scale, bare), (other_scale, other) = _scaled(given), _scaled(wanted)
    return scale / other_scale if _same(bare, other, form) else None


def is_fraction(target: IndicatorValue, value: IndicatorValue, name: str, form: Form) -> bool:
    """Whether a bare number below 1 stands for a share whose target is in whole percent."""
    share = target.unit in SHARES or unit_in_name(name, form) in SHARES or is_rate(name, form)
    if not share or value.unit or target.low is None or value.low is None:
        return False
    return 0 < value.low < 1 <= target.low


def _scaled(unit: str) -> tuple[Decimal, str]:
    """万元 -> 10000, 元; a scale alone, 250万, has no unit."""
    for word, factor in _SCALES.items():
        if unit.startswith(word) and (unit == word or unscaled(unit) != unit):
            bare = unit.removeprefix(word)
            if word == "千" and bare in _WITH_KILO:
                break
            return Decimal(factor), bare
    return Decimal(1), unit


def _same(unit: str, other: str, form: Form) -> bool:
    """Whether two units are spellings of one; counters, 个 and 台, count as one, and a unit
    that is not named may be any.
    """
    if spelled_alike(unit, other, form):
        return True
    counters = {"个", "次", "人次", *form.words.get("counters", ())}
    if unit in counters and other in counters:
        return True
    return unit.startswith(other) or other.startswith(unit)


def grade(actual: object, target: object, form: Form) -> str:
    """Which of `GRADES` a value in words says; "" where it tells none.

    The words of the target itself say that it was reached: 明显提升 for 明显提升.
    """
    if not isinstance(actual, IndicatorValue) or not actual.words:
        return ""
    if isinstance(target, IndicatorValue) and target.dated:
        return ""  # not done yet is no fault before the date
    words = squeezed(actual.words)
    for name in GRADES:
        if any(word in words for word in form.words.get(name, ())):
            return name
    same = isinstance(target, IndicatorValue) and target.words and target.words in words
    return "attained" if same else ""
