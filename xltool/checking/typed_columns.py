"""What many rules ask of one value, as columns of its table: sign, number, unit, is it a rate.

Numbers are floats here, for operations on whole columns; the value itself keeps the exact Decimal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from xltool.checking.typed_rows import fields_of
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.rules.indicator_values.indicator_names import (
    is_capped,
    is_growth,
    is_rate,
    lowest_and_highest,
    unit_in_name,
)
from xltool.rules.money.amounts import amount
from xltool.rules.rule import Row
from xltool.values.cell_value import BudgetUnit, Number, Percent
from xltool.values.indicator_value import IndicatorValue

NAME, VALUE = "level3", "value"
"""The fields of an indicator that are read together: what its name says of its value."""

Worth = Callable[[Row], object]


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A column that is worked out from the row; `dtype` is float, bool or object."""

    name: str
    dtype: type
    title: Words
    of: Worth


def typed_columns(form: Form, table: str) -> tuple[TypedColumn, ...]:
    """The typed columns of a table; none takes the name of a field."""
    fields = fields_of(form, table)
    taken = {field.name for field in fields}
    found = [column for field in fields for column in _of_field(field, form)]
    if NAME in taken:
        found += _of_name(form)
    if {NAME, VALUE} <= taken:
        found += _of_share(form)
    return tuple(column for column in found if column.name not in taken)


def _of_field(field: Field, form: Form) -> Iterator[TypedColumn]:
    def column(suffix: str, dtype: type, zh: str, en: str, of: Worth) -> TypedColumn:
        title = Words(f"{field.title.zh}：{zh}", f"{field.title.en}: {en}")
        return TypedColumn(f"{field.name}_{suffix}", dtype, title, of)

    worth = partial(_attribute, field.name)
    match field.type:
        case "indicator_value":
            kind = IndicatorValue
            yield column("sign", object, "符号", "sign", worth(kind, "sign"))
            yield column("low", float, "数值或下限", "number, or lower end", worth(kind, "low"))
            yield column("high", float, "上限", "upper end of a range", worth(kind, "high"))
            yield column("unit", object, "单位", "unit", worth(kind, "unit"))
            yield column(
                "words", object, "文字", "words in place of a number", worth(kind, "words")
            )
        case "money":
            of = partial(_amount, form, field.name)
            yield column("amount", float, "金额，按本表单位", "amount in the form's unit", of)
        case "number":
            yield column("amount", float, "数值", "number", worth(Number, "amount"))
        case "percent":
            yield column("points", float, "百分点", "percentage points", worth(Percent, "points"))
        case "unit":
            yield column("code", object, "编码", "code", worth(BudgetUnit, "code"))
            yield column("name", object, "名称", "name", worth(BudgetUnit, "name"))
        case _:
            return


def _of_name(form: Form) -> Iterator[TypedColumn]:
    def of(row: Row, asked: Callable[[str, Form], object], blank: object) -> object:
        name = row.get(NAME)
        return asked(name, form) if isinstance(name, str) else blank

    unit, rate = partial(of, asked=unit_in_name, blank=""), partial(of, asked=is_rate, blank=False)
    yield TypedColumn("name_unit", object, Words("名称中的单位", "unit in the name"), unit)
    yield TypedColumn("name_is_rate", bool, Words("名称是比率", "the name is of a rate"), rate)
    for name, asked, title in (
        ("name_is_growth", is_growth, Words("名称是增长幅度", "the name is of growth")),
        ("name_is_capped", is_capped, Words("名称最高 100%", "its value ends at 100 %")),
    ):
        yield TypedColumn(name, bool, title, partial(of, asked=asked, blank=False))


def _of_share(form: Form) -> Iterator[TypedColumn]:
    def end(row: Row, place: int) -> object:
        name, value = row.get(NAME), row.get(VALUE)
        if not isinstance(name, str) or not isinstance(value, IndicatorValue):
            return None
        ends = lowest_and_highest(value, name, form)
        return ends[place] if ends else None

    low = Words("最低百分比", "lowest percentage, blank for what is no share")
    high = Words("最高百分比", "highest percentage, blank for what is no share")
    yield TypedColumn("value_percent_low", float, low, partial(end, place=0))
    yield TypedColumn("value_percent_high", float, high, partial(end, place=1))


def _attribute(field: str, kind: type, name: str) -> Worth:
    """A part of a typed value; blank where the value is of another kind."""

    def of(row: Row) -> object:
        value = row.get(field)
        return getattr(value, name) if isinstance(value, kind) else None

    return of


def _amount(form: Form, field: str, row: Row) -> Decimal | None:
    return amount(row, form, field)
