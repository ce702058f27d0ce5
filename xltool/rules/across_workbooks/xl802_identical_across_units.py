"""XL802: projects of different units share one set of indicators (雷同)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.across_workbooks.unit_names import MOST_NAMED, named
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """One hit for each unit, on the first of its projects with the shared set."""
    first: dict[object, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(row["unit"], place)
    if len(first) < 2 or not rows[0]["indicators_digest"]:
        return
    few = list(first.items())[: MOST_NAMED + 1]  # of hundreds of units only some are named
    for unit, place in first.items():
        others = [number for other, number in few if other != unit][:MOST_NAMED]
        yield Hit(
            "name",
            place,
            others=tuple((number, "name") for number in others),
            params={
                "project": rows[place]["name"],
                "count": rows[place]["indicators"],
                "units": named((rows[number] for number in others), len(first) - 1),
            },
        )


_SEVEN = {"indicators_digest": "3f2a", "indicators": 7}
_NONE = {"indicators_digest": "", "indicators": 0}

RULE = BatchRule(
    code="XL802",
    name="identical_across_units",
    severity=Severity.WARNING,
    title=Words("不同单位的项目指标雷同", "Units share the same indicators"),
    table="projects",
    scope=Scope.BATCH,
    by="indicators_digest",
    message={
        "": Words(
            "“{project}”的 {count} 条指标和指标值与其他单位的项目完全相同：{units}。",
            "The {count} indicators and values of “{project}” are those of other units’ projects: "
            "{units}.",
        )
    },
    remedy={
        "": Words(
            "请核对是否照搬，并按本单位项目的实际内容设置指标。",
            "Check whether they were copied, and set indicators of the unit’s own work.",
        )
    },
    why=Words(
        "不同单位的项目内容不同，指标全部一样说明没有按项目实际设置。",
        "Units do different work; the same indicators throughout suggest that they were copied.",
    ),
    source=Words("由单个工作簿的雷同规则 XL601 推广。", "XL601, applied across units."),
    examples=Examples(
        table="projects",
        bad=(
            (
                {"unit": "439001", "name": "平台运维费用", **_SEVEN},
                {"unit": "512001", "name": "场馆运维费用", **_SEVEN},
            ),
        ),
        good=(
            (
                {"unit": "439001", "name": "平台运维费用", **_SEVEN},
                {"unit": "439001", "name": "大厅改造工程", **_SEVEN},
            ),
            (
                {"unit": "439001", "name": "平台运维费用", **_NONE},
                {"unit": "512001", "name": "场馆运维费用", **_NONE},
            ),
        ),
    ),
    check=check,
    opinion=3,
)
