"""Compact rows -> the units that they belong to, named in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from xltool.language.words import Words

MOST_NAMED = 5
"""So many units are named in a sentence; of the others it tells the number."""


def named(rows: Iterable[Mapping[str, object]], count: int) -> Words:
    """The units with their projects: `512001 文旅局“场馆运维费用”、…等 8 个单位`.

    `rows` are the first of them, one a unit, `count` is how many units there are.
    """
    shown = [_unit(row) for row in islice(rows, MOST_NAMED)]
    more = count - len(shown)
    zh, en = "、".join(shown), ", ".join(shown)
    return Words(zh + f"等 {count} 个单位", en + f" and {more} more") if more else Words(zh, en)


def _unit(row: Mapping[str, object]) -> str:
    unit = " ".join(str(row[name]) for name in ("unit", "unit_name") if row.get(name))
    return f"{unit} “{row['name']}”" if row.get("name") else unit
