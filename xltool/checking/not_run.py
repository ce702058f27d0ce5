"""Rules + what a submission lacks -> the rules that could not run on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from xltool.model.form import Form
from xltool.model.report import NotRun
from xltool.model.submission import ABSENT, Submission
from xltool.rules.rule import GroupRule, RowRule, Rule, looks_at


class Lacks(NamedTuple):
    """What a submission lacks: the fields that each table does not print, its year, its month."""

    absent: tuple[tuple[str, frozenset[str]], ...]
    year: bool
    month: bool

    @classmethod
    def of(cls, submission: Submission, form: Form) -> Lacks:
        """Many submissions lack the same: what that means is worked out once."""
        absent = tuple((table, _absent(submission, table)) for table in form.tables())
        return cls(absent, submission.year is None, submission.period is None)


def rules_not_run(
    form: Form, rules: Iterable[Rule], broken: Collection[str], lacks: Lacks
) -> tuple[NotRun, ...]:
    """Those of some rules that could not run on a submission: broken ones, those that need its
    year, and those that need what its form does not print.
    """
    skipped = [NotRun(code, "failed") for code in sorted(broken)]
    for rule in rules:
        if isinstance(rule, RowRule | GroupRule) and any(
            not names.isdisjoint(rule.needs)
            and {field.name for field in form.tables()[table]}.issuperset(rule.needs)
            for table, names in lacks.absent
            if looks_at(rule, table, form)
        ):
            skipped.append(NotRun(rule.code, "not_printed"))
        elif lacks.year and rule.needs_year and rule.concerns(form):
            skipped.append(NotRun(rule.code, "year_unknown"))
        elif lacks.month and rule.needs_month and _has_needed(rule, form):
            skipped.append(NotRun(rule.code, "month_unknown"))
    return tuple(skipped)


def _has_needed(rule: Rule, form: Form) -> bool:
    """Whether the form has what a row rule needs: without it there is nothing to say."""
    if not isinstance(rule, RowRule | GroupRule):
        return rule.concerns(form)
    names = {field.name for field in form.tables().get(rule.table, ())}
    return names.issuperset(rule.needs)


def _absent(submission: Submission, table: str) -> frozenset[str]:
    """The fields of a table that none of its records has a label or heading for."""
    records = submission.tables[table]
    if not records:
        return frozenset()
    first, *others = records
    absent = {name for name, value in first.values.items() if value is ABSENT}
    for record in others:
        absent = {name for name in absent if record.values[name] is ABSENT}
    return frozenset(absent)
