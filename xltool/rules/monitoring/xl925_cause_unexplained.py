"""XL925: a cause is ticked and not explained."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.reasons import (
    CAUSES,
    CHANCES,
    can_explain,
    is_explained,
    ticked_causes,
)
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Causes that are ticked without a word; 其他 has a rule of its own."""
    ticked = ticked_causes(row)
    if not ticked or "cause_other" in ticked or not can_explain(row) or is_explained(row):
        return
    fields = [form.field(RULE.table, name) for name in ticked]
    yield Hit(
        ticked[0],
        others=(*((0, name) for name in ticked[1:]), (0, "cause_explained")),
        params={
            "name": brief(row.get("level3")),
            "causes": [field.title.words() for field in fields if field],
        },
    )


def _row(**boxes: object) -> tuple[dict[str, object]]:
    blank = dict.fromkeys((*CAUSES, *CHANCES, "cause_explained", "remarks"))
    return ({"level3": "参训人次", "target": "≥120人次", "actual": "36", **blank, **boxes},)


RULE = RowRule(
    code="XL925",
    name="cause_unexplained",
    severity=Severity.WARNING,
    title=Words("勾选了偏差原因而没有说明", "A cause is ticked, not explained"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "": Words(
            "“{name}”勾选了偏差原因（{causes}），没有写具体情况。",
            "“{name}” has a cause ticked ({causes}), and nothing says more.",
        )
    },
    remedy={
        "": Words(
            "请在“原因说明”中写明具体情况；没有偏差的，请去掉勾选。",
            "Explain it in “原因说明”; if nothing deviates, take the tick away.",
        )
    },
    why=Words(
        "只有勾选，审核人不知道发生了什么。",
        "A tick alone does not tell what happened.",
    ),
    source=Words("表式本身的要求。", "Asked for by the form itself."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(_row(cause_money="√"), _row(cause_money="√", cause_staff="√")),
        good=(
            _row(cause_money="√", cause_explained="资金六月才下达"),
            _row(cause_other="√"),
            _row(cause_money="×"),
            _row(),
        ),
    ),
    check=check,
)
