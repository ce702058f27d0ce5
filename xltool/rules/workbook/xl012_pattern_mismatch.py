"""XL012: a text that is not built as the form says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, halfwidth
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """The whole text must fit the field's `pattern`, full-width marks read as half-width."""
    if not isinstance(value, str) or field.pattern is None:
        return
    if not re.fullmatch(field.pattern, halfwidth(value).strip()):
        yield Hit(field.name, params={"field": field.title.words(), "value": brief(value)})


RULE = CellRule(
    code="XL012",
    name="pattern_mismatch",
    severity=Severity.WARNING,
    title=Words("内容的写法不符合表单规定", "Text is not built as the form says"),
    constraints=("pattern",),
    message={
        "": Words(
            "“{field}”填的是“{value}”，写法与表单的规定不符。",
            "“{field}” reads “{value}”, which is not how the form wants it written.",
        )
    },
    remedy={
        "": Words(
            "请核对有没有多字、漏字或填错了栏。",
            "Check for a character too many or too few, or an entry in the wrong place.",
        )
    },
    why=Words(
        "电话、编号一类内容写法固定，不合写法的多半是填错了。",
        "Telephone and other numbers are built in one way; one that is not is mostly a slip.",
    ),
    source=Words("表单文件中的 pattern。", "`pattern` in the form file."),
    examples=Examples(
        table="projects",
        form="self-assessment@2022",
        bad=(({"phone": "办公室"},), ({"phone": "315"},)),
        good=(
            ({"phone": "0315-3361234"},),
            ({"phone": "１３８０３１５００００"},),
            ({"phone": None},),
        ),
    ),
    check=check,
)
