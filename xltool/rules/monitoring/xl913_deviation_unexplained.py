"""XL913: much more was reached than the year's target, without a cause."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.measured import measured
from xltool.rules.monitoring.reasons import can_explain, is_explained
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """An actual value above a target with ≥ or > by more than the form allows, with = at all."""
    if is_explained(row) or not can_explain(row):
        return
    pair = measured(row.get("target"), row.get("actual"), str(row.get("level3") or ""), form)
    if pair is None or pair.high is not None or pair.sign not in ("≥", ">", "=") or pair.low <= 0:
        return
    over = (pair.actual / pair.low - 1) * 100
    if over > (0 if pair.sign == "=" else RULE.number(form, "over_percent")):
        yield Hit(
            "actual",
            others=((0, "cause_explained"),),
            params={
                "name": brief(row.get("level3")),
                "actual": brief(row.get("actual")),
                "target": brief(row.get("target")),
                "over": f"{over:.1f}%",
            },
        )


def _row(target: str, actual: str, why: str | None = None) -> tuple[dict[str, object]]:
    values = {"target": target, "actual": actual, "cause_explained": why}
    return ({"level3": "参训情况", **values},)


RULE = RowRule(
    code="XL913",
    name="deviation_unexplained",
    severity=Severity.WARNING,
    title=Words("超出目标较多而没有说明原因", "Far above the target without a cause"),
    table="monitored_indicators",
    needs=("target", "actual"),
    params={"over_percent": 15},
    message={
        "": Words(
            "“{name}”的年度目标为“{target}”，已完成“{actual}”，超出 {over}，没有说明原因。",
            "“{name}” has a target of “{target}” for the year and reached “{actual}”, {over} more, "
            "and no cause is given.",
        )
    },
    remedy={
        "": Words(
            "请核对完成值；确实超出的，请在“原因说明”中写明，例如目标定得偏低或任务有增加。",
            "Check the figure; if it is right, say in “原因说明” why: a low target, more work.",
        )
    },
    why=Words(
        "超出很多，多半是目标定低了或数填错了。",
        "Far above the target mostly means a low target or a mistyped figure.",
    ),
    source=Words(
        "一个省份的监控要求（正向指标超 15%），由表单设定；其他地方有用 20%、30% 的。",
        "One province's line, 15 % above a target with ≥, set in the form; others take 20 or 30.",
    ),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row("≥120人次", "139"),
            _row("＝20台", "21台"),
            _row(">100次", "116次"),
            _row("≥50%", "60%"),
        ),
        good=(
            _row("≥120人次", "138"),
            _row("＝20台", "20台"),
            _row("≤15分钟", "18分钟"),
            _row("≥120人次", "200", "上级追加两期培训。"),
            _row("≥120人次", "很多"),
            _row("10-20次", "30次"),
        ),
    ),
    check=check,
)
