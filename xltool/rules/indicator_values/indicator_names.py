"""What the name of an indicator says about its value: a unit, a rate, growth."""

from __future__ import annotations

import re
from decimal import Decimal

from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Form
from xltool.rules.remembered import remembered
from xltool.values.indicator_value import DIRECTIONS, IndicatorValue

SHARES = ("%", "‰", "百分点", "个百分点")
SCALES = ("百", "千", "万", "十万", "百万", "千万", "亿")
"""Words that belong to the number: 250万 has no unit yet."""

_IN_PERCENT = {"%": Decimal(1), "": Decimal(1), "‰": Decimal("0.1")}
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_OF_SO_MANY = re.compile(r"/\d*[百千万]")
"""A rate of other than a hundred: deaths in 1/10万 or 人/万."""
_RATE_WORD = re.compile("率|满意度")
# 满意度调查份数 and 合格率达标项目数 count things: what follows must leave the rate a rate.
_AFTER_RATE = re.compile(
    r"(?:的|指标|目标|要求|情况|程度|水平|幅度|比例|值|达标|达到|提升|提高|增长|增加|上升|改善|下降|降低"
    r"|不低于|不超过|%|‰|:)*"
)


@remembered
def unit_in_name(name: str, form: Form) -> str:
    """The unit that a name gives in brackets or at its end: `审批业务受理率（%）` -> `%`; "" where
    none.
    """
    bare = squeezed(halfwidth(name))
    for found in reversed(_BRACKETS.findall(bare)):
        inside = str(found).removeprefix("单位:")
        if inside == "百分比":
            return "%"
        if is_unit(inside, form):
            return inside
    return bare[-1] if bare.endswith(("%", "‰")) else ""


@remembered
def unit_counted(name: str, form: Form) -> str:
    """The unit of what a name counts: `参训人数` -> `人`, `培训人次` -> `人次`; "" where none."""
    bare = _BRACKETS.sub("", squeezed(halfwidth(name)))
    units = form.words.get("units", ())
    counted = (
        unit
        for unit in units
        if bare.endswith(unit + "数") or (len(unit) > 1 and bare.endswith(unit))
    )
    return max(counted, key=len, default="")


@remembered
def is_unit(text: str, form: Form) -> bool:
    """Whether a text is nothing but a unit, also one put together: 万人次, 元/平方米."""
    known = {*form.words.get("units", ()), *SHARES}
    return all(part in known or unscaled(part) in known for part in text.split("/"))


def unscaled(unit: str) -> str:
    """A unit without the 万 that belongs to its number: `万人次` -> `人次`."""
    return re.sub(r"^[十百千]?[百千万亿](?=.)", "", unit)


def lacks_unit(value: IndicatorValue, name: str, form: Form) -> bool:
    """Whether neither the value nor the name of its indicator says what is counted."""
    bare = value.unit == "" or value.unit in SCALES or value.unit.startswith("/")
    return bare and not unit_in_name(name, form) and not unit_counted(name, form)


@remembered
def is_growth(name: str, form: Form) -> bool:
    """Whether the value may well exceed 100 %: growth, improvement, turnover.

    提升改造工程合格率 is none: another rate follows the word.
    """
    return any(
        word in name and not _RATE_WORD.search(name.rpartition(word)[2].removeprefix("率"))
        for word in form.words.get("growth_rates", ())
    )


@remembered
def is_capped(name: str, form: Form) -> bool:
    """Whether the value cannot exceed 100 %: 合格率, 满意度, … unless the name is of growth."""
    named = any(word in name for word in form.words.get("capped_rates", ()))
    return named and not is_growth(name, form)


@remembered
def is_rate(name: str, form: Form) -> bool:
    """Whether the value is a share: % stands in the name, or the name ends as a rate does."""
    unit = unit_in_name(name, form)
    if unit:
        return unit in SHARES
    bare = _BRACKETS.sub("", squeezed(halfwidth(name)))
    for word in form.words.get("not_rates", ()):
        bare = bare.replace(word, "")
    rates = list(_RATE_WORD.finditer(bare))
    return bool(rates) and _AFTER_RATE.fullmatch(bare, rates[-1].end()) is not None


def contradiction(value: IndicatorValue, name: str, form: Form) -> str:
    """What a value contradicts: the column of its sign or unit (`sign_column`, `unit_column`), the
    `unit` in its name, or a name that speaks of a `rate`; "" where all agree.
    """
    # The = of a constant formula is not seen in the cell.
    stated = value.column_sign
    if stated in DIRECTIONS:
        against = {"≥": ("≤", "<"), "≤": ("≥", ">")}[DIRECTIONS[stated]]
        if value.sign in against:
            return "sign_column"
    elif stated and value.sign != stated and not value.constant:
        return "sign_column"
    if not value.unit:
        return ""
    if value.column_unit and not _agree(value.unit, value.column_unit, form):
        return "unit_column"
    stated = unit_in_name(name, form)
    if stated:
        return "" if _agree(value.unit, stated, form) else "unit"
    share = is_rate(name, form) and value.low != 0  # none of anything is 0 %: 0差错
    return "rate" if share and not _fits_rate(value.unit, name, form) else ""


def spelled_alike(unit: str, other: str, form: Form) -> bool:
    """Whether two units are one by the form's `same_units`, each side of a / for itself: 元/㎡ and
    元/平方米.
    """
    groups = [set(group.split()) for group in form.words.get("same_units", ())]
    if any({unit, other} <= group for group in groups):
        return True
    sides, others = unit.split("/"), other.split("/")
    pairs = [{one, two} for one, two in zip(sides, others, strict=False)]
    alike = all(len(each) == 1 or any(each <= group for group in groups) for each in pairs)
    return alike and len(sides) == len(others)


def _agree(unit: str, stated: str, form: Form) -> bool:
    """Whether a value's unit is the stated one, spelled or scaled otherwise or said in full."""
    if unit in SCALES:
        return stated not in SHARES
    if ("/" in unit) != ("/" in stated):
        unit, stated = unit.split("/")[0], stated.split("/")[0]
    if stated in (unit, unscaled(unit)):
        return True
    if spelled_alike(unit, stated, form):
        return True
    counters = form.words.get("counters", ())
    if "个" in (unit, stated) and (unit in counters or stated in counters):
        return True
    # 个乡镇 is 个; 人次 and 个月 are units of their own.
    units = form.words.get("units", ())
    return unit.startswith(stated) and unit not in units and stated not in SHARES


def _fits_rate(unit: str, name: str, form: Form) -> bool:
    if _OF_SO_MANY.search(unit):
        return True
    head = unit.split("/")[0]
    if is_growth(name, form) and head in form.words.get("growth_units", ()):
        return True
    if "满意度" in name and head in form.words.get("score_units", ()):
        return True
    return head in SHARES


def lowest_and_highest(
    value: IndicatorValue, name: str, form: Form
) -> tuple[Decimal, Decimal] | None:
    """The ends of a share in percent, also of one in ‰; None for what is none, such as 分."""
    factor = _IN_PERCENT.get(value.unit or unit_in_name(name, form))
    if value.low is None or factor is None:
        return None
    ends = (value.low * factor, (value.low if value.high is None else value.high) * factor)
    return min(ends), max(ends)
