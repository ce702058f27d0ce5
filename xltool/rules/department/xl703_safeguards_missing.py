"""XL703: a department's part without safeguards."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import ABSENT
from xltool.rules.context import prints
from xltool.rules.rule import Awaits, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A heading with nothing below it, or none in a part that prints the target above it."""
    field = form.field(RULE.table, "safeguards")
    if not field or field.required or "safeguards" not in row:
        return
    value, params = row["safeguards"], {"field": field.title.words()}
    if value is None:
        yield Hit("safeguards", params=params, variant="blank")
    elif value == ABSENT and prints(row, "overall_goal"):
        awaits = (Awaits("", field.title.zh),)
        yield Hit("safeguards", params=params, variant="absent", awaits=awaits)


RULE = RowRule(
    code="XL703",
    name="safeguards_missing",
    severity=Severity.WARNING,
    title=Words("没有工作保障措施", "No safeguards"),
    table="department",
    needs=("safeguards",),
    message={
        "blank": Words("“{field}”没有填写。", "“{field}” is blank."),
        "absent": Words(
            "没有找到“{field}”这一部分。", "There is no section with the heading “{field}”."
        ),
    },
    remedy={
        "absent": Words(
            "请补上“{field}”这一标题，在下面写明责任分工、资金管理和跟踪检查的安排；"
            "标题写成了别的，请照空白表改回。",
            "Add the heading “{field}” and say below it who is responsible, how the money is "
            "managed and how progress is checked; if it was reworded, change it back.",
        ),
        "": Words(
            "请写明怎样保证目标实现，例如责任分工、资金管理和跟踪检查的安排。",
            "Say how the targets are secured, for example who is responsible, how the money is "
            "managed and how progress is checked.",
        ),
    },
    why=Words(
        "没有保障措施，看不出目标靠什么实现。",
        "Without them nobody can see what the targets rest on.",
    ),
    source=Words("公开文本都写有这一部分。", "Published documents have this section."),
    examples=Examples(
        table="department",
        bad=(
            ({"safeguards": None},),
            ({"safeguards": "   "},),
            ({"overall_goal": "全年办结各类审批业务。", "safeguards": ABSENT},),
        ),
        good=(
            ({"safeguards": "一是明确分工，逐项落实责任。"},),
            ({"overall_goal": None},),
            ({"safeguards": ABSENT},),
        ),
    ),
    check=check,
    opinion=1,
)
