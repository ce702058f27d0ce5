"""A cell -> a typed value: text, codes, units, money, numbers, percentages, years."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache

from xltool.language.text import halfwidth, is_nil, squeezed
from xltool.model.form import Field, FieldType
from xltool.model.submission import ABSENT, Unread
from xltool.model.workbook import BLANK, TEXT, Cell, CellRef, Kind
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value
from xltool.values.month import month_of_date
from xltool.values.unit_code import DIGITS

_PLAIN_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?|[-+]?\.\d+")
_NUMBER_INSIDE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\(?(万|亿|千)?")
_MINUS = re.compile(r"[-−–—负(]$")
_MONEY_WORDS = ("元整", "元", "人民币", "¥", "￥")
_MONEY_UNIT = re.compile("(?:[百千万亿]*元|[万亿])$")
_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1_000}
_UNIT = re.compile(
    r"(?:[^\d\[【(:]{0,8}:)?[\[【(]?(?P<code>" + DIGITS + r")[\]】)]?[-—_:\s]*(?P<name>[^\d\s].*)?"
)
_NOWHERE, _NO_NUMBER = CellRef("", 0, 0), (Kind.BOOLEAN, Kind.DATE)


class Written(StrEnum):
    """How a number stands in its cell."""

    NUMBER = "number"
    TEXT = "text"  # plainly a number, but typed as text
    NIL = "nil"  # 无, —, /
    UNREADABLE = "unreadable"  # 854万, 约36万, words


@dataclass(frozen=True, slots=True)
class Number:
    """An amount or number as written; `amount` is in the unit of its form, never guessed.

    `seems` is what an unreadable text appears to mean, in 元 for 万/亿 words; `unit` is the money
    unit that its number format shows, "" for none; `added` where a formula adds up its range.
    """

    raw: str
    amount: Decimal | None
    written: Written = Written.NUMBER
    formula: bool = False
    seems: Decimal | None = None
    unit: str = ""
    added: bool = False

    def __str__(self) -> str:
        return self.raw

    @property
    def places(self) -> int:
        """How many decimal places it has, trailing zeros aside."""
        if self.amount is None:
            return 0
        exponent = self.amount.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage in points (25 for 25%); `marked` where it says %, `formula` where computed."""

    raw: str
    points: Decimal | None
    marked: bool
    formula: bool = False

    def __str__(self) -> str:
        return self.raw


@dataclass(frozen=True, slots=True)
class BudgetUnit:
    """A budget unit: code and name, run together in one cell or not; `numeric` if a number."""

    raw: str
    code: str
    name: str
    numeric: bool = False

    def __str__(self) -> str:
        return self.raw


TYPED = (Number, Percent, BudgetUnit, IndicatorValue, Unread)


def decimal_of(value: float | int | Decimal) -> Decimal:
    """A stored number as Excel shows it: 15 significant digits, so 0.1 + 0.2 is 0.3."""
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return Decimal(f"{value:.15g}")


def plain(number: Decimal) -> str:
    """A Decimal without exponent or trailing zeros: 368800, 0.95."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_of(value: object) -> Cell:
    """A bare Python value as a cell without a place, so that hand-made frames are typed alike."""
    if isinstance(value, Cell):
        return value
    if hasattr(value, "item"):
        value = value.item()  # a number of numpy as one of Python
    if value is None or _is_nan(value) or (isinstance(value, str) and not value.strip()):
        return Cell(_NOWHERE, None, Kind.BLANK)
    if isinstance(value, bool):
        return Cell(_NOWHERE, value, Kind.BOOLEAN)
    if isinstance(value, (int, float, Decimal)):
        finite = math.isfinite(value)
        return Cell(_NOWHERE, value if finite else "#NUM!", Kind.NUMBER if finite else Kind.ERROR)
    if isinstance(value, (datetime.date, datetime.time)):
        return Cell(_NOWHERE, value, Kind.DATE)
    return Cell(_NOWHERE, str(value), Kind.TEXT)


def _is_nan(value: object) -> bool:
    try:
        return bool(value != value)
    except (TypeError, ArithmeticError):  # NA of pandas does not say whether it equals itself
        return True


def typed(value: object, field: Field) -> object:
    """A raw value or cell as the field's type: None for blank, `Unread` for what is unclear,
    a typed value as it is: typing twice is typing once.
    """
    if not isinstance(value, Cell):
        if isinstance(value, TYPED):
            return value
        value = cell_of(value)
    kind = value.kind
    if kind is BLANK:
        return None
    if kind is TEXT and type(value.value) is str and value.formula is None:
        return _typed_text(value.value, field.type, field.blank_is_zero)
    if kind is Kind.NO_RESULT and field.computed and not field.required:
        return None  # saved by a program without results; nobody typed this
    return _typed_cell(value, field.type, field.blank_is_zero)


@lru_cache(maxsize=32768)  # levels, units and values stand in many cells and workbooks
def _typed_text(text: str, type_: FieldType, blank_is_zero: bool) -> object:
    return _typed_cell(Cell(_NOWHERE, text, Kind.TEXT), type_, blank_is_zero)


def _typed_cell(cell: Cell, type_: FieldType, blank_is_zero: bool) -> object:
    invisible = cell.kind is TEXT and not squeezed(str(cell.value))
    if cell.kind is BLANK or invisible:
        return None
    if cell.kind in (Kind.ERROR, Kind.NO_RESULT, Kind.UNKNOWN):
        return Unread(cell.kind.value, str(cell.value or ""))
    match type_:
        case "money" | "number":
            return _number(cell, type_, blank_is_zero)
        case "percent":
            return _percent(cell)
        case "unit":
            return _unit(cell)
        case "indicator_value":
            return parse_indicator_value(
                shown_text(cell), constant=_constant(cell), date_cell=cell.kind is Kind.DATE
            )
        case _:
            return _text(cell, type_)


def typed_record(raw: Mapping[str, object], fields: Sequence[Field]) -> dict[str, object]:
    """A record of raw values or cells with every value typed; a missing field is `ABSENT`.

    An indicator value whose sign and unit stand in columns of their own is put together here.
    """
    values = {(name := field.name): typed(raw.get(name, ABSENT), field) for field in fields}
    for field in fields:
        if field.parts and isinstance(value := values[field.name], IndicatorValue):
            # Typed once already it knows both, and its own columns may be out of sight.
            sign, unit = (values.get(name or "") for name in (field.parts.sign, field.parts.unit))
            values[field.name] = parse_indicator_value(
                value.raw,
                sign=sign if isinstance(sign, str) else value.column_sign,
                unit=unit if isinstance(unit, str) else value.column_unit,
                constant=value.constant,
                date_cell=value.date_cell,
            )
    return values


def shown_text(cell: Cell) -> str:
    """What a person sees: 95% for 0.95 as a percentage, words of the format, no rounding."""
    value = cell.value
    if isinstance(value, str):  # most are
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float, Decimal)):
        number = decimal_of(value)
        shown = plain(number * 100) + "%" if cell.kind is Kind.PERCENT else plain(number)
        return shown.join(cell.words)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return "" if value is None else str(value)


def _constant(cell: Cell) -> bool:
    """Whether the cell holds a formula that is only a number: `=100%` typed to mean “equals”."""
    return bool(cell.formula and re.fullmatch(r"\s*[-+]?\d+(\.\d+)?%?\s*", cell.formula))


def _text(cell: Cell, type_: FieldType) -> object:
    if cell.kind in _NO_NUMBER:
        if type_ == "year" and isinstance(cell.value, datetime.date):
            return str(cell.value.year)
        if type_ == "period" and isinstance(cell.value, datetime.date):
            return month_of_date(cell.value) or Unread("wrong_type", shown_text(cell))
        return Unread("wrong_type", shown_text(cell))
    text = shown_text(cell)
    # The spaces around a code are the filler's to see: they break look-ups elsewhere.
    return text if type_ == "code" else text.strip()


def _unit(cell: Cell) -> BudgetUnit | Unread:
    if cell.kind in _NO_NUMBER:
        return Unread("wrong_type", shown_text(cell))
    raw = shown_text(cell).strip()
    if cell.kind is not Kind.TEXT and raw.isdecimal():
        return BudgetUnit(raw, raw, "", numeric=True)
    found = _UNIT.fullmatch(halfwidth(raw))
    if found is None:
        return BudgetUnit(raw, "", raw)
    return BudgetUnit(raw, found["code"], (found["name"] or "").strip())


def _number(cell: Cell, type_: FieldType, blank_is_zero: bool) -> Number | Unread:
    if cell.kind in _NO_NUMBER:
        return Unread("wrong_type", shown_text(cell))
    raw = shown_text(cell)
    if isinstance(cell.value, (int, float, Decimal)):
        amount = decimal_of(cell.value)
        if cell.kind is Kind.PERCENT and type_ == "number":
            amount *= 100
        unit = _MONEY_UNIT.search(squeezed(cell.words[1])) if cell.words[1] else None
        return Number(raw, amount, formula=cell.formula is not None, unit=unit[0] if unit else "")
    raw = raw.strip()
    if blank_is_zero and is_nil(raw):
        return Number(raw, Decimal(0), Written.NIL)
    amount_or_none = _plain_number(raw, _MONEY_WORDS)
    if amount_or_none is not None:
        return Number(raw, amount_or_none, Written.TEXT)
    return Number(raw, None, Written.UNREADABLE, seems=_seeming(raw))


def _plain_number(text: str, words: tuple[str, ...] = ()) -> Decimal | None:
    """The number that a text plainly is: separators, full-width digits, spaces, some `words`."""
    bare = squeezed(halfwidth(text))
    for word in words:
        bare = bare.removeprefix(word).removesuffix(word)
    if not _PLAIN_NUMBER.fullmatch(bare):
        return None
    try:
        return Decimal(bare.replace(",", ""))
    except InvalidOperation:
        return None


def _seeming(text: str) -> Decimal | None:
    bare = squeezed(halfwidth(text))
    numbers = list(_NUMBER_INSIDE.finditer(bare))
    # A guess that drops a minus sign, or brackets that stand for one, would be worse than none.
    if len(numbers) != 1 or _MINUS.search(bare[: numbers[0].start()]):
        return None
    whole, places, scale = numbers[0].groups()
    number = Decimal(whole.replace(",", "") + (places or "")) * _SCALES.get(scale or "", 1)
    return Decimal(plain(number))


def _percent(cell: Cell) -> Percent | Unread:
    if cell.kind in _NO_NUMBER:
        return Unread("wrong_type", shown_text(cell))
    raw = shown_text(cell).strip()
    if isinstance(cell.value, (int, float, Decimal)):
        marked = cell.kind is Kind.PERCENT or cell.words[1].startswith("%")
        points = decimal_of(cell.value) * (100 if cell.kind is Kind.PERCENT else 1)
        return Percent(raw, points, marked, cell.formula is not None)
    bare = squeezed(halfwidth(raw))
    return Percent(raw, _plain_number(bare.removesuffix("%")), bare.endswith("%"))
