"""A rule as a check of pandera: registered under `XL204_rate_above_hundred`, with its parameters.

The same check serves two readers. A pandera user gets failures, one for each value at fault;
warnings and notes only warn. While a run is open (`collecting`), its hits go to the run instead.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.errors import SchemaWarning

from xltool.checking.frames import judged_table
from xltool.checking.hits import Found, JudgedTable, places_of
from xltool.checking.parameters import NamedForm, bound, given_parameters, parameter_names
from xltool.checking.typed_rows import typed_value
from xltool.model.form import Field, Form
from xltool.model.report import Severity
from xltool.rules.registry import workbook_rules
from xltool.rules.rule import CellRule, GroupRule, Hit, Row, RowRule

SheetRule = CellRule | RowRule | GroupRule
"""A rule that pandera runs: it looks at a value, a row, or the rows of a project or workbook."""


@dataclass(slots=True)
class Run:
    """The judging of one table: its rows, the index of their frame, and the hits so far."""

    table: JudgedTable
    index: pd.Index[Any]
    found: list[Found] = field(default_factory=list)
    passed: pd.Series[bool] = field(init=False)

    def __post_init__(self) -> None:
        """What every check tells pandera in a run, made once: that all rows pass."""
        self.passed = _passed((), self.index)


_RUN: ContextVar[Run | None] = ContextVar("run", default=None)
_FOUND: ContextVar[list[Found] | None] = ContextVar("found", default=None)


@contextmanager
def collecting(run: Run) -> Iterator[None]:
    """Within it the checks of the run's own frame collect their hits and fail nothing."""
    token = _RUN.set(run)
    try:
        yield
    finally:
        _RUN.reset(token)


def run_of(data: pd.DataFrame | pd.Series[Any]) -> Run | None:
    """The open run that a frame or column belongs to: copies and columns share its index."""
    run = _RUN.get()
    return run if run is not None and data.index.is_(run.index) else None


class RuleCheck(pa.Check):
    """A check of pandera that knows the hits behind its failures.

    `strict` where warnings and notes fail as errors do.
    """

    strict = False

    def __init__(self, *given: Any, **options: Any) -> None:
        """Without a text in `error`, which pandera would show in place of the rule's code."""
        super().__init__(*given, **{**options, "error": None})

    def __deepcopy__(self, memo: object) -> Self:
        """With the same rule and form: pandera copies the columns of a schema deeply."""
        return copy(self)

    def __call__(self, check_obj: Any, column: str | None = None) -> CheckResult:
        """Which rows pass, and for each hit the value at fault."""
        data = check_obj if column is None else check_obj[column]
        found: list[Found] = []
        token = _FOUND.set(found)
        try:
            passed = self._check_fn(data)
        finally:
            _FOUND.reset(token)
        if run := run_of(data):
            run.found += found
            return CheckResult(passed, True, data, None)
        if not self.strict and not self.raise_warning:
            found = self._errors(found, data.index)
            passed = _passed(found, data.index)
        return CheckResult(passed, not found, data, _failure_cases(found, data.index))

    def _errors(self, found: Sequence[Found], index: pd.Index[Any]) -> list[Found]:
        """The hits that are errors; of those that are less in their own case it only warns."""
        lesser = [each for each in found if each.severity is not Severity.ERROR]
        if lesser:
            cases = ", ".join(map(str, _failure_cases(lesser, index)["failure_case"]))
            warnings.warn(f"{self.name} failure cases: {cases}", SchemaWarning, stacklevel=2)
        return [each for each in found if each.severity is Severity.ERROR]


def _failure_cases(found: Sequence[Found], index: pd.Index[Any]) -> pd.DataFrame:
    """One row for each hit: the row of the frame, the column and the value at fault."""
    cases = {(each.place, each.hit.field): each.row.get(each.hit.field) for each in found}
    values = pd.Series(list(cases.values()), dtype=object)
    return pd.DataFrame(
        {
            "failure_case": values,
            "column": [name for _, name in cases],
            "index": [index[place] for place, _ in cases],
        }
    )


def _passed(found: Sequence[Found], index: pd.Index[Any]) -> pd.Series[bool]:
    passed = np.ones(len(index), dtype=bool)
    passed[[each.place for each in found]] = False
    return pd.Series(passed, index=index, dtype=bool)


def rule_check(
    rule: SheetRule, form: Form, table: str, cell: Field | None = None, *, strict: bool = False
) -> RuleCheck:
    """The check of a rule for a table of a form, or for one field of it."""
    check = _registered(
        rule,
        form=NamedForm(form),
        table=table,
        **given_parameters(rule, form, cell),
        # ignore_na would drop the blanks, and with them “required”.
        ignore_na=False,
        raise_warning=not strict and not rule.may_be_error(form),
        title=rule.title.zh,
        description=rule.title.en,
    )
    check.strict = strict
    return check


def _registered(rule: SheetRule, *, form: str, table: str, **given: Any) -> RuleCheck:
    """The check of a rule with its parameters, as `pa.Check.XL204_rate_above_hundred(form=…)`."""
    names = parameter_names(rule)
    parameters = {name: given.pop(name) for name in names if name in given}
    judge = partial(_outcome, rule, form=form, table=table, **parameters)
    # By its name alone, as YAML can hold it; the check itself goes on knowing the form.
    statistics = {"form": str(form), "table": table, **dict.fromkeys(names), **parameters}
    return RuleCheck(judge, name=rule.label, statistics=statistics, **given)


def _outcome(
    rule: SheetRule, data: Any, *, form: str, table: str, **parameters: object
) -> pd.Series[bool]:
    """What pandera asks of a check: which rows of a frame or column pass."""
    run = run_of(data)
    if isinstance(rule, CellRule):
        found = list(_cell_hits(rule, data, *bound(rule, form, table, str(data.name), parameters)))
    else:
        whole, _ = bound(rule, form, table, "", parameters)
        found = list((run.table if run else judged_table(data, whole, table)).hits(rule))
    collected = _FOUND.get()
    if collected is not None:
        collected += found
    return run.passed if run else _passed(found, data.index)


def _cell_hits(
    rule: CellRule, column: pd.Series[Any], form: Form, cell: Field | None
) -> Iterator[Found]:
    assert cell is not None
    run, values = run_of(column), column.tolist()
    if run is None:
        values = [typed_value(value, cell) for value in values]
        column = pd.Series(values, index=column.index, dtype=object)
    places = range(len(values)) if rule.where is None else places_of(rule.where(column))
    for place in places:
        for hit in rule.check(values[place], cell, form):
            row: Row = run.table.rows[place] if run else {cell.name: values[place]}
            yield Found.by(rule, _in_field(hit, cell), (row,), place, form)


def _in_field(hit: Hit, cell: Field) -> Hit:
    return hit if hit.field else replace(hit, field=cell.name)


def register_rules() -> None:
    """Make every rule of one workbook a method of `pa.Check`."""
    registered: dict[str, Any] = pa.Check.REGISTERED_CUSTOM_CHECKS
    for rule in workbook_rules():
        assert isinstance(rule, CellRule | RowRule | GroupRule)
        # Not by `register_check_method`: it looks for pyspark, in vain, once a rule, reads the
        # signature once a check, and builds plain checks; ours know their hits.
        registered[rule.label] = partial(_registered, rule)


register_rules()
