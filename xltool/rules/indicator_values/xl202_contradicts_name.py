"""XL202: the unit or sign of an indicator value is not the one that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.indicator_names import contradiction, unit_in_name
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Money or a count for a rate, another unit than the name or the unit column gives, another
    sign than the sign column.
    """
    value, name = row.get("value"), row.get("level3")
    if not isinstance(value, IndicatorValue):
        return
    # A name that is missing is not held against the value.
    name = name if isinstance(name, str) else ""
    variant = contradiction(value, name, form)
    params: dict[str, object] = {"name": brief(name), "value": brief(value.raw)}
    if variant == "sign_column":
        yield _beside(variant, params, value.sign, value.column_sign, form)
    elif variant == "unit_column":
        yield _beside(variant, params, value.unit, value.column_unit, form)
    elif variant:
        params |= {"unit": value.unit, "stated": unit_in_name(name, form)}
        yield Hit("value", params=params, variant=variant)


def _beside(variant: str, params: dict[str, object], own: str, stated: str, form: Form) -> Hit:
    """The cell and a column beside it that say different things."""
    field = form.field(RULE.table, "value")
    parts = field.parts if field else None
    name = (parts.sign if variant == "sign_column" else parts.unit) if parts else None
    column = form.field(RULE.table, name) if name else None
    return Hit(
        "value",
        others=((0, column.name),) if column else (),
        params={
            **params,
            "own": own,
            "stated": stated,
            "column": column.title.words() if column else "",
        },
        variant=variant,
    )


RULE = RowRule(
    code="XL202",
    name="contradicts_name",
    severity=Severity.ERROR,
    title=Words("指标值与指标名称不符", "Value contradicts the name"),
    table="indicators",
    needs=("value",),
    exclusive="indicator_value",
    message={
        "unit": Words(
            "“{name}”的单位是“{stated}”，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is in “{stated}”, yet its value “{value}” is in “{unit}”.",
        ),
        "rate": Words(
            "“{name}”是比率，指标值“{value}”的单位却是“{unit}”。",
            "“{name}” is a rate, yet its value “{value}” is in “{unit}”.",
        ),
        "sign_column": Words(
            "指标值“{value}”里的符号是“{own}”，“{column}”栏填的却是“{stated}”。",
            "The value “{value}” has the sign “{own}”, yet “{column}” beside it says “{stated}”.",
        ),
        "unit_column": Words(
            "指标值“{value}”的单位是“{own}”，“{column}”栏填的却是“{stated}”。",
            "The value “{value}” is in “{own}”, yet “{column}” beside it says “{stated}”.",
        ),
    },
    remedy={
        "unit": Words(
            "请核对：指标值的单位与名称要一致，改指标值，或改名称里的单位“{stated}”。",
            "Name and value need the same unit: change the value, or the “{stated}” in the name.",
        ),
        "rate": Words(
            "请改填百分数，例如“≥95%”；如果要考核的不是比率，请改指标名称。",
            "Enter a percentage, for example “≥95%”; if no rate is meant, change the name.",
        ),
        "sign_column": Words(
            "请核对哪一个正确：指标值只填数字，符号填在“{column}”栏。",
            "Check which one is right; leave the number alone in the value, and put the sign under "
            "“{column}”.",
        ),
        "unit_column": Words(
            "请核对哪一个正确：指标值只填数字，单位填在“{column}”栏。",
            "Check which one is right; leave the number alone in the value, and put the unit under "
            "“{column}”.",
        ),
    },
    why=Words(
        "名称与指标值说的不是同一件事，年底就无法对照考核。",
        "If name and value speak of different things, the result cannot be compared with it.",
    ),
    source=Words("由公开文本的指标名称归纳。", "Inferred from the names of published indicators."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level3": "审批业务受理率（%）", "value": "28.8万元"},),
            ({"level3": "审批业务办结率", "value": "≥3个"},),
            ({"level3": "年度运维成本（万元）", "value": "≤98%"},),
            ({"level3": "公告差错率（%）", "value": "≤5‰"},),
            ({"level3": "年度运维成本（万元）", "value": "≤368800元"},),
            ({"level3": "业务量增长率", "value": "≥3件"},),
        ),
        good=(
            ({"level3": "公告差错率", "value": "≤5‰"},),
            ({"level3": "业务量增长率（%）", "value": "≥5个百分点"},),
            ({"level3": "改造面积（平方米）", "value": "≥1200㎡"},),
            ({"level3": "培训人次（人次）", "value": "≥1.5万人次"},),
            ({"level3": "接入单位数量（个）", "value": "≥30家"},),
            ({"level3": "巡检次数（次）", "value": "≥3次/年"},),
            ({"level3": "库存周转率", "value": "≥4次"},),
            ({"level3": "服务对象满意度", "value": "≥95分"},),
            ({"level3": "满意度调查问卷份数", "value": "≥300份"},),
            ({"level3": "办事效率", "value": "≤5天"},),
        ),
    ),
    check=check,
    words=(
        "units",
        "not_rates",
        "growth_rates",
        "same_units",
        "counters",
        "growth_units",
        "score_units",
    ),
    opinion=4,
)
