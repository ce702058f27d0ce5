"""XL402: an amount that is plainly a number, typed as text."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_fields, money_unit, of_other_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule, Scope
from xltool.values.cell_value import Number, Written, plain


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Text such as `368,800.00` where a number belongs; a warning only where a formula adds it up,
    which leaves it out.
    """
    unit = money_unit(row, form)
    for field in money_fields(form, RULE.table):
        value = row.get(field.name)
        if not isinstance(value, Number) or value.amount is None:
            continue
        if value.written is Written.TEXT and not of_other_unit(value, unit):
            number = plain(value.amount)
            yield Hit(
                field.name,
                params={
                    "field": field.title.words(),
                    "value": brief(value.raw),
                    "number": number,
                },
                expected=number,
                severity=Severity.WARNING if value.added else None,
            )


RULE = RowRule(
    code="XL402",
    name="number_as_text",
    severity=Severity.NOTE,
    title=Words("金额是文本格式", "Amount is text"),
    table="projects",
    message={
        "": Words(
            "“{field}”填的“{value}”是文本，不是数字，已按 {number} 读取。",
            "“{field}” holds the text “{value}” instead of a number; it was read as {number}.",
        )
    },
    remedy={
        "": Words(
            "请把单元格改为数值格式，重新输入“{number}”，不带逗号、空格和单位。",
            "Set the cell to a number format and type “{number}”, without commas, spaces or units.",
        )
    },
    why=Words(
        "Excel 的求和公式会跳过文本，合计因此变小而不易察觉。",
        "Excel leaves text out when it adds up, so totals come out too small without a sign of it.",
    ),
    source=Words("常见的填报情况。", "Often seen in filled-in workbooks."),
    examples=Examples(
        table="projects",
        bad=(
            ({"budget": "368,800.00"},),
            ({"fiscal": "３６８８００"},),
            ({"other": "368 800元", "money_unit": "元"},),
            ({"budget": "36.88", "money_unit": "万元"},),
        ),
        good=(
            ({"budget": 368800.0, "fiscal": "36万", "other": "无"},),
            ({"budget": None, "fiscal": "待定"},),
            ({"budget": "368800元", "money_unit": "万元"},),
        ),
    ),
    check=check,
    fixable=True,
    one_line=Scope.WORKBOOK,
    silent_reading=True,
    together=Words(
        "有 {count} 个金额是文本格式，都已读成数：{value}。",
        "{count} amounts are text and were read as numbers: {value}.",
    ),
)
