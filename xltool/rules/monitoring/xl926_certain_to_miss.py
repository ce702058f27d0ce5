"""XL926: 确定能 is ticked although less than the target is expected."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.context import prints
from xltool.rules.monitoring.measured import GRADES, grade, measured
from xltool.rules.monitoring.reasons import CHANCES, chances
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.deadline import on_time
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The expected value, against the target that it is certain to meet."""
    if chances(row) != ("certain",):
        return
    target, expected = row.get("target"), row.get("expected")
    pair = measured(target, expected, str(row.get("level3") or ""), form)
    missed = not pair.met if pair else grade(expected, target, form) in GRADES[:2]
    if missed or _too_late(target, expected):
        yield Hit(
            "expected",
            others=((0, "certain" if prints(row, "certain") else "chance"), (0, "target")),
            params={
                "name": brief(row.get("level3")),
                "value": brief(expected),
                "target": brief(target),
            },
        )


def _too_late(target: object, expected: object) -> bool:
    """Whether both are dates, and what is expected comes after the target."""
    dates = [v.raw for v in (target, expected) if isinstance(v, IndicatorValue) and v.dated]
    return len(dates) == 2 and on_time(*dates) is False


def _row(target: str, expected: object, chance: str = "certain") -> tuple[dict[str, object]]:
    boxes = dict.fromkeys(CHANCES) | {chance: "√"}
    return ({"level3": "参训情况", "target": target, "actual": "1", "expected": expected, **boxes},)


RULE = RowRule(
    code="XL926",
    name="certain_to_miss",
    severity=Severity.WARNING,
    title=Words("预计达不到目标却选了“确定能”", "Certain to be met, yet less is expected"),
    table="monitored_indicators",
    needs=("target", "expected"),
    words=GRADES,
    message={
        "": Words(
            "“{name}”选了“确定能”，但全年预计完成“{value}”，达不到目标“{target}”。",
            "“{name}” is certain to be met, but “{value}” is expected by the year's end and the "
            "target is “{target}”.",
        )
    },
    remedy={
        "": Words(
            "请核对全年预计完成值；确实达不到的，改选“有可能”或“完全不可能”并写明原因。",
            "Check what is expected; if it misses the target, tick 有可能 or 完全不可能 and say "
            "why.",
        )
    },
    why=Words(
        "两处说法相反，审核人不知道该信哪个。",
        "The two contradict each other, and nobody knows which to believe.",
    ),
    source=Words("由两栏的含义推断。", "Inferred from what both columns mean."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row("≥120人次", "110人次"),
            _row("＝100%", "98%"),
            _row("≤15分钟", "18分钟"),
            _row("明显提升", "部分达成"),
            _row("10月底前", "11月底前"),
        ),
        good=(
            _row("≥120人次", "120人次"),
            _row("＝20台", "25台"),
            _row("≤15分钟", "14分钟"),
            _row("≥120人次", "110人次", "possible"),
            _row("明显提升", "明显提升"),
            _row("10月底前", "10月"),
            _row("10月底前", "按期完成"),
            _row("≥120人次", None),
        ),
    ),
    check=check,
)
