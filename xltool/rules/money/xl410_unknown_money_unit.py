"""XL410: amounts in a unit that the form does not know."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.money.amounts import money_unit
from xltool.rules.rule import Examples, Hit, Row, RowRule


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A stated unit that is none of the form's."""
    stated = row.get("money_unit")
    if isinstance(stated, str) and money_unit(row, form) is None:
        known = tuple(form.money_unit.factors)
        params = {"unit": brief(stated), "known": known, "usual": form.money_unit.default}
        yield Hit("money_unit", params=params)


RULE = RowRule(
    code="XL410",
    name="unknown_money_unit",
    severity=Severity.ERROR,
    title=Words("金额单位不可用", "Money unit is not one of the form's"),
    table="projects",
    needs=("money_unit",),
    message={
        "": Words(
            "金额单位写的是“{unit}”，本表可用的单位是{known}。",
            "The money unit is “{unit}”; this form takes {known}.",
        )
    },
    remedy={
        "": Words(
            "请改为“单位：{usual}”或其他可用的单位，并按这个单位填写金额。",
            "Write “单位：{usual}” or another unit of the form, and give the amounts in it.",
        )
    },
    why=Words(
        "单位不明，金额就无法换算和汇总。",
        "Amounts in an unknown unit can be neither converted nor added up.",
    ),
    source=Words(
        "公开文本以元为单位，其他地方也用万元。",
        "Published forms are in 元; other places also use 万元.",
    ),
    examples=Examples(
        table="projects",
        bad=(({"money_unit": "美元"},), ({"money_unit": "元/万元"},)),
        good=(
            ({"money_unit": "元"},),
            ({"money_unit": "（万 元）"},),
            ({"money_unit": "人民币元"},),
            ({"money_unit": None},),
        ),
    ),
    check=check,
)
