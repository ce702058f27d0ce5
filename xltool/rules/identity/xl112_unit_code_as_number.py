"""XL112: a unit code that is stored as a number."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.language.words import Words
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.rule import CellRule, Examples, Hit
from xltool.values.cell_value import BudgetUnit
from xltool.values.unit_code import is_usual


def check(value: object, field: Field, form: Form) -> Iterator[Hit]:
    """A numeric cell with a code of proper length; of any other length it is malformed."""
    if isinstance(value, BudgetUnit) and value.numeric and is_usual(value.code, form):
        yield Hit(field.name, params={"code": value.code})


RULE = CellRule(
    code="XL112",
    name="unit_code_as_number",
    severity=Severity.NOTE,
    title=Words("单位代码存成了数字", "Unit code is stored as a number"),
    types=("unit",),
    message={
        "": Words(
            "单位代码 {code} 是按数字存放的，已按文本读取。",
            "Unit code {code} is stored as a number; it was read as text.",
        )
    },
    remedy={
        "": Words(
            "请把单元格格式设为“文本”后重新填写“{code}”，最好在后面写上单位名称。",
            "Set the cell's format to Text and enter “{code}” again, best with the unit's name "
            "behind it.",
        )
    },
    why=Words(
        "代码开头的 0 存成数字就会丢失，例如 015001 变成 15001。",
        "As a number a code loses the zeros it begins with: 015001 becomes 15001.",
    ),
    source=Words(
        "由公开文本中的单位代码推断。", "Inferred from unit codes in published documents."
    ),
    examples=Examples(
        table="projects",
        bad=(({"unit": 439001},), ({"unit": 439},)),
        good=(
            ({"unit": "439001"},),
            ({"unit": "439001唐山市开平区行政审批局本级"},),
            ({"unit": 15001},),
        ),
    ),
    check=check,
)
