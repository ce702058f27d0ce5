"""Rows of a table <-> its frame of pandas, with the typed columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from xltool.checking.hits import JudgedTable
from xltool.checking.typed_columns import TypedColumn, typed_columns
from xltool.checking.typed_rows import fields_of, rows_of, typed_rows
from xltool.model.form import Form
from xltool.rules.context import context_names
from xltool.rules.rule import Row


def frame_of(
    rows: Sequence[Row],
    names: Iterable[str],
    index: pd.Index[Any],
    added: Iterable[TypedColumn] = (),
) -> pd.DataFrame:
    """The frame of some rows with typed columns; a row that lacks a column is blank in it."""
    # Columns of object: other dtypes bring failures of their own for every mixed column.
    columns = {
        name: pd.Series([row.get(name) for row in rows], index=index, dtype=object)
        for name in names
    }
    for each in added:
        columns[each.name] = _typed_series([each.of(row) for row in rows], each.dtype, index)
    return pd.DataFrame(columns, index=index)


def _typed_series(values: list[object], dtype: type, index: pd.Index[Any]) -> pd.Series[Any]:
    if dtype is float:
        values = [None if value is None else float(str(value)) for value in values]
    return pd.Series(values, index=index, dtype=dtype)


def column_names(form: Form, table: str) -> list[str]:
    """The columns of a frame before its typed columns: fields, and what stands around a row."""
    return [*(field.name for field in fields_of(form, table)), *context_names(form, table)]


def typed_frame(frame: pd.DataFrame, form: Form, table: str) -> pd.DataFrame:
    """A frame of raw values as one of typed values, with the typed columns."""
    added = typed_columns(form, table)
    given = [str(name) for name in frame.columns]
    context = [name for name in context_names(form, table) if name not in given]
    names = [name for name in given if name not in {column.name for column in added}]
    rows = typed_rows(rows_of(frame), form, table)
    return frame_of(rows, [*names, *context], frame.index, added)


def judged_table(frame: pd.DataFrame, form: Form, table: str) -> JudgedTable:
    """The typed rows of a frame that may be typed already, or come from a schema without parser."""
    added = {column.name for column in typed_columns(form, table)}
    whole = frame if added <= set(frame.columns) else typed_frame(frame, form, table)
    return JudgedTable(typed_rows(rows_of(whole), form, table), form, whole)
