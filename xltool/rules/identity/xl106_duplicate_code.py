"""XL106: one project code stands twice in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.values.project_code import tidy


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every project after the first with the same code, where the form calls it `unique`."""
    field = form.field("projects", "code")
    if field is None or not field.unique:
        return
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        value = row.get("code")
        if not isinstance(value, str):
            continue
        code = tidy(value)
        if code in first:
            yield Hit(
                "code",
                place,
                others=((first[code], "code"),),
                params={"code": code, "other": rows[first[code]].get("name")},
            )
        else:
            first[code] = place


RULE = GroupRule(
    code="XL106",
    name="duplicate_code",
    severity=Severity.ERROR,
    title=Words("项目编码重复", "Project code stands twice"),
    table="projects",
    scope=Scope.WORKBOOK,
    needs=("code",),
    message={
        "": Words(
            "项目编码 {code} 已用于“{other}”。", "Project code {code} already belongs to “{other}”."
        )
    },
    remedy={
        "": Words(
            "每个项目只有一个编码：请核对两处编码，或删去重复的项目表。",
            "Each project has one code: check both, or remove the repeated project.",
        )
    },
    why=Words(
        "编码是汇总时识别项目的依据，重复会使金额重复计算。",
        "The code tells projects apart when they are added up; a repeated one counts money twice.",
    ),
    source=Words("由编码的用途推断。", "Follows from what the code is for."),
    examples=Examples(
        table="projects",
        bad=(
            (
                {"code": "13020522P00B8J810002R", "name": "平台运维费用"},
                {"code": "13020522p00b8j810002r", "name": "大厅改造工程"},
            ),
        ),
        good=(
            (
                {"code": "13020522P00B8J810002R", "name": "平台运维费用"},
                {"code": "13020522P00082810002R", "name": "大厅改造工程"},
            ),
        ),
    ),
    check=check,
)
