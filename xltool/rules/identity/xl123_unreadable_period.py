"""XL123: a month or period that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.month import stated_month


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A text that does not say with which month the period ends."""
    if isinstance(value, str) and stated_month(value) is None:
        yield Hit(field.name, params={"field": field.title.words(), "value": brief(value)})


RULE = CellRule(
    code="XL123",
    name="unreadable_period",
    severity=Severity.ERROR,
    title=Words("填报月份读不出来", "Month cannot be read"),
    types=("period",),
    message={
        "": Words(
            "“{field}”填的是“{value}”，读不出是哪个月。",
            "“{field}” reads “{value}”, which does not say which month it is.",
        )
    },
    remedy={"": Words("请写成“2022年5月”。", "Write it as “2022年5月”.")},
    why=Words(
        "不知道是哪个月，这份表就会算进别的月份。",
        "A form without its month would be counted in another one.",
    ),
    source=Words("由按月汇总的用途推知。", "Follows from adding forms up month by month."),
    examples=Examples(
        table="projects",
        form="monitoring@2022",
        bad=(
            ({"name": "平台运维费用", "period_stated": "abc"},),
            ({"name": "平台运维费用", "period_stated": "2022-13"},),
            ({"name": "平台运维费用", "period_stated": "2022年"},),
            ({"name": "平台运维费用", "period_stated": 2022.1},),
        ),
        good=(
            ({"name": "平台运维费用", "period_stated": "2022年5月"},),
            ({"name": "平台运维费用", "period_stated": "1-5月"},),
            ({"name": "平台运维费用", "period_stated": 202205},),
            ({"name": "平台运维费用", "period_stated": "上半年"},),
        ),
    ),
    check=check,
)
