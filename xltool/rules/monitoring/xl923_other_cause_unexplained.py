"""XL923: 其他 is ticked among the causes without 原因说明."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.reasons import CAUSES, CHANCES, can_explain, is_explained, is_ticked
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The box 其他 where no words say what it is."""
    if is_ticked(row, "cause_other") and can_explain(row) and not is_explained(row):
        yield Hit(
            "cause_other",
            others=((0, "cause_explained"),),
            params={"name": brief(row.get("level3"))},
        )


def _row(**boxes: object) -> tuple[dict[str, object]]:
    blank = dict.fromkeys((*CAUSES, *CHANCES, "cause_explained", "remarks"))
    return ({"level3": "参训人次", "target": "≥120人次", "actual": "36", **blank, **boxes},)


RULE = RowRule(
    code="XL923",
    name="other_cause_unexplained",
    severity=Severity.ERROR,
    title=Words("选了“其他”原因而没有说明", "Another cause, not explained"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "": Words(
            "“{name}”的偏差原因选了“其他”，没有写是什么原因。",
            "“{name}” has another cause ticked, and nothing says which.",
        )
    },
    remedy={
        "": Words(
            "请在“原因说明”中写明。",
            "Say which in “原因说明”.",
        )
    },
    why=Words(
        "“其他”本身什么也没有说。",
        "“Other” says nothing by itself.",
    ),
    source=Words("表式本身的要求。", "Asked for by the form itself."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row(cause_other="√"),
            _row(cause_other="√", cause_money="√"),
            _row(cause_other="√", cause_explained="—"),
        ),
        good=(
            _row(cause_other="√", cause_explained="雨季停工"),
            _row(cause_money="√"),
            _row(cause_other="×"),
            _row(),
        ),
    ),
    check=check,
)
