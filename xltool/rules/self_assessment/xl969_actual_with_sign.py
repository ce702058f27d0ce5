"""XL969: an actual value that carries a sign, as if it were a target."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.rules.self_assessment.assessed import indicator_name, indicator_value
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """≥ ≤ > < before a number, or = where the whole value is the target's own text."""
    target, actual = indicator_value(row, "target"), indicator_value(row, "actual")
    if actual is None or actual.low is None or not actual.sign:
        return
    copied = target is not None and _text(target) == _text(actual)
    if copied or actual.sign != "=":
        yield Hit(
            "actual",
            others=((0, "target"),) if copied else (),
            params={
                "indicator": indicator_name(row),
                "actual": str(actual),
                "sign": actual.sign,
            },
            variant="copied" if copied else "sign",
        )


def _text(value: IndicatorValue) -> str:
    return squeezed(halfwidth(value.raw))


RULE = RowRule(
    code="XL969",
    name="actual_with_sign",
    severity=Severity.WARNING,
    title=Words("完成值带着符号，不是实数", "Actual value with a sign"),
    table="assessed_indicators",
    needs=("actual",),
    message={
        "copied": Words(
            "“{indicator}”的完成值“{actual}”照抄了目标，没有写实际完成了多少。",
            "“{indicator}”: “{actual}” is the target copied, not what was reached.",
        ),
        "sign": Words(
            "“{indicator}”的完成值“{actual}”带着“{sign}”，看不出实际完成了多少。",
            "“{indicator}”: “{actual}” carries “{sign}” and does not say how much was reached.",
        ),
    },
    remedy={
        "": Words(
            "请填实际完成的数，例如目标“≥95%”，完成值“96.3%”。",
            "Enter the figure that was reached, as “96.3%” for a target of “≥95%”.",
        )
    },
    why=Words(
        "没有实数就无法核对得分。",
        "Without a figure the score cannot be verified.",
    ),
    source=Words("从公开的审核意见归纳。", "Inferred from published reviews."),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            ({"target": "≥266米", "actual": "≥266米"},),
            ({"target": "＝100%", "actual": "＝100%"},),
            ({"target": "≥95%", "actual": ">96%"},),
        ),
        good=(
            ({"target": "≥266米", "actual": "266米"},),
            ({"target": "100%", "actual": "100%"},),
            ({"target": "≥4次", "actual": "＝5次"},),
            ({"target": "明显提升", "actual": "明显提升"},),
        ),
        form="self-assessment@2022",
    ),
    opinion=11,
    check=check,
)
