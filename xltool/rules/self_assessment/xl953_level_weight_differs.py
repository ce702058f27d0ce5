"""XL953: weights that do not add up to what their level prints: 产出指标（50分）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from xltool.language.text import halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.rules.self_assessment.assessed import number, shown_points

_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分\)$")


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """First and second levels that print points, each with the rows below it."""
    for level in ("level1", "level2"):
        start = 0
        for name, members in groupby(row.get(level) for row in rows):
            below = range(start, start + len(list(members)))
            printed = _POINTS.search(squeezed(halfwidth(name))) if isinstance(name, str) else None
            if printed:
                yield from _differs(rows, below, level, Decimal(printed[1]))
            start = below.stop


def _differs(rows: Sequence[Row], below: range, level: str, printed: Decimal) -> Iterator[Hit]:
    weights = [number(rows[place], "weight") for place in below]
    known = [weight for weight in weights if weight is not None]
    total = sum(known, Decimal(0))
    if len(known) == len(below) and total != printed:
        yield Hit(
            level,
            row=below.start,
            others=tuple((place, "weight") for place in below),
            params={"printed": printed, "sum": shown_points(total)},
        )


RULE = GroupRule(
    code="XL953",
    name="level_weight_differs",
    severity=Severity.WARNING,
    title=Words("分值与所属类别的分值不符", "Weights do not make their level's"),
    table="assessed_indicators",
    scope=Scope.PROJECT,
    needs=("weight",),
    message={
        "": Words(
            "这一类注明 {printed} 分，下面各指标的分值合计 {sum} 分。",
            "This level is printed with {printed} points; the weights below it add up to {sum}.",
        )
    },
    remedy={
        "": Words(
            "请调整各指标的分值，使合计等于 {printed}；类别的分值印错的，请更正。",
            "Change the weights to add up to {printed}, or correct the points of the level.",
        )
    },
    why=Words(
        "同一张表里分值有两种说法，审核时不知道按哪个计算。",
        "The form says two things about its weights, and nobody knows which to reckon by.",
    ),
    source=Words(
        "公开的自评表在一级指标后注明分值；从审核实践归纳。",
        "Published forms print points behind the first level; seen in reviews.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            (
                {"level1": "产出指标（50分）", "weight": 30},
                {"level1": "产出指标（50分）", "weight": 10},
            ),
            ({"level1": "产出指标", "level2": "数量指标\n(20分)", "weight": 15},),
        ),
        good=(
            (
                {"level1": "产出指标（50分）", "weight": 30},
                {"level1": "产出指标（50分）", "weight": 20},
            ),
            ({"level1": "产出指标", "weight": 40},),
            ({"level1": "产出指标（50分）", "weight": None},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
