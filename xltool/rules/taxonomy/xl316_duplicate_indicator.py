"""XL316: one third-level indicator stands twice in a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import unit_in_name
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every row after the first with the same name, whatever type it stands under."""
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = row.get("level3")
        if not isinstance(name, str):
            continue
        key = squeezed(halfwidth(name))
        key = key.removesuffix(f"({unit_in_name(name, form)})")
        if key in first:
            others = ((first[key], "level3"),)
            yield Hit("level3", place, others=others, params={"name": brief(name)})
        else:
            first[key] = place


RULE = GroupRule(
    code="XL316",
    name="duplicate_indicator",
    severity=Severity.WARNING,
    title=Words("三级指标重复", "Third-level indicator stands twice"),
    table="indicators",
    scope=Scope.PROJECT,
    needs=("level3",),
    message={
        "": Words(
            "三级指标“{name}”在这个项目中已经出现过。",
            "The third-level indicator “{name}” already stands in this project.",
        )
    },
    remedy={
        "": Words(
            "请删去重复的一条，或改名以区分两条指标。",
            "Remove one of the two, or rename it so that they can be distinguished.",
        )
    },
    why=Words(
        "同一指标出现两次，考核时会重复计算。", "An indicator that stands twice is counted twice."
    ),
    source=Words("由指标的用途推断。", "Follows from what indicators are for."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）"}, {"level3": "审批业务 受理率(%)"}),
            ({"level3": "培训人数"}, {"level3": "培训次数"}, {"level3": "培训人数（人）"}),
        ),
        good=(
            ({"level3": "培训人数（男）"}, {"level3": "培训人数（女）"}),
            ({"level3": "审批业务受理率（%）"}, {"level3": "审批业务办结率（%）"}),
            ({"level3": None}, {"level3": None}),
        ),
    ),
    check=check,
    words=("units",),
    opinion=11,
)
