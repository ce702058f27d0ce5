"""XL511: a target in which not a single thing is counted or measured."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, is_placeholder, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule
from xltool.rules.texts.copied_texts import goal_is_name
from xltool.rules.texts.goal_texts import has_figure


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A target without a figure; blank and short ones, placeholders and names have their rules."""
    goal, field = row.get("goal"), form.field(str(row.get("table")), "goal")
    if not isinstance(goal, str) or is_placeholder(goal, form.words.get("placeholders", ())):
        return
    short = field and field.min_length and len(squeezed(goal)) < field.min_length
    if not short and not has_figure(goal) and not goal_is_name(row, form):
        yield Hit("goal", params={"goal": brief(goal.replace("\n", " "))})


RULE = RowRule(
    code="XL511",
    name="goal_without_figure",
    severity=Severity.NOTE,
    title=Words("绩效目标里没有一个数", "No figure in the target"),
    table=EVERY_PART,
    needs=("goal",),
    message={
        "": Words(
            "绩效目标里没有一个数量，年底无法对照：“{goal}”。",
            "The target counts nothing that could be compared at the year's end: “{goal}”.",
        )
    },
    remedy={
        "": Words(
            "请写明主要做多少、到什么程度、什么时候完成，与下面的指标一致。",
            "Say how much is done, to what degree and by when, in line with the indicators below.",
        )
    },
    why=Words(
        "目标没有数量，完成没有全凭说法。",
        "Without a figure, whether the target was met is a matter of words.",
    ),
    source=Words(
        "审核意见“指标不够细化、量化”中最常见的一种。",
        "The commonest of the reviewers' opinions on what is not measurable enough.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"name": "学校建设", "goal": "调整学校布局，稳步提升办学质量。"},),
            ({"name": "学校建设", "goal": "1.调整学校布局；2.2022年底前完成改革。"},),
        ),
        good=(
            ({"name": "学校建设", "goal": "改造3所学校的食堂。"},),
            ({"name": "学校建设", "goal": "八成以上的业务可以在网上办理。"},),
            ({"name": "学校建设", "goal": "待填"},),
            ({"name": "学校建设", "goal": None},),
            ({"name": "学校建设", "goal": "完成学校建设"},),
        ),
    ),
    check=check,
    words=("placeholders", "goal_fillers"),
    opinion=2,
)
