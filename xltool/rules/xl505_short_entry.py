"""XL505: a text outside the projects that is shorter than the form asks for."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.form import Field, Form
from xltool.model import Severity
from xltool.rule import CellRule, Examples, Hit, brief
from xltool.text import is_placeholder, squeezed
from xltool.wording import Words


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """Fewer characters than the field's `min_length`, spaces aside; placeholders are XL501's.

    XL502 looks at the projects, where it needs the whole record.
    """
    if not isinstance(value, str) or field.min_length is None:
        return
    if any(field is each for each in form.tables().get("projects", ())):
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
    code="XL505",
    name="short_entry",
    severity=Severity.WARNING,
    title=Words("部门整体部分文字过短", "Text outside the projects is too short"),
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
        "几个字说不清要做什么，审核时会被退回。",
        "A few characters cannot tell what is to be done; a reviewer sends it back.",
    ),
    source=Words(
        "由 2022 年河北县级部门公开的绩效文本推断，下限由表单规定。",
        "Inferred from published texts; the form sets the least length.",
    ),
    examples=Examples(
        table="subgoals",
        bad=(({"name": "便民服务", "goal": "提高"},), ({"goal": "提 高 服 务"},)),
        good=(
            ({"goal": "提高服务水平"},),
            ({"goal": "待填"},),
            ({"name": "运维", "goal": None},),
        ),
    ),
    check=check,
    constraint="min_length",
    words=("placeholders",),
    opinion=11,
)
