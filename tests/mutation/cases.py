"""The cases and examples of rules, ready to be judged again and again by one rule alone.

Workbooks are written and read once. A rule is called on their rows as `checking` calls it, past
pandera, which costs ten times what the rule does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from tests.case_files import Case, read_cases
from tests.test_cases import FOLDER, workbook_of
from xltool.checking.findings import FindingMaker, _distinct
from xltool.checking.frames import column_names, frame_of, judged_table
from xltool.checking.hits import Found, JudgedTable, places_of
from xltool.checking.schema import form_schema, table_names
from xltool.checking.typed_columns import typed_columns
from xltool.extract.provenance import Given
from xltool.forms.load import find_form, load_forms
from xltool.model.form import Form
from xltool.model.report import Finding, Report, Verdict
from xltool.model.submission import Submission
from xltool.pipeline.submissions import read_submission
from xltool.rules.context import rows_of_submission
from xltool.rules.registry import find_rule
from xltool.rules.rule import BatchRule, CellRule, GroupRule, Row, RowRule, Rule


@dataclass(frozen=True, slots=True)
class Ready:
    """A case with what was read from its workbook."""

    case: Case
    submission: Submission


@dataclass(slots=True)
class CaseLibrary:
    """All cases by the stem of their file, with the workbooks kept in `scratch` as they are read.

    `places` are the tables, and for cell rules the fields, that a rule looks at in a form.
    """

    scratch: Path
    ready: dict[str, list[Ready]] = field(default_factory=dict)
    places: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def of(self, rule: Rule) -> list[Ready]:
        """The cases of a rule's own file."""
        return self.named(f"{rule.code.lower()}_{rule.name}")

    def named(self, stem: str) -> list[Ready]:
        """The cases of one file; those whose workbook is refused judge no rule."""
        if stem not in self.ready:
            path = FOLDER / f"{stem}.md"
            read = [self._read(case) for case in read_cases(path)] if path.exists() else []
            self.ready[stem] = [each for each in read if each]
        return self.ready[stem]

    def _read(self, case: Case) -> Ready | None:
        # In a folder of its own, as the name of the file may decide.
        folder = self.scratch / f"{case.path.stem}-{case.line}" / "收件"
        path = folder / case.settings.get("file", "绩效目标表.xlsx")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(workbook_of(case))
        year = case.options.get("year")
        given = Given(int(year) if year else None, case.options.get("period"))
        read = read_submission(path, load_forms(), given)
        return Ready(case, read) if isinstance(read, Submission) else None

    def looked_at(self, rule: Rule, form: Form) -> list[tuple[str, str]]:
        """Where a rule looks in a form: a table, and the field where it looks at single values."""
        key = (rule.code, form.digest)
        if key not in self.places:
            self.places[key] = list(_places(rule, form))
        return self.places[key]


def _places(rule: Rule, form: Form) -> Iterator[tuple[str, str]]:
    if isinstance(rule, BatchRule) or not rule.enabled_in(form):
        return
    for table in table_names(form):
        schema = form_schema(form, table, frozenset({rule.code}))
        if schema.checks:
            yield table, ""
        yield from ((table, name) for name, column in schema.columns.items() if column.checks)


def case_differences(
    rule: Rule, ready: Sequence[Ready], forms: Sequence[Form], library: CaseLibrary
) -> list[str]:
    """What the cases find of a rule too much or too little; raises what the rule raises."""
    found: list[list[Finding]] = [[] for _ in ready]
    for form in forms:
        mine = [n for n, each in enumerate(ready) if each.submission.form == form.key]
        makers = {n: FindingMaker(ready[n].submission, form) for n in mine}
        tables = {n: rows_of_submission(ready[n].submission, form) for n in mine}
        for table, name in library.looked_at(rule, form) if mine else ():
            rows: list[Row] = []
            for number in mine:
                for row in tables[number][table]:
                    row["submission"] = number
                    rows.append(row)
            for hit in _found(rule, form, table, name, rows):
                place = hit.row["submission"]
                assert isinstance(place, int)
                found[place].append(makers[place].finding(hit, table))
    differing: list[str] = []
    for each, findings in zip(ready, found, strict=True):
        expected = [e for e in each.case.findings if e.rule == rule.code]
        alone = Case(each.case.path, each.case.heading, each.case.line, findings=expected)
        # What another rule says better of the same cell is not said by this one.
        said = {e.cells[0] for e in each.case.findings if rule.code in find_rule(e.rule).covers}
        uncovered = (
            f for f in _distinct(findings) if f"{f.refs[0].sheet}!{f.refs[0].a1}" not in said
        )
        report = Report(each.case.heading, Verdict.FINDINGS, findings=tuple(uncovered))
        differing += alone.differences(report)
    return differing


def _found(rule: Rule, form: Form, table: str, name: str, rows: Sequence[Row]) -> list[Found]:
    index = pd.RangeIndex(len(rows))
    if isinstance(rule, CellRule):
        cell = form.field(table, name)
        assert cell is not None
        values = [row.get(name) for row in rows]
        places: Sequence[int] = range(len(rows))
        if rule.where is not None:
            places = places_of(rule.where(pd.Series(values, index=index, dtype=object)))
        return [
            Found.by(
                rule, hit if hit.field else replace(hit, field=name), (rows[place],), place, form
            )
            for place in places
            for hit in rule.check(values[place], cell, form)
        ]
    names = [*column_names(form, table), "project"] if _needs_frame(rule) else []
    added = typed_columns(form, table) if _needs_frame(rule) else ()
    assert isinstance(rule, RowRule | GroupRule)
    return list(JudgedTable(rows, form, frame_of(rows, names, index, added)).hits(rule))


def _needs_frame(rule: Rule) -> bool:
    """Whether it, or one that may speak in its place, looks at columns."""
    return isinstance(rule, RowRule) and bool(rule.where or rule.exclusive)


def example_differences(rule: Rule) -> list[str]:
    """The examples that the rule judges the other way round."""
    form = find_form(rule.examples.form, load_forms())
    form = form.model_copy(update=dict(rule.examples.settings))
    wrong = [f"silent {rows}" for rows in rule.examples.bad if not _hit(rule, form, rows)]
    return wrong + [f"spoke {rows}" for rows in rule.examples.good if _hit(rule, form, rows)]


def _hit(rule: Rule, form: Form, rows: Sequence[object]) -> bool:
    if isinstance(rule, BatchRule):
        return bool(list(rule.check(rows, form)))  # type: ignore[arg-type]
    table = rule.examples.table
    given = pd.DataFrame([dict(row) for row in rows])  # type: ignore[call-overload]
    judged = judged_table(given, form, table)
    if not isinstance(rule, CellRule):
        assert isinstance(rule, RowRule | GroupRule)
        return any(True for _ in judged.hits(rule))
    names = {field.name for field in form.tables()[table] if rule.looks_at(field)} & set(given)
    return any(bool(_found(rule, form, table, name, judged.rows)) for name in names)
