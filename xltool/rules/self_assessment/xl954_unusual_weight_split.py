"""XL954: weights that are split among the levels in another way than forms ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.model.submission import ABSENT
from xltool.rules.rule import Examples, GroupRule, Hit, Row, Scope
from xltool.rules.self_assessment.assessed import number, parent, shown_points
from xltool.rules.taxonomy.levels import find_level1, in_set_of
from xltool.values.level_name import level_key

Split = Mapping[str, Decimal]


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """The weight of each first level against the splits of the form; none where a weight is
    unknown, or where the table was cut off before its total.
    """
    found = _found(rows, in_set_of(rows, form))
    if not found or parent(rows).get("overall_weight", None) is ABSENT:
        return
    splits = [_split(text) for text in RULE.texts(form, "splits")]
    if any(split == found for split in splits):
        return
    # The split with the same levels, else the first: what is said is compared with it.
    meant = next((split for split in splits if split.keys() == found.keys()), splits[0])
    levels = [level_key(row.get("level1")) for row in rows]
    wrong = [n for n, level in enumerate(levels) if meant.get(level) != found.get(level)]
    first = wrong[0] if wrong else 0
    yield Hit(
        "weight",
        row=first,
        others=tuple((n, "weight") for n in wrong[1:]),
        params={"found": _told(found), "usual": _told(meant)},
    )


def _found(rows: Sequence[Row], form: Form) -> dict[str, Decimal]:
    """The weights by first level; empty where one of them, or a level, is not known."""
    found: dict[str, Decimal] = {}
    for row in rows:
        weight, level = number(row, "weight"), find_level1(row.get("level1"), form)
        if weight is None or level is None:
            return {}
        key = level_key(level.level1)
        found[key] = found.get(key, Decimal(0)) + weight
    return found


def _split(text: str) -> dict[str, Decimal]:
    """`产出 50 效益 30` -> points by level."""
    words = text.split()
    return {
        level_key(name): Decimal(points)
        for name, points in zip(words[::2], words[1::2], strict=False)
    }


def _told(split: Split) -> list[str]:
    return [f"{name} {shown_points(points):f}" for name, points in split.items()]


RULE = GroupRule(
    code="XL954",
    name="unusual_weight_split",
    severity=Severity.WARNING,
    title=Words("各类指标的分值分配与通常不同", "Unusual split of weights"),
    table="assessed_indicators",
    scope=Scope.PROJECT,
    needs=("weight", "level1"),
    message={
        "": Words(
            "各类指标的分值为：{found}；通常为：{usual}。",
            "The levels weigh {found}; usual are {usual}.",
        )
    },
    remedy={
        "": Words(
            "请按本地的自评办法核对分值；确有特殊情况的，请在情况说明里写明。",
            "Check the weights against the rules of your place, or say why they differ.",
        )
    },
    why=Words(
        "各单位按同样的比例分配分值，自评结果才能相互比较。",
        "Results can be compared only where units split their points alike.",
    ),
    source=Words(
        "项目支出绩效自评办法：原则上执行 10、产出 50、效益 30、满意度 10；含成本的分法凭记忆。",
        "Rules for self-assessment: in principle execution 10, output 50, benefit 30, satisfaction "
        "10; the split with costs is from memory.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            (
                {"level1": "产出指标", "weight": 70},
                {"level1": "效益指标", "weight": 10},
                {"level1": "满意度指标", "weight": 10},
            ),
            ({"level1": "产出指标", "weight": 60}, {"level1": "效益指标", "weight": 30}),
        ),
        good=(
            (
                {"level1": "产出指标（50分）", "weight": 20},
                {"level1": "产出指标（50分）", "weight": 30},
                {"level1": "效益指标", "weight": 30},
                {"level1": "满意度指标", "weight": 10},
            ),
            (
                {"level1": "成本指标", "weight": 20},
                {"level1": "产出指标", "weight": 40},
                {"level1": "效益指标", "weight": 20},
                {"level1": "满意度指标", "weight": 10},
            ),
            ({"level1": "产出指标", "weight": None},),
            ({"level1": "其他指标", "weight": 90},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    params={
        "splits": (
            "产出指标 50 效益指标 30 满意度指标 10",
            "成本指标 20 产出指标 40 效益指标 20 满意度指标 10",
        )
    },
    check=check,
)
