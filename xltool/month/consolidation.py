"""A month of a ledger, opened: what is asked of it is in `records` and `counts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xltool.ledger.ledger import Ledger
from xltool.ledger.row_sql import create_temp
from xltool.model.form import Form
from xltool.month.attainment_rows import AttainmentRow, ProgressRow
from xltool.month.exemptions import Exemptions
from xltool.month.roster import Roster
from xltool.month.rows import (
    ChangeRow,
    ComparedAttainment,
    ComparedIndicator,
    ComparedProject,
    RuledFinding,
)
from xltool.month.rulings import Rulings
from xltool.month.submission_status import Month, fill_submission_status

COUNTED = "('counted', 'marked')"
SHOWN = "('counted', 'marked', 'adjustment', 'invalid', 'incomplete', 'returned')"
"""Whose findings are listed: what counts, and what its unit must still correct."""

_TABLES = (
    "CREATE TEMP TABLE same_units (form TEXT, unit TEXT, PRIMARY KEY (form, unit))",
    create_temp("before_projects", ComparedProject),
    create_temp("before_indicators", ComparedIndicator),
    create_temp("ruled", RuledFinding, key="submission, place"),
    create_temp("differences", ChangeRow),
    create_temp("attained", AttainmentRow),
    create_temp("attained_before", AttainmentRow),
    create_temp("attained_late", AttainmentRow),
    create_temp("before_attained", ComparedAttainment),
    create_temp("progress", ProgressRow),
    create_temp("progress_before", ProgressRow),
    create_temp("progress_late", ProgressRow),
    *(
        f"CREATE INDEX temp.before_{table}_by_unit ON before_{table} (form, unit)"
        for table in ("projects", "indicators", "attained")
    ),
    "CREATE TEMP TABLE batch_findings AS SELECT * FROM findings LIMIT 0",
    "CREATE INDEX temp.batch_by_submission ON batch_findings (submission, place)",
)


@dataclass(slots=True)
class Consolidation:
    """A month of a ledger with its forms and roster: what a summary is written from.

    `compared` says with what the month is compared, "" where there is nothing: a month, or the
    name of an earlier summary. `not_compared` says why figures are not compared with that summary,
    a key of the reasons for which rules do not run. `skipped` are batch rules that did not
    run, each with a reason. `rulings` are the reviewer's decisions and the exemptions.
    """

    ledger: Ledger
    month: Month
    forms: Mapping[str, Form]
    lang: str = "zh"
    roster: Roster | None = None
    include_invalid: bool = False
    closed: bool = False
    compared: str = ""
    not_compared: str = ""
    skipped: dict[str, str] = field(default_factory=dict)
    rulings: Rulings = field(default_factory=lambda: Rulings(Exemptions()))

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        month: Month,
        forms: Sequence[Form],
        *,
        lang: str = "zh",
        roster: Roster | None = None,
        include_invalid: bool = False,
        exemptions: Exemptions | None = None,
    ) -> Consolidation:
        """The month, with the submissions that count chosen."""
        rulings = Rulings.of(ledger, (month.period[:4],), exemptions or Exemptions())
        fill_submission_status(
            ledger,
            month,
            forms,
            roster=roster,
            include_invalid=include_invalid,
            rulings=rulings,
        )
        for statement in _TABLES:
            ledger.connection.execute(statement)
        closed = ledger.frozen(month.period) is not None
        by_key = {form.key: form for form in forms}
        return cls(ledger, month, by_key, lang, roster, include_invalid, closed, rulings=rulings)

    def form_title(self, key: str) -> str:
        """A form's name in the language of the summary, its key where it is no longer known."""
        return self.forms[key].title.words()(self.lang) if key in self.forms else key

    def located(self, path: str) -> Path:
        """Where a workbook is."""
        return self.ledger.located(path)

    def run(self, query: str, values: Sequence[object] = ()) -> Any:
        """Ask the ledger; also of the temporary tables of this run."""
        return self.ledger.connection.execute(query, values)

    def fill(self, statement: str, rows: Any) -> None:
        """Add rows to a temporary table of this run."""
        self.ledger.connection.executemany(statement, rows)
