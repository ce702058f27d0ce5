"""XL921: not exactly one of 确定能, 有可能, 完全不可能 is ticked."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.monitoring.reasons import CHANCES, asks_chances, chances
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The boxes of a record, or the one column that some prints have for them."""
    if not row.get("level3") or not asks_chances(row):
        return
    ticked = chances(row)
    if len(ticked) == 1:
        return
    fields = [form.field(RULE.table, name) for name in ticked]
    boxes = ("chance",) if prints(row, "chance") else (ticked or CHANCES)
    yield Hit(
        boxes[0],
        others=tuple((0, name) for name in boxes[1:]),
        params={
            "name": brief(row.get("level3")),
            "ticked": [field.title.words() for field in fields if field],
        },
        variant="several" if ticked else "none",
    )


def _row(**ticks: object) -> tuple[dict[str, object]]:
    boxes = dict.fromkeys(CHANCES) | ticks
    return ({"level3": "参训人次", "target": "≥120人次", "actual": "36", **boxes},)


RULE = RowRule(
    code="XL921",
    name="chance_not_one",
    severity=Severity.ERROR,
    title=Words("完成目标可能性没有选一项", "Not exactly one chance is ticked"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "none": Words(
            "“{name}”的“完成目标可能性”一项也没有选。",
            "No chance of meeting the target is ticked for “{name}”.",
        ),
        "several": Words(
            "“{name}”的“完成目标可能性”选了几项：{ticked}。",
            "Several chances are ticked for “{name}”: {ticked}.",
        ),
    },
    remedy={
        "": Words(
            "请在“确定能”“有可能”“完全不可能”中选一项。",
            "Tick one of 确定能, 有可能, 完全不可能.",
        )
    },
    why=Words(
        "这一项告诉审核人年底能不能完成，只能有一个答案。",
        "It tells the reviewer whether the year's target will be met: there is one answer.",
    ),
    source=Words("表式本身的要求。", "Asked for by the form itself."),
    together=Words(
        "{count} 项指标的“完成目标可能性”没有选一项：{name}。",
        "For {count} indicators not exactly one chance is ticked: {name}.",
    ),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row(),
            _row(certain="√", possible="√"),
            _row(certain="√", possible="√", impossible="√"),
            _row(certain="×"),
            ({"level3": "参训人次", "target": "≥120人次", "actual": "36", "chance": None},),
            ({"level3": "参训人次", "target": "≥9", "actual": "3", "chance": "确定能有可能"},),
        ),
        good=(
            _row(certain="√"),
            _row(possible="是", certain="×"),
            ({"level3": "参训人次", "target": "≥120人次", "actual": "36", "chance": "不可能"},),
            ({"level3": "参训人次", "target": "≥120人次", "actual": "36"},),
        ),
    ),
    check=check,
)
