"""XL912: what was reached is in another unit than its target."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.monitoring.measured import is_fraction, unit_factor
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The actual and the expected value: of another kind, scaled otherwise, or a fraction."""
    target, name = row.get("target"), str(row.get("level3") or "")
    if not isinstance(target, IndicatorValue) or target.low is None:
        return
    for field in ("actual", "expected"):
        value = row.get(field)
        if not isinstance(value, IndicatorValue) or value.low is None:
            continue
        factor = unit_factor(target, value, name, form)
        if factor is None:
            yield _hit(field, "kind", target, value, row)
        elif factor != 1:
            yield _hit(field, "scale", target, value, row, Severity.WARNING)
        elif is_fraction(target, value, name, form):
            expected = f"{plain(value.low * 100)}%"
            yield _hit(field, "fraction", target, value, row, Severity.WARNING, expected)


def _hit(
    field: str,
    variant: str,
    target: IndicatorValue,
    value: IndicatorValue,
    row: Row,
    severity: Severity | None = None,
    expected: str = "",
) -> Hit:
    return Hit(
        field,
        others=((0, "target"),),
        params={
            "name": brief(row.get("level3")),
            "value": brief(value),
            "target": brief(target),
            "right": expected,
        },
        variant=variant,
        severity=severity,
        expected=expected,
    )


def _row(name: str, target: str, actual: object) -> tuple[dict[str, object]]:
    return ({"level3": name, "target": target, "actual": actual, "expected": None},)


RULE = RowRule(
    code="XL912",
    name="actual_of_other_unit",
    severity=Severity.ERROR,
    title=Words("完成值与目标的单位不同", "Reached and target are in different units"),
    table="monitored_indicators",
    needs=("target", "actual"),
    message={
        "kind": Words(
            "“{name}”的目标是“{target}”，完成值“{value}”的单位与它不是一类，无法比较。",
            "The target of “{name}” is “{target}”; “{value}” is in a unit of another kind and "
            "cannot be compared.",
        ),
        "scale": Words(
            "“{name}”的目标是“{target}”，完成值是“{value}”，单位不同；已换算后比较。",
            "The target of “{name}” is “{target}”, reached is “{value}”, in another unit; they "
            "were converted and compared.",
        ),
        "fraction": Words(
            "“{name}”的目标是“{target}”，完成值“{value}”像是把百分数写成了小数。",
            "The target of “{name}” is “{target}”; “{value}” looks like a percentage written as a "
            "fraction.",
        ),
    },
    remedy={
        "kind": Words(
            "请按目标的单位填写完成值。", "Enter what was reached in the unit of the target."
        ),
        "scale": Words(
            "请按目标的单位填写完成值。", "Enter what was reached in the unit of the target."
        ),
        "fraction": Words("请改为“{right}”。", "Write “{right}”."),
    },
    why=Words(
        "单位不一致，进度会算成一万倍或万分之一。",
        "In another unit progress comes out 10,000 times too large or too small.",
    ),
    source=Words("由指标值的单位推断。", "Inferred from the units of the values."),
    examples=Examples(
        table="monitored_indicators",
        form="monitoring@2022",
        bad=(
            _row("办结率", "≥95%", "30件"),
            _row("节约金额", "≥2万元", "10000元"),
            _row("办事群众满意度", "≥95%", "0.93"),
            _row("培训人数", "≥120人", "40%"),
            _row("管网长度", "≥12公里", "3万元"),
        ),
        good=(
            _row("办结率", "≥95%", "93.5%"),
            _row("办结率", "≥95%", "93.5"),
            _row("培训人数", "≥120人", "36"),
            _row("检查次数", "≥12次", "3场"),
            _row("绿化面积", "≥12平方米", "3㎡"),
            _row("检查次数（次）", "≥12", "3次"),
            _row("占比", "≥0.5", "0.3"),
            _row("增长率", "≥0.5%", "0.3"),
            _row("明显提升", "明显提升", "0.3"),
        ),
    ),
    check=check,
)
