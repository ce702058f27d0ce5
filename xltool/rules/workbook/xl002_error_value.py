"""XL002: a cell shows an error such as #REF! instead of a value."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.model.submission import Unread
from xltool.rules.rule import CellRule, Examples, Hit


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A cell whose formula ended in an error."""
    if isinstance(value, Unread) and value.why == "error":
        yield Hit(field.name, params={"field": field.title.words(), "shown": value.shown})


RULE = CellRule(
    code="XL002",
    name="error_value",
    severity=Severity.ERROR,
    title=Words("单元格显示错误值", "Cell shows an error"),
    message={
        "": Words(
            "“{field}”的单元格显示 {shown}，读不出内容。",
            "The cell of “{field}” shows {shown} instead of a value.",
        )
    },
    remedy={
        "": Words(
            "请检查这个公式：引用的单元格是否已被删除，除数是否为 0 或空白；"
            "也可以直接填写“{field}”的内容。",
            "Check the formula: a cell that it points to may have been removed, or it divides by 0 "
            "or a blank. You may also enter “{field}” itself.",
        )
    },
    why=Words(
        "错误值不是数据，无法汇总，也无法审核。",
        "An error is no figure: it can be neither added up nor reviewed.",
    ),
    source=Words(
        "由 Excel 和 WPS 的错误值推知。", "Follows from the error values of Excel and WPS."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"name": "平台运维费用", "budget": Unread("error", "#REF!")},),
            ({"name": Unread("error", "#N/A"), "budget": 368800},),
        ),
        good=(
            ({"name": "平台运维费用", "budget": 368800, "other": None},),
            ({"name": "#REF! 问题整改", "budget": Unread("no_result")},),
        ),
    ),
    check=check,
)
