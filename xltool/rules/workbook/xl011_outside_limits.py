"""XL011: a number outside the limits that the form sets for it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import Number, Percent, plain


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """Below the field's `minimum` or above its `maximum`; the limits themselves are allowed."""
    if isinstance(value, Number):
        number = value.amount
    else:
        number = value.points if isinstance(value, Percent) else None
    if number is None:
        return
    params = {"field": field.title.words(), "value": str(value)}
    if field.minimum is not None and number < field.minimum:
        yield Hit(field.name, params={**params, "limit": plain(field.minimum)}, variant="below")
    elif field.maximum is not None and number > field.maximum:
        yield Hit(field.name, params={**params, "limit": plain(field.maximum)}, variant="above")


RULE = CellRule(
    code="XL011",
    name="outside_limits",
    severity=Severity.ERROR,
    title=Words("数值超出表单规定的范围", "Number outside the form's limits"),
    types=("money", "number", "percent"),
    constraints=("minimum", "maximum"),
    message={
        "below": Words(
            "“{field}”填的是“{value}”，小于下限 {limit}。",
            "“{field}” is “{value}”, below the lower limit of {limit}.",
        ),
        "above": Words(
            "“{field}”填的是“{value}”，大于上限 {limit}。",
            "“{field}” is “{value}”, above the upper limit of {limit}.",
        ),
    },
    remedy={
        "below": Words(
            "请核对，填不小于 {limit} 的数。", "Check it and enter a number not below {limit}."
        ),
        "above": Words(
            "请核对，填不大于 {limit} 的数。", "Check it and enter a number not above {limit}."
        ),
    },
    why=Words(
        "表单为这一项规定了范围，范围以外的数多半是填错了位数。",
        "The form limits this number; one outside is mostly a digit too many or too few.",
    ),
    source=Words("表单文件中的 minimum 和 maximum。", "`minimum` and `maximum` in the form file."),
    examples=Examples(
        table="indicators",
        form="national-target@2021",
        bad=(({"level3": "培训人次", "weight": 150},), ({"level3": "培训人次", "weight": -1},)),
        good=(
            ({"level3": "培训人次", "weight": 0},),
            ({"level3": "培训人次", "weight": 100},),
            ({"level3": "培训人次", "weight": None},),
        ),
    ),
    check=check,
)
