"""A label or value as a published document writes it: 预算数, 368800.00, 25%, ≥95%."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from xltool.model.form import Field
from xltool.model.workbook import CellValue
from xltool.values.cell_value import decimal_of, plain

_CENT = Decimal("0.01")


def written(value: CellValue, field: Field) -> str:
    """The text of a value; amounts with at least two places, percentages with %."""
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = decimal_of(value)
        if field.type == "percent":
            points = number * 100
            # A computed rate has as many places as the division gives.
            return plain(points.quantize(_CENT, ROUND_HALF_UP) if field.computed else points) + "%"
        if field.type == "money":
            places = len(plain(number).partition(".")[2])
            return f"{number:.{max(2, places)}f}"
        return plain(number)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    return str(value)
