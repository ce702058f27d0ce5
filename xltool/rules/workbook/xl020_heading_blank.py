"""XL020: a box of the heading that is printed and was left blank."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The form's boxes that no other rule asks for: a required one that is blank is XL001's.

    A project without a name has not been begun.
    """
    table = str(row.get("table"))
    if not isinstance(row.get("name"), str):
        return
    for name in RULE.texts(form, "fields"):
        field = form.field(table, name)
        if field and not field.required and name in row and row[name] is None:
            yield Hit(name, params={"field": field.title.words()})


RULE = RowRule(
    code="XL020",
    name="heading_blank",
    severity=Severity.NOTE,
    title=Words("表头的栏空着", "A box of the heading is blank"),
    table=EVERY_PART,
    params={"fields": ["department"]},
    message={
        "": Words("表头的“{field}”印了没有填。", "The heading has a box “{field}”, which is blank.")
    },
    remedy={"": Words("请补填“{field}”。", "Fill in “{field}”.")},
    why=Words(
        "表头不全，审核时不知道该找哪个部门，公开时也不完整。",
        "With a blank heading reviewers do not know whom to ask, and the published form is "
        "incomplete.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="projects",
        bad=(({"name": "平台运维费用", "department": None},),),
        good=(
            ({"name": "平台运维费用", "department": "行政审批局"},),
            ({"name": "平台运维费用"},),
            ({"name": None, "department": None},),
        ),
        form="national-target@2021",
    ),
    check=check,
    opinion=11,
)
