"""The rows of a month: what stands in the ledger beside what it is to the month, and what changed.

The columns of a project, an indicator, … stand in the ledger's own row types.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from xltool.ledger.finding_row import FindingRow
from xltool.ledger.indicator_row import IndicatorRow
from xltool.month.decision import Decision

Record = TypeVar("Record")


class MonthSubmission(NamedTuple):
    """A submission of the month: its unit, as the roster has it, and what it is to the month."""

    form: str
    unit: str
    unit_name: str
    status: str
    path: str


class MonthRow(NamedTuple, Generic[Record]):
    """A row of the ledger with the submission that it stands in."""

    submission: MonthSubmission
    record: Record


class ProjectKey(NamedTuple):
    """A project as its indicators know it."""

    code: str
    name: str
    key: str


class MonthIndicator(NamedTuple):
    """An indicator with its submission and its project."""

    submission: MonthSubmission
    record: IndicatorRow
    project: ProjectKey


class RuledFinding(NamedTuple):
    """What was decided about a finding; `exempted` says in words why it does not count."""

    submission: int
    place: int
    opinion: str
    decision: str
    exempted: str


class MonthFinding(NamedTuple):
    """A finding with its submission, and what was decided about it."""

    submission: MonthSubmission
    record: FindingRow
    opinion: str
    decision: str
    exempted: str

    @property
    def open(self) -> bool:
        """Whether it is still asked of the unit."""
        return self.decision != Decision.ACCEPTED and not self.exempted


class ComparedProject(NamedTuple):
    """A project of the month, or of the one before: what is compared."""

    form: str
    unit: str
    unit_name: str
    place: int
    key: str
    code: str
    name: str
    budget: str | None
    fiscal: str | None
    other: str | None
    executed: str | None
    path: str
    sheet: str
    cell: str


class ComparedIndicator(NamedTuple):
    """An indicator of it; `key` is that of its project."""

    form: str
    unit: str
    place: int
    key: str
    level1: str
    level2: str
    level3: str
    text: str
    path: str
    sheet: str
    cell: str


class ComparedAttainment(NamedTuple):
    """What was reached of an indicator of it, with the name of its light."""

    form: str
    unit: str
    place: int
    key: str
    level1: str
    level2: str
    level3: str
    target: str
    text: str
    light: str
    path: str
    sheet: str
    cell: str


class ChangeRow(NamedTuple):
    """A difference to the month before, or an adjustment of a closed month."""

    section: str
    kind: str
    form: str
    unit: str
    unit_name: str
    key: str
    code: str
    name: str
    item: str
    before: str | None
    after: str | None
    before_path: str | None
    before_sheet: str | None
    before_cell: str | None
    after_path: str | None
    after_sheet: str | None
    after_cell: str | None
