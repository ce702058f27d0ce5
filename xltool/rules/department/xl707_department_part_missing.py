"""XL707: a workbook with projects but without the department's part."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Projects without the part that the form has for the department."""
    part = next((part for part in form.parts if part.table == "department"), None)
    if part and row.get("projects") and row.get("department") == ():
        yield Hit("department", params={"part": part.title.words()})


RULE = RowRule(
    code="XL707",
    name="department_part_missing",
    severity=Severity.NOTE,
    title=Words("没有部门整体绩效目标", "No department part"),
    table="workbook",
    message={
        "": Words(
            "工作簿里有项目，但没有“{part}”部分。",
            "The workbook has projects, but no part “{part}”.",
        )
    },
    remedy={
        "": Words(
            "如果由本单位填报部门整体目标，请按空白表补上；由上级部门填报的，可以不补。",
            "If your unit reports for the department, add the part from the blank form; if another "
            "unit does, leave it.",
        )
    },
    why=Words(
        "公开时两部分要放在一起；有的单位只报项目，所以只作提示。",
        "Both parts are published together; as some units report projects only, this is a hint.",
    ),
    source=Words("公开文本由这两部分组成。", "Published documents consist of both parts."),
    examples=Examples(
        table="workbook",
        bad=(({"projects": ({"name": "平台运维费用"},), "department": ()},),),
        good=(
            (
                {
                    "projects": ({"name": "平台运维费用"},),
                    "department": ({"overall_goal": "推进政务服务事项网上办理"},),
                },
            ),
            ({"projects": (), "department": ()},),
            ({"hidden": ()},),
        ),
    ),
    check=check,
)
