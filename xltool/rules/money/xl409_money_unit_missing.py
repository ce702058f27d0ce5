"""XL409: nothing says what unit the amounts are in."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import unit_missing
from xltool.rules.rule import Awaits, Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A project without a line such as 单位：元."""
    if unit_missing(row):
        default = form.money_unit.default
        stated = (f"：{default}", f":{default}", f"（{default}）")
        awaits = tuple(Awaits("", text) for text in stated)
        yield Hit("money_unit", params={"unit": default}, awaits=awaits)


RULE = RowRule(
    code="XL409",
    name="money_unit_missing",
    severity=Severity.WARNING,
    title=Words("没有写金额单位", "Money unit is not stated"),
    table="projects",
    needs=("money_unit",),
    message={
        "": Words(
            "表头没有写金额单位，已按{unit}计算。",
            "The heading does not say what unit amounts are in; {unit} was assumed.",
        )
    },
    remedy={
        "": Words(
            "请在表头右上方补写“单位：{unit}”；如果金额是别的单位，请写明。",
            "Write “单位：{unit}” at the top right, or the unit that the amounts really are in.",
        )
    },
    why=Words(
        "元和万元差一万倍，不写明就可能汇总错。",
        "元 and 万元 are 10,000 apart; left unsaid, totals may go wrong by that much.",
    ),
    source=Words("公开文本的每张项目表都写有单位。", "Every published project states its unit."),
    examples=Examples(
        table="projects",
        bad=(({"budget": 368800, "money_unit": None},), ({"money_unit": "  "},)),
        good=(({"money_unit": "元"},), ({"money_unit": "万元"},), ({"money_unit": "美元"},)),
    ),
    check=check,
)
