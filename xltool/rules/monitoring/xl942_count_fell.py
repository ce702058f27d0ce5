"""XL942: a count that adds up is lower than the month before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Counts with ≥, > or =; rates, averages and what is bounded from above may fall."""
    averages = RULE.texts(form, "averages")
    for place, row in enumerate(rows):
        if row["kind"] != "reached" or row["rate"] or row["sign"] not in ("≥", ">", "="):
            continue
        fell = row["now"] < row["before"]  # type: ignore[operator]
        if fell and not any(word in str(row["indicator"]) for word in averages):
            yield Hit(
                "actual",
                place,
                params={
                    "name": row["indicator"],
                    "now": row["now_text"],
                    "before": row["before_text"],
                },
            )


def _row(
    before: str, now: str, sign: str = "≥", rate: bool = False, name: str = "培训人次"
) -> tuple[dict[str, object]]:
    row = {"kind": "reached", "field": "actual", "key": name, "indicator": name, "sign": sign}
    numbers = {"before": Decimal(before), "now": Decimal(now)}
    return ({**row, **numbers, "rate": rate, "before_text": before, "now_text": now},)


RULE = BatchRule(
    code="XL942",
    name="count_fell",
    severity=Severity.WARNING,
    title=Words("完成数量比上期少", "A count is lower than the month before"),
    table="progress",
    scope=Scope.HISTORY,
    by="unit",
    params={"averages": ["平均", "人均", "户均", "均价", "单位成本", "单价"]},
    message={
        "": Words(
            "“{name}”完成“{now}”，比上期的“{before}”少。",
            "“{name}” reached “{now}”, less than “{before}” the month before.",
        ),
    },
    remedy={
        "": Words(
            "完成值应从年初累计；更正上期的，请说明原因；填成当月数的，请改为累计数。",
            "Count from the year's beginning: explain a correction; if this is the "
            "month alone, enter the sum of all months.",
        ),
    },
    why=Words(
        "累计数变小，多半是填成了当月数或填错了行。",
        "A count that shrinks is mostly the month alone, or in the wrong row.",
    ),
    source=Words("由上期的监控表比较得出。", "Compared with the month before."),
    examples=Examples(
        table="progress",
        form="monitoring@2022",
        bad=(_row("36", "30"), _row("5", "0", "=")),
        good=(
            _row("36", "36"),
            _row("36", "40"),
            _row("95", "93", rate=True),
            _row("36", "30", "≤"),
            _row("36", "30", name="平均参训人数"),
        ),
    ),
    check=check,
)
