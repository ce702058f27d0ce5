"""XL701: a department's part without a single sub-target."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Awaits, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The part is there, its sub-targets are not."""
    if row.get("subgoals") == ():
        yield Hit("subgoals", awaits=(Awaits("subgoals"),))


RULE = RowRule(
    code="XL701",
    name="subgoals_missing",
    severity=Severity.ERROR,
    title=Words("没有分项绩效目标", "No sub-targets"),
    table="department",
    message={
        "": Words(
            "部门整体绩效目标下没有读到任何分项绩效目标。",
            "The department's targets hold no sub-target that can be read.",
        )
    },
    remedy={
        "": Words(
            "请按“（一）分项名称”逐项填写，每项下面写明“绩效目标：”和“绩效指标：”。",
            "List them as “（一）” and so on, each followed by “绩效目标：” and “绩效指标：”.",
        )
    },
    why=Words(
        "总体目标要靠分项目标落实，没有分项就无从考核。",
        "An overall target is carried out by its parts; without them nothing can be assessed.",
    ),
    source=Words(
        "公开文本的部门整体绩效目标都列有分项。", "Published departments list their sub-targets."
    ),
    examples=Examples(
        table="department",
        bad=(({"overall_goal": "推进政务服务事项网上办理", "subgoals": ()},),),
        good=(
            ({"subgoals": ({"name": "政务服务大厅便民服务"},)},),
            # A frame made by hand does not say whether there are any.
            ({"overall_goal": "推进政务服务事项网上办理"},),
        ),
    ),
    check=check,
    opinion=1,
)
