"""XL403: 无, — or / where an amount belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.language.text import is_nil
from xltool.language.words import Words
from xltool.model.form import Field, Form, Matrix
from xltool.model.report import Severity
from xltool.model.submission import ABSENT
from xltool.rules.money.amounts import money_fields
from xltool.rules.rule import Examples, Hit, Row, RowRule
from xltool.values.cell_value import Number, Written


def check(row: Row, form: Form) -> Iterator[Hit]:
    """A word for “nothing” in a part of a total, unless the form itself seems to print it."""
    printed = _printed(row, form)
    for field in money_fields(form, RULE.table):
        value = row.get(field.name)
        if not isinstance(value, Number) or value.written is not Written.NIL:
            continue
        if field.name not in printed:
            params = {"field": field.title.words(), "value": value.raw}
            yield Hit(field.name, params=params, expected="0")


def _is_nil_word(value: object) -> bool:
    """Whether a cell says 无, — or /, whatever type its field has."""
    return value != ABSENT and value is not None and is_nil(str(value))


def _printed(row: Row, form: Form) -> set[str]:
    """The fields of a matrix whose whole line, or all but the first of its column, are dashes."""
    names: set[str] = set()
    for part in form.parts:
        for section in part.sections:
            if isinstance(section, Matrix) and part.table == RULE.table:
                for line in _lines(section):
                    filled = [f.name for f in line if row.get(f.name) not in (None, ABSENT)]
                    if len(filled) > 1 and all(_is_nil_word(row.get(name)) for name in filled):
                        names |= set(filled)
    return names


def _lines(section: Matrix) -> Iterator[Sequence[Field]]:
    for line in section.rows:
        yield [field for field in section.fields if field.name.startswith(f"{line.name}_")]
    for column in section.columns:
        column_fields = [f for f in section.fields if f.name.endswith(f"_{column.name}")]
        yield column_fields[1:]


RULE = RowRule(
    code="XL403",
    name="nil_word",
    severity=Severity.WARNING,
    table="projects",
    title=Words("金额写成“无”", "A word for nothing instead of an amount"),
    message={
        "": Words(
            "“{field}”填的是“{value}”，已按 0 计算。",
            "“{field}” is “{value}”, which was counted as 0.",
        )
    },
    remedy={
        "": Words(
            "没有这项资金请填 0 或留空，不写文字和符号。",
            "Where there are no such funds, enter 0 or leave the cell blank.",
        )
    },
    why=Words(
        "金额栏里的文字和符号会使求和公式出错。",
        "Words and marks in a column of amounts upset the formulas that add it up.",
    ),
    source=Words("常见的填报情况。", "Often seen in filled-in workbooks."),
    examples=Examples(
        table="projects",
        bad=(({"other": "无"},), ({"fiscal": "—"},), ({"other": " / "},)),
        good=(
            ({"other": None, "fiscal": 0},),
            # A total has to be a number: there the word is an amount that cannot be read.
            ({"budget": "无"},),
            ({"other": "无偿划拨"},),
        ),
    ),
    check=check,
)
