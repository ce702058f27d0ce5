"""XL014: a weight or score that is no plain number."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.text import brief
from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import Number, Written, plain

_MONEY = ("元", "人民币", "¥", "￥")


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A text that is not plainly a number, or one of money.

    A plain number typed as text, `10` or `１０`, is read silently: weights and scores are added up
    here, not by formulas of others, and forms that finance systems export hold them as text.
    """
    if not isinstance(value, Number):
        return
    money = value.written is Written.TEXT and any(word in value.raw for word in _MONEY)
    if value.written is not Written.UNREADABLE and not money:
        return
    params = {"field": field.title.words(), "value": brief(value.raw)}
    seems = value.amount if money else value.seems
    if seems is None:
        yield Hit(field.name, params=params, variant="unclear")
    else:
        yield Hit(
            field.name,
            params={**params, "seems": plain(seems)},
            variant="seems",
            expected=plain(seems),
        )


RULE = CellRule(
    code="XL014",
    name="unreadable_number",
    severity=Severity.ERROR,
    title=Words("数字读不出来", "Number cannot be read"),
    types=("number",),
    message={
        "unclear": Words(
            "“{field}”填的是“{value}”，读不出数字。",
            "“{field}” is “{value}”, which cannot be read as a number.",
        ),
        "seems": Words(
            "“{field}”填的是“{value}”，不是单纯的数字，看起来是 {seems}。",
            "“{field}” is “{value}”, not a plain number; it seems to mean {seems}.",
        ),
    },
    remedy={
        "unclear": Words(
            "请只填数字，不带文字。",
            "Enter the number alone, without words.",
        ),
        "seems": Words(
            "请核对后只填数字：如果是 {seems}，就填“{seems}”。",
            "Check it and enter the number alone: if it is {seems}, enter “{seems}”.",
        ),
    },
    why=Words(
        "读不出的数字没有参加计算，合计对不对也无从核对。",
        "A number that cannot be read is left out, so no total with it can be checked.",
    ),
    source=Words("由权重和分值的用途推知。", "Follows from what weights and scores are for."),
    examples=Examples(
        table="indicators",
        form="national-target@2021",
        bad=(
            ({"level3": "培训人次", "weight": "10分"},),
            ({"level3": "培训人次", "weight": "十"},),
            ({"level3": "培训人次", "weight": "abc"},),
            ({"level3": "培训人次", "weight": "约10"},),
            ({"level3": "培训人次", "weight": "10元"},),
        ),
        good=(
            ({"level3": "培训人次", "weight": 10},),
            ({"level3": "培训人次", "weight": "10"},),
            ({"level3": "培训人次", "weight": "１０"},),
            ({"level3": "培训人次", "weight": " 7.5 "},),
            ({"level3": "培训人次", "weight": None},),
        ),
    ),
    check=check,
)
