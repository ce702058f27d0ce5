"""XL512: an amount in the running text that differs from the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltool.language.text import brief, halfwidth, squeezed
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.budget import budgets
from xltool.rules.rule import EVERY_PART, Examples, Hit, Row, RowRule
from xltool.values.cell_value import plain

_TEXTS = ("goal", "purpose", "name")
_AMOUNT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(万?元)(?!/)")
_EACH = re.compile(r"每|均|单价|标准")  # an amount for one of many is no part of the budget
_WHOLE = re.compile(
    r"(?:总投资|预算总额|年度预算|项目预算|预算资金|资金总额|项目资金|项目总金额|预算金额)"
    r"(?:数|额)?(?:为|是|共|共计|合计|约|:)?(\d[\d,]*(?:\.\d+)?)(万?元)"
)
_FACTORS = {"元": Decimal(1), "万元": Decimal(10_000)}


def check(row: Row, form: Form) -> Iterator[Hit]:
    """10,000 times too much or too little, or another total than the form's."""
    known = budgets(row, form)
    for field in _TEXTS:
        text = row.get(field)
        if not known or not isinstance(text, str):
            continue
        for variant, shown in _differing(squeezed(halfwidth(text)), known):
            budget = plain(max(known) / 10_000)
            params = {"text": brief(shown), "budget": budget}
            yield Hit(field, params=params, variant=variant)
            break


def _differing(text: str, known: tuple[Decimal, ...]) -> Iterator[tuple[str, str]]:
    for found in _AMOUNT.finditer(text):
        amount = _yuan(found[1], found[2])
        each = _EACH.search(text[max(0, found.start() - 8) : found.start()])
        if not each and (amount / 10_000 in known or amount * 10_000 in known):
            yield "scale", found[0]
    for number, unit in _WHOLE.findall(text):
        if all(abs(_yuan(number, unit) - total) >= 100 for total in known):
            yield "total", number + unit


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number.replace(",", "")) * _FACTORS[unit]


RULE = RowRule(
    code="XL512",
    name="amount_differs",
    severity=Severity.WARNING,
    title=Words("文字里的金额与预算数不一致", "Amount in the text differs from the budget"),
    table=EVERY_PART,
    message={
        "scale": Words(
            "文字里写的是“{text}”，表中预算是 {budget} 万元，正好差一万倍。",
            "The text says “{text}”, the budget is {budget} 万元: a factor of exactly 10,000.",
        ),
        "total": Words(
            "文字里写的总额是“{text}”，表中预算是 {budget} 万元。",
            "The text gives the total as “{text}”, the budget is {budget} 万元.",
        ),
    },
    remedy={
        "scale": Words("请核对是元还是万元。", "Check whether 元 or 万元 is meant."),
        "total": Words(
            "请核对哪个数对，把另一个改成一致；总投资分年安排的，写明当年的数。",
            "Check which is right and change the other; of a total over years, give this year's.",
        ),
    },
    why=Words(
        "同一笔钱在表里有两个数，审核时必须退回核实。",
        "Two figures for the same money send a form back for clarification.",
    ),
    source=Words("由审核意见归纳。", "Inferred from reviewers' opinions."),
    examples=Examples(
        table="projects",
        bad=(
            ({"goal": "安排368800万元用于平台运维。", "budget": 368800.0, "money_unit": "元"},),
            ({"purpose": "项目预算40万元，用于运维。", "budget": 368800.0, "money_unit": "元"},),
        ),
        good=(
            ({"goal": "安排36.88万元用于平台运维。", "budget": 368800.0, "money_unit": "元"},),
            ({"purpose": "其中线路租金8万元。", "budget": 368800.0, "money_unit": "元"},),
            ({"goal": "每户补助3000元。", "budget": 30000000.0, "money_unit": None},),
        ),
    ),
    check=check,
    opinion=11,
)
