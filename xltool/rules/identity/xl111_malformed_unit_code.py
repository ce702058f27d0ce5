"""XL111: a unit code that is missing or has an odd number of digits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule
from xltool.values.cell_value import BudgetUnit
from xltool.values.unit_code import is_usual, with_lost_zero


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A unit without code, or with one whose length the form does not know."""
    for field in form.tables().get(str(row.get("table")), ()):
        value = row.get(field.name)
        if isinstance(value, BudgetUnit):
            yield from _of_unit(value, field, row, form)


def _of_unit(value: BudgetUnit, field: Field, row: Row, form: Form) -> Iterator[Hit]:
    code, params = value.code, {"raw": brief(value.raw), "lengths": form.unit_code_lengths}
    if not code:
        if _codes_are_given(row, form):
            yield Hit(field.name, params=params, variant="none")
    elif not is_usual(code, form):
        params |= {"code": code, "count": str(len(code))}
        if value.numeric and (padded := with_lost_zero(code, form)):
            yield Hit(
                field.name,
                params={**params, "padded": padded},
                variant="leading_zero",
                expected=padded,
            )
        else:
            yield Hit(field.name, params=params, variant="length")


def _codes_are_given(row: Row, form: Form) -> bool:
    """Whether the form asks for unit codes, or another part of the workbook gives one."""
    if RULE.number(form, "printed"):
        return True
    around = row.get("workbook")
    tables = around.values() if isinstance(around, Mapping) else ()
    return any(
        isinstance(value, BudgetUnit) and value.code
        for rows in tables
        if isinstance(rows, tuple)
        for other in rows
        for value in other.values()
    )


RULE = RowRule(
    code="XL111",
    name="malformed_unit_code",
    severity=Severity.WARNING,
    title=Words("单位代码位数不对", "Unit code is malformed"),
    table=EVERY_PART,
    params={"printed": 1},
    message={
        "none": Words(
            "预算单位“{raw}”没有写单位代码。", "Budget unit “{raw}” is given without its code."
        ),
        "length": Words(
            "单位代码“{code}”有 {count} 位，通常应为 {lengths} 位。",
            "Unit code “{code}” has {count} digits; {lengths} are usual.",
        ),
        "leading_zero": Words(
            "单位代码 {code} 只有 {count} 位，又是按数字存放的，可能丢了开头的 0，应为 {padded}。",
            "Unit code {code} has only {count} digits and is stored as a number; it may have lost "
            "the zero of {padded}.",
        ),
    },
    remedy={
        "": Words(
            "请核对预算系统中的单位代码，连同名称一起填写：代码在前，名称在后。",
            "Look up the unit's code in the budget system and give it before the unit's name.",
        ),
        "leading_zero": Words(
            "请先把单元格格式设为“文本”，再填写 {padded}。",
            "Set the cell's format to Text, then enter {padded}.",
        ),
    },
    why=Words(
        "汇总时按单位代码归集，代码不全就归不到单位名下。",
        "Totals are made by unit code; one that is incomplete finds no unit.",
    ),
    source=Words(
        "由公开文本中的单位代码推断。", "Inferred from unit codes in published documents."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"unit": "4390唐山市开平区行政审批局"},),
            ({"unit": "唐山市开平区行政审批局本级"},),
            ({"unit": 15001},),
        ),
        good=(
            ({"unit": "439001唐山市开平区行政审批局本级"},),
            ({"unit": "[015001]某某县财政局"},),
            ({"unit": "439"},),
            ({"unit": 439001},),
            ({"unit": None},),
        ),
    ),
    check=check,
)
