"""The pandera schema of a table of a form: the object that judges, and that a user may take."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pandera.pandas as pa

from xltool.checking.frames import typed_frame
from xltool.checking.rule_checks import SheetRule, rule_check, run_of
from xltool.checking.typed_columns import TypedColumn, typed_columns
from xltool.checking.typed_rows import fields_of
from xltool.forms.load import find_form, load_forms
from xltool.language.errors import UnknownNameError
from xltool.model.form import Field, Form
from xltool.rules.context import WORKBOOK_TABLE
from xltool.rules.registry import workbook_rules
from xltool.rules.rule import CellRule, GroupRule, RowRule, Rule, looks_at

_schemas: dict[tuple[str, str, frozenset[str] | None, bool], pa.DataFrameSchema] = {}


def schema(form: str, table: str, *, strict: bool = False) -> pa.DataFrameSchema:
    """The pandera schema of a table, by the form's name: `schema("hebei-target@2022", "projects")`.

    It takes raw values (`≥95%`, `"368,800.00"`, 0.25) as well as typed ones, and adds typed columns
    such as `value_low`. A column `project` tells apart the rows of several projects. A failure
    names the rule, the row and the value at fault; warnings and notes are given as `SchemaWarning`
    and fail nothing, unless the schema is `strict`. Raises `UnknownNameError` for a form or table
    that does not exist.
    """
    found = find_form(form, load_forms())
    tables = table_names(found)
    if table not in tables:
        names = ", ".join(tables)
        raise UnknownNameError(
            kind_zh="表",
            kind_en="table",
            name=table,
            near_zh=f"这个表单有：{names}。",
            near_en=f"The form has: {names}.",
        )
    return form_schema(found, table, strict=strict)


def form_schema(
    form: Form, table: str, codes: frozenset[str] | None = None, *, strict: bool = False
) -> pa.DataFrameSchema:
    """The schema of a table, with one check for each rule and column; `codes` limits the rules.

    `xltool check` judges with this same object, so a check that is taken out of it judges no more.
    """
    key = (form.digest, table, codes, strict)
    if key not in _schemas:
        _schemas[key] = _build(form, table, codes, strict)
    return _schemas[key]


def table_names(form: Form) -> tuple[str, ...]:
    """The tables of a form, with that of the workbook as a whole."""
    return (*form.tables(), WORKBOOK_TABLE)


def judging_rules(form: Form, codes: frozenset[str] | None) -> list[Rule]:
    """The rules that judge workbooks of a form: those it leaves on, and of these the `codes`."""
    return [
        rule
        for rule in workbook_rules()
        if rule.enabled_in(form) and (codes is None or rule.code in codes)
    ]


def _build(
    form: Form, table: str, codes: frozenset[str] | None, strict: bool
) -> pa.DataFrameSchema:
    fields = fields_of(form, table)
    names = {field.name for field in fields}
    rules = judging_rules(form, codes)
    of_rows = [
        rule
        for rule in rules
        if isinstance(rule, RowRule | GroupRule)
        and looks_at(rule, table, form)
        and names.issuperset(rule.needs)
    ]
    columns = {field.name: _column(field, rules, form, table, strict) for field in fields}
    return pa.DataFrameSchema(
        columns | {column.name: _typed_column(column) for column in typed_columns(form, table)},
        checks=[rule_check(rule, form, table, strict=strict) for rule in of_rows],
        parsers=pa.Parser(_Typing(form, table)),
        name=f"{form.key} {table}",
        title=form.title.zh,
        description=f"{form.title.en}: {table}",
        metadata={"form": form.key, "table": table, "severity": _severities(of_rows, form)},
    )


def _severities(rules: Iterable[Rule], form: Form) -> dict[str, str]:
    """The severity of each rule in a form, by its code."""
    return {rule.code: rule.severity_in(form).value for rule in rules}


def _column(field: Field, rules: Iterable[Rule], form: Form, table: str, strict: bool) -> pa.Column:
    mine: list[SheetRule] = [
        rule for rule in rules if isinstance(rule, CellRule) and rule.looks_at(field)
    ]
    return pa.Column(
        object,
        checks=[rule_check(rule, form, table, field, strict=strict) for rule in mine],
        nullable=True,
        required=field.required,
        name=field.name,
        title=field.title.zh,
        description=f"{field.title.en} ({field.type})",
        metadata={"type": field.type, "severity": _severities(mine, form)},
    )


def _typed_column(column: TypedColumn) -> pa.Column:
    return pa.Column(
        column.dtype,
        nullable=True,
        required=False,
        name=column.name,
        title=column.title.zh,
        description=column.title.en,
        metadata={"typed": True},
    )


class _Typing:
    """The parser: raw values become typed ones, and the typed columns are added."""

    def __init__(self, form: Form, table: str) -> None:
        self._form, self._table = form, table

    def __call__(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The typed frame; that of an open run is typed already."""
        if run_of(frame):
            return frame
        return typed_frame(frame, self._form, self._table)

    def __repr__(self) -> str:
        return f"typing of {self._form.key} {self._table}"
