"""XL401: an amount that is no plain number in the form's unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.rules.money.amounts import (
    amount,
    in_own_unit,
    meant,
    money_fields,
    money_unit,
    of_other_unit,
    own_unit,
    sum_differs,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import Number, Written, plain


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A text that is not plainly a number, or one in 元 where the form is in 万元."""
    unit = money_unit(row, form)
    for field in money_fields(form, RULE.table):
        value = row.get(field.name)
        if not isinstance(value, Number):
            continue
        params: dict[str, object] = {
            "field": field.title.words(),
            "value": brief(value.raw),
            "unit": unit or form.money_unit.default,
        }
        yield from _of_amount(field.name, value, row, form, params)


def _of_amount(
    name: str, value: Number, row: Row, form: Form, params: dict[str, object]
) -> Iterator[Hit]:
    unit = money_unit(row, form)
    shown = _shown_in_other_unit(name, value, row, form, params)
    if shown:
        yield shown
        return
    if value.written is not Written.UNREADABLE and not of_other_unit(value, unit):
        return  # as most
    seems = meant(value, row, form)
    if seems is not None:
        params |= {"seems": seems, "number": plain(seems)}
    apart = seems is not None and _stays_apart(row, form, name, seems)
    expected = "" if seems is None or apart else plain(seems)
    if of_other_unit(value, unit):
        yield Hit(name, params=params, variant="other_unit", expected=expected)
    elif in_own_unit(value, unit) is not None:
        warning = Severity.WARNING
        yield Hit(name, params=params, variant="own_unit", expected=expected, severity=warning)
    else:
        variant = "unclear" if seems is None else "apart" if apart else "seems"
        yield Hit(name, params=params, variant=variant, expected=expected)


def _stays_apart(row: Row, form: Form, name: str, seems: Decimal) -> bool:
    """Whether a total would still not be the sum of its parts, were this amount entered."""
    entered = {**row, name: Number(plain(seems), seems)}
    return any(
        sum_differs(entered, form, RULE.table, each)
        for each in form.sums
        if name in (each.total, *each.parts)
    )


def _shown_in_other_unit(
    name: str, value: Number, row: Row, form: Form, params: dict[str, object]
) -> Hit | None:
    """An amount whose number format shows another unit than the row's: it was converted."""
    unit, own = money_unit(row, form), own_unit(value, form)
    if not own or not unit or own == unit:
        return None
    entry = plain(amount(row, form, name) or Decimal(0))
    number = plain(value.amount or Decimal(0))
    params = {**params, "own": own, "number": number, "read": Decimal(entry), "entry": entry}
    return Hit(name, params=params, variant="format", expected=entry, severity=Severity.WARNING)


RULE = RowRule(
    code="XL401",
    name="unreadable_money",
    severity=Severity.ERROR,
    title=Words("金额读不出来", "Amount cannot be read"),
    table="projects",
    message={
        "unclear": Words(
            "“{field}”填的是“{value}”，读不出金额。",
            "“{field}” is “{value}”, which cannot be read as an amount.",
        ),
        "seems": Words(
            "“{field}”填的是“{value}”，不是单纯的数字，看起来是 {seems} {unit}。",
            "“{field}” is “{value}”, not a plain number; it seems to mean {seems} {unit}.",
        ),
        "own_unit": Words(
            "“{field}”填的是“{value}”，数字后面带着单位，已读作 {seems} {unit}。",
            "“{field}” is “{value}”, with the unit behind the number; it was read as {seems} "
            "{unit}.",
        ),
        "apart": Words(
            "“{field}”填的是“{value}”，不是单纯的数字；看起来是 {seems} {unit}，"
            "但这样合计与各部分之和对不上。",
            "“{field}” is “{value}”, not a plain number; it seems to mean {seems} {unit}, but with "
            "that the total is not the sum of its parts.",
        ),
        "other_unit": Words(
            "“{field}”填的是“{value}”，而本表金额单位是{unit}，换算后是 {seems} {unit}。",
            "“{field}” is “{value}”, but amounts here are in {unit}: that makes {seems} {unit}.",
        ),
        "format": Words(
            "“{field}”显示为“{value}”，“{own}”是单元格格式里的字，存的数是 {number}；"
            "已按 {read} {unit}读取。",
            "“{field}” shows “{value}”: the “{own}” is part of the cell's format, and the cell "
            "holds {number}. It was read as {read} {unit}.",
        ),
    },
    remedy={
        "format": Words(
            "本表金额单位是{unit}：请把单元格格式改为数值，再填“{entry}”。",
            "Amounts here are in {unit}: set the cell to a plain number format and enter "
            "“{entry}”.",
        ),
        "apart": Words(
            "请核对后只填数字（按{unit}填），使合计等于各部分之和。",
            "Check it and enter the number alone, in {unit}, so that the parts add up.",
        ),
        "unclear": Words(
            "请只填数字，不带文字，按{unit}填；没有金额请填 0。",
            "Enter the number alone, without words, in {unit}; 0 if there is none.",
        ),
        "": Words(
            "请核对后只填数字（按{unit}填）：如果是 {seems}，就填“{number}”。",
            "Check it and enter the number alone, in {unit}: if it is {seems}, enter “{number}”.",
        ),
    },
    why=Words(
        "带文字的金额无法相加，看似明白的“854万”也不能由别人代为改写。",
        "Amounts with words in them cannot be added up, and nobody else should rewrite them.",
    ),
    source=Words("公开文本中的金额都是单纯的数字。", "Published amounts are plain numbers."),
    examples=Examples(
        table="projects",
        bad=(
            ({"budget": "854万", "money_unit": "元"},),
            ({"fiscal": "约36万", "money_unit": "万元"},),
            ({"budget": "待定"},),
            ({"budget": Cell(CellRef("", 0, 0), 36.88, Kind.NUMBER, words=("", "万元"))},),
            ({"other": "368800元", "money_unit": "万元"},),
            ({"budget": "10000万元", "money_unit": "万元"},),
        ),
        good=(
            ({"budget": Cell(CellRef("", 0, 0), 368800, Kind.NUMBER, words=("", "元"))},),
            ({"budget": 368800, "fiscal": "368,800.00元", "other": "无", "money_unit": "元"},),
            ({"budget": "36.88", "fiscal": 36.88, "other": None, "money_unit": "万元"},),
        ),
    ),
    check=check,
)
