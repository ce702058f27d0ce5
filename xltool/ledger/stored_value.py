"""A typed value <-> the columns that the ledger keeps of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from xltool.language.text import printable
from xltool.ledger.stored_text import stored_decimal
from xltool.model.form import Field
from xltool.model.submission import Unread
from xltool.values.cell_value import BudgetUnit, Number, Percent, Written, plain, typed
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

_TO = "~"  # between the bounds of a range: a minus sign may stand before either
_WRITTEN = frozenset(written.value for written in Written)


class StoredValue(NamedTuple):
    """A value: as it was filled in, and as a number where it is one.

    `kind` tells how it was read: "" for text, how a number is `Written`, `percent` or `points`,
    `unit`, `indicator`; else why it could not be read. A range is `80~90`.
    """

    text: str
    number: str | None = None
    sign: str = ""
    unit: str = ""
    kind: str = ""


def stored_value(value: object) -> StoredValue:
    """The columns of a typed value that is not blank."""
    text = printable(str(value))
    match value:
        case Number():
            amount = value.amount if value.amount is None or value.amount.is_finite() else None
            return StoredValue(text, stored_decimal(amount), "", value.unit, value.written.value)
        case Percent():
            kind = "percent" if value.marked else "points"
            return StoredValue(text, stored_decimal(value.points), kind=kind)
        case IndicatorValue():
            number = stored_decimal(value.low)
            if number is not None and value.high is not None:
                number += _TO + plain(value.high)
            unit = printable(value.unit)
            return StoredValue(printable(value.raw), number, value.sign, unit, "indicator")
        case BudgetUnit():
            return StoredValue(printable(value.raw), kind="unit")
        case Unread():
            return StoredValue(printable(value.shown), kind=value.why)
    return StoredValue(text)


def typed_value(stored: StoredValue, field: Field) -> object:
    """The value as rules see it; whether a formula gave it is not kept."""
    number = Decimal(stored.number) if stored.number and _TO not in stored.number else None
    match stored.kind:
        case "":
            return stored.text
        case "percent" | "points":
            return Percent(stored.text, number, stored.kind == "percent")
        case "unit":
            return typed(stored.text, field)
        case "indicator":
            return _indicator_value(stored)
        case kind if kind in _WRITTEN:
            return Number(stored.text, number, Written(kind), unit=stored.unit)
    return Unread(stored.kind, stored.text)


def _indicator_value(stored: StoredValue) -> IndicatorValue:
    read = parse_indicator_value(stored.text)
    low, _, high = (stored.number or "").partition(_TO)
    return replace(
        read,
        sign=stored.sign,
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        unit=stored.unit,
    )
