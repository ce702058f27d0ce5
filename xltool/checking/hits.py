"""Rules + the rows of a table -> hits, each with where it stands; every rule sees a row once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import pandas as pd

from xltool.model.form import Form
from xltool.model.report import Severity
from xltool.rules.registry import all_rules
from xltool.rules.rule import GroupRule, Hit, Row, RowRule, Rule, Scope

_GROUPED_BY = {Scope.PROJECT: ("submission", "project"), Scope.WORKBOOK: ("submission",)}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of a rule: `rows` are those that the rule was given, `place` is the row of the table.

    `hit.row` is the same row among `rows`; `severity` is what it has in its form.
    """

    rule: Rule
    hit: Hit
    rows: Sequence[Row]
    place: int
    severity: Severity

    @classmethod
    def by(cls, rule: Rule, hit: Hit, rows: Sequence[Row], place: int, form: Form) -> Found:
        """A hit with its severity in a form."""
        return cls(rule, hit, rows, place, hit.severity or rule.severity_in(form))

    @property
    def row(self) -> Row:
        """The row at fault."""
        return self.rows[self.hit.row]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Who speaks of each row, of the rules of which one only may; what failed from which rule on.

    `failed` is the code of the first rule that raised, "" for none: it and those behind it fail.
    """

    hits: Mapping[int, tuple[Rule, tuple[Hit, ...]]]
    failed: str = ""
    error: Exception | None = None


@dataclass(slots=True)
class JudgedTable:
    """The typed rows of a table, with what several rules need of them, worked out once."""

    rows: Sequence[Row]
    form: Form
    frame: pd.DataFrame
    _groups: dict[Scope, list[tuple[int, list[Row]]]] = field(default_factory=dict)
    _spoken: dict[str, _Spoken] = field(default_factory=dict)

    def hits(self, rule: RowRule | GroupRule) -> Iterator[Found]:
        """Every hit of a rule. Raises what the rule raises."""
        if isinstance(rule, GroupRule):
            for start, rows in self._groups_of(rule.scope):
                for hit in rule.check(rows, self.form):
                    yield Found.by(rule, hit, rows, start + hit.row, self.form)
        elif rule.exclusive:
            yield from self._exclusive_hits(rule)
        else:
            for place in self._places(rule):
                row = self.rows[place]
                for hit in rule.check(row, self.form):
                    yield Found.by(rule, hit, (row,), place, self.form)

    def _places(self, rule: RowRule) -> Collection[int]:
        """The rows that a rule is given: those that its operation on columns finds at fault."""
        if rule.where is None:
            return range(len(self.rows))
        if not set(rule.needs) <= set(self.frame.columns):
            return ()
        return places_of(rule.where(self.frame, self.form))

    def _groups_of(self, scope: Scope) -> list[tuple[int, list[Row]]]:
        """The rows of each project or workbook, with the place of the first."""
        if scope not in self._groups:
            keys, groups, start = _GROUPED_BY[scope], [], 0
            for _, members in groupby(self.rows, lambda row: [row.get(key) for key in keys]):
                rows = list(members)
                groups.append((start, rows))
                start += len(rows)
            self._groups[scope] = groups
        return self._groups[scope]

    def _exclusive_hits(self, rule: RowRule) -> Iterator[Found]:
        if rule.exclusive not in self._spoken:
            self._spoken[rule.exclusive] = self._speakers(rule.exclusive)
        spoken = self._spoken[rule.exclusive]
        if spoken.error and rule.code >= spoken.failed:
            raise spoken.error
        for place, (speaker, hits) in spoken.hits.items():
            if speaker is rule:
                for hit in hits:
                    yield Found.by(rule, hit, (self.rows[place],), place, self.form)

    def _speakers(self, mark: str) -> _Spoken:
        """For each row the first of the rules with a mark that has something to say of it.

        Each rule is given the rows of which none before it spoke; a rule silences those behind it
        whether it was selected or not.
        """
        speakers: dict[int, tuple[Rule, tuple[Hit, ...]]] = {}
        for rule in exclusive_rules(mark):
            try:
                for place in self._places(rule):
                    if place not in speakers:
                        hits = tuple(rule.check(self.rows[place], self.form))
                        if hits:
                            speakers[place] = rule, hits
            except Exception as error:  # reported as rules that could not run
                return _Spoken(speakers, rule.code, error)
        return _Spoken(speakers)


def places_of(at_fault: pd.Series[bool]) -> list[int]:
    """The places at which a column is true."""
    return [int(place) for place in at_fault.to_numpy().nonzero()[0]]


@cache
def exclusive_rules(mark: str) -> tuple[RowRule, ...]:
    """The rules with this mark `exclusive`, by their codes."""
    rules = (rule for rule in all_rules() if isinstance(rule, RowRule))
    return tuple(rule for rule in rules if rule.exclusive == mark)
