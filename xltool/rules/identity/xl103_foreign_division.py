"""XL103: a project code of a division that the form does not expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.values.project_code import division_of, tidy


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """A code whose first six digits are none of the form's divisions; where the form names none,
    not those of most projects in the workbook.
    """
    codes = [_whole_code(row.get("code")) for row in rows]
    divisions = form.divisions or _commonest([code[:6] for code in codes if code])
    for place, code in enumerate(codes):
        if code and divisions and code[:6] not in divisions:
            params = {"code": code, "division": code[:6], "divisions": divisions}
            yield Hit("code", place, params=params, variant="" if form.divisions else "others")


def _whole_code(value: object) -> str:
    """The code where its division is clear, else ""."""
    code = tidy(value) if isinstance(value, str) else ""
    return code if division_of(code) else ""


def _commonest(divisions: Sequence[str]) -> tuple[str, ...]:
    """The division of more than half of the projects, none where there is no such."""
    for division, count in Counter(divisions).most_common(1):
        if count * 2 > len(divisions):
            return (division,)
    return ()


RULE = GroupRule(
    code="XL103",
    name="foreign_division",
    severity=Severity.WARNING,
    title=Words("项目编码的区划不是本地", "Project code of another division"),
    table="projects",
    scope=Scope.WORKBOOK,
    one_line=Scope.WORKBOOK,
    needs=("code",),
    message={
        "": Words(
            "项目编码“{code}”的区划代码是 {division}，本表应为 {divisions} 之一。",
            "Project code “{code}” is of division {division}; this form expects one of "
            "{divisions}.",
        ),
        "others": Words(
            "项目编码“{code}”的区划代码是 {division}，本工作簿其他项目的是 {divisions}。",
            "Project code “{code}” is of division {division}; the other projects of this workbook "
            "are of {divisions}.",
        ),
    },
    together=Words(
        "有 {count} 个项目编码的区划代码（{division}）不是 {divisions}。",
        "{count} project codes are of another division ({division}) than {divisions}.",
    ),
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
