"""The text of a date or period -> the day by which it is over, or on which it began."""

from __future__ import annotations

import re

from xltool.language.text import halfwidth, squeezed

Day = tuple[int, int, int]
"""Year, month, day: comparable. Year 0 where the text names none."""

_NUMERALS = {name: number for number, name in enumerate("一二三四五六七八九十", 1)}
_NUMERALS |= {"十一": 11, "十二": 12}
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = re.compile(r"(20\d\d)")
_COMPACT = re.compile(r"(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_BY_MONTH = re.compile(
    rf"(?:(?P<year>20\d\d)(?:年度?|[./-]))?(?<!\d)(?P<month>{_MONTH})"
    r"(?:月份?|[./-](?=\d)|(?=$|日))(?:(?P<day>[0-3]?\d)[日号]?)?"
)
_PARTS = {"上旬": (1, 10), "月初": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_SPANS = (
    (re.compile("上半年"), 1, 6),
    (re.compile("下半年"), 7, 12),
    (re.compile("第?[一1]季度"), 1, 3),
    (re.compile("第?[二2]季度"), 4, 6),
    (re.compile("第?[三3]季度"), 7, 9),
    (re.compile("第?[四4]季度"), 10, 12),
    (re.compile("(?:全|本|当|今)年|年(?:底|末|内|度)"), 1, 12),
)


def latest_day(text: str) -> Day | None:
    """The last day that a deadline allows: the end of its month where it names no day."""
    return _day(text, latest=True)


def earliest_day(text: str) -> Day | None:
    """The first day that a completion may mean: what is done in October met 10月10日前 perhaps."""
    return _day(text, latest=False)


def on_time(target: str, actual: str) -> bool | None:
    """Whether what was done in `actual` was done by `target`; None where that is unclear.

    A date without a year is of the other's year. `10月` may be any of its days, and counts as
    late only where all of them are.
    """
    by, done = latest_day(target), earliest_day(actual)
    if by is None or done is None:
        return None
    return done[1:] <= by[1:] if 0 in (by[0], done[0]) else done <= by


def _day(text: str, *, latest: bool) -> Day | None:
    bare = squeezed(halfwidth(text))
    years = _YEAR.findall(bare)
    year = int(years[-1]) if years else 0
    if compact := _COMPACT.search(bare):
        return int(compact[1]), int(compact[2]), int(compact[3])
    months = list(_BY_MONTH.finditer(bare))
    if months:
        # The end of a period: 3月-10月, 2022.07-2022.12.
        last = months[-1]
        month = _NUMERALS.get(last["month"]) or int(last["month"])
        begin, end = next((_PARTS[part] for part in _PARTS if part in bare), (1, 31))
        day = int(last["day"]) if last["day"] else (end if latest else begin)
        return year, month, day
    for span, first, final in _SPANS:
        if span.search(bare):
            return (year, final, 31) if latest else (year, first, 1)
    return None
