"""XL941: less money is executed than the month before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every line of a project's funds that fell; a part only where its total did not."""
    fallen: set[object] = set()
    for place, row in enumerate(rows):
        if row["kind"] != "money" or not row["now"] < row["before"]:  # type: ignore[operator]
            continue
        if row["key"] in fallen:
            continue
        fallen.add(row["key"])
        yield Hit(
            str(row["field"]),
            place,
            params={
                "name": row["name"],
                "line": row["title"],
                "now": row["now"],
                "before": row["before"],
                "unit": row["unit_of_money"],
            },
        )


def _row(before: str, now: str, kind: str = "money") -> tuple[dict[str, object]]:
    row: dict[str, object] = {
        "kind": kind,
        "field": "total_executed",
        "key": "平台运维",
        "name": "平台运维",
    }
    amounts = {"before": Decimal(before), "now": Decimal(now), "unit_of_money": "万元"}
    return ({**row, **amounts, "title": Words("年度资金总额", "Funds of the year")},)


RULE = BatchRule(
    code="XL941",
    name="executed_fell",
    severity=Severity.WARNING,
    title=Words("累计执行数比上期少", "Less executed than the month before"),
    table="progress",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "": Words(
            "“{name}”的“{line}”累计执行 {now} {unit}，比上期的 {before} {unit} 少。",
            "“{line}” of “{name}” has {now} {unit} executed, less than "
            "{before} {unit} the month before.",
        ),
    },
    remedy={
        "": Words(
            "累计数应只增不减；有退款或更正的，请说明原因；填成当月数的，请改为累计数。",
            "What is executed adds up: explain a refund or a correction; if this is the "
            "month alone, enter the sum of all months.",
        ),
    },
    why=Words(
        "累计数变小，多半是填成了当月数或漏填。",
        "A sum that shrinks is mostly the month alone, or a slip.",
    ),
    source=Words("由上期的监控表比较得出。", "Compared with the month before."),
    examples=Examples(
        table="progress",
        form="monitoring@2022",
        bad=(_row("87.57", "80"), _row("87.57", "0")),
        good=(_row("87.57", "87.57"), _row("87.57", "90"), _row("87.57", "80", "reached")),
    ),
    check=check,
)
