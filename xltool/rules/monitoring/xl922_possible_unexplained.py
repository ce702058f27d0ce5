"""XL922: 有可能 is ticked without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.monitoring.reasons import (
    CAUSES,
    CHANCES,
    EXPLANATIONS,
    can_explain,
    chances,
    is_explained,
    ticked_causes,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A target that may be missed, and nothing says why."""
    if ticked_causes(row):  # a tick without words has a rule of its own
        return
    if chances(row) == ("possible",) and can_explain(row) and not is_explained(row):
        field = "possible" if prints(row, "possible") else "chance"
        yield Hit(
            field,
            others=tuple((0, name) for name in EXPLANATIONS if prints(row, name)),
            params={"name": brief(row.get("level3"))},
        )


def _row(**boxes: object) -> tuple[dict[str, object]]:
    blank = dict.fromkeys((*CAUSES, *CHANCES, "cause_explained", "remarks"))
    return ({"level3": "参训人次", "target": "≥120人次", "actual": "36", **blank, **boxes},)


RULE = RowRule(
    code="XL922",
    name="possible_unexplained",
    severity=Severity.NOTE,
    title=Words("有可能完成而没有说明", "Maybe met, without a reason"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "": Words(
            "“{name}”选了“有可能”，没有说明还缺什么。",
            "“{name}” may be met, and nothing says what it depends on.",
        )
    },
    remedy={
        "": Words(
            "请在“原因说明”或备注中写明影响完成的因素。",
            "Say in “原因说明” or the remarks what it depends on.",
        )
    },
    why=Words(
        "写明原因，审核人才知道要不要帮助协调。",
        "With the reason the reviewer knows whether to help.",
    ),
    source=Words("由表式推断。", "Inferred from the form."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(_row(possible="√"),),
        good=(
            _row(possible="√", remarks="等上级文件"),
            _row(possible="√", cause_staff="√"),
            _row(certain="√"),
            _row(),
            _row(certain="√", possible="√"),
        ),
    ),
    check=check,
)
