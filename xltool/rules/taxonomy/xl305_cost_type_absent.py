"""XL305: a project that builds or buys has no cost indicator, where cost is a first level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.settings import Level
from xltool.rules.rule import Awaits, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import census, find_level1, in_set_of, level_key

COST = "成本指标"


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Cost is asked for by the project's name only where the form does not ask for it anyway."""
    form = in_set_of(rows, form)
    level = find_level1(COST, form)
    listed = any(entry.level1 == level.level1 for entry in form.completeness) if level else True
    parent = rows[0].get("parent")
    name = parent.get("name") if isinstance(parent, Mapping) else None
    if level is None or listed or not isinstance(name, str):
        return
    word = next((word for word in form.words.get("construction", ()) if word in name), None)
    if word and census(rows, form).lacks([level.level1]):
        params = {"absent": level.level1, "word": word, "name": name}
        awaits = (Awaits("level1", level_key(level.level1)),)
        yield Hit("level1", subject=level.level1, params=params, awaits=awaits)


RULE = GroupRule(
    code="XL305",
    name="cost_type_absent",
    severity=Severity.WARNING,
    title=Words("工程、购置类项目缺少成本指标", "Works or purchases without cost indicators"),
    table="indicators",
    scope=Scope.PROJECT,
    needs=("level1", "level2"),
    message={
        "": Words(
            "项目名称中有“{word}”，指标中却没有“{absent}”。",
            "The project's name speaks of “{word}”, yet it has no “{absent}”.",
        )
    },
    remedy={
        "": Words(
            "请补充“{absent}”，写明总成本或单位成本不超过多少。",
            "Add a “{absent}” that sets a most for the whole cost or the cost of a unit.",
        )
    },
    why=Words(
        "工程和购置花钱多，成本是否合理要有指标衡量。",
        "Works and purchases cost much; an indicator must show whether the cost is reasonable.",
    ),
    source=Words(
        "按 2021 年起的指标分类整理，未见原文。",
        "As recalled from the taxonomy in use since 2021; its text was not seen.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            (
                {
                    "level1": "产出指标",
                    "level2": "数量指标",
                    "parent": {"name": "政务服务大厅改造工程"},
                },
            ),
        ),
        good=(
            (
                {
                    "level1": "产出指标",
                    "level2": "数量指标",
                    "parent": {"name": "政务服务平台运维费用"},
                },
            ),
            (
                {
                    "level1": "成本",
                    "level2": "经济成本指标",
                    "parent": {"name": "政务服务大厅改造工程"},
                },
            ),
            (
                {
                    "level1": "产出指标",
                    "level2": "成本指标",
                    "parent": {"name": "政务服务大厅改造工程"},
                },
            ),
        ),
        settings={
            "taxonomy": "2021",
            "levels": (
                Level(level1=COST, level2=("经济成本指标", "社会成本指标", "生态环境成本指标")),
                Level(level1="产出指标", level2=("数量指标", "质量指标", "时效指标")),
            ),
        },
    ),
    check=check,
    words=("construction",),
    opinion=1,
)
