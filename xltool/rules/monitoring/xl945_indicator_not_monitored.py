"""XL945: an indicator of the accepted target form is not monitored, or called otherwise."""

from __future__ import annotations

from xltool.language.words import Words
from xltool.model.report import Severity
from xltool.rules.monitoring.history import lost_indicators
from xltool.rules.rule import BatchRule, Examples, Scope


def _row(kind: str) -> tuple[dict[str, object]]:
    row = {"kind": kind, "key": "培训人次", "name": "培训人次", "field": "name"}
    return ({**row, "now": "培训人数", "before": "培训人次"},)


RULE = BatchRule(
    code="XL945",
    name="indicator_not_monitored",
    severity=Severity.WARNING,
    title=Words("目标表的指标没有监控", "An indicator of the target form is not monitored"),
    table="targets",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "gone": Words(
            "已接收的目标表中有指标“{before}”，监控表中没有。",
            "The accepted target form has the indicator “{before}”, the monitoring form has not.",
        ),
        "renamed": Words(
            "已接收的目标表中的指标“{before}”，监控表中写作“{now}”。",
            "The indicator “{before}” of the accepted target form is called “{now}” here.",
        ),
    },
    remedy={
        "gone": Words(
            "漏填的请补上；指标经批准取消的，请说明。",
            "If it was forgotten, add it; if it was dropped by a decision, say so.",
        ),
        "renamed": Words(
            "请沿用目标表的名称；确实换了指标的，请说明。",
            "Take the name of the target form; if it is another indicator, say so.",
        ),
    },
    why=Words(
        "漏掉的指标年底无法评分；名称不同，就对不上目标。",
        "What is not followed cannot be scored at the year's end.",
    ),
    source=Words("由已接收的目标表比较得出。", "Compared with the accepted target form."),
    examples=Examples(
        table="targets",
        form="monitoring@2022",
        bad=(_row("gone"), _row("renamed")),
        good=(({**_row("gone")[0], "kind": "target"},),),
    ),
    check=lost_indicators,
)
