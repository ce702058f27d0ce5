"""Consolidation -> the summary workbook, sheet by sheet; one sheet, one file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from xltool.excel.summary.attainment import attainment_list, write_attainment
from xltool.excel.summary.changes import change_list, write_changes
from xltool.excel.summary.columns import LAST_ROW
from xltool.excel.summary.decisions import decision_list, write_decisions
from xltool.excel.summary.department import subgoal_list, write_subgoals
from xltool.excel.summary.execution import FormSums, execution_list, write_execution
from xltool.excel.summary.formats import SummaryBook, new_workbook
from xltool.excel.summary.indicators import indicator_list, write_indicators
from xltool.excel.summary.misses import miss_list, write_misses
from xltool.excel.summary.overview import Overview
from xltool.excel.summary.plan import PlanSheet
from xltool.excel.summary.problems import problem_list, write_problems
from xltool.excel.summary.projects import ProjectSheet, project_line
from xltool.excel.summary.scores import score_list, write_scores
from xltool.excel.summary.sources import source_list, write_proof, write_rules, write_sources
from xltool.excel.summary.status import status_list, write_status
from xltool.excel.summary.units import UnitSheet, sums_by_key, unit_sheet
from xltool.month.consolidation import COUNTED, Consolidation
from xltool.month.counts import (
    counted_forms,
    counted_plan_months,
    files_by_status,
    findings_by,
    has_executed,
    row_count,
    units,
)
from xltool.month.records import counted_projects


def write_summary(
    month: Consolidation, path: Path, folder: Path, most_rows: int = LAST_ROW
) -> None:
    """Write the workbook to `path`; its links are relative to `folder`, where it will lie.

    Sheets are made in their order and each is written from top to bottom, the first one last.
    """
    with new_workbook(path, month.month.period, month.lang) as workbook:
        _SummaryWriter(SummaryBook(workbook, month, folder, most_rows)).write()


class _SummaryWriter:
    """The sheets of one summary: all are made first, since formulas point from one to another."""

    def __init__(self, book: SummaryBook) -> None:
        month = book.month
        self.book, self.months = book, counted_plan_months(month)
        several = len(counted_forms(month)) > 1
        self.executed = has_executed(month)
        count, rows = sum(1 for _ in units(month, COUNTED)), row_count(month, "projects")
        self.overview = Overview(book)
        unit_list = unit_sheet(book, self.months, several, self.executed, count)
        self.projects = ProjectSheet(book, self.months, several, self.executed)
        columns = sum(column.total for column in unit_list.columns)
        by_key = sums_by_key(book, count, rows, columns)
        self.units = UnitSheet(book, self.projects, unit_list, by_key)
        self.indicators = indicator_list(book)
        self.department = subgoal_list(book)
        self.plan = PlanSheet(book, self.months, several)
        self.execution, self.spent = execution_list(book), FormSums()
        self.attainment = attainment_list(book)
        self.misses = miss_list(book, self.attainment)
        self.scores = score_list(book)
        self.problems = problem_list(book)
        self.status = status_list(book)
        self.decisions = decision_list(book)
        self.changes = change_list(book)
        self.sources = source_list(book)

    def write(self) -> None:
        """Fill them."""
        for row in map(project_line, counted_projects(self.book.month)):
            self.projects.write(row)
            self.plan.rows.write(row)
            self.units.write(row)
        self.projects.finish()
        self.plan.finish(self.projects.sums)
        self.units.finish()
        write_indicators(self.indicators)
        write_subgoals(self.department)
        self._write_attainment()
        write_problems(self.book, self.problems)
        write_decisions(self.book, self.decisions)
        write_changes(self.book, self.changes)
        self._write_sources()
        self._write_overview()

    def _write_attainment(self) -> None:
        """What was spent and reached, where a form of the month says so."""
        if self.execution is not None:
            self.spent = write_execution(self.book, self.execution)
        lists = (self.attainment, self.misses, self.scores)
        writers = (write_attainment, write_misses, write_scores)
        for rows, write in zip(lists, writers, strict=True):
            if rows is not None:
                write(self.book, rows)

    def _write_sources(self) -> None:
        not_run = write_sources(self.book, self.sources)
        write_rules(self.book, self.sources, not_run)
        lists = {"projects": self.projects.rows, "units": self.units.rows, "plan": self.plan.rows}
        sums: dict[str, Decimal] = {}
        for values in self.projects.sums.values():
            for key, value in values.items():
                sums[key] = sums.get(key, Decimal(0)) + value
        write_proof(self.book, self.sources, lists, sums)

    def _write_overview(self) -> None:
        month, sums = self.book.month, self.projects.sums
        overview = self.overview
        overview.write_head(files_by_status(month))
        overview.write_totals(
            self.projects.rows, self.units.rows, sums, self.units.counts, self.executed
        )
        overview.write_progress(self.execution, self.spent)
        overview.write_plan(self.plan.rows, self.months, sums)
        overview.write_status(self.status, write_status(self.book, self.status))
        severities, rules = findings_by(month, "severity"), findings_by(month, "rule")
        overview.write_problems(self.problems, severities, rules)
        overview.write_units(self.units.largest)
