"""The month's compact rows, streamed from the ledger in one fixed order.

Nothing is collected: a summary of 20,000 workbooks is written row by row. `CROSS JOIN` keeps
SQLite to the order of the tables as written, so that no stream needs sorting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xltool.ledger.entry import plan_months
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.month.consolidated import Consolidated
from xltool.month.roster import Roster
from xltool.month.rows import FindingRow, IndicatorRow, ProjectRow, SourceRow, SubgoalRow
from xltool.month.submission_status import Month, fill_submission_status

COUNTED = "('counted', 'marked')"
SHOWN = "('counted', 'marked', 'adjustment', 'invalid', 'incomplete')"
"""Whose findings are listed: what counts, and what its unit must still mend."""

_TABLES = """
CREATE TEMP TABLE before_projects (
    form TEXT, unit TEXT, unit_name TEXT, place INTEGER, key TEXT, code TEXT, name TEXT,
    budget TEXT, fiscal TEXT, other TEXT, path TEXT, sheet TEXT, cell TEXT
);
CREATE TEMP TABLE before_indicators (
    form TEXT, unit TEXT, place INTEGER, key TEXT, level2 TEXT, level3 TEXT, text TEXT,
    path TEXT, sheet TEXT, cell TEXT
);
CREATE TEMP TABLE opinions (
    identity TEXT PRIMARY KEY, value TEXT, opinion TEXT, decision TEXT
) WITHOUT ROWID;
CREATE TEMP TABLE differences (
    section TEXT, kind TEXT, form TEXT, unit TEXT, unit_name TEXT, key TEXT, code TEXT, name TEXT,
    item TEXT, before TEXT, after TEXT, before_path TEXT, before_sheet TEXT, before_cell TEXT,
    after_path TEXT, after_sheet TEXT, after_cell TEXT
);
CREATE TEMP TABLE batch_findings AS SELECT * FROM findings LIMIT 0;
CREATE INDEX temp.batch_by_submission ON batch_findings (submission, place)
"""


@dataclass(slots=True)
class Consolidation:
    """A month of a ledger with its forms and roster: the streams that a summary is written from.

    `compared` says with what the month is compared, "" where there is nothing: a month, or the
    name of an earlier summary. `skipped` are batch rules that did not run, each with a reason.
    """

    ledger: Ledger
    month: Month
    forms: Mapping[str, Form]
    lang: str = "zh"
    roster: Roster | None = None
    include_invalid: bool = False
    closed: bool = False
    compared: str = ""
    skipped: dict[str, str] = field(default_factory=dict)

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
    ) -> Consolidation:
        """The month, with the submissions that count chosen."""
        fill_submission_status(ledger, month, forms, roster=roster, include_invalid=include_invalid)
        for statement in _TABLES.split(";\n"):
            ledger.connection.execute(statement)
        closed = ledger.frozen(month.period) is not None
        by_key = {form.key: form for form in forms}
        return cls(ledger, month, by_key, lang, roster, include_invalid, closed)

    # What counts

    def counted_forms(self) -> list[str]:
        """The forms of what counts, in the order of the lists."""
        rows = self.run(
            f"SELECT DISTINCT form FROM standing WHERE status IN {COUNTED} ORDER BY form"
        )
        return [form for (form,) in rows]

    def plan_months(self) -> tuple[int, ...]:
        """The months at whose end a plan of one of these forms has a percentage."""
        found: set[int] = set()
        for key in self.counted_forms():
            found.update(plan_months(self.forms[key]) if key in self.forms else ())
        return tuple(sorted(found))

    def form_title(self, key: str) -> str:
        """A form's name in the language of the summary, its key where it is no longer known."""
        return self.forms[key].title.words()(self.lang) if key in self.forms else key

    def count(self, table: str) -> int:
        """How many rows a table of this month has: `projects`, `indicators`, …."""
        joined = {
            "projects": COUNTED,
            "indicators": COUNTED,
            "subgoals": COUNTED,
            "findings": SHOWN,
            "batch_findings": SHOWN,
        }
        query = f"SELECT count(*) FROM {table}"
        if table in joined:
            query = (
                f"SELECT count(*) FROM standing s CROSS JOIN {table} r "
                f"ON r.submission = s.submission WHERE s.status IN {joined[table]}"
            )
        (number,) = self.run(query).fetchone()
        assert isinstance(number, int)
        return number

    def has_executed(self) -> bool:
        """Whether a form that counts tells what was spent."""
        query = (
            "SELECT 1 FROM standing s CROSS JOIN projects p ON p.submission = s.submission "
            f"WHERE s.status IN {COUNTED} AND p.executed IS NOT NULL LIMIT 1"
        )
        return self.run(query).fetchone() is not None

    def departments(self) -> int:
        """How many departments there are among what counts, for each form anew."""
        (number,) = self.run(
            "SELECT count(*) FROM (SELECT DISTINCT form, CASE WHEN unit GLOB '[0-9][0-9][0-9]*' "
            f"THEN substr(unit, 1, 3) ELSE '' END FROM standing WHERE status IN {COUNTED})"
        ).fetchone()
        assert isinstance(number, int)
        return number

    def codes_are_distinct(self) -> bool:
        """Whether Excel's conditions tell the units apart: 0439 and 439 are the same to them, and
        what is no number may hold a wildcard.
        """
        (same,) = self.run(
            "SELECT count(*) FROM (SELECT DISTINCT unit FROM standing "
            f"WHERE status IN {COUNTED} AND (unit GLOB '*[^0-9]*' OR unit = ''))"
        ).fetchone()
        (codes, numbers) = self.run(
            "SELECT count(DISTINCT unit), count(DISTINCT CAST(unit AS INTEGER)) FROM standing "
            f"WHERE status IN {COUNTED}"
        ).fetchone()
        return bool(same == 0 and codes == numbers)

    def statuses(self) -> dict[str, int]:
        """How many files have each status."""
        return dict(self.run("SELECT status, count(*) FROM standing GROUP BY status"))

    def projects(self) -> Iterator[ProjectRow]:
        """The projects that count, unit by unit."""
        rows = self.run(
            "SELECT s.form, s.unit, s.unit_name, s.status, sub.path, p.code, p.name, p.budget, "
            "p.fiscal, p.other, p.executed, p.plan, p.indicators, p.sheet, p.cell, p.key "
            "FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission "
            "CROSS JOIN projects p ON p.submission = s.submission "
            f"WHERE s.status IN {COUNTED} ORDER BY s.rank, p.place"
        )
        return map(ProjectRow._make, rows)

    def indicators(self) -> Iterator[IndicatorRow]:
        """The indicators of these projects."""
        rows = self.run(
            "SELECT s.form, s.unit, s.unit_name, sub.path, p.code, p.name, i.level1, i.level2, "
            "i.level3, i.sign, i.number, i.unit, i.text, i.basis, i.sheet, i.cell, p.key "
            "FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission "
            "CROSS JOIN indicators i ON i.submission = s.submission "
            "LEFT JOIN projects p ON p.submission = i.submission AND p.place = i.project "
            f"WHERE s.status IN {COUNTED} ORDER BY s.rank, i.place"
        )
        return map(IndicatorRow._make, rows)

    def subgoals(self) -> Iterator[SubgoalRow]:
        """The sub-targets of the departments."""
        rows = self.run(
            "SELECT s.form, s.unit, s.unit_name, sub.path, g.number, g.name, g.goal, g.measure, "
            "g.sheet, g.cell FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission "
            "CROSS JOIN subgoals g ON g.submission = s.submission "
            f"WHERE s.status IN {COUNTED} ORDER BY s.rank, g.place"
        )
        return map(SubgoalRow._make, rows)

    def findings(self, unit: tuple[str, str] | None = None) -> Iterator[FindingRow]:
        """The findings of workbooks and of the batch, unit by unit; of one form and unit alone."""
        lang, only = self.lang, "AND s.form = ? AND s.unit = ?" if unit else ""
        one = " UNION ALL ".join(
            "SELECT s.rank AS rank, f.place AS place, s.form, s.unit, s.unit_name, sub.path, "
            f"f.severity, f.rule, f.project, f.field_{lang}, f.value, f.message_{lang}, "
            f"f.remedy_{lang}, f.opinion, f.explanation, f.sheet, f.cell, f.identity, "
            "o.opinion, o.decision "
            "FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission "
            f"CROSS JOIN {table} f ON f.submission = s.submission "
            "LEFT JOIN opinions o ON o.identity = f.identity AND o.value = f.value "
            f"WHERE s.status IN {SHOWN} {only}"
            for table in ("findings", "batch_findings")
        )
        rows = self.run(f"{one} ORDER BY rank, place", (unit or ()) * 2)
        return (FindingRow._make(row[2:]) for row in rows)

    def findings_by(self, column: str) -> dict[str, int]:
        """How many of the findings there are by `severity` or `rule`."""
        one = " UNION ALL ".join(
            f"SELECT f.{column} AS value FROM standing s CROSS JOIN {table} f "
            f"ON f.submission = s.submission WHERE s.status IN {SHOWN}"
            for table in ("findings", "batch_findings")
        )
        return dict(self.run(f"SELECT value, count(*) FROM ({one}) GROUP BY value"))

    def sources(self) -> Iterator[SourceRow]:
        """Every file of the month and of this run."""
        rows = self.run(
            "SELECT sub.path, sub.digest, s.form, s.unit, s.unit_name, s.status, sub.verdict, "
            "sub.received, sub.modified, sub.errors, sub.warnings, sub.notes, "
            f"sub.reason_{self.lang}, sub.not_run "
            "FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission ORDER BY s.rank"
        )
        return map(SourceRow._make, rows)

    def sources_of(self, keys: Sequence[str], unit: str) -> list[SourceRow]:
        """The files of a unit on one of several forms, in the order of the list."""
        marks = ", ".join("?" * len(keys))
        rows = self.run(
            "SELECT sub.path, sub.digest, s.form, s.unit, s.unit_name, s.status, sub.verdict, "
            "sub.received, sub.modified, sub.errors, sub.warnings, sub.notes, "
            f"sub.reason_{self.lang}, sub.not_run "
            "FROM standing s CROSS JOIN submissions sub ON sub.id = s.submission "
            f"WHERE s.form IN ({marks}) AND s.unit = ? ORDER BY s.rank",
            (*keys, unit),
        )
        return list(map(SourceRow._make, rows))

    def units(self, statuses: str = SHOWN) -> Iterator[tuple[str, str, str]]:
        """Form, unit and name of every unit with a submission of these statuses."""
        rows = self.run(
            "SELECT DISTINCT form, unit, unit_name FROM standing "
            f"WHERE status IN {statuses} ORDER BY form, unit"
        )
        return iter(rows)

    def came(self) -> bool:
        """Whether anything was handed in for the month, be it counted or not."""
        query = "SELECT 1 FROM standing WHERE status NOT IN ('other_month', 'other_year', 'later')"
        return self.run(f"{query} LIMIT 1").fetchone() is not None

    def counted_ids(self) -> list[int]:
        """The submissions that count: what `--close` freezes."""
        rows = self.run(f"SELECT submission FROM standing WHERE status IN {COUNTED}")
        return [number for (number,) in rows]

    def outcome(
        self, path: Path, feedback: Sequence[Path], due_counts: Mapping[str, int]
    ) -> Consolidated:
        """What came of it."""
        return Consolidated(
            path,
            tuple(feedback),
            self.statuses(),
            self.findings_by("severity"),
            due_counts,
            self.compared,
            self.ledger.frozen(self.month.period) is not None,
        )

    def located(self, path: str) -> Path:
        """Where a workbook is."""
        return self.ledger.located(path)

    def run(self, query: str, values: Sequence[object] = ()) -> Any:
        """Ask the ledger; also of the temporary tables of this run."""
        return self.ledger.connection.execute(query, values)
