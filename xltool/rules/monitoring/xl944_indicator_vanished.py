"""XL944: an indicator of the month before is gone or called otherwise."""

from __future__ import annotations

from xltool.language.words import Words
from xltool.model.report import Severity
from xltool.rules.monitoring.history import lost_indicators
from xltool.rules.rule import BatchRule, Examples, Scope


def _row(kind: str) -> tuple[dict[str, object]]:
    row = {"kind": kind, "key": "培训人次", "name": "培训人次", "field": "name"}
    return ({**row, "now": "培训人数", "before": "培训人次"},)


RULE = BatchRule(
    code="XL944",
    name="indicator_vanished",
    severity=Severity.WARNING,
    title=Words("上期的指标不见了", "An indicator of the month before is gone"),
    table="progress",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "gone": Words(
            "上期有指标“{before}”，本期没有。",
            "The month before had the indicator “{before}”, this one has not.",
        ),
        "renamed": Words(
            "上期的指标“{before}”，本期写作“{now}”。",
            "The indicator “{before}” of the month before is called “{now}” now.",
        ),
    },
    remedy={
        "gone": Words(
            "漏填的请补上；指标经批准取消的，请说明。",
            "If it was forgotten, add it; if it was dropped by a decision, say so.",
        ),
        "renamed": Words(
            "请沿用原来的名称；确实换了指标的，请说明。",
            "Keep the old name; if it is another indicator, say so.",
        ),
    },
    why=Words(
        "名称变了就无法逐月比较，漏掉的指标也看不出来。",
        "Under another name it cannot be followed from month to month.",
    ),
    source=Words("由上期的监控表比较得出。", "Compared with the month before."),
    examples=Examples(
        table="progress",
        form="monitoring@2022",
        bad=(_row("gone"), _row("renamed")),
        good=(_row("reached"),),
    ),
    check=lost_indicators,
)
