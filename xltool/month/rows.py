"""The rows that a summary is written from, as the ledger gives them; amounts are texts in 元."""

from __future__ import annotations

from typing import NamedTuple


class ProjectRow(NamedTuple):
    """A project that counts; amounts are texts of Decimals in 元."""

    form: str
    unit: str
    unit_name: str
    status: str
    path: str
    code: str
    name: str
    budget: str | None
    fiscal: str | None
    other: str | None
    executed: str | None
    plan: str
    indicators: int
    sheet: str
    cell: str
    key: str


class IndicatorRow(NamedTuple):
    """An indicator of a project that counts."""

    form: str
    unit: str
    unit_name: str
    path: str
    code: str
    project: str
    level1: str
    level2: str
    level3: str
    sign: str
    number: str | None
    measure: str
    text: str
    basis: str
    sheet: str
    cell: str
    key: str


class SubgoalRow(NamedTuple):
    """A sub-target of a department."""

    form: str
    unit: str
    unit_name: str
    path: str
    number: str
    name: str
    goal: str
    measure: str
    sheet: str
    cell: str


class FindingRow(NamedTuple):
    """A finding with its words in one language, and what the reviewer said of it before."""

    form: str
    unit: str
    unit_name: str
    path: str
    severity: str
    rule: str
    project: str
    field: str
    value: str
    message: str
    remedy: str
    number: int | None
    explanation: str
    sheet: str
    cell: str
    identity: str
    opinion: str | None
    decision: str | None


class SourceRow(NamedTuple):
    """A file of this month or of this run, and what became of it."""

    path: str
    digest: str
    form: str
    unit: str
    unit_name: str
    status: str
    verdict: str
    received: str | None
    modified: str | None
    errors: int
    warnings: int
    notes: int
    reason: str
    not_run: str


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
