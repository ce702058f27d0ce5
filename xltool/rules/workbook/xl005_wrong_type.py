"""XL005: a date or TRUE/FALSE stands where text, a code or a number belongs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.model.submission import Unread
from xltool.rules.rule import CellRule, Examples, Hit

_NUMBERS = ("money", "number", "percent")


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A value of a kind that its field cannot hold."""
    if not isinstance(value, Unread) or value.why != "wrong_type":
        return
    if value.shown in ("TRUE", "FALSE"):
        variant = "boolean"
    else:
        variant = "date_for_number" if field.type in _NUMBERS else "date"
    yield Hit(
        field.name,
        params={"field": field.title.words(), "shown": value.shown},
        variant=variant,
    )


RULE = CellRule(
    code="XL005",
    name="wrong_type",
    severity=Severity.ERROR,
    title=Words("单元格内容的类型不对", "Value of the wrong kind"),
    message={
        "date": Words(
            "“{field}”应填文字，单元格里却是日期或时间 {shown}。",
            "“{field}” should be text, but the cell holds a date or time, {shown}.",
        ),
        "date_for_number": Words(
            "“{field}”应填数字，单元格里却是日期或时间 {shown}。",
            "“{field}” should be a number, but the cell holds a date or time, {shown}.",
        ),
        "boolean": Words(
            "“{field}”的单元格里是 {shown}，不是填报内容。",
            "The cell of “{field}” holds {shown}, which is not an entry.",
        ),
    },
    remedy={
        "date": Words(
            "请先把单元格格式设为“文本”，再重新填写；像“3-1”这样的内容会被自动变成日期。",
            "Set the cell's format to Text, then type the entry again; something like “3-1” is "
            "turned into a date by itself.",
        ),
        "date_for_number": Words(
            "请先把单元格格式设为“常规”，再重新填写数字。",
            "Set the cell's format to General, then type the number again.",
        ),
        "boolean": Words("请改填“{field}”的实际内容。", "Enter what “{field}” really is."),
    },
    why=Words(
        "Excel 和 WPS 会自动改变输入的内容，存下来的已不是所填的数。",
        "Excel and WPS change some entries by themselves: what was saved is not what was typed.",
    ),
    source=Words(
        "由 Excel 和 WPS 的自动转换推知。", "Follows from what Excel and WPS do to entries."
    ),
    examples=Examples(
        table="projects",
        bad=(
            ({"code": "13020522P00B8J810002R", "name": datetime.date(2022, 3, 1)},),
            ({"budget": datetime.date(2022, 3, 1)},),
            ({"code": True, "name": "平台运维费用"},),
        ),
        good=(
            ({"name": "2022年3月1日大厅开放", "budget": 20220301},),
            ({"year_stated": datetime.date(2022, 1, 1)},),
            ({"code": None, "budget": "TRUE"},),
        ),
    ),
    check=check,
)
