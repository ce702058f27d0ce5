"""XL704: two sub-targets of a department with the same text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief, gist, is_placeholder, ordinal
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit for each pair of sub-targets that share a name, a target or their measures.

    Of three equal ones the second and the third are each held against the first.
    """
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows):
        pairs: dict[int, list[str]] = {}
        for name in ("name", "goal", "measure"):
            key = _key(row, name, form)
            if key and seen.setdefault((name, key), place) != place:
                pairs.setdefault(seen[name, key], []).append(name)
        for first, equal in pairs.items():
            yield _pair(rows, place, first, equal, form)


def _pair(rows: Sequence[Row], place: int, first: int, equal: list[str], form: Form) -> Hit:
    """A sub-target and an earlier one, with the fields in which they are equal."""
    fields = [form.field(RULE.table, name) for name in equal]
    return Hit(
        equal[0],
        place,
        others=(
            *((place, name) for name in equal[1:]),
            *((first, name) for name in equal),
        ),
        subject=_key(rows[first], "name", form),
        params={
            "name": brief(rows[place].get("name")),
            "number": _number(rows[place], place),
            "other": _number(rows[first], first),
            "fields": [field.title.words() for field in fields if field],
        },
        variant="name" if equal == ["name"] else "texts",
    )


def _key(row: Row, name: str, form: Form) -> str:
    value = row.get(name)
    if not isinstance(value, str) or is_placeholder(value, form.words.get("placeholders", ())):
        return ""
    return gist(value)


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
            "第 {number} 项与第 {other} 项内容相同：{fields}。",
            "Sub-targets {number} and {other} say the same under: {fields}.",
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
            (
                {"name": "便民服务", "goal": "方便群众办事", "measure": "一窗受理"},
                {"name": "公告刊登", "goal": "方便群众办事", "measure": "如期刊登"},
            ),
            ({"measure": "如期刊登。"}, {"measure": "一窗受理"}, {"measure": "如期刊登"}),
        ),
        good=(
            (
                {"name": "便民服务", "goal": "方便群众办事", "measure": "一窗受理"},
                {"name": "公告刊登", "goal": "方便企业办事", "measure": "如期刊登"},
            ),
            ({"name": None, "goal": None, "measure": None}, {"name": None, "goal": None}),
            ({"goal": "待填"}, {"goal": "待填"}),
            ({"goal": "方便群众办事"}, {"measure": "方便群众办事"}),
        ),
    ),
    check=check,
    words=("placeholders",),
)
