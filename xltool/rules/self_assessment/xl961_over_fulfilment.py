"""XL961: an actual value far above its target, without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import indicator_name, pair, reason, shown_points
from xltool.values.score import over_fulfilment


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Counts and rates with ≥, > or = that were beaten by more than the form's share."""
    both = pair(row, form)
    share = over_fulfilment(*both) if both else None
    if share is None or share <= RULE.number(form, "percent") or reason(row, form):
        return
    yield Hit(
        "actual",
        others=tuple((0, name) for name in ("target", "reason") if prints(row, name)),
        params={
            "indicator": indicator_name(row),
            "target": str(row.get("target")),
            "actual": str(row.get("actual")),
            "share": shown_points(share),
            "limit": RULE.number(form, "percent"),
        },
    )


RULE = RowRule(
    code="XL961",
    name="over_fulfilment",
    severity=Severity.WARNING,
    title=Words("超额完成较多，没有说明", "Target far exceeded without a reason"),
    table="assessed_indicators",
    needs=("target", "actual"),
    message={
        "": Words(
            "“{indicator}”目标 {target}，完成 {actual}，超出 {share}%（超过 {limit}% 需要说明）。",
            "“{indicator}”: {actual} is {share}% above {target}; above {limit}% a reason is asked.",
        )
    },
    remedy={
        "": Words(
            "请核对完成值；没有填错的，请写明超额的原因，例如目标定得偏低。",
            "Check the actual value; if it is right, say why, as that the target was set too low.",
        )
    },
    why=Words(
        "超额太多，多半是目标定低了或完成值填错了。",
        "So much more mostly means a low target or a mistyped value.",
    ),
    source=Words(
        "项目支出绩效自评办法要求分析超额较多的指标；30% 是各地常用的界限，可调。",
        "Rules for self-assessment ask about it; 30 % is a line in use, and a parameter.",
    ),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"target": "≥20台", "actual": "27台"},),
            ({"target": "＝4次", "actual": "6次", "reason": None},),
        ),
        good=(
            ({"target": "≥20台", "actual": "26台"},),
            ({"target": "≥20台", "actual": "40台", "reason": "年中追加一期采购。"},),
            ({"target": "≤20台", "actual": "5台"},),
            ({"target": "≥20台", "actual": "≥40台"},),
        ),
        form="self-assessment@2022",
    ),
    params={"percent": 30},
    words=("placeholders",),
    opinion=4,
    check=check,
)
