"""XL704: two sub-targets of a department with the same text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.form import Form
from xltool.model import Severity
from xltool.rule import Examples, GroupRule, Hit, Row, Scope, brief
from xltool.text import gist, ordinal
from xltool.wording import Words


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Each sub-target with the name, or with both texts, of an earlier one."""
    names: dict[str, int] = {}
    texts: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        name, goal, measure = (_key(row, field) for field in ("name", "goal", "measure"))
        if name and name in names:
            first = names[name]
            yield Hit(
                "name",
                place,
                others=((first, "name"),),
                params={"name": brief(row.get("name")), "other": _number(rows[first], first)},
                variant="name",
            )
        elif goal and measure and (goal, measure) in texts:
            first = texts[goal, measure]
            yield Hit(
                "goal",
                place,
                others=((place, "measure"), (first, "goal"), (first, "measure")),
                params={"number": _number(row, place), "other": _number(rows[first], first)},
                variant="texts",
            )
        names.setdefault(name, place)
        texts.setdefault((goal, measure), place)


def _key(row: Row, field: str) -> str:
    value = row.get(field)
    return gist(value) if isinstance(value, str) else ""


def _number(row: Row, place: int) -> int:
    """A sub-target's own number, else its place."""
    number = row.get("number")
    return (ordinal(number) if isinstance(number, str) else None) or place + 1


RULE = GroupRule(
    code="XL704",
    name="repeated_subgoal",
    severity=Severity.WARNING,
    title=Words("分项绩效目标重复", "Sub-target stands twice"),
    table="subgoals",
    scope=Scope.WORKBOOK,
    message={
        "name": Words(
            "分项“{name}”与第 {other} 项同名。",
            "The sub-target “{name}” has the same name as number {other}.",
        ),
        "texts": Words(
            "第 {number} 项的绩效目标和绩效指标与第 {other} 项相同。",
            "Number {number} has the same target and measures as number {other}.",
        ),
    },
    remedy={
        "": Words(
            "请删去重复的分项，或改写成这一项自己的目标和指标。",
            "Remove the repeated one, or give it a target and measures of its own.",
        )
    },
    why=Words(
        "相同的分项多半是复制后没有修改。",
        "Two equal sub-targets are most likely a copy that was not changed.",
    ),
    source=Words("公开文本的各分项互不相同。", "Published sub-targets differ from each other."),
    examples=Examples(
        table="subgoals",
        bad=(
            (
                {"name": "政务服务大厅便民服务。", "goal": "方便群众办事", "measure": "一窗受理"},
                {"name": "政务服务大厅便民服务", "goal": "公告及时刊登", "measure": "如期刊登"},
            ),
            (
                {"name": "便民服务", "goal": "方便群众办事", "measure": "一窗受理"},
                {"name": "公告刊登", "goal": "方便群众 办事。", "measure": "一窗受理"},
            ),
        ),
        good=(
            (
                {"name": "便民服务", "goal": "方便群众办事", "measure": "一窗受理"},
                {"name": "公告刊登", "goal": "方便群众办事", "measure": "如期刊登"},
            ),
            ({"name": None, "goal": None, "measure": None}, {"name": None, "goal": None}),
            ({"goal": "方便群众办事"}, {"goal": "方便群众办事"}),
        ),
    ),
    check=check,
)
