"""XL228: the column that says quantitative or qualitative disagrees with the value."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import planned, planned_field
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """定性 beside a number, 定量 beside words; a column of signs may say 定性 too."""
    value = planned(row)
    if value is None or value.dated:
        return
    for field in ("value_type", "nature"):
        stated = row.get(field)
        stated = squeezed(stated).removesuffix("指标") if isinstance(stated, str) else ""
        variant = {"定性": "number", "定量": "words"}.get(stated, "")
        if variant == ("number" if value.low is not None else "words"):
            params = {"value": brief(value.raw), "stated": stated}
            yield Hit(field, others=((0, planned_field(row)),), params=params, variant=variant)
            return


RULE = RowRule(
    code="XL228",
    name="type_contradicted",
    severity=Severity.WARNING,
    title=Words("指标值类型与指标值矛盾", "Type column contradicts the value"),
    table=EVERY_INDICATOR,
    message={
        "number": Words(
            "类型填的是“{stated}”，指标值却是数：“{value}”。",
            "The type is {stated} (qualitative), yet the value is a number: “{value}”.",
        ),
        "words": Words(
            "类型填的是“{stated}”，指标值却是文字：“{value}”。",
            "The type is {stated} (quantitative), yet the value is in words: “{value}”.",
        ),
    },
    remedy={
        "number": Words("请把类型改为“定量”。", "Set the type to 定量 (quantitative)."),
        "words": Words(
            "请把指标值写成数和单位；只能定性的，把类型改为“定性”。",
            "Give a number with its unit; if it can only be described, set the type to 定性.",
        ),
    },
    why=Words(
        "系统按类型计分，类型填错，这一条就算不出得分。",
        "Systems score by the type; with the wrong one the indicator cannot be scored.",
    ),
    source=Words(
        "由各省公开的表和审核意见归纳。",
        "Inferred from published forms and reviewers' opinions.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "对伙食的满意度", "value": "≥95%", "value_type": "定性"},),
            ({"level3": "生活质量", "value": "有所提升", "value_type": "定量"},),
        ),
        good=(
            ({"level3": "对伙食的满意度", "value": "≥95%", "value_type": "定量"},),
            ({"level3": "生活质量", "value": "有所提升", "value_type": "定性"},),
            ({"level3": "完成时间", "value": "12月底前", "value_type": "定量"},),
        ),
        form="national-target@2021",
    ),
    check=check,
    opinion=4,
)
