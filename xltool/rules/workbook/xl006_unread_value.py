"""XL006: a value that the file does not hold in a readable way."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.model.submission import Unread
from xltool.rules.rule import CellRule, Examples, Hit

_REASONS = ("no_result", "unknown")


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A formula without a saved result, or a cell that may be blank, an error or a formula."""
    if isinstance(value, Unread) and value.why in _REASONS:
        yield Hit(field.name, params={"field": field.title.words()}, variant=value.why)


RULE = CellRule(
    code="XL006",
    name="unread_value",
    severity=Severity.ERROR,
    title=Words("单元格的内容读不出来", "Value could not be read"),
    message={
        "no_result": Words(
            "“{field}”是公式，但文件里没有保存它的计算结果。",
            "“{field}” is a formula whose result was not saved with the file.",
        ),
        "unknown": Words(
            "“{field}”读不出内容：这种文件格式（.xls、.xlsb）分不清它是空白、公式还是错误值。",
            "“{field}” could not be read: in a file of this format (.xls, .xlsb) a blank, a "
            "formula and an error look alike.",
        ),
    },
    remedy={
        "no_result": Words(
            "请用 Excel 或 WPS 打开文件，保存后再交；或者直接填写“{field}”的内容。",
            "Open the file in Excel or WPS, save it and hand it in again; or enter “{field}” "
            "itself.",
        ),
        "unknown": Words(
            "请先看“{field}”是否已填，再用 Excel 或 WPS 把文件另存为 .xlsx 后交。",
            "See whether “{field}” is filled in, then save the file as .xlsx in Excel or WPS and "
            "hand that in.",
        ),
    },
    why=Words(
        "读不出来的内容不能当作空白，也不能当作没有问题。",
        "What cannot be read must count neither as blank nor as right.",
    ),
    source=Words("由文件格式推知。", "Follows from the file formats."),
    examples=Examples(
        table="projects",
        bad=(
            ({"name": "平台运维费用", "budget": Unread("no_result")},),
            ({"name": Unread("unknown"), "budget": 368800},),
        ),
        good=(
            ({"name": "平台运维费用", "budget": None},),
            ({"name": "平台运维费用", "budget": Unread("error", "#REF!")},),
        ),
    ),
    check=check,
)
