"""XL131: a period that ends before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import EVERY_TABLE, Examples, Hit, Row, RowRule

_DAY = r"(20\d\d)(?:年|[-./])?(1[0-2]|0?[1-9])?(?:月|[-./](?=\d))?(3[01]|[12]\d|0?[1-9])?日?"
_PERIOD = re.compile(rf"{_DAY}(?:[-—–~]+|至|到){_DAY}")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The duration of a project and the dates of its indicators, where both ends name a year."""
    for name in RULE.texts(form, "fields"):
        value = row.get(name)
        if value is None:
            continue
        found = _PERIOD.fullmatch(squeezed(halfwidth(str(value))))
        if not found:
            continue
        first, last = _day(found.groups()[:3]), _day(found.groups()[3:])
        known = min(len(first), len(last))
        if last[:known] < first[:known]:
            yield Hit(name, params={"period": brief(str(value))})


def _day(parts: tuple[str | None, ...]) -> tuple[int, ...]:
    """Year, month and day as far as they are given."""
    known = []
    for part in parts:
        if part is None:
            break
        known.append(int(part))
    return tuple(known)


RULE = RowRule(
    code="XL131",
    name="end_before_start",
    severity=Severity.WARNING,
    title=Words("结束时间早于开始时间", "The end comes before the start"),
    table=EVERY_TABLE,
    params={"fields": ["duration", "value", "target"]},
    message={
        "": Words(
            "起止时间“{period}”的结束早于开始。",
            "The period “{period}” ends before it begins.",
        )
    },
    remedy={"": Words("请核对两个日期。", "Check both dates.")},
    why=Words(
        "起止时间颠倒，进度就无法核对。", "With its ends swapped, progress cannot be followed."
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="projects",
        bad=(
            ({"name": "平台运维", "duration": "202212-202201"},),
            ({"name": "平台运维", "duration": "2022年3月1日至2021年12月31日"},),
        ),
        good=(
            ({"name": "平台运维", "duration": "202201-202212"},),
            ({"name": "平台运维", "duration": "2022年1月-2024年12月"},),
            ({"name": "平台运维", "duration": "2022-2022"},),
            ({"name": "平台运维", "duration": "2022年3月至2022年"},),
            ({"name": "平台运维", "duration": "2022年至2022年3月"},),
            ({"name": "平台运维", "duration": "1年"},),
        ),
        form="national-target@2021",
    ),
    check=check,
    opinion=11,
)
