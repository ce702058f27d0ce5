"""The text of a month or period -> the month that it ends with, and the year that it names."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from xltool.language.text import NUMERALS, halfwidth, ordinal, squeezed

_TO = "[-—–~至到]"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
# 2022.1 is left out: typed as a number, 2022.10 becomes the same.
_IN_NUMBERS = re.compile(
    rf"(?:20\d\d.*{_TO})?(?!20\d\d\.1$)"
    rf"(20\d\d)(?:[-./年]({_MONTH})(?:[-./]{_DAY})?|(0[1-9]|1[0-2]))"
)
_ALONE = re.compile(rf"(?:1{_TO})?({_MONTH})")
_NAMED = re.compile(rf"(?:(?<!\d){_MONTH}|(?<![{NUMERALS}])[{NUMERALS}]{{1,2}})(?=月)")
_QUARTER = re.compile(r"(?<![\d二三四五六七八九十])([1-4一二三四])个?季度")
_PARTS = {"上半年": 6, "下半年": 12, "全年": 12}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)(\d\d)(?=年)")
_SPELLED_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """A month, 1 to 12, and the year beside it, None where the text names none."""

    month: int
    year: int | None = None


def stated_month(text: str) -> StatedMonth | None:
    """The month with which a period ends: `1-7月` -> 7, `2022-05`, `上半年` -> 6, `一季度` -> 3.

    None where no month, or none for certain, is stated: `2022-13`, `abc`.
    """
    bare = squeezed(halfwidth(text)).removeprefix("截至").removeprefix("截止")
    bare = _SPELLED_YEAR.sub(lambda found: found[0].translate(_DIGITS), bare)
    if found := _IN_NUMBERS.fullmatch(bare):
        return StatedMonth(int(found[2] or found[3]), int(found[1]))
    alone = _ALONE.fullmatch(bare)
    month = int(alone[1]) if alone else _in_words(bare)
    if month is None:
        return None
    years = [whole or "20" + short for whole, short in _YEAR.findall(bare)]
    return StatedMonth(month, int(years[-1]) if years else None)


def _in_words(bare: str) -> int | None:
    """The last month that is named, else the last of a quarter or half year."""
    if named := _NAMED.findall(bare):
        month = ordinal(named[-1])
        return month if month and month <= 12 else None
    if quarters := _QUARTER.findall(bare):
        return 3 * (ordinal(quarters[-1]) or 0)
    return next((month for part, month in _PARTS.items() if part in bare), None)


def month_of_date(date: datetime.date) -> str:
    """A date in a cell as the month that was typed, `2022年5月`; "" where that is not certain.

    Excel turns 2022-05 into the first of that month, but also 1-7 into the 7th of January.
    """
    unclear = date.month == 1 and 2 <= date.day <= 12
    return "" if unclear or not 2000 <= date.year < 2100 else f"{date.year}年{date.month}月"
