"""XL967: a grade that the total score does not give."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import number
from xltool.values.score import grade_for


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A printed grade against those of the form; 优秀 and 优 are one, other words are no grade."""
    total, stated = number(row, "overall_score"), row.get("grade")
    if total is None or not isinstance(stated, str):
        return
    names = [grade.name for grade in form.scoring.grades]
    said = next((name for name in names if squeezed(stated).startswith(name)), None)
    due = grade_for(total, form.scoring.grades)
    if said and due and said != due:
        yield Hit(
            "grade",
            others=((0, "overall_score"),),
            params={"grade": stated, "due": due, "total": total},
            expected=due,
        )


RULE = RowRule(
    code="XL967",
    name="grade_differs",
    severity=Severity.WARNING,
    title=Words("等级与总分不符", "Grade does not match the total"),
    table="projects",
    needs=("overall_score",),
    message={
        "": Words(
            "总分 {total}，按本表的等级标准为“{due}”，现为“{grade}”。",
            "A total of {total} is “{due}” by the grades of this form; it says “{grade}”.",
        )
    },
    remedy={
        "": Words(
            "请核对总分和等级；等级标准不同的，请与审核人联系。",
            "Check total and grade; ask your reviewer if your place has other grades.",
        )
    },
    why=Words(
        "等级由总分决定，两者不符就有一个填错了。",
        "The grade follows from the total: if they differ, one of them is wrong.",
    ),
    source=Words(
        "常用的等级标准：90、80、60 分为界，凭记忆，可在表单文件里修改。",
        "Grades in common use, from 90, 80 and 60, from memory; the form file sets them.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"overall_score": 88, "grade": "优"},),
            ({"overall_score": 59.9, "grade": "中等"},),
        ),
        good=(
            ({"overall_score": 90, "grade": "优秀"},),
            ({"overall_score": 88, "grade": "良"},),
            ({"overall_score": 88, "grade": "通过"},),
            ({"overall_score": None, "grade": "优"},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
