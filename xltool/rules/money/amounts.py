"""Row + form -> its amounts: the unit they are in, the places it allows, what can be added up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Field, Form
from xltool.model.settings import Sum
from xltool.model.submission import ABSENT
from xltool.rules.rule import Row
from xltool.values.cell_value import Number, Written

_IN_YUAN = re.compile(r"\d\(?(万|亿|千|元)")
_WITH_UNIT = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d]{0,3}元)")


def money_fields(form: Form, table: str) -> Iterator[Field]:
    """The fields of a table that hold amounts."""
    return (field for field in form.tables()[table] if field.type == "money")


def unit_name(text: str) -> str:
    """A unit as the form's list writes it: （人民币万元） -> 万元."""
    return squeezed(halfwidth(text)).strip("()").removeprefix("人民币")


def unit_missing(row: Row) -> bool:
    """Whether a row should say what unit its amounts are in, and no cell or format does."""
    shown = any(isinstance(value, Number) and value.unit for value in row.values())
    return "money_unit" in row and row["money_unit"] in (None, ABSENT) and not shown


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


def in_own_unit(number: Number, unit: str | None) -> Decimal | None:
    """The amount of a text that is a number and the row's own unit, such as 10000万元."""
    if number.written is not Written.UNREADABLE:
        return None
    found = _WITH_UNIT.fullmatch(squeezed(halfwidth(number.raw)))
    return Decimal(found[1].replace(",", "")) if found and found[2] == unit else None


def amount(row: Row, form: Form, name: str) -> Decimal | None:
    """An amount in the row's own unit that can be reckoned with; None for any other value."""
    value = row.get(name)
    if not isinstance(value, Number):
        return None
    unit = money_unit(row, form)
    in_words = in_own_unit(value, unit)
    if in_words is not None:
        return in_words
    if value.amount is None or not value.amount.is_finite() or of_other_unit(value, unit):
        return None
    own = own_unit(value, form)
    if own is None:
        return value.amount
    factors = form.money_unit.factors
    return value.amount * factors[own] / factors[unit] if unit else None


def own_unit(number: Number, form: Form) -> str | None:
    """The unit that a cell's number format shows behind the number, None where it shows none."""
    name = number.unit if number.unit.endswith("元") else f"{number.unit}元"
    return name if number.unit and name in form.money_unit.factors else None


def part_amount(row: Row, form: Form, table: str, name: str) -> Decimal | None:
    """The amount of a part; a blank is 0 where the form says so, else unknown.

    A part that only some prints have is 0 where it is not printed.
    """
    field = form.field(table, name)
    if row.get(name) is ABSENT and field and field.printed == "elsewhere":
        return Decimal(0)
    if name in row and row[name] is None and field and field.blank_is_zero:
        return Decimal(0)
    return amount(row, form, name)


def sum_amounts(
    row: Row, form: Form, table: str, each: Sum
) -> tuple[Decimal, list[Decimal]] | None:
    """The total and the parts of a sum; None where one of them is not known."""
    field = form.field(table, each.total)
    if field is None:
        return None
    # A blank total that is required has a finding of its own.
    total = amount(row, form, each.total)
    if not field.required:
        total = part_amount(row, form, table, each.total)
    parts = [part_amount(row, form, table, name) for name in each.parts]
    known = [part for part in parts if part is not None]
    return None if total is None or len(known) < len(parts) else (total, known)


def tolerance(row: Row, form: Form, parts: Sequence[Decimal]) -> Decimal:
    """Half a unit of the last place for each addend that may have been rounded."""
    return Decimal(sum(map(bool, parts))) * Decimal(5).scaleb(-_places(row, form) - 1)


def agree(total: Decimal, parts: Sequence[Decimal], within: Decimal) -> bool:
    """Whether a total is the sum of its parts."""
    return abs(total - sum(parts, Decimal(0))) <= within


def sum_differs(row: Row, form: Form, table: str, each: Sum) -> bool:
    """Whether a total is wrong by itself.

    It is not where it would be right but for an amount that has a finding of its own: a negative
    one that should be positive or not be there, or one with stray decimals.
    """
    amounts = sum_amounts(row, form, table, each)
    if amounts is None:
        return False
    total, parts = amounts
    within = tolerance(row, form, parts)
    choices = (_corrected(number, _places(row, form)) for number in (total, *parts))
    return not any(agree(choice[0], choice[1:], within) for choice in product(*choices))


def _corrected(number: Decimal, places: int) -> tuple[Decimal, ...]:
    """An amount as it is, and what it may be once its own mistake is put right."""
    exponent = number.normalize().as_tuple().exponent
    choices = [number]
    if isinstance(exponent, int) and -exponent > places:
        choices += [round(number, kept) for kept in range(places + 1)]
    if number < 0:
        choices += [*map(abs, choices), Decimal(0)]
    return tuple(dict.fromkeys(choices))


def _places(row: Row, form: Form) -> int:
    """The places of the row's unit, or of the form's own where that is not known."""
    places = places_allowed(row, form)
    return form.money_unit.decimals.get(form.money_unit.default, 2) if places is None else places


def meant(number: Number, row: Row, form: Form) -> Decimal | None:
    """The amount, in the row's own unit, that an unreadable text or one in 元 seems to mean."""
    unit = money_unit(row, form)
    seems = number.amount if number.seems is None else number.seems
    if seems is None or unit is None:
        return None
    in_yuan = _IN_YUAN.search(squeezed(halfwidth(number.raw)))
    return seems / form.money_unit.factors[unit] if in_yuan else seems
