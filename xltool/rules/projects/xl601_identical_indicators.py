"""XL601: projects that share one set of indicators (雷同)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.projects.indicator_set import indicator_set
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit for each set that several projects share."""
    alike: dict[frozenset[tuple[str, ...]], list[int]] = {}
    for place, row in enumerate(rows):
        indicators = indicator_set(row.get("indicators"), form)
        if indicators:
            alike.setdefault(indicators, []).append(place)
    for indicators, places in alike.items():
        if len(places) > 1:
            names = [_title(rows[place]) for place in places]
            yield Hit(
                "name",
                places[0],
                others=tuple((place, "name") for place in places[1:]),
                params={"names": names, "count": len(indicators)},
            )


def _title(row: Row) -> str:
    texts = (row.get("name"), row.get("code"))
    return next((text for text in texts if isinstance(text, str)), "")


RULE = GroupRule(
    code="XL601",
    name="identical_indicators",
    severity=Severity.WARNING,
    title=Words("多个项目指标雷同", "Projects share the same indicators"),
    table="projects",
    scope=Scope.WORKBOOK,
    needs=("name",),
    message={
        "": Words(
            "这些项目的 {count} 条指标和指标值完全相同：{names}。",
            "These projects have the same {count} indicators with the same values: {names}.",
        )
    },
    remedy={
        "": Words(
            "请按各项目的实际工作内容分别设置指标。",
            "Give each project indicators of its own work.",
        )
    },
    why=Words(
        "不同项目用同一套指标，说明指标与项目的实际内容关系不大。",
        "Different projects with one set of indicators suggest that these say little of either.",
    ),
    source=Words(
        "由 2022 年河北县级部门公开的绩效文本中的实例推断：三个项目的七条指标相同。",
        "Inferred from a published document whose three projects share seven indicators.",
    ),
    examples=Examples(
        table="projects",
        bad=(
            (
                {"name": "平台运维费用", "indicators": ({"level3": "受理率", "value": "≥95%"},)},
                {"name": "大厅改造工程", "indicators": ({"level3": "受理 率", "value": "≥95%"},)},
            ),
        ),
        good=(
            (
                {"name": "平台运维费用", "indicators": ({"level3": "受理率", "value": "≥95%"},)},
                {"name": "大厅改造工程", "indicators": ({"level3": "受理率", "value": "≥90%"},)},
            ),
            (
                {"name": "平台运维费用", "indicators": ()},
                {"name": "大厅改造工程", "indicators": ()},
            ),
            (
                {"name": "平台运维费用", "indicators": ({"level3": None, "value": None},)},
                {"name": "大厅改造工程", "indicators": ({"level3": None, "value": None},)},
            ),
        ),
    ),
    check=check,
    opinion=3,
)
