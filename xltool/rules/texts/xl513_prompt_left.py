"""XL513: a prompt of the blank form left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xltool.language.text import brief, halfwidth, is_placeholder, squeezed
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.remembered import remembered
from xltool.rules.rule import CellRule, Examples, Hit


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A text with one of the form's prompts; a text that is nothing else is XL501's."""
    prompt = _prompt_in(value, form) if isinstance(value, str) else ""
    if prompt and not is_placeholder(str(value), form.words.get("placeholders", ())):
        yield Hit(field.name, params={"field": field.title.words(), "prompt": brief(prompt)})


@remembered
def _prompt_in(text: str, form: Form) -> str:
    """The first of the form's prompts in a text, "" for none."""
    bare = squeezed(halfwidth(text))
    found = (pattern.search(bare) for pattern in _patterns(RULE.texts(form, "prompts")))
    return next((each[0] for each in found if each), "")


@cache
def _patterns(prompts: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, prompts))


RULE = CellRule(
    code="XL513",
    name="prompt_left",
    severity=Severity.WARNING,
    title=Words("填写提示没有删", "A prompt was left in"),
    types=("text",),
    params={
        "prompts": [
            r"\((?:请|简要|如实|具体)(?:填写|说明|描述|概括)[^()]*\)",
            r"请(?:在此|在此处|按要求|据实)填写",
            r"此处填写|填写说明:|填写要求:|填报说明:|可另附页|示例:|例如:某",
            r"\((?:此处|这里)[^()]*\)",
        ]
    },
    message={
        "": Words(
            "“{field}”里留着填写提示“{prompt}”。",
            "“{field}” still holds the form's prompt “{prompt}”.",
        )
    },
    remedy={
        "": Words("请删去提示，只留自己写的内容。", "Delete the prompt and leave your own text.")
    },
    why=Words(
        "提示是给填报人看的，留在表里会随正式文本公开。",
        "A prompt is meant for the filler; left in, it is published with the form.",
    ),
    source=Words("由各省公开的表归纳。", "Inferred from forms published in several provinces."),
    examples=Examples(
        table="projects",
        bad=(
            ({"goal": "（简要说明项目要达到的效果）改造大厅1200平方米。"},),
            ({"purpose": "请在此填写资金用途：用于平台运维。"},),
        ),
        good=(
            ({"goal": "改造大厅1200平方米（含自助区）。"},),
            ({"purpose": "用于印制填写说明手册200册。"},),
        ),
    ),
    check=check,
    words=("placeholders",),
    opinion=11,
)
