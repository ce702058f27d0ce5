"""XL441: what stands under cost is no cost: a rate of control, or a promise to keep the budget."""

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


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The name, or a value in words, is of one of the form's patterns."""
    if not is_cost(row):
        return
    name, value = name_of(row), planned(row)
    named = any(re.search(pattern, name) for pattern in RULE.texts(form, "names"))
    if value is not None and value.low is not None and value.unit.split("/")[0].endswith("元"):
        return
    words = value.words if value else ""
    said = any(re.search(pattern, words) for pattern in RULE.texts(form, "values"))
    if named or said:
        shown = name if named else words
        field = "level3" if named else planned_field(row)
        yield Hit(field, params={"name": brief(name), "text": brief(shown)})


RULE = RowRule(
    code="XL441",
    name="cost_not_cost",
    severity=Severity.WARNING,
    title=Words("成本指标填的不是成本", "What stands under cost is no cost"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={
        "names": [
            "(?:成本|预算|费用|支出|投资|资金)[^率]{0,4}(?:控制|达标|合规|执行|完成|达成)率",
            "预算(?:控制)?(?:范围|额度)?(?:之)?内",
            "(?:不|未|没有)超(?:出|过)?(?:年度)?预算",
        ],
        "values": [
            "预算(?:控制)?(?:范围|额度)?(?:之)?内",
            "(?:不|未|没有)超(?:出|过)?(?:年度)?预算",
            "(?:成本|费用|支出|投资)[^，。]{0,4}控制",
        ],
    },
    message={
        "": Words(
            "“{text}”不是成本：没有说做一件事要花多少钱。",
            "“{text}” is no cost: it does not say how much the work costs.",
        )
    },
    remedy={
        "": Words(
            "请改填金额，最好是单位成本（每人、每平方米、每台、每次多少元），用“≤”。",
            "State an amount, best for each person, square metre, device or time, with “≤”.",
        )
    },
    why=Words(
        "控制率总是 100%，“预算内”总能做到，考核不出成本高低。",
        "Control is always 100 % and the budget is always kept: neither shows what things cost.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "成本指标", "level3": "成本控制率", "value": "＝100%"},),
            ({"level2": "成本指标", "level3": "指标1：资金执行在预算范围内", "value": None},),
            ({"level2": "经济成本指标", "level3": "建设成本", "value": "参照采购成本控制"},),
        ),
        good=(
            ({"level2": "成本指标", "level3": "单次公告平均费用", "value": "≤3000元"},),
            ({"level2": "成本指标", "level3": "办公成本降低率（%）", "value": "≥5%"},),
            ({"level2": "社会成本指标", "level3": "居民投诉控制率", "value": "＝100%"},),
            ({"level2": "成本指标", "level3": "预算内工程单价", "value": "≤2500元/平方米"},),
        ),
    ),
    check=check,
    opinion=2,
)
