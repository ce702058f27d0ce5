"""XL230: a unit of measurement that is none, or another one than is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule

_UNIT_COLUMN = "measure_unit"


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A unit of the form's list of wrong ones, in the column of units or in the value itself."""
    wrong = _right_of(RULE.texts(form, "wrong"))
    column = row.get(_UNIT_COLUMN)
    stated = squeezed(halfwidth(column)) if isinstance(column, str) else ""
    own = getattr(row.get(planned_field(row)), "own_unit", "")
    for field, unit in ((_UNIT_COLUMN, stated), (planned_field(row), own)):
        if unit in wrong:
            right = wrong[unit]
            in_value = field != _UNIT_COLUMN
            whole = str(row[field]).replace(unit, right) if in_value else right
            params = {"name": brief(name_of(row)), "unit": unit, "right": whole}
            yield Hit(field, params=params, expected=whole)
            return


@cache
def _right_of(entries: tuple[str, ...]) -> Mapping[str, str]:
    """The right unit for each wrong one."""
    return dict(entry.split() for entry in entries)


RULE = RowRule(
    code="XL230",
    name="unit_word",
    severity=Severity.NOTE,
    title=Words("计量单位写得不对", "The unit of measurement is not written as one"),
    table=EVERY_INDICATOR,
    params={
        "wrong": [
            *("百分比 %", "百分数 %", "百分率 %", "百分号 %", "％ %"),
            *("人/次 人次", "M 米", "m 米", "平方 平方米", "立方 立方米"),
        ]
    },
    message={
        "": Words("“{name}”的计量单位写的是“{unit}”。", "The unit of “{name}” is written “{unit}”.")
    },
    remedy={"": Words("请核对；是的话改写为“{right}”。", "Check it; if so, write “{right}”.")},
    why=Words(
        "单位写法不一，汇总时会被当成不同的单位。",
        "Units that are written in different ways count as different units in the summary.",
    ),
    source=Words(
        "由各省公开的表和审核意见归纳。",
        "Inferred from published forms and reviewers' opinions.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "服务人次", "value": "≥240人/次"},),
            ({"level3": "服务对象满意度", "value": 95, "measure_unit": "百分比"},),
        ),
        good=(
            ({"level3": "服务人次", "value": "≥240人次"},),
            ({"level3": "服务对象满意度", "value": 95, "measure_unit": "%"},),
            ({"level3": "补助标准", "value": "≤200元/人"},),
        ),
        form="national-target@2021",
    ),
    check=check,
    opinion=4,
)
