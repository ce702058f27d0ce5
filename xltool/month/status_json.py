"""How the units stand in a month -> JSON for programs; fields are only ever added."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from xltool.language import clock
from xltool.month.consolidation import Consolidation
from xltool.month.due_forms import DueEntry


class DueOut(BaseModel):
    """A unit and a form; `time` is Beijing time, `path` is the file that stands for the unit.

    `explained` findings of that file wait for the reviewer, `accepted` ones the reviewer accepted.
    """

    unit: str
    unit_name: str
    form: str
    status: str
    overdue: bool
    due: str | None
    time: str | None
    contact: str | None
    errors: int | None
    warnings: int | None
    path: str | None
    explained: int
    accepted: int


class StatusOut(BaseModel):
    """A month; `period` is null where the ledger is empty."""

    version: int
    period: str | None
    closed: bool
    units: list[DueOut]


def status_json(month: Consolidation | None, entries: Sequence[DueEntry], lang: str) -> str:
    """The month as one JSON document."""
    out = StatusOut(
        version=1,
        period=month.month.period if month else None,
        closed=month.closed if month else False,
        units=[_entry(month, each, lang) for each in entries] if month else [],
    )
    return out.model_dump_json(indent=2)


def _entry(month: Consolidation, due: DueEntry, lang: str) -> DueOut:
    record = due.source.record if due.source else None
    return DueOut(
        unit=due.unit,
        unit_name=due.unit_name,
        form=due.form(lang),
        status=due.status.value,
        overdue=due.is_overdue(clock.now().date()),
        due=due.due.isoformat() if due.due else None,
        time=due.time or None,
        contact=due.contact or None,
        errors=record.errors if record else None,
        warnings=record.warnings if record else None,
        path=str(month.located(due.source.submission.path)) if due.source else None,
        explained=due.explained,
        accepted=due.accepted,
    )
