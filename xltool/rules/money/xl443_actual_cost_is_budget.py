"""XL443: the actual cost is given as the whole budget, though less of it was spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import name_of, planned, reached
from xltool.rules.money.budget import budgets, executed, money_of
from xltool.rules.money.cost_indicators import is_cost
from xltool.rules.rule import EVERY_INDICATOR, Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain


def check(row: Row, form: Form) -> Iterator[Hit]:
    """Target and actual are the budget, and the funds say that another sum was spent."""
    parent, actual = row.get("parent"), money_of(reached(row), form)
    if not is_cost(row) or not isinstance(parent, Mapping) or actual is None:
        return
    spent = executed(parent, form)
    if spent is None or actual == spent or actual not in budgets(parent, form):
        return
    if money_of(planned(row), form) == actual:
        value = reached(row)
        shown = {"value": brief(value.raw if value else ""), "spent": plain(spent / 10_000)}
        yield Hit("actual", params={"name": brief(name_of(row)), **shown})


RULE = RowRule(
    code="XL443",
    name="actual_cost_is_budget",
    severity=Severity.WARNING,
    title=Words("实际成本与执行数不一致", "Actual cost differs from what was spent"),
    table=EVERY_INDICATOR,
    needs=("level3", "actual"),
    message={
        "": Words(
            "“{name}”的完成值“{value}”是预算数，资金部分填的执行数却是 {spent} 万元。",
            "“{name}” reached “{value}”, which is the budget, while {spent} 万元 were spent.",
        )
    },
    remedy={
        "": Words(
            "请核对，完成值按实际支出填写。",
            "Check it; the actual value is what was really spent.",
        )
    },
    why=Words(
        "同一张表里两个数对不上，至少有一个是照抄的。",
        "Where two figures of one form differ, one of them at least was only copied.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="assessed_indicators",
        bad=(
            (
                {
                    "level2": "成本指标",
                    "level3": "大厅维护费",
                    "target": "150万元",
                    "actual": "150万元",
                    "parent": {
                        "total_budget": 150.0,
                        "total_executed": 125.25,
                        "money_unit": "万元",
                    },
                },
            ),
        ),
        good=(
            (
                {
                    "level2": "成本指标",
                    "level3": "大厅维护费",
                    "target": "150万元",
                    "actual": "125.25万元",
                    "parent": {
                        "total_budget": 150.0,
                        "total_executed": 125.25,
                        "money_unit": "万元",
                    },
                },
            ),
        ),
        form="self-assessment@2022",
    ),
    check=check,
    opinion=11,
)
