"""XL013: a text that is none of the form's choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from xltool.language.text import brief, label_key
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.indicator_value import sign_of_column


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """None of the field's `enum`, compared without spaces and with half-width marks; a sign in
    its own column may be written in any way.
    """
    if not isinstance(value, str) or not field.enum:
        return
    choices = {label_key(choice): choice for choice in field.enum}
    key = label_key(value)
    if key in choices or key.removesuffix("指标") in choices:
        return
    if _holds_signs(field, form) and sign_of_column(value):
        return
    near = difflib.get_close_matches(label_key(value), choices, 1, 0.6)
    yield Hit(
        field.name,
        params={
            "field": field.title.words(),
            "value": brief(value),
            "choices": tuple({label_key(each): each for each in reversed(field.enum)}.values())[
                ::-1
            ],
        },
        expected=choices[near[0]] if near else "",
    )


def _holds_signs(field: Field, form: Form) -> bool:
    """Whether the signs of an indicator value stand in this column."""
    fields = (each for table in form.tables().values() for each in table)
    return any(each.parts is not None and each.parts.sign == field.name for each in fields)


RULE = CellRule(
    code="XL013",
    name="not_a_choice",
    severity=Severity.WARNING,
    title=Words("内容不在可选范围内", "Text is none of the choices"),
    constraints=("enum",),
    message={
        "": Words(
            "“{field}”填的是“{value}”，不在可选内容之内。",
            "“{field}” reads “{value}”, which is none of the choices.",
        )
    },
    remedy={
        "": Words("请从下列内容中选一个：{choices}。", "Choose one of these: {choices}."),
    },
    why=Words(
        "这一栏按固定的几种内容汇总，别的写法归不到任何一类。",
        "This column is added up by its choices; any other text belongs to none of them.",
    ),
    source=Words("表单文件中的 enum。", "`enum` in the form file."),
    examples=Examples(
        table="indicators",
        form="national-target@2021",
        bad=(({"nature": "大约"},), ({"nature": "产出"},)),
        good=(
            ({"nature": "≥"},),
            ({"nature": " ＝ "},),
            ({"nature": "定性"},),
            ({"nature": "正向"},),
            ({"nature": ">="},),
            ({"nature": "小于等于"},),
            ({"nature": "定性指标"},),
            ({"nature": None},),
        ),
    ),
    check=check,
)
