"""XL226: a large project that counts next to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.indicator_values.planned import planned, planned_field
from xltool.rules.money.budget import budgets
from xltool.rules.rule import EVERY_INDICATOR, Awaits, Examples, GroupRule, Hit, Row, Scope
from xltool.rules.taxonomy.levels import is_level


def check(rows: Sequence[Row], form: Form) -> Iterator[Hit]:
    """Few quantities, each of them small, for a budget of millions."""
    parent = rows[0].get("parent")
    known = budgets(parent, form) if isinstance(parent, Mapping) else ()
    if not known or max(known) < RULE.number(form, "budget") * 10_000:
        return
    counted = [place for place, row in enumerate(rows) if is_level(row.get("level2"), "数量指标")]
    values = [planned(rows[place]) for place in counted]
    numbers = [value.low for value in values if value and value.low is not None]
    few = 0 < len(counted) <= RULE.number(form, "indicators") and len(numbers) == len(counted)
    if few and max(numbers) <= RULE.number(form, "figure"):
        first = counted[0]
        amount = f"{max(known) / 10_000:,.6f}".rstrip("0").rstrip(".")
        yield Hit(
            "level3",
            first,
            others=tuple(
                (place, name)
                for place in counted
                for name in ("level3", planned_field(rows[place]))
                if (place, name) != (first, "level3")
            ),
            params={"amount": amount, "count": len(counted)},
            awaits=(Awaits("level3"),),
        )


RULE = GroupRule(
    code="XL226",
    name="too_few_quantities",
    severity=Severity.NOTE,
    title=Words("大额项目的数量指标过粗", "A large project counts next to nothing"),
    table=EVERY_INDICATOR,
    scope=Scope.PROJECT,
    needs=("level2", "level3"),
    # The budget in 万元, the number of indicators of quantity, the largest figure among them.
    params={"budget": 500, "indicators": 2, "figure": 5},
    message={
        "": Words(
            "项目有 {amount} 万元，数量指标只有 {count} 条，数也很小，看不出钱用来做了多少事。",
            "The project has {amount} 万元, but its {count} indicators of quantity with such small "
            "numbers hardly show how much is done for it.",
        )
    },
    remedy={
        "": Words(
            "请把主要工作内容分别列成数量指标，如面积、长度、台数、人次。",
            "List the main pieces of work as quantities: areas, lengths, devices, persons.",
        )
    },
    why=Words(
        "金额大而数量少，年底无法判断每笔钱对应的产出。",
        "With much money and few quantities nobody can tell what each part of it paid for.",
    ),
    source=Words(
        "由审核意见归纳；金额和条数由表单规定。",
        "Inferred from reviewers' opinions; the form sets the amount and the numbers.",
    ),
    examples=Examples(
        table="indicators",
        bad=(
            (
                {
                    "level2": "数量指标",
                    "level3": "重点工程数量",
                    "value": "＝2个",
                    "parent": {"budget": 100000000.0, "money_unit": "元"},
                },
            ),
        ),
        good=(
            (
                {
                    "level2": "数量指标",
                    "level3": "改造大厅面积",
                    "value": "≥1200平方米",
                    "parent": {"budget": 100000000.0, "money_unit": "元"},
                },
            ),
            (
                {
                    "level2": "数量指标",
                    "level3": "重点工程数量",
                    "value": "＝2个",
                    "parent": {"budget": 200000.0, "money_unit": "元"},
                },
            ),
        ),
    ),
    check=check,
    opinion=5,
)
