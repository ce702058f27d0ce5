"""Submissions -> reports; the only place that imports pandera."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrorReason, SchemaErrors

from xltool.checking.findings import build_finding, build_report, rules_not_run
from xltool.forms.load import find_form, load_forms
from xltool.language.errors import UnknownNameError
from xltool.model.form import Field, Form
from xltool.model.report import Finding, Report
from xltool.model.submission import Submission
from xltool.rules.context import WORKBOOK_TABLE, context_names, rows_of_submission
from xltool.rules.registry import all_rules
from xltool.rules.rule import (
    EVERY_PART,
    EVERY_TABLE,
    CellRule,
    GroupRule,
    Hit,
    Row,
    RowRule,
    Rule,
    Scope,
)
from xltool.values.cell_value import typed_record

CHUNK = 500
"""Workbooks checked by one call for each table: pandera costs 10 ms a call, 1 µs a row."""

Outcome = Callable[[Any], "pd.Series[bool]"]
_GROUPED_BY = {Scope.PROJECT: ("submission", "project"), Scope.WORKBOOK: ("submission",)}
_schemas: dict[tuple[str, str, frozenset[str] | None], pa.DataFrameSchema] = {}


def form_schema(form: Form, table: str, codes: frozenset[str] | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a table of a form, with one check for each rule and column.

    It takes raw values (`≥95%`, `"368,800.00"`, 0.25) as well as typed ones; a failure names the
    rule's code. `xltool check` validates with this same object. `codes` limits it to some rules.
    """
    key = (form.digest, table, codes)
    if key not in _schemas:
        _schemas[key] = _build(form, table, codes)
    return _schemas[key]


def schema(form: str, table: str) -> pa.DataFrameSchema:
    """The pandera schema of a table, by the form's name: `schema("hebei-target@2022", "projects")`.

    Raises `UnknownNameError` for a form or table that does not exist.
    """
    found = find_form(form, load_forms())
    tables = _tables(found)
    if table not in tables:
        names = ", ".join(tables)
        raise UnknownNameError(
            kind_zh="表",
            kind_en="table",
            name=table,
            near_zh=f"这个表单有：{names}。",
            near_en=f"The form has: {names}.",
        )
    return form_schema(found, table)


def validate(
    submissions: Sequence[Submission], form: Form, codes: frozenset[str] | None = None
) -> list[Report]:
    """Check submissions of one form; one report each, in the same order."""
    reports: list[Report] = []
    for start in range(0, len(submissions), CHUNK):
        reports += _validate_chunk(submissions[start : start + CHUNK], form, codes)
    return reports


def _validate_chunk(
    submissions: Sequence[Submission], form: Form, codes: frozenset[str] | None
) -> list[Report]:
    tables: dict[str, list[Row]] = {table: [] for table in _tables(form)}
    for number, submission in enumerate(submissions):
        for table, found in rows_of_submission(submission, form).items():
            tables[table] += [{**row, "submission": number} for row in found]
    findings: list[list[Finding]] = [[] for _ in submissions]
    broken: set[str] = set()
    for table, rows in tables.items():
        for rule, column, failing in _failures(form, table, codes, rows, broken):
            for group, hit in _hits_again(rule, column, failing, rows, form, table):
                number = _number(group[hit.row])
                findings[number].append(
                    build_finding(rule, hit, group, form, table, submissions[number])
                )
    return [
        build_report(submission, form, mine, rules_not_run(submission, form, codes, broken))
        for submission, mine in zip(submissions, findings, strict=True)
    ]


def _tables(form: Form) -> dict[str, tuple[Field, ...]]:
    return {**form.tables(), WORKBOOK_TABLE: ()}


def _number(row: Row) -> int:
    number = row["submission"]
    assert isinstance(number, int)
    return number


# Building the schema


def _build(form: Form, table: str, codes: frozenset[str] | None) -> pa.DataFrameSchema:
    fields = _tables(form)[table]
    names = {field.name for field in fields}
    rules = [
        rule
        for rule in all_rules()
        if rule.enabled_in(form) and (codes is None or rule.code in codes)
    ]
    return pa.DataFrameSchema(
        {field.name: _column(field, rules, form) for field in fields},
        checks=[
            _check(rule, _frame_outcome(rule, form))
            for rule in rules
            if isinstance(rule, (RowRule, GroupRule))
            and _looks_at(rule, table, form)
            and names.issuperset(rule.needs)
        ],
        parsers=pa.Parser(_typing(table, fields, context_names(form, table))),
        name=f"{form.key} {table}",
    )


def _looks_at(rule: RowRule | GroupRule, table: str, form: Form) -> bool:
    if rule.table == EVERY_PART:
        return any(part.table == table for part in form.parts)
    if rule.table == EVERY_TABLE:
        return table in form.tables()
    return rule.table == table


def _column(field: Field, rules: Iterable[Rule], form: Form) -> pa.Column:
    checks = [
        _check(rule, _column_outcome(rule, field, form))
        for rule in rules
        if isinstance(rule, CellRule) and rule.looks_at(field)
    ]
    return pa.Column(nullable=True, required=field.required, title=field.title.zh, checks=checks)


def _check(rule: Rule, outcome: Outcome) -> pa.Check:
    # ignore_na would drop the blanks, and with them “required”.
    return pa.Check(outcome, name=rule.code, error=rule.code, ignore_na=False)


def _column_outcome(rule: CellRule, field: Field, form: Form) -> Outcome:
    def outcome(column: pd.Series[Any]) -> pd.Series[bool]:
        passed = [next(rule.check(value, field, form), None) is None for value in column]
        return pd.Series(passed, index=column.index, dtype=bool)

    return outcome


def _frame_outcome(rule: RowRule | GroupRule, form: Form) -> Outcome:
    def outcome(frame: pd.DataFrame) -> pd.Series[bool]:
        rows = _rows(frame)
        failing = {id(group[hit.row]) for group, hit in _hits(rule, rows, form)}
        passed = [id(row) not in failing for row in rows]
        return pd.Series(passed, index=frame.index, dtype=bool)

    return outcome


def _typing(
    table: str, fields: Sequence[Field], context: tuple[str, ...]
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def parse(frame: pd.DataFrame) -> pd.DataFrame:
        given = [field for field in fields if field.name in frame.columns]
        rows = [
            {**row, **typed_record(row, given), "year": _year(row), "table": table}
            for row in _rows(frame)
        ]
        added = [name for name in context if name not in frame.columns]
        return _frame(rows, [*map(str, frame.columns), *added], frame.index)

    return parse


def _year(row: Row) -> int | None:
    """A year as pandas may hold it: 2022, 2022.0, "2022"."""
    text = str(row.get("year")).removesuffix(".0")
    return int(text) if text.isdecimal() else None


def _frame(rows: Sequence[Row], names: Iterable[str], index: pd.Index[Any]) -> pd.DataFrame:
    # Columns of object: declared dtypes bring failures of their own for every mixed column.
    columns = {
        name: pd.Series([row.get(name) for row in rows], index=index, dtype=object)
        for name in names
    }
    return pd.DataFrame(columns, index=index)


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


# Running it, and finding the words for what failed


def _failures(
    form: Form, table: str, codes: frozenset[str] | None, rows: Sequence[Row], broken: set[str]
) -> Iterator[tuple[Rule, str, list[int]]]:
    """The checks that failed: rule, column (of a cell rule), places of the rows that failed.

    A check that could not be carried out adds its code to `broken`.
    """
    names = [field.name for field in _tables(form)[table]]
    names += [*context_names(form, table), "submission", "project"]
    frame = _frame(rows, names, pd.RangeIndex(len(rows)))
    try:
        form_schema(form, table, codes).validate(frame, lazy=True)
    except SchemaErrors as errors:
        by_code = {rule.code: rule for rule in all_rules()}
        for error in errors.schema_errors:
            code = getattr(error.check, "name", None)
            if code not in by_code:
                # A frame that is no frame of ours: silence would be a pass.
                raise error from None
            if error.reason_code is SchemaErrorReason.CHECK_ERROR:
                broken.add(code)
                continue
            failing = [place for place, passed in enumerate(error.check_output) if not passed]
            yield by_code[code], str(error.schema.name), failing


def _hits_again(
    rule: Rule, column: str, failing: list[int], rows: Sequence[Row], form: Form, table: str
) -> Iterator[tuple[Sequence[Row], Hit]]:
    """The hits behind failed rows: pandera says which rows failed, the rule says why."""
    if isinstance(rule, CellRule):
        field = form.field(table, column)
        assert field is not None
        for place in failing:
            for hit in rule.check(rows[place].get(column), field, form):
                yield [rows[place]], hit if hit.field else replace(hit, field=column)
    elif isinstance(rule, (RowRule, GroupRule)):
        failed = {id(rows[place]) for place in failing}
        numbers = {_number(rows[place]) for place in failing}
        mine = [row for row in rows if _number(row) in numbers]
        for group, hit in _hits(rule, mine, form):
            if id(group[hit.row]) in failed:
                yield group, hit


def _hits(
    rule: RowRule | GroupRule, rows: Sequence[Row], form: Form
) -> Iterator[tuple[Sequence[Row], Hit]]:
    """Every hit of a rule, with the rows that it was given."""
    if isinstance(rule, RowRule):
        earlier = _earlier(rule)
        for row in rows:
            for hit in rule.check(row, form):
                if not any(next(other.check(row, form), None) for other in earlier):
                    yield [row], hit
        return
    keys = _GROUPED_BY[rule.scope]
    for _, group in groupby(rows, key=lambda row: tuple(row.get(key) for key in keys)):
        members = list(group)
        for hit in rule.check(members, form):
            yield members, hit


def _earlier(rule: RowRule) -> list[RowRule]:
    """The rules that silence this one: same mark, smaller code, whether selected or not."""
    return [
        other
        for other in all_rules()
        if rule.exclusive
        and isinstance(other, RowRule)
        and other.exclusive == rule.exclusive
        and other.code < rule.code
    ]
