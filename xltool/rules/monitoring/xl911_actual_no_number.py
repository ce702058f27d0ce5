"""XL911: no number was reached although the target is one."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.measured import GRADES, grade
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The actual and the expected value; that nothing is begun yet is only a warning."""
    target = row.get("target")
    if not isinstance(target, IndicatorValue) or target.low is None:
        return
    for name in ("actual", "expected"):
        value, field = row.get(name), form.field(RULE.table, name)
        if not isinstance(value, IndicatorValue) or value.low is not None or field is None:
            continue
        begun = grade(value, target, form) != "not_attained"
        yield Hit(
            name,
            params={
                "field": field.title.words(),
                "value": brief(value),
                "target": brief(target),
                "name": brief(row.get("level3")),
            },
            variant="" if begun else "not_begun",
            severity=None if begun else Severity.WARNING,
        )


def _row(target: str, actual: object, expected: object = None) -> tuple[dict[str, object]]:
    return ({"level3": "培训人数", "target": target, "actual": actual, "expected": expected},)


RULE = RowRule(
    code="XL911",
    name="actual_no_number",
    severity=Severity.ERROR,
    title=Words("完成值不是数", "What was reached is no number"),
    table="monitored_indicators",
    needs=("target", "actual"),
    words=GRADES,
    message={
        "": Words(
            "“{name}”的目标是“{target}”，“{field}”却写的是“{value}”，读不出数。",
            "The target of “{name}” is “{target}”, but “{field}” says “{value}”, which is no "
            "number.",
        ),
        "not_begun": Words(
            "“{name}”的目标是“{target}”，“{field}”写的是“{value}”。",
            "The target of “{name}” is “{target}”, and “{field}” says “{value}”.",
        ),
    },
    remedy={
        "": Words(
            "请填写完成的数值和单位，例如“36人”；情况说明写在“原因说明”或备注里。",
            "Enter the number and its unit, as “36人”; what explains it goes into “原因说明” or "
            "the remarks.",
        ),
        "not_begun": Words(
            "还没有开始的请填 0，并在“原因说明”中写明打算；要到年底才能统计的，在备注里写明。",
            "If nothing is done yet enter 0 and explain; say so in the remarks if it is counted "
            "only at the year's end.",
        ),
    },
    why=Words(
        "定量目标只有用数才能比出进度。",
        "Progress towards a number can only be seen by a number.",
    ),
    source=Words("一体化系统的监控填报要求。", "What budget systems ask of monitoring forms."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row("≥120人", "进展顺利"),
            _row("≥95%", "已完成"),
            _row("≥120人", "36人", "年底完成"),
            _row("≥120人", "7月底前"),
            _row("≥120人", "尚未开始"),
        ),
        good=(
            _row("≥120人", "36"),
            _row("≥120人", "36人", "120人"),
            _row("≥120人", None),
            _row("明显提升", "部分达成"),
            _row("12月底前", "尚未完工"),
        ),
    ),
    check=check,
)
