"""The figures that a running text holds, numbering and dates aside."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.language.text import gist, halfwidth

_NUMBERING = re.compile(
    r"(?:^|[\n。;；,，:：])\s*(?:\(?[\d一二三四五六七八九十]{1,2}[.、)](?!\d)|目标\d+[:：]?)"
)
_DATES = re.compile(r"20\d\d(?:年度?|[-./]\d{1,2})?|\d{1,2}月(?:\d{1,2}日|底|份|末)?|[第]\d+")
_COUNTED = re.compile(
    r"\d|百分之[一二三四五六七八九十百]+"
    r"|(?<![第统同唯之万单])[一二两三四五六七八九十百千]+(?:余|多)?"
    r"(?:个|次|项|座|处|人|户|批|期|场|套|台|条|间|家|所|份|部|本|册|篇|件|名|趟|遍|天|倍|亩|公里|万|百|成)"
)


@lru_cache(maxsize=2048)
def has_figure(text: str) -> bool:
    """Whether a text counts or measures anything: `改造1200平方米`, `八成以上`."""
    # Dates first: in 2.2022年底 the numbering is seen only once the year is gone.
    bare = _NUMBERING.sub(" ", _DATES.sub(" ", halfwidth(text)))
    return _COUNTED.search(bare) is not None


def likeness(one: str, other: str) -> float:
    """How much of the shorter text's pairs of characters the other has, from 0 to 1."""
    first, second = sorted((_pairs(one), _pairs(other)), key=len)
    return len(first & second) / len(first) if first else 0.0


def _pairs(text: str) -> set[str]:
    bare = gist(text)
    return {bare[place : place + 2] for place in range(len(bare) - 1)}
