"""XL706: a sub-target whose measures only repeat its target."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, gist
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Target and measures with the same text."""
    goal, measure = row.get("goal"), row.get("measure")
    if not isinstance(goal, str) or not isinstance(measure, str):
        return
    if gist(goal) and gist(goal) == gist(measure):
        yield Hit("measure", others=((0, "goal"),), params={"text": brief(measure)})


RULE = RowRule(
    code="XL706",
    name="goal_equals_measure",
    severity=Severity.WARNING,
    title=Words("分项的目标与指标相同", "Measures repeat the target"),
    table="subgoals",
    needs=("goal", "measure"),
    message={
        "": Words(
            "这一项的绩效指标与绩效目标相同：“{text}”。",
            "The measures of this sub-target are the same as its target: “{text}”.",
        )
    },
    remedy={
        "": Words(
            "请把绩效指标写成可以衡量的内容：做多少、做到什么程度、什么时候完成。",
            "Word the measures so that they can be measured: how much, how well, by when.",
        )
    },
    why=Words(
        "指标要说明怎样衡量目标，照抄目标就无从考核。",
        "Measures say how a target is judged; a copy of it says nothing more.",
    ),
    source=Words(
        "公开文本中两者内容不同。", "In published documents the two say different things."
    ),
    examples=Examples(
        table="subgoals",
        bad=(
            ({"goal": "方便群众办事。", "measure": "方便群众办事"},),
            ({"goal": "方便 群众办事", "measure": "方便群众办事！"},),
        ),
        good=(
            ({"goal": "方便群众办事", "measure": "窗口平均等候不超过20分钟"},),
            ({"goal": "方便群众办事", "measure": "方便群众办事，等候不超过20分钟"},),
            ({"goal": None, "measure": None},),
        ),
    ),
    check=check,
    opinion=2,
)
