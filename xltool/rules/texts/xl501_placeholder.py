"""XL501: a text that only holds the place of one."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, is_nil, is_placeholder
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit

_LEVELS = ("level1", "level2")
"""Their words are compared with the taxonomy, which says more of a wrong one."""


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """待填, 同上, xxx; where nothing need be written, 无 or a dash or a number is an answer."""
    if not isinstance(value, str) or field.enum or field.name in _LEVELS:
        return
    if not field.required and (is_nil(value) or not any(map(str.isalpha, value))):
        return
    if is_placeholder(value, form.words.get("placeholders", ())):
        yield Hit(field.name, params={"field": field.title.words(), "value": brief(value)})


RULE = CellRule(
    code="XL501",
    name="placeholder",
    severity=Severity.WARNING,
    title=Words("填的是占位文字", "Text is a placeholder"),
    types=("text",),
    message={
        "": Words(
            "“{field}”填的是“{value}”，不是实际内容。",
            "“{field}” reads “{value}”, which holds the place of a text but says nothing.",
        )
    },
    remedy={
        "": Words("请写明“{field}”的实际内容。", "Write down what “{field}” really is."),
    },
    why=Words(
        "占位文字不是实际内容，无法据以审核。",
        "A placeholder passes for an entry, yet there is nothing in it to review.",
    ),
    source=Words("由实际报送的文件归纳。", "Inferred from files as they are handed in."),
    examples=Examples(
        table="projects",
        bad=(
            ({"purpose": "待补充", "goal": "建成一体化服务平台，方便群众办事。"},),
            ({"purpose": "（待填）"},),
            ({"goal": "XXXX"},),
            ({"goal": "……"},),
            ({"name": "无"},),
        ),
        good=(
            ({"purpose": "购置无人机三架，用于森林防火巡查。"},),
            ({"goal": "待办事项当日办结，全年办结率不低于95%。"},),
            ({"purpose": None},),
            ({"unit": "无"},),
        ),
    ),
    check=check,
    words=("placeholders",),
    opinion=11,
)
