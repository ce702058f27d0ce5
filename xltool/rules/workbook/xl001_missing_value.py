"""XL001: something that must be filled in is blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit

if TYPE_CHECKING:
    from pandas import Series


def where(column: Series[Any]) -> Series[bool]:
    """The values that are blank."""
    return column.isna()


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A required field that holds nothing."""
    yield Hit(field.name, params={"field": field.title.words()})


RULE = CellRule(
    code="XL001",
    name="missing_value",
    severity=Severity.ERROR,
    title=Words("必填项未填", "Required value is blank"),
    message={
        "": Words("“{field}”没有填写。", "“{field}” is blank."),
        "record": Words("“{record}”的“{field}”没有填写。", "“{field}” of “{record}” is blank."),
    },
    remedy={
        "": Words("请补填“{field}”。", "Fill in “{field}”."),
        "record": Words(
            "请补填；不考核这一条的，请把整行内容删去。",
            "Fill it in, or clear the whole row if the indicator is not to be assessed.",
        ),
    },
    why=Words(
        "缺了必填内容，这份表就无法汇总和审核。",
        "A form that lacks a required entry can be neither reviewed nor added up.",
    ),
    source=Words("公开文本中每个项目都填有这些内容。", "Every published project fills these in."),
    examples=Examples(
        table="indicators",
        bad=(({"level3": "审批业务受理率（%）", "value": None},), ({"level1": "  "},)),
        good=(({"level3": "审批业务受理率（%）", "value": "≥95%"},), ({"evidence": None},)),
    ),
    check=check,
    together=Words(
        "有 {count} 处“{field}”没有填写：{record}。", "{count} “{field}” are blank: {record}."
    ),
    constraints=("required",),
    where=where,
    opinion=1,
)
