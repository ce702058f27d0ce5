"""XL021: a line above the form that asks for the unit and holds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Each such line, at its cell."""
    lines = row.get("blank_lines")
    for number, line in enumerate(lines if isinstance(lines, tuple) else ()):
        yield Hit(f"blank_lines_{number}", subject=str(line), params={"line": line})


RULE = RowRule(
    code="XL021",
    name="line_blank",
    severity=Severity.NOTE,
    title=Words("表上方的单位栏空着", "The line for the unit is blank"),
    table="workbook",
    message={
        "": Words(
            "表格上方的“{line}”后面没有填写。",
            "Nothing stands behind “{line}” above the form.",
        )
    },
    remedy={
        "": Words(
            "请填写单位全称，需要盖章的打印后盖章。",
            "Write the unit's full name; stamp the printed form if a seal is asked for.",
        )
    },
    why=Words(
        "没有单位的表，打印出来不知道是谁报的。",
        "Printed without a unit, the form does not say who handed it in.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="workbook",
        bad=(({"blank_lines": ("项目单位(盖章)",)},),),
        good=(({"blank_lines": ()},), ({"year": 2022},)),
    ),
    check=check,
    opinion=11,
)
