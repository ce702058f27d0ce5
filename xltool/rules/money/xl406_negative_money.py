"""XL406: an amount below zero."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import Number


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A negative amount, typed as a number or as text."""
    if isinstance(value, Number) and value.amount is not None and value.amount < 0:
        yield Hit(field.name, params={"field": field.title.words(), "value": brief(value.raw)})


RULE = CellRule(
    code="XL406",
    name="negative_money",
    severity=Severity.ERROR,
    title=Words("金额为负数", "Amount is negative"),
    message={
        "": Words("“{field}”填的是 {value}，小于 0。", "“{field}” is {value}, which is below 0.")
    },
    remedy={
        "": Words(
            "请核对金额和公式，填不小于 0 的数。",
            "Check the amount or its formula and enter a figure of 0 or more.",
        )
    },
    why=Words(
        "预算安排不会是负数，负数会抵减其他项目的合计。",
        "A budget is never negative; such an amount would reduce the total of other projects.",
    ),
    source=Words("由预算的含义推断。", "Follows from what a budget is."),
    examples=Examples(
        table="projects",
        bad=(({"budget": -368800},), ({"other": "-0.01"},)),
        good=(({"budget": 0, "fiscal": "0.00"},), ({"other": "-"},), ({"other": "约-36"},)),
    ),
    check=check,
    types=("money",),
)
