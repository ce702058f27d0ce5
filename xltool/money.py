"""Row + form -> its amounts: the unit they are in, the places it allows, what can be added up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltool.form import Field, Form
from xltool.model import ABSENT
from xltool.rule import Row
from xltool.text import halfwidth, squeezed
from xltool.values import Number, Written

_IN_YUAN = re.compile(r"\d\(?(万|亿|千|元)")


def money_fields(form: Form, table: str) -> Iterator[Field]:
    """The fields of a table that hold amounts."""
    return (field for field in form.tables()[table] if field.type == "money")


def unit_name(text: str) -> str:
    """A unit as the form's list writes it: （人民币万元） -> 万元."""
    return squeezed(halfwidth(text)).strip("()").removeprefix("人民币")


def unit_missing(row: Row) -> bool:
    """Whether a row should say what unit its amounts are in, and does not."""
    return "money_unit" in row and row["money_unit"] in (None, ABSENT)


def money_unit(row: Row, form: Form) -> str | None:
    """The unit of a row's amounts: as it says, else the form's own; None for one not known."""
    stated = row.get("money_unit")
    name = unit_name(stated) if isinstance(stated, str) else form.money_unit.default
    return name if name in form.money_unit.factors else None


def places_allowed(row: Row, form: Form) -> int | None:
    """How many decimal places the row's unit allows, None where that is not known."""
    unit = money_unit(row, form)
    return form.money_unit.decimals.get(unit) if unit else None


def of_other_unit(number: Number, unit: str | None) -> bool:
    """Whether a text that reads as a number says 元 although the form is in 万元."""
    return number.written is Written.TEXT and unit not in ("元", None) and "元" in number.raw


def amount(row: Row, form: Form, name: str) -> Decimal | None:
    """An amount in the row's own unit that can be reckoned with; None for any other value."""
    value = row.get(name)
    if not isinstance(value, Number) or value.amount is None or not value.amount.is_finite():
        return None
    return None if of_other_unit(value, money_unit(row, form)) else value.amount


def meant(number: Number, row: Row, form: Form) -> Decimal | None:
    """The amount, in the row's own unit, that an unreadable text or one in 元 seems to mean."""
    unit = money_unit(row, form)
    seems = number.amount if number.seems is None else number.seems
    if seems is None or unit is None:
        return None
    in_yuan = _IN_YUAN.search(squeezed(halfwidth(number.raw)))
    return seems / form.money_unit.factors[unit] if in_yuan else seems
