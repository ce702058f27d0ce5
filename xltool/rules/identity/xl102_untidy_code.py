"""XL102: a project code in lower case, in full width or with spaces."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.project_code import tidy


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A code that differs from its tidy spelling, whether that one is right or not."""
    if not isinstance(value, str) or not tidy(value) or value == tidy(value):
        return
    bare = squeezed(value)
    ways = [
        (bare != value, Words("空格或换行", "spaces or line breaks")),
        (halfwidth(bare) != bare, Words("全角字符", "full-width characters")),
        (halfwidth(bare).upper() != halfwidth(bare), Words("小写字母", "lower-case letters")),
    ]
    found = tuple(words for holds, words in ways if holds)
    yield Hit(
        field.name,
        params={"code": brief(value), "found": found, "tidy": tidy(value)},
        expected=tidy(value),
    )


RULE = CellRule(
    code="XL102",
    name="untidy_code",
    severity=Severity.WARNING,
    title=Words("项目编码书写不规范", "Project code is untidy"),
    types=("code",),
    message={
        "": Words("项目编码“{code}”里有{found}。", "Project code “{code}” has {found}."),
    },
    remedy={"": Words("请改为 {tidy}。", "Change it to {tidy}.")},
    why=Words(
        "看上去一样的编码，多一个空格就对不上别处的编码。",
        "Two codes that look alike do not match if one of them has a space too many.",
    ),
    source=Words(
        "由公开的项目编码归纳：半角、大写、没有空格。",
        "Derived from published project codes: half-width, upper case, without spaces.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"code": "13020522p00B8J810002R"},),
            ({"code": "13020522P00B8J810002R "},),
            ({"code": "1302０522P00B8J 810002R"},),
        ),
        good=(({"code": "13020522P00B8J810002R"},), ({"code": "13020522P"},), ({"code": " "},)),
    ),
    check=check,
    fixable=True,
)
