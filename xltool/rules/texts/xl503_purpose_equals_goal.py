"""XL503: the purpose of the money and the target are the same text."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.texts.copied_texts import goal_is_purpose


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Two texts that differ in punctuation, spaces and numbering at most."""
    if goal_is_purpose(row, form):
        text = brief(str(row["goal"]).rstrip("。."))
        yield Hit("goal", others=((0, "purpose"),), params={"text": text})


RULE = RowRule(
    code="XL503",
    name="purpose_equals_goal",
    severity=Severity.WARNING,
    title=Words("资金用途与绩效目标相同", "Purpose and target are the same"),
    table="projects",
    needs=("purpose", "goal"),
    message={
        "": Words(
            "绩效目标与资金用途写的是同一段话：“{text}”。",
            "The target repeats the purpose word for word: “{text}”.",
        )
    },
    remedy={
        "": Words(
            "资金用途写钱花在哪里，绩效目标写花钱之后完成多少、达到什么效果。",
            "The purpose says what the money is spent on, the target how much is done with it and "
            "what comes of it.",
        )
    },
    why=Words(
        "用途不是目标：照抄用途，就没有可以考核的效果。",
        "A purpose is no target: copied, it leaves no effect to be assessed.",
    ),
    source=Words("由两栏的用途推断。", "Follows from what the two entries are for."),
    examples=Examples(
        table="projects",
        bad=(
            (
                {
                    "purpose": "用于采购大厅引导标牌和办公家具。",
                    "goal": "1.用于采购大厅引导标牌和 办公家具",
                },
            ),
        ),
        good=(
            (
                {
                    "purpose": "用于采购大厅引导标牌和办公家具。",
                    "goal": "采购大厅引导标牌和办公家具，方便群众办事。",
                },
            ),
            ({"purpose": None, "goal": None},),
            ({"purpose": "待填", "goal": "待填"},),
        ),
    ),
    check=check,
    words=("placeholders",),
    opinion=11,
)
