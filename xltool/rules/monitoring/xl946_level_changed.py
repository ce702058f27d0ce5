"""XL946: an indicator stands under another second level than in the accepted target form, or than
the month before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.history import changed
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every indicator whose second level is another, spelling aside."""
    yield from changed(rows, "level2")


def _row(before: str, now: str, since: str = "") -> tuple[dict[str, object]]:
    row = {"kind": "level2", "key": "培训人次", "indicator": "培训人次", "field": "level2"}
    return ({**row, "now": now, "before": before, "same": now == before, "since": since},)


RULE = BatchRule(
    code="XL946",
    name="level_changed",
    severity=Severity.WARNING,
    title=Words("二级指标与批复的目标表不同", "Second level differs from the accepted target form"),
    table="targets",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "": Words(
            "“{name}”的二级指标为“{now}”，已接收的目标表中是“{before}”。",
            "“{name}” stands under “{now}”; in the accepted target form it is under “{before}”.",
        ),
        "month": Words(
            "“{name}”的二级指标为“{now}”，上期监控表中是“{before}”。",
            "“{name}” stands under “{now}”; the month before it was under “{before}”.",
        ),
    },
    remedy={
        "": Words(
            "请按目标表改回；分类经批准调整的，请说明。",
            "Put it back as in the target form; if it was moved by a decision, say so.",
        ),
    },
    why=Words(
        "换了分类，各类指标的数量和得分就与目标表对不上。",
        "Under another heading, counts and scores by type no longer match the target form.",
    ),
    source=Words(
        "由已接收的目标表比较得出；没有目标表的，与上期监控表比较。",
        "Compared with the accepted target form, without one with the month before.",
    ),
    examples=Examples(
        table="targets",
        form="monitoring@2022",
        bad=(_row("数量指标", "质量指标"), _row("数量指标", "质量指标", "month")),
        good=(_row("数量指标", "数量指标"), ({**_row("数量指标", "质量指标")[0], "kind": "gone"},)),
    ),
    opinion=7,
    check=check,
)
