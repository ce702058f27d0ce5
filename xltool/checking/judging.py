"""Submissions -> reports: the schemas of their form judge them, hundreds at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

import pandas as pd
from pandera.errors import SchemaErrorReason, SchemaErrors

from xltool.checking.findings import FindingMaker, build_report
from xltool.checking.frames import column_names, frame_of
from xltool.checking.hits import Found, JudgedTable
from xltool.checking.not_run import Lacks, rules_not_run
from xltool.checking.rule_checks import Run, collecting
from xltool.checking.schema import form_schema, judging_rules, table_names
from xltool.checking.typed_columns import typed_columns
from xltool.model.form import Form
from xltool.model.report import Finding, Report
from xltool.model.submission import Submission
from xltool.rules.context import rows_of_submission
from xltool.rules.registry import workbook_rules
from xltool.rules.rule import Row

CHUNK = 500
"""Workbooks judged by one call for each table: pandera costs 10 ms a call, 1 µs a row."""


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
    tables: dict[str, list[Row]] = {table: [] for table in table_names(form)}
    for number, submission in enumerate(submissions):
        for table, mine in rows_of_submission(submission, form).items():
            for row in mine:
                row["submission"] = number
            tables[table] += mine
    makers = [FindingMaker(submission, form) for submission in submissions]
    findings: list[list[Finding]] = [[] for _ in submissions]
    broken: set[str] = set()
    for table, rows in tables.items():
        for each in _found(form, table, codes, rows, broken):
            place = each.row["submission"]
            assert isinstance(place, int)
            findings[place].append(makers[place].finding(each, table))
    not_run = cache(partial(rules_not_run, form, judging_rules(form, codes), broken))
    return [
        build_report(submission, form, found, not_run(Lacks.of(submission, form)))
        for submission, found in zip(submissions, findings, strict=True)
    ]


def _found(
    form: Form, table: str, codes: frozenset[str] | None, rows: Sequence[Row], broken: set[str]
) -> list[Found]:
    """All hits in a table; a check that could not be carried out adds its code to `broken`."""
    index = pd.RangeIndex(len(rows))
    names = [*column_names(form, table), "submission", "project"]
    frame = frame_of(rows, names, index, typed_columns(form, table))
    run = Run(JudgedTable(rows, form, frame), index)
    codes_of = {rule.label: rule.code for rule in workbook_rules()}
    with collecting(run):
        try:
            form_schema(form, table, codes).validate(frame, lazy=True)
        except SchemaErrors as errors:
            for error in errors.schema_errors:
                label = getattr(error.check, "name", None)
                if label not in codes_of or error.reason_code is not SchemaErrorReason.CHECK_ERROR:
                    # A frame that is no frame of ours: silence would be a pass.
                    raise error from None
                broken.add(codes_of[label])
    return run.found
