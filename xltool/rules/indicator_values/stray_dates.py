"""Numbers that are dates without their format, and dates that Excel made of other entries."""

from __future__ import annotations

import datetime
from decimal import Decimal

from xltool.model.form import Form
from xltool.rules.indicator_values.indicator_names import unit_counted, unit_in_name
from xltool.rules.rule import Row
from xltool.rules.taxonomy.levels import is_level
from xltool.values.indicator_value import IndicatorValue

_FIRST = datetime.date(1899, 12, 30)  # day 0 as dates from 1 March 1900 on are counted
THIS_CENTURY = 2000
"""No target lies before it: such a date was made of two numbers, 1-95."""

_LEAST, _MOST = 36_526, 54_788  # 2000 to 2049
_OLDEST = 10_959  # 1930: of two digits Excel makes a year from 1930 to 2029
_OF_TIME = ("时间", "日期", "时点", "期限", "时限")


def date_of_serial(serial: Decimal) -> datetime.date:
    """The date that a workbook stores as a number: 44561 -> 31 December 2021."""
    return _FIRST + datetime.timedelta(days=int(serial))


def is_serial(value: IndicatorValue, name: str, row: Row, form: Form) -> bool:
    """Whether a bare number is most likely a date: of this century, or the first of a month before
    it, and under timeliness, for a name that speaks of time, or with the same number in the column
    of its unit.
    """
    if value.low is None or value.high is not None or value.own_unit:
        return False
    if value.low != value.low.to_integral_value() or not _OLDEST <= value.low <= _MOST:
        return False
    if value.low < _LEAST and date_of_serial(value.low).day != 1:
        return False
    if value.column_unit == f"{value.low:f}":
        return True
    if value.column_unit or unit_in_name(name, form) or unit_counted(name, form):
        return False
    return is_level(row.get("level2"), "时效指标") or any(word in name for word in _OF_TIME)


def likely_typed(shown: str, year: int | None) -> str:
    """What a date, `2022-03-05`, was most likely typed as: 3-5, or 1-95 for January 1995."""
    found = datetime.date.fromisoformat(shown[:10])
    distant = found.year < THIS_CENTURY or (year is not None and abs(found.year - year) > 5)
    if found.day == 1 and distant:
        return f"{found.month}-{found.year % 100}"
    return f"{found.month}-{found.day}"
