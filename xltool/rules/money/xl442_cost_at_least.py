"""XL442: a cost that is to be at least so much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned, planned_field
from xltool.rules.money.cost_indicators import is_cost
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule

_AT_LEAST = Words(
    "成本指标“{name}”填的是“{value}”，等于要求至少花这么多。",
    "The cost “{name}” is “{value}”: it would have to be at least that much.",
)


def check(row: Row, form: Form) -> Iterator[Hit]:
    """An amount with ≥ or >; what is paid out to people, or saved, may well be a least."""
    name, value = name_of(row), planned(row)
    if not is_cost(row) or value is None or value.sign not in ("≥", ">"):
        return
    if not value.unit.split("/")[0].endswith("元"):
        return
    if any(re.search(pattern, name) for pattern in RULE.texts(form, "least")):
        return
    params = {"name": brief(name), "value": brief(value.raw), "figure": value.standard[1:]}
    variant = "column" if value.column_sign else ""
    yield Hit(planned_field(row), params=params, variant=variant)


RULE = RowRule(
    code="XL442",
    name="cost_at_least",
    severity=Severity.WARNING,
    title=Words("成本指标用了“≥”", "A cost has “≥”"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={
        "least": ["节约|节省|降低|减少|压减|下降", "补助|补贴|救助|奖励|津贴|工资|低保|抚恤|标准"]
    },
    message={"": _AT_LEAST, "column": _AT_LEAST},
    remedy={
        "": Words(
            "成本要从上面限制，请核对：应为不超过的，写成“≤{figure}”。",
            "Costs are limited from above; check it, and write “≤{figure}” if that is meant.",
        ),
        "column": Words(
            "成本要从上面限制，请核对：应为不超过的，把符号改成“≤”。",
            "Costs are limited from above; check it, and make the sign “≤” if that is meant.",
        ),
    },
    why=Words("用“≥”的话，花得越多越算完成。", "With “≥” the more is spent the better it is met."),
    source=Words(
        "由审核实践归纳：成本应从上限控制。",
        "From reviewing practice: costs are limited from above.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "成本指标", "level3": "改造单位成本", "value": "≥2500元/平方米"},),
            ({"level2": "经济成本指标", "level3": "运维总成本", "value": "≥36万元"},),
        ),
        good=(
            ({"level2": "成本指标", "level3": "改造单位成本", "value": "≤2500元/平方米"},),
            ({"level2": "成本指标", "level3": "生活补助标准", "value": "≥600元/月"},),
            ({"level2": "成本指标", "level3": "办公费用节约额", "value": "≥2万元"},),
            ({"level2": "经济效益指标", "level3": "企业增收", "value": "≥2万元"},),
        ),
    ),
    check=check,
    opinion=4,
)
