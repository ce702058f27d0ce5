"""Consolidation -> each monthly submission beside the month before and beside its target form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from xltool.ledger.form_facts import is_monthly
from xltool.ledger.kept_tables import kept_tables
from xltool.model.form import Form
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.month.earlier_tables import earlier_tables
from xltool.month.submission_status import Month, counted_submission
from xltool.rules.monitoring.history import (
    INDICATORS,
    Tables,
    compared_with_month_before,
    compared_with_targets,
    not_monitored,
    target_column,
)
from xltool.rules.rule import Row

NOTHING_BEFORE = {"progress": "no_month_before", "targets": "no_targets"}
"""What a batch rule may compare, the month before and the accepted target form, with the reason
why it cannot where neither the ledger nor an earlier summary has any."""


@dataclass(frozen=True, slots=True)
class _Monitored:
    form: Form
    unit: str
    unit_name: str
    submission: int


class HistoryRows:
    """The rows of these tables of a month, worked out once for all rules."""

    def __init__(self, consolidation: Consolidation) -> None:
        self._month = consolidation

    def of(self, table: str) -> list[Row] | None:
        """The rows of a table; None where a month has something to compare, and nothing to compare
        it with.
        """
        return self._progress if table == "progress" else self._targets

    @cached_property
    def _progress(self) -> list[Row] | None:
        def earlier(monitored: _Monitored, now: Tables) -> Iterator[Row] | None:
            before = self._before(monitored)
            if before is None:
                return None
            return compared_with_month_before(now, before, monitored.form)

        return self._compared(earlier)

    @cached_property
    def _targets(self) -> list[Row] | None:
        def target(monitored: _Monitored, now: Tables) -> Iterator[Row] | None:
            before = self._before(monitored)
            for form in self._month.forms.values():
                if is_monthly(form) or not target_column(monitored.form, form)[0]:
                    continue
                accepted = self._counted(form, monitored.unit, self._month.month)
                if accepted is None:
                    accepted = self._summarised(form, monitored.unit)
                if accepted is not None:
                    return chain(
                        compared_with_targets(now, accepted, monitored.form, form),
                        not_monitored(now, accepted, before or {}),
                    )
            # Without a target form those of the month before are what they are compared with.
            of = monitored.form
            return None if before is None else compared_with_targets(now, before, of, of)

        rows = self._compared(target)
        # What went since the month before is said of that month.
        said = {_missing(row) for row in self._progress or ()} - {None}
        return [row for row in rows if _missing(row) not in said] if rows is not None else None

    def _compared(
        self, compare: Callable[[_Monitored, Tables], Iterator[Row] | None]
    ) -> list[Row] | None:
        monthly = list(self._monthly())
        rows: list[Row] = []
        found = not monthly
        for each in monthly:
            compared = compare(each, kept_tables(self._month.ledger, each.submission, each.form))
            if compared is None:
                continue
            found = True
            about = {
                "form": each.form.key,
                "unit": each.unit,
                "unit_name": each.unit_name,
                "submission": each.submission,
            }
            rows += ({**row, **about} for row in compared)
        return rows if found else None

    def _monthly(self) -> Iterator[_Monitored]:
        """The submissions on forms with indicators that are filled in every month."""
        query = (
            "SELECT form, unit, unit_name, submission FROM month_submissions "
            f"WHERE status IN {COUNTED} ORDER BY form, unit, rank"
        )
        for key, unit, name, submission in self._month.run(query):
            form = self._month.forms.get(key)
            if form and is_monthly(form) and INDICATORS in form.tables():
                yield _Monitored(form, unit, name, submission)

    def _before(self, monitored: _Monitored) -> Tables | None:
        """What a unit had in the month before; nothing in January, when all counts begin again."""
        before = self._month.month.before
        if before.period[:4] != self._month.month.period[:4]:
            return None
        counted = self._counted(monitored.form, monitored.unit, before)
        return counted if counted is not None else self._summarised(monitored.form, monitored.unit)

    def _counted(self, form: Form, unit: str, month: Month) -> Tables | None:
        ledger, rulings = self._month.ledger, self._month.rulings
        submission = counted_submission(ledger, form, unit, month, rulings)
        return None if submission is None else kept_tables(ledger, submission, form)

    def _summarised(self, form: Form, unit: str) -> Tables | None:
        """The same of the earlier summary, unless that tells nothing that can be relied on."""
        return None if self._month.not_compared else earlier_tables(self._month, form, unit)


def _missing(row: Row) -> tuple[object, ...] | None:
    """Which indicator of which submission is not there under its name; None for other rows."""
    found = row["kind"] in ("gone", "renamed")
    return (row["submission"], row["key"]) if found else None
