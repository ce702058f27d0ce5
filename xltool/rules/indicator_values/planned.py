"""What an indicator plans and what it reached, whatever the form calls these columns."""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.language.text import halfwidth, squeezed
from xltool.rules.remembered import MOST
from xltool.rules.rule import Row
from xltool.values.indicator_value import IndicatorValue

_NUMBERED = re.compile(r"^(?:指标|目标)\d{1,2}[:.、]?|^\d{1,2}[.、](?!\d)|^\(\d{1,2}\)")


def planned_field(row: Row) -> str:
    """The column of the planned value: `value` in a target form, `target` in the later ones."""
    return "value" if "value" in row else "target"


def planned(row: Row) -> IndicatorValue | None:
    """The planned value, None where it is blank or could not be read."""
    value = row.get(planned_field(row))
    return value if isinstance(value, IndicatorValue) else None


def reached(row: Row) -> IndicatorValue | None:
    """The actual value of a later form, None in a target form."""
    value = row.get("actual")
    return value if isinstance(value, IndicatorValue) else None


def name_of(row: Row) -> str:
    """The third-level name without spaces and numbering: `指标1：培训人次` -> `培训人次`."""
    name = row.get("level3")
    return _bare_name(name) if isinstance(name, str) else ""


@lru_cache(MOST)  # a dozen rules ask it of every indicator
def _bare_name(name: str) -> str:
    return _NUMBERED.sub("", squeezed(halfwidth(name))).rstrip("。;,")
