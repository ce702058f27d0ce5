"""XL103: a project code of a division that the form does not expect."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.project_code import division_of, tidy


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A code whose first six digits are none of the form's divisions."""
    code = tidy(value) if isinstance(value, str) else ""
    division = division_of(code)
    if division and form.divisions and division not in form.divisions:
        yield Hit(
            field.name,
            params={"code": code, "division": division, "divisions": form.divisions},
        )


RULE = CellRule(
    code="XL103",
    name="foreign_division",
    severity=Severity.WARNING,
    title=Words("项目编码的区划不是本地", "Project code of another division"),
    types=("code",),
    message={
        "": Words(
            "项目编码“{code}”的区划代码是 {division}，本表应为 {divisions} 之一。",
            "Project code “{code}” is of division {division}; this form expects one of "
            "{divisions}.",
        )
    },
    remedy={
        "": Words(
            "请核对编码前 6 位；确属其他区划建立的项目，请予说明。",
            "Check the first six digits; if another division did create the project, explain it.",
        )
    },
    why=Words(
        "前 6 位是建立项目的一级预算所在的区划，通常是本县（区）、本市或本省。",
        "The first six digits are the division that created the project, usually one's own "
        "county, city or province.",
    ),
    source=Words("由公开的项目编码推断。", "Inferred from published project codes."),
    examples=Examples(
        table="projects",
        bad=(({"code": "13022422P00B8J810002R"},), ({"code": "44030022p00b8j810002r"},)),
        good=(
            ({"code": "13020522P00B8J810002R"},),
            ({"code": "13000022P00B8J8100025"},),
            ({"code": "1302"},),
            ({"code": "A3022422P00B8J810002R"},),
        ),
    ),
    check=check,
)
