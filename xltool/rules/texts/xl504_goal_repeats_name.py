"""XL504: a target that says no more than the name of the project."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.texts.copied_texts import goal_is_name


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A target that is the name, once words such as 完成 and 工作 are taken from both."""
    if goal_is_name(row, form):
        params = {"goal": brief(str(row["goal"]).rstrip("。.")), "name": brief(row["name"])}
        yield Hit("goal", others=((0, "name"),), params=params)


RULE = RowRule(
    code="XL504",
    name="goal_repeats_name",
    severity=Severity.WARNING,
    title=Words("绩效目标只是重复项目名称", "Target only repeats the name"),
    table="projects",
    needs=("name", "goal"),
    message={
        "": Words(
            "绩效目标“{goal}”只是重复了项目名称“{name}”。",
            "The target “{goal}” says no more than the project's name, “{name}”.",
        )
    },
    remedy={
        "": Words(
            "请写明要完成多少、达到什么效果，最好有数量和时限。",
            "Say how much is to be done and to what effect, best with a number and a time.",
        )
    },
    why=Words(
        "只有名称的目标没有内容，无法判断是否完成。",
        "A target without content leaves nobody able to say whether it was met.",
    ),
    source=Words("由目标的用途推断。", "Follows from what a target is for."),
    examples=Examples(
        table="projects",
        bad=(
            ({"name": "平台运维费用本级", "goal": "平台运维费用本级"},),
            ({"name": "政务服务大厅提升改造工程本级", "goal": "完成政务服务大厅提升改造工程。"},),
        ),
        good=(
            (
                {
                    "name": "政务服务大厅提升改造工程本级",
                    "goal": "完成政务服务大厅提升改造工程，改造面积1200平方米。",
                },
            ),
            ({"name": "本级项目", "goal": "完成各项工作"},),
            ({"name": None, "goal": None},),
        ),
    ),
    check=check,
    words=("goal_fillers",),
    opinion=2,
)
