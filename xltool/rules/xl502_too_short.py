"""XL502: a text shorter than the form asks for."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form import Field, Form
from xltool.model import Severity
from xltool.rule import CellRule, Examples, Hit, brief
from xltool.text import is_placeholder, squeezed
from xltool.wording import Words


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """Fewer characters than the field's `min_length`, spaces aside; placeholders are XL501's."""
    if not isinstance(value, str) or field.min_length is None:
        return
    count = len(squeezed(value))
    if count < field.min_length and not is_placeholder(value, form.words.get("placeholders", ())):
        yield Hit(
            field.name,
            params={
                "field": field.title.words(),
                "value": brief(value),
                "count": count,
                "minimum": field.min_length,
            },
        )


RULE = CellRule(
    code="XL502",
    name="too_short",
    severity=Severity.WARNING,
    title=Words("文字过短", "Text is too short"),
    types=("text",),
    message={
        "": Words(
            "“{field}”只写了“{value}”，共 {count} 个字，少于 {minimum} 个字。",
            "“{field}” reads just “{value}”: {count} characters, fewer than {minimum}.",
        )
    },
    remedy={
        "": Words(
            "请写具体些，至少 {minimum} 个字：做什么、做多少、达到什么效果。",
            "Say more, at least {minimum} characters: what is done, how much of it, to what "
            "effect.",
        )
    },
    why=Words(
        "几个字说不清项目要做什么，审核时会被退回。",
        "A few characters cannot tell what a project is about; a reviewer sends it back.",
    ),
    source=Words(
        "由公开文本的写法推断，下限由表单规定。",
        "Inferred from published texts; the form sets the least length.",
    ),
    examples=Examples(
        table="projects",
        bad=(({"purpose": "日常运维"},), ({"goal": "提 升 服 务 水 平"},), ({"name": "运维"},)),
        good=(
            ({"purpose": "接入省、市互联网平台的运维服务费。"},),
            ({"purpose": "待填"},),
            ({"goal": None},),
            ({"goal": "提升大厅服务群众水平"},),
        ),
    ),
    check=check,
    constraint="min_length",
    words=("placeholders",),
    opinion=11,
)
