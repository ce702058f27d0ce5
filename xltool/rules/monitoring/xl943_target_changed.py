"""XL943: a target is not that of the accepted target form, nor that of the month before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.history import changed
from xltool.rules.rule import BatchRule, Examples, Hit, Row, Scope


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Every target that is written otherwise than in the target form, notation aside."""
    yield from changed(rows, "target")


def _row(before: str, now: str, since: str = "") -> tuple[dict[str, object]]:
    row = {"kind": "target", "key": "培训人次", "indicator": "培训人次", "field": "target"}
    return ({**row, "now": now, "before": before, "same": now == before, "since": since},)


RULE = BatchRule(
    code="XL943",
    name="target_changed",
    severity=Severity.WARNING,
    title=Words("年度指标值与批复的目标表不同", "Target differs from the accepted target form"),
    table="targets",
    scope=Scope.HISTORY,
    by="unit",
    message={
        "": Words(
            "“{name}”的年度指标值为“{now}”，已接收的目标表中是“{before}”。",
            "The target of “{name}” is “{now}”; in the accepted target form it is “{before}”.",
        ),
        "month": Words(
            "“{name}”的年度指标值为“{now}”，上期监控表中是“{before}”。",
            "The target of “{name}” is “{now}”; the month before it was “{before}”.",
        ),
    },
    remedy={
        "": Words(
            "请按目标表改回；目标经批准调整的，请说明文号。",
            "Take the target of the target form; if it was changed by a decision, name it.",
        ),
    },
    why=Words(
        "年中改低目标，年底就总能完成。",
        "With a target lowered on the way every year ends well.",
    ),
    source=Words(
        "由已接收的目标表比较得出；没有目标表的，与上期监控表比较。",
        "Compared with the accepted target form, without one with the month before.",
    ),
    examples=Examples(
        table="targets",
        form="monitoring@2022",
        bad=(_row("≥120人次", "≥100人次"), _row("明显提升", "提升", "month")),
        good=(_row("≥120人次", "≥120人次"),),
    ),
    check=check,
)
