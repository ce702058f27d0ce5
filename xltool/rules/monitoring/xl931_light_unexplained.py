"""XL931: an indicator that lags behind its month, red or yellow, without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light, indicator_light
from xltool.rules.monitoring.measured import GRADES
from xltool.rules.monitoring.reasons import can_explain, is_explained
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The actual value of an indicator that needs a reason and has none."""
    month, name = row.get("month"), row.get("level3")
    if not isinstance(month, int) or is_explained(row) or not can_explain(row):
        return
    light = indicator_light(row["target"], row["actual"], str(name or ""), month, form)
    if light in (Light.RED, Light.YELLOW):
        yield Hit(
            "actual",
            others=((0, "cause_explained"),),
            params={
                "name": brief(name),
                "actual": brief(row["actual"]),
                "target": brief(row["target"]),
                "month": month,
                "light": LIGHT_WORDS[light],
            },
        )


def _row(
    target: str, actual: str, month: int | None = 6, explained: str | None = None
) -> dict[str, object]:
    values = {"target": target, "actual": actual, "month": month, "cause_explained": explained}
    return {"level3": "参训情况", **values}


RULE = RowRule(
    code="XL931",
    name="light_unexplained",
    severity=Severity.WARNING,
    title=Words("亮红灯或黄灯而没有原因", "A red or yellow light without a reason"),
    table="monitored_indicators",
    needs=("target", "actual"),
    needs_month=True,
    words=GRADES,
    message={
        "": Words(
            "“{name}”到 {month} 月完成“{actual}”，年度目标为“{target}”，进度亮{light}，"
            "没有写原因。",
            "“{name}” reached “{actual}” by month {month}; the target is “{target}”: its light is "
            "{light}, and no reason is given.",
        )
    },
    remedy={
        "": Words(
            "请核对完成值；确实落后的，请勾选偏差原因，并在“原因说明”中写明原因和打算。",
            "Check the figure; if it does lag behind, tick the cause and explain it in “原因说明”.",
        )
    },
    why=Words(
        "审核人先看亮灯的指标；原因写在表里，就不必再来问。",
        "Reviewers look at these first; with the reason in the form they need not ask.",
    ),
    source=Words(
        "一体化系统的监控预警口径，界限由表单设定。",
        "The lights of budget systems; the bounds stand in the form.",
    ),
    together=Words(
        "“{name}”共 {count} 项指标进度落后而没有写原因。",
        "{count} indicators lag behind without a reason: {name}.",
    ),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            (_row("≥120人次", "35"),),
            (_row("≥120人次", "40"),),
            (_row("≤15分钟", "18分钟"),),
            (_row("明显提升", "未达成"),),
        ),
        good=(
            (_row("≥120人次", "48"),),
            (_row("≥120人次", "35", month=3),),
            (_row("≥120人次", "35", month=None),),
            (_row("≥120人次", "35", explained="场地装修，培训改在下半年。"),),
            (_row("12月底前", "尚未完工"),),
        ),
    ),
    check=check,
)
