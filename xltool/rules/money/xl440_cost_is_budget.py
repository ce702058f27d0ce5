"""XL440: a cost indicator that only repeats the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xltool.language.text import brief, gist, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned, planned_field
from xltool.rules.money.budget import budgets, money_of
from xltool.rules.money.cost_indicators import is_cost
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.values.indicator_value import IndicatorValue, parse_indicator_value

_BUDGET = re.compile(r"(?:年度)?预算(?:总额|金额|数|资金)?(?:为|共|是)?(\d[\d,.]*万?元)$")


def check(row: Row, form: Form) -> Iterator[Hit]:
    """The project's own amount; with ≤ and a name of its own it may still be a limit."""
    parent, value, name = row.get("parent"), planned(row), name_of(row)
    if not is_cost(row) or not isinstance(parent, Mapping) or value is None:
        return
    amount = money_of(_in_words(value) or value, form)
    if amount is None or amount not in budgets(parent, form):
        return
    if value.sign in ("≤", "<") and not _names_budget(name, parent, form):
        return
    params = {"name": brief(name), "value": brief(value.raw)}
    yield Hit("level3", others=((0, planned_field(row)),), params=params)


def _in_words(value: IndicatorValue) -> IndicatorValue | None:
    """The amount of a text that says it is the budget: 年度预算220万元."""
    found = _BUDGET.fullmatch(squeezed(halfwidth(value.words)))
    return parse_indicator_value(found[1]) if found else None


def _names_budget(name: str, parent: Mapping[str, object], form: Form) -> bool:
    """Whether an indicator is named for the money as a whole, or as the project is."""
    project = parent.get("name")
    own = isinstance(project, str) and gist(name) == gist(project)
    return own or any(word in name for word in RULE.texts(form, "names"))


RULE = RowRule(
    code="XL440",
    name="cost_is_budget",
    severity=Severity.WARNING,
    title=Words("成本指标只照抄预算", "A cost indicator only repeats the budget"),
    table=EVERY_INDICATOR,
    needs=("level3",),
    params={"names": ["预算", "项目金额", "总投资", "资金总额", "项目资金", "项目总金额"]},
    message={
        "": Words(
            "成本指标“{name}”的值“{value}”就是项目的预算数，没有控制成本的内容。",
            "The cost indicator “{name}” has the value “{value}”, which is just the project's "
            "budget: it limits no cost.",
        )
    },
    remedy={
        "": Words(
            "请改填单位成本或分项成本（每人、每平方米、每台、每次多少元），用“≤”。",
            "State a cost for each person, square metre, device or time, with “≤”.",
        )
    },
    why=Words(
        "预算数在表头已有，照抄一遍看不出花得贵不贵。",
        "The budget stands above already; repeated it does not show whether the work is dear.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="indicators",
        bad=(
            (
                {
                    "level2": "成本指标",
                    "level3": "项目金额",
                    "value": "＝5万元",
                    "parent": {"budget": 50000.0, "money_unit": "元"},
                },
            ),
            (
                {
                    "level2": "成本指标",
                    "level3": "项目总投资",
                    "value": "≤5万元",
                    "parent": {"budget": 50000.0, "money_unit": "元"},
                },
            ),
        ),
        good=(
            (
                {
                    "level2": "成本指标",
                    "level3": "每场演出成本",
                    "value": "≤4400元",
                    "parent": {"budget": 50000.0, "money_unit": "元"},
                },
            ),
            (
                {
                    "level2": "成本指标",
                    "level3": "年度运维成本",
                    "value": "≤5万元",
                    "parent": {"budget": 50000.0, "money_unit": "元"},
                },
            ),
            (
                {
                    "level2": "经济效益指标",
                    "level3": "项目金额",
                    "value": "＝5万元",
                    "parent": {"budget": 50000.0, "money_unit": "元"},
                },
            ),
        ),
    ),
    check=check,
    opinion=2,
)
