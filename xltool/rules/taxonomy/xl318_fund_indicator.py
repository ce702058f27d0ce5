"""XL318: how much of the money came or went out, given as an indicator of performance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of
from xltool.rules.remembered import remembered
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule

_NOTE = re.compile(r"\([^()]*\)$")
_VALUE = re.compile(r"[≥≤>=<*]*[\d.*]*%$")


@remembered
def is_fund_rate(name: str, form: Form) -> bool:
    """A name that ends in a rate of funds: 资金到位率, 预算执行率, 年度资金支付完成率100%."""
    bare = _VALUE.sub("", _NOTE.sub("", name))
    words = (RULE.texts(form, key) for key in ("money", "ways", "ends"))
    return _rate_of_funds(*words).search(bare) is not None


@cache
def _rate_of_funds(*words: tuple[str, ...]) -> re.Pattern[str]:
    money, ways, ends = ("(?:" + "|".join(map(re.escape, each)) + ")" for each in words)
    return re.compile(f"{money}[^率]{{0,4}}{ways}(?:完成|及时|足额|总)?{ends}$")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A rate of funds by its name, under whatever type it stands; where the set of indicators has
    a type for the management of money, it belongs there.
    """
    name, level2 = name_of(row), row.get("level2")
    managed = isinstance(level2, str) and re.search("(?:资金|财务|预算).{0,4}管理", level2)
    if name and not managed and is_fund_rate(name, form):
        yield Hit("level3", params={"name": brief(name)})


RULE = RowRule(
    code="XL318",
    name="fund_indicator",
    severity=Severity.WARNING,
    title=Words("把资金执行情况当作绩效指标", "A rate of funds stands as an indicator"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={
        "money": ["资金", "预算", "经费", "拨款"],
        "ways": ["到位", "下达", "支付", "执行", "拨付", "拨款", "支出", "使用"],
        "ends": ["率", "比例", "进度"],
    },
    message={
        "": Words(
            "“{name}”说的是资金到没到、花没花，不是项目的绩效。",
            "“{name}” tells whether the money came or was spent, not what the project achieved.",
        )
    },
    remedy={
        "": Words(
            "请改填用这笔钱做成了什么（数量、质量、时效或效果）；预算执行率另行评分，不用列在这里。",
            "State what the money got done instead; execution of the budget is scored elsewhere.",
        )
    },
    why=Words(
        "钱花出去不等于事办成；预算执行率在自评时单独占分，再列就算了两次。",
        "Money spent is not work done; execution has a score of its own and would count twice.",
    ),
    source=Words(
        "由审核人对各省公开表的意见归纳。",
        "Inferred from what reviewers say of forms published in several provinces.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            ({"level2": "数量指标", "level3": "资金到位率", "value": "＝100%"},),
            ({"level2": "时效指标", "level3": "指标1：预算资金支付完成率", "value": "＝100%"},),
            ({"level2": "数量指标", "level3": "预算执行率（%）", "value": "≥95%"},),
        ),
        good=(
            ({"level1": "过程", "level2": "资金管理", "level3": "预算执行率", "value": "≥95%"},),
            ({"level2": "质量指标", "level3": "设备利用率", "value": "≥95%"},),
            ({"level2": "数量指标", "level3": "发放补助人数", "value": "≥95人"},),
            ({"level2": "质量指标", "level3": "资金使用合规率", "value": "＝100%"},),
            ({"level2": "时效指标", "level3": "补助发放及时率", "value": "≥95%"},),
        ),
    ),
    check=check,
    opinion=7,
)
