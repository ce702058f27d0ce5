"""XL408: a total that is not the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from xltool.language.words import Words, shown
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import ABSENT
from xltool.rules.money.amounts import (
    agree,
    amount,
    money_unit,
    sum_amounts,
    sum_differs,
    tolerance,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain

if TYPE_CHECKING:
    from pandas import DataFrame, Series

_WAN = Decimal(10_000)


def where(frame: DataFrame, form: Form) -> Series[bool]:
    """Totals that are not just the sum of their parts; a blank counts as 0."""
    differs = frame[[]].any(axis=1)
    for each in form.sums:
        parts = frame[[f"{name}_amount" for name in each.parts]].sum(axis=1)
        differs |= (frame[f"{each.total}_amount"].fillna(0) - parts).abs() > 1e-9
    return differs


def check(row: Row, form: Form) -> Iterator[Hit]:
    """One hit for each of the form's sums that does not come out by more than roundings; none where
    a value is unclear, or where a mistake in one amount, which has its own finding, is all that is
    wrong.
    """
    for each in form.sums:
        field, amounts = form.field(RULE.table, each.total), None
        if sum_differs(row, form, RULE.table, each):
            amounts = sum_amounts(row, form, RULE.table, each)
        if field is None or amounts is None:
            continue
        total, parts = amounts
        printed = [name for name in each.parts if row.get(name) != ABSENT]
        scaled = _one_scaled(total, parts, tolerance(row, form, parts))
        yield Hit(
            each.total,
            others=tuple((0, name) for name in printed),
            params={
                "field": field.title.words(),
                "total": total,
                "parts": [_named(row, form, name) for name in printed],
                "sum": _bare(sum(parts, Decimal(0))),
                "unit": money_unit(row, form) or form.money_unit.default,
                "difference": _bare(abs(total - sum(parts, Decimal(0)))),
            },
            variant="scale" if scaled else "differs",
        )


def _bare(number: Decimal) -> Decimal:
    """An amount without the zeros that adding up leaves at its end."""
    return Decimal(plain(number))


def _one_scaled(total: Decimal, parts: Sequence[Decimal], within: Decimal) -> bool:
    """Whether the sum comes out once the total, or one part, is taken from 万元 to 元 or back."""
    for factor in (_WAN, 1 / _WAN):
        if agree(total * factor, parts, within):
            return True
        for place, part in enumerate(parts):
            changed = [*parts[:place], part * factor, *parts[place + 1 :]]
            # A small part that only vanishes in the tolerance was not in another unit.
            if abs(part * factor) > within and agree(total, changed, within):
                return True
    return False


def _named(row: Row, form: Form, name: str) -> Words:
    """A part with its title and its amount, as the message lists it."""
    field = form.field(RULE.table, name)
    title = field.title if field else None
    value = amount(row, form, name)
    return Words(
        f"{title.zh if title else name} {shown(value, 'zh')}",
        f"{title.en if title else name} {shown(value, 'en')}",
    )


RULE = RowRule(
    code="XL408",
    name="sum_mismatch",
    severity=Severity.ERROR,
    title=Words("合计与各部分之和不等", "Total is not the sum of its parts"),
    table="projects",
    message={
        "differs": Words(
            "“{field}”为 {total}，各部分（{parts}）之和为 {sum}，相差 {difference}。",
            "“{field}” is {total}, but its parts ({parts}) add up to {sum}: {difference} apart.",
        ),
        "scale": Words(
            "“{field}”为 {total}，各部分（{parts}）之和为 {sum}，相差 {difference}；"
            "其中一个数换算一万倍就能对上，是不是元和万元弄混了？",
            "“{field}” is {total}, but its parts ({parts}) add up to {sum}: {difference} apart. "
            "One of them times or over 10,000 would fit: were 元 and 万元 mixed up?",
        ),
    },
    remedy={
        "differs": Words(
            "请先核对“{field}”，再核对各部分，改正填错的一个；各部分之和应等于合计。",
            "Check “{field}” first, then its parts, and correct the wrong one; they must add up.",
        ),
        "scale": Words(
            "请把所有金额都按本表的单位（{unit}）填写。",
            "Enter all amounts in the unit of this form, {unit}.",
        ),
    },
    why=Words(
        "合计对不上，汇总时就不知道以哪个数为准。",
        "If the total does not come out, nobody knows which figure to carry forward.",
    ),
    source=Words(
        "预算数等于财政资金加其他资金；公开文本都满足。",
        "The budget is fiscal plus other funds; it holds in every published project.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"budget": 368800, "fiscal": 368000, "other": None},),
            ({"budget": 368800, "fiscal": 36.88, "other": None},),
            ({"budget": 368800, "fiscal": None, "other": None},),
            ({"budget": 368800.01, "fiscal": 368800, "other": None},),
            ({"budget": 300, "fiscal": 400, "other": -50},),
            ({"budget": 368800.01, "fiscal": 368800, "other": "无"},),
            ({"budget": 368801.123, "fiscal": 368800, "other": None},),
        ),
        good=(
            ({"budget": 0.3, "fiscal": 0.1, "other": 0.2},),
            ({"budget": 36.88 * 10000, "fiscal": "368,800.00", "other": "无"},),
            ({"budget": 300, "fiscal": 400, "other": -100},),
            ({"budget": 368800, "fiscal": "36万", "other": None},),
            ({"budget": 100.01, "fiscal": 50.005, "other": 50.004},),
            ({"budget": 368800, "fiscal": 368800, "other": -5},),
            ({"budget": 368800.123, "fiscal": 368800, "other": None},),
        ),
    ),
    where=where,
    check=check,
)
