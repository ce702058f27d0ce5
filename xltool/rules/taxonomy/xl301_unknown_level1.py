"""XL301: a first-level indicator that the form's taxonomy does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_INDICATOR, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import find_level1, in_set_of, intended_level1, parents_of, runs


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Each wrong name once, however many rows it is filled down to."""
    form = in_set_of(rows, form)
    for places in runs(rows, "level1"):
        text = rows[places[0]].get("level1")
        if not isinstance(text, str) or find_level1(text, form):
            continue
        homes = parents_of(text, form)
        below = [rows[place].get("level2") for place in places]
        yield Hit(
            "level1",
            places[0],
            others=tuple((place, "level1") for place in places[1:]),
            params={
                "name": brief(squeezed(text)),
                "home": homes[0] if homes else "",
                "choices": [level.level1 for level in form.levels],
            },
            variant="second_level" if homes else "unknown",
            expected=intended_level1(text, below, form),
        )


RULE = GroupRule(
    code="XL301",
    name="unknown_level1",
    severity=Severity.ERROR,
    title=Words("一级指标不在指标分类中", "First-level indicator is not in the taxonomy"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level1",),
    message={
        "unknown": Words(
            "“{name}”不是本表的一级指标。", "“{name}” is not a first-level indicator of this form."
        ),
        "second_level": Words(
            "“{name}”是“{home}”下的二级指标，却写在一级指标处。",
            "“{name}” is a second-level indicator of “{home}” but stands as a first-level one.",
        ),
    },
    remedy={
        "": Words("请改为下列之一：{choices}。", "Change it to one of these: {choices}."),
        "second_level": Words(
            "请在一级指标处写“{home}”，把“{name}”写在二级指标处。",
            "Enter “{home}” as the first level and “{name}” as the second.",
        ),
    },
    why=Words(
        "一级指标写错，这些指标就无法归类，也无法判断指标是否完整。",
        "Indicators of an unknown type can be neither grouped nor checked for completeness.",
    ),
    source=Words("表单所用的指标分类。", "The taxonomy that the form names."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level1": "产处指标", "level2": "数量指标"},),
            ({"level1": "数量指标", "level2": "数量指标"},),
            ({"level1": "产出指标"}, {"level1": "投入指标"}),
        ),
        good=(
            ({"level1": "产出指标"}, {"level1": " 效益 "}, {"level1": "满意度"}),
            ({"level1": "产 出\n指标"},),
            ({"level1": None},),
        ),
    ),
    check=check,
    opinion=6,
)
