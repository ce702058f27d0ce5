"""XL303: a second level of satisfaction under another name, read as the standard one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.settings import RuleSetting
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import find_level1, find_level2, in_set_of, is_level, runs


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Each such name once, however many rows it is filled down to."""
    form = in_set_of(rows, form)
    for places in runs(rows, "level1", "level2"):
        level = find_level1(rows[places[0]].get("level1"), form)
        text = rows[places[0]].get("level2")
        standard = find_level2(text, level) if level else None
        if standard and isinstance(text, str) and not is_level(text, standard):
            yield Hit(
                "level2",
                places[0],
                others=tuple((place, "level2") for place in places[1:]),
                params={"name": brief(text), "standard": standard},
                expected=standard,
            )


RULE = GroupRule(
    code="XL303",
    name="satisfaction_variant",
    severity=Severity.NOTE,
    title=Words("满意度二级指标名称不标准", "Satisfaction goes by another name"),
    table="indicators",
    scope=Scope.PROJECT,
    needs=("level1", "level2"),
    message={"": Words("“{name}”已按“{standard}”读取。", "“{name}” was read as “{standard}”.")},
    remedy={
        "": Words(
            "建议改用标准名称“{standard}”。", "Preferably use the standard name “{standard}”."
        )
    },
    why=Words(
        "名称统一后，各单位的满意度指标才便于汇总比较。",
        "One name lets the satisfaction indicators of all units be put side by side.",
    ),
    source=Words("表单所用的指标分类。", "The taxonomy that the form names."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level1": "满意度指标", "level2": "群众满意度指标"},),
            ({"level1": "满意度", "level2": "满意度指标"},),
        ),
        good=(
            ({"level1": "满意度指标", "level2": "服务对象满意度指标"},),
            ({"level1": "满意度指标", "level2": "服务对象 满意度"},),
            ({"level1": "效益指标", "level2": "群众满意度指标"},),
        ),
        settings={"rules": {"XL303": RuleSetting(enabled=True)}},
    ),
    check=check,
    one_line=Scope.WORKBOOK,
    silent_reading=True,
    together=Words(
        "{count} 处的{name}都已按{standard}读取。",
        "{count} names, {name}, were read as {standard}.",
    ),
)
