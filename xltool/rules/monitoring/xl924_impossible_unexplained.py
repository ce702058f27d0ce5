"""XL924: 完全不可能 is ticked without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.monitoring.reasons import CAUSES, CHANCES, can_explain, chances, is_explained
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A target that is given up, and nothing says why."""
    if chances(row) == ("impossible",) and can_explain(row) and not is_explained(row):
        field = "impossible" if prints(row, "impossible") else "chance"
        yield Hit(
            field,
            others=((0, "cause_explained"),),
            params={"name": brief(row.get("level3"))},
        )


def _row(**boxes: object) -> tuple[dict[str, object]]:
    blank = dict.fromkeys((*CAUSES, *CHANCES, "cause_explained", "remarks"))
    return ({"level3": "参训人次", "target": "≥120人次", "actual": "36", **blank, **boxes},)


RULE = RowRule(
    code="XL924",
    name="impossible_unexplained",
    severity=Severity.ERROR,
    title=Words("完全不可能完成而没有原因", "Cannot be met, without a reason"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "": Words(
            "“{name}”选了“完全不可能”，没有写原因。",
            "“{name}” cannot be met, and no reason is given.",
        )
    },
    remedy={
        "": Words(
            "请勾选偏差原因，并在“原因说明”中写明为什么、打算怎么办。",
            "Tick the cause, and say in “原因说明” why and what will be done.",
        )
    },
    why=Words(
        "目标要落空，必须让审核人知道原因。",
        "A target that is given up must come with its reason.",
    ),
    source=Words("表式本身的要求。", "Asked for by the form itself."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(_row(impossible="√"), _row(impossible="√", cause_money="√")),
        good=(
            _row(impossible="√", cause_explained="项目已取消"),
            _row(impossible="√", remarks="项目已取消"),
            _row(certain="√"),
        ),
    ),
    check=check,
)
