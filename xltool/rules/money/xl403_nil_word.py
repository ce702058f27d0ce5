"""XL403: 无, — or / where an amount belongs."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import Number, Written


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A word for “nothing” in a part of a total."""
    if isinstance(value, Number) and value.written is Written.NIL:
        params = {"field": field.title.words(), "value": value.raw}
        yield Hit(field.name, params=params, expected="0")


RULE = CellRule(
    code="XL403",
    name="nil_word",
    severity=Severity.WARNING,
    title=Words("金额写成“无”", "A word for nothing instead of an amount"),
    message={
        "": Words(
            "“{field}”填的是“{value}”，已按 0 计算。",
            "“{field}” is “{value}”, which was counted as 0.",
        )
    },
    remedy={
        "": Words(
            "没有这项资金请填 0 或留空，不写文字和符号。",
            "Where there are no such funds, enter 0 or leave the cell blank.",
        )
    },
    why=Words(
        "金额栏里的文字和符号会使求和公式出错。",
        "Words and marks in a column of amounts upset the formulas that add it up.",
    ),
    source=Words("常见的填报情况。", "Often seen in filled-in workbooks."),
    examples=Examples(
        table="projects",
        bad=(({"other": "无"},), ({"fiscal": "—"},), ({"other": " / "},)),
        good=(
            ({"other": None, "fiscal": 0},),
            # A total has to be a number: there the word is an amount that cannot be read.
            ({"budget": "无"},),
            ({"other": "无偿划拨"},),
        ),
    ),
    check=check,
    types=("money",),
)
