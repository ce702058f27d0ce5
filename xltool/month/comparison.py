"""Two months of the same units -> what changed, each with both values and both places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from enum import StrEnum

MONEY = ("budget", "fiscal", "other", "executed")


class ChangeKind(StrEnum):
    """What happened to a unit, a project or an indicator."""

    UNIT_ADDED = "unit_added"
    UNIT_GONE = "unit_gone"
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MONEY = "money"
    INDICATOR_ADDED = "indicator_added"
    INDICATOR_REMOVED = "indicator_removed"
    INDICATOR = "indicator"
    ATTAINED = "attained"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell of a workbook; `path` is as the ledger keeps it."""

    path: str
    sheet: str
    cell: str


Indicators = Mapping[tuple[str, str, int], tuple[str, SourceCell]]


@dataclass(frozen=True, slots=True)
class ProjectThen:
    """A project as it stood in a month; `indicators` by second and third level and occurrence,
    `attained` likewise: what was reached and its light, as `12 red`.
    """

    key: str
    code: str
    name: str
    money: Mapping[str, Decimal | None]
    at: SourceCell
    indicators: Indicators = made(default_factory=dict)
    attained: Indicators = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All projects of a unit on a form in a month, by their keys."""

    form: str
    unit: str
    unit_name: str
    projects: Mapping[str, ProjectThen]

    @property
    def order(self) -> tuple[str, str]:
        """By which two months are compared side by side."""
        return self.form, self.unit

    def total(self) -> Decimal:
        """The sum of the projects' budgets."""
        return sum((p.money["budget"] or Decimal(0) for p in self.projects.values()), Decimal(0))


@dataclass(frozen=True, slots=True)
class MonthChange:
    """One difference; `item` is a key of `MONEY`, or an indicator's name."""

    kind: ChangeKind
    form: str
    unit: str
    unit_name: str
    key: str = ""
    code: str = ""
    name: str = ""
    item: str = ""
    before: Decimal | str | None = None
    after: Decimal | str | None = None
    before_at: SourceCell | None = None
    after_at: SourceCell | None = None


def changes(before: Iterable[Snapshot], after: Iterable[Snapshot]) -> Iterator[MonthChange]:
    """Everything that differs; both streams are sorted by form and unit."""
    olds, news = iter(before), iter(after)
    old, new = next(olds, None), next(news, None)
    while old or new:
        if new is None or (old and old.order < new.order):
            assert old is not None
            yield MonthChange(
                ChangeKind.UNIT_GONE, *old.order, old.unit_name, before=old.total(), after=None
            )
            old = next(olds, None)
        elif old is None or new.order < old.order:
            yield MonthChange(ChangeKind.UNIT_ADDED, *new.order, new.unit_name, after=new.total())
            new = next(news, None)
        else:
            yield from unit_changes(old, new)
            old, new = next(olds, None), next(news, None)


def unit_changes(old: Snapshot, new: Snapshot) -> Iterator[MonthChange]:
    """What one unit changed: first in the order of the new projects, then those that are gone."""
    unit = (new.form, new.unit, new.unit_name or old.unit_name)
    for key, project in new.projects.items():
        known = (*unit, key, project.code, project.name)
        if key in old.projects:
            yield from _project_changes(known, old.projects[key], project)
        else:
            budget = project.money["budget"]
            yield MonthChange(ChangeKind.ADDED, *known, after=budget, after_at=project.at)
    for key, project in old.projects.items():
        if key not in new.projects:
            yield MonthChange(
                ChangeKind.REMOVED,
                *(*unit, key, project.code, project.name),
                before=project.money["budget"],
                before_at=project.at,
            )


_Known = tuple[str, str, str, str, str, str]


def _project_changes(known: _Known, old: ProjectThen, new: ProjectThen) -> Iterator[MonthChange]:
    if old.name != new.name:
        yield MonthChange(
            ChangeKind.RENAMED,
            *known,
            before=old.name,
            after=new.name,
            before_at=old.at,
            after_at=new.at,
        )
    for item in MONEY:
        before, after = old.money[item], new.money[item]
        if before != after:
            yield MonthChange(
                ChangeKind.MONEY,
                *known,
                item=item,
                before=before,
                after=after,
                before_at=old.at,
                after_at=new.at,
            )
    yield from _indicator_changes(known, old, new)
    for key, (text, cell) in new.attained.items():
        if key in old.attained and old.attained[key][0] != text:
            old_text, old_cell = old.attained[key]
            yield MonthChange(
                ChangeKind.ATTAINED,
                *known,
                item=key[1],
                before=old_text,
                after=text,
                before_at=old_cell,
                after_at=cell,
            )


def _indicator_changes(known: _Known, old: ProjectThen, new: ProjectThen) -> Iterator[MonthChange]:
    """First in the order of the new indicators, then those that are gone."""
    for key, (text, cell) in new.indicators.items():
        if key not in old.indicators:
            yield MonthChange(
                ChangeKind.INDICATOR_ADDED, *known, item=key[1], after=text, after_at=cell
            )
        elif old.indicators[key][0] != text:
            old_text, old_cell = old.indicators[key]
            yield MonthChange(
                ChangeKind.INDICATOR,
                *known,
                item=key[1],
                before=old_text,
                after=text,
                before_at=old_cell,
                after_at=cell,
            )
    for key, (text, cell) in old.indicators.items():
        if key not in new.indicators:
            yield MonthChange(
                ChangeKind.INDICATOR_REMOVED, *known, item=key[1], before=text, before_at=cell
            )
