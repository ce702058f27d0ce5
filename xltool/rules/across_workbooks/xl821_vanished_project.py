"""XL821: a project of the month before is no longer there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every project that its unit, which did hand in, has dropped."""
    for place, row in enumerate(rows):
        if row["kind"] == "removed":
            yield Hit(
                "name",
                place,
                subject=str(row["key"]),
                params={"name": row["name"], "code": row["code"], "budget": row["before"]},
            )


RULE = BatchRule(
    code="XL821",
    name="vanished_project",
    severity=Severity.WARNING,
    title=Words("上期的项目不见了", "A project of the month before is gone"),
    table="changes",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "": Words(
            "上期有项目“{name}”（{code}，预算 {budget} 元），本期没有。",
            "The month before had the project “{name}” ({code}, {budget} yuan), this one has not.",
        )
    },
    remedy={
        "": Words(
            "项目已取消的，请说明原因；漏报的，请补上；编码改了的，请核对。",
            "If it was cancelled, say why; if it was forgotten, add it; if its code was changed, "
            "check that.",
        )
    },
    why=Words(
        "项目无故减少，多半是漏报或编码填错，会使合计变小。",
        "A project that is gone was mostly forgotten or mistyped, and the totals shrink.",
    ),
    source=Words("由上期汇总比较得出。", "Compared with the month before."),
    examples=Examples(
        table="changes",
        bad=(
            (
                {
                    "unit": "439001",
                    "kind": "removed",
                    "key": "13020522P00B8J810002R",
                    "code": "13020522P00B8J810002R",
                    "name": "平台运维费用",
                    "before": "368800",
                },
            ),
        ),
        good=(
            (
                {
                    "unit": "439001",
                    "kind": "added",
                    "key": "13020522P00897310001A",
                    "code": "13020522P00897310001A",
                    "name": "综合管理事务",
                    "before": None,
                },
            ),
        ),
    ),
    check=check,
)
