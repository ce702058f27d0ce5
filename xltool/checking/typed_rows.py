"""A frame's rows of raw values -> rows of typed values, as rules see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from xltool.model.form import Field, Form
from xltool.rules.context import WORKBOOK_TABLE
from xltool.rules.rule import Row
from xltool.values.cell_value import TYPED, typed, typed_record

_WORDED = ("text", "year", "period", "money_unit")
"""Types whose typed values are plain texts."""


def fields_of(form: Form, table: str) -> tuple[Field, ...]:
    """The fields of a table; the table of the workbook itself has none."""
    return () if table == WORKBOOK_TABLE else form.tables()[table]


def rows_of(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as dictionaries, in its order."""
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def typed_rows(rows: Sequence[dict[str, Any]], form: Form, table: str) -> list[Row]:
    """The rows with every field typed; typing twice is typing once."""
    if not rows:
        return []
    given = [field for field in fields_of(form, table) if field.name in rows[0]]
    return [
        {
            **row,
            **typed_record(row, given),
            "year": _whole(row, "year"),
            "month": _whole(row, "month"),
            "table": table,
        }
        for row in rows
    ]


def typed_value(value: object, field: Field) -> object:
    """A value of a field typed; what plainly is typed already is passed through."""
    if value is None or type(value) in TYPED:
        return value
    if type(value) is str and field.type in _WORDED and value.isprintable() and value[:1].strip():
        return value.strip()
    return typed(value, field)


def _whole(row: Row, name: str) -> int | None:
    """A year or month as pandas may hold it: 2022, 2022.0, "2022"."""
    text = str(row.get(name)).removesuffix(".0")
    return int(text) if text.isdecimal() else None
