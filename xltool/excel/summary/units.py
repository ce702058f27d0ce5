"""单位汇总: one row a unit, a subtotal for each department (its first three digits)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.excel.summary.columns import (
    BUDGET,
    EXECUTED,
    FISCAL,
    FORM,
    FORM_KEY,
    OTHER,
    SUBTOTAL,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    planned,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula, sheet_reference
from xltool.excel.summary.list_foot import LACKING, write_signatures, write_totals
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.projects import ProjectLine, ProjectSheet
from xltool.language.words import Words
from xltool.month.consolidation import COUNTED
from xltool.month.counts import codes_are_distinct, department_count, units
from xltool.values.unit_code import department_of

_ABOUT = Words(
    "金额单位：元；各单位的数按项目清单相加；部门为单位编码的前三位。",
    "Amounts in yuan; a unit’s figures add up its rows of the list of projects; a department is "
    "the first three digits of the unit code.",
)
_NO_CODE = Words("无编码", "no code")
_LARGEST = 10
_MOST_COMPARISONS = 20_000_000
"""Cells that SUMIFS may compare in all: above that, opening the workbook would take minutes."""

Sums = dict[str, Decimal]


def unit_columns(
    months: Sequence[int], *, forms: bool, executed: bool
) -> tuple[SummaryColumn, ...]:
    """One row a unit, a subtotal for each department."""
    return (
        *((FORM,) if forms else ()),
        SummaryColumn("department", Words("部门", "Department"), 9, "centre"),
        UNIT,
        replace(UNIT_NAME, width=34),
        SummaryColumn(
            "projects", Words("项目数", "Projects"), 8, "count", amount=lambda _: Decimal(1)
        ),
        BUDGET,
        FISCAL,
        OTHER,
        *((EXECUTED,) if executed else ()),
        *map(planned, months),
        FORM_KEY,
    )


@dataclass(slots=True)
class UnitSheet:
    """The list; units and projects come in the same order and are written side by side.

    `largest` are the units with the largest budgets of each form: budget, name, cell of the budget.
    """

    book: SummaryBook
    projects: ProjectSheet
    rows: ListSheet
    by_key: bool
    largest: dict[str, list[tuple[Decimal, str, str]]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    _units: Iterator[tuple[str, str, str]] = field(init=False)
    _unit: tuple[str, str, str] | None = None
    _sums: Sums = field(default_factory=dict)
    _department: tuple[str, str] | None = None
    _department_sums: Sums = field(default_factory=dict)
    _department_top: int = 0
    _start: int = 0
    _end: int = 0

    def __post_init__(self) -> None:
        self._units = units(self.book.month, COUNTED)
        self._unit = next(self._units, None)

    def write(self, row: ProjectLine) -> None:
        """Add a project to the sums of its unit."""
        while self._unit and self._unit[:2] != (row.submission.form, row.submission.unit):
            self._finish_unit()
        self._end += 1
        for column in self._totals():
            amount = column.amount(row) if column.amount else None
            if amount is not None:
                self._sums[column.key] = self._sums.get(column.key, Decimal(0)) + amount

    def finish(self) -> None:
        """Write the last unit, the totals, and the block for signatures."""
        while self._unit:
            self._finish_unit()
        self._finish_department()
        write_totals(self.rows, self.projects.sums or {"": {}}, SUBTOTAL(self.book.lang))
        write_signatures(self.rows)
        for found in self.largest.values():
            found.sort(key=lambda unit: (-unit[0], unit[1]))

    def _totals(self) -> list[SummaryColumn]:
        return [column for column in self.rows.columns if column.total]

    def _finish_unit(self) -> None:
        assert self._unit is not None
        form, unit, name = self._unit
        department = (form, department_of(unit))
        if department != self._department:
            self._finish_department()
            self._department, self._department_top = department, self.rows.next_line()
        line = self.rows.next_line()
        values: list[Value] = self._start_of_row(form)
        values += [department[1] or _NO_CODE(self.book.lang), unit, name]
        for column in self._totals():
            total = self._sums.get(column.key)
            if total is None and self._sums:  # the form has no such box
                values.append(LACKING)
                continue
            total = total or Decimal(0)
            values.append(Formula(self._unit_formula(column.key, line), float(total)))
            before = self._department_sums.get(column.key, Decimal(0))
            self._department_sums[column.key] = before + total
        self.rows.row([*values, form])
        self._keep_largest(form, name or unit, line)
        self._start, self._sums = self._end, {}
        self.counts[form] = self.counts.get(form, 0) + 1
        self._unit = next(self._units, None)

    def _finish_department(self) -> None:
        """Write the subtotal of the units since the last one."""
        if self._department is None:
            return
        form, department = self._department
        line = self.rows.next_line()
        values: list[Value] = self._start_of_row(form)
        values += [department or _NO_CODE(self.book.lang), SUBTOTAL(self.book.lang), ""]
        for column in self._totals():
            if column.key not in self._department_sums:
                values.append(LACKING)
                continue
            letter = self.rows.letter(column.key)
            text = f"=SUM({letter}{self._department_top}:{letter}{line - 1})"
            values.append(Formula(text, float(self._department_sums[column.key])))
        self.rows.row([*values, form], "subtotal")
        self._department, self._department_sums = None, {}

    def _start_of_row(self, form: str) -> list[Value]:
        return [self.book.month.form_title(form)] if self.projects.several else []

    def _unit_formula(self, key: str, line: int) -> str:
        """The sum of the unit's projects: by its code, so that sorting the projects harms nothing;
        by the place of its rows where codes do not tell or there are too many.
        """
        source = self.projects.rows
        if not self.by_key:
            if key == "projects":
                areas = source.part("name", self._start, self._end)
                return "=" + "+".join(f"ROWS({area})" for area in areas) if areas else "=0"
            areas = source.part(key, self._start, self._end)
            return "=" + "+".join(f"SUM({area})" for area in areas) if areas else "=0"
        parts = []
        for place, codes in enumerate(source.ranges("unit")):
            condition = f"{codes},${self.rows.letter('unit')}{line}"
            if self.projects.several:
                condition += f",{source.ranges('form')[place]},${self.rows.letter('form')}{line}"
            if key == "projects":
                parts.append(f"COUNTIFS({condition})")
            else:
                parts.append(f"SUMIFS({source.ranges(key)[place]},{condition})")
        return "=" + "+".join(parts)

    def _keep_largest(self, form: str, name: str, line: int) -> None:
        budget = self._sums.get("budget", Decimal(0))
        cell = f"${self.rows.letter('budget')}${line}"
        where = sheet_reference(self.rows.pages[0].name, cell)
        entry = (budget, name, where)
        kept = self.largest.setdefault(form, [])
        if len(kept) < _LARGEST:
            heapq.heappush(kept, entry)
        else:
            heapq.heappushpop(kept, entry)


def unit_sheet(
    book: SummaryBook, months: Sequence[int], several: bool, executed: bool, count: int
) -> ListSheet:
    """The empty list, with room for units and subtotals."""
    columns = unit_columns(months, forms=several, executed=executed)
    rows = count + department_count(book.month)
    # No filter buttons: sorting would tear the subtotals from their units.
    about = f"{book.caution} {_ABOUT(book.lang)}".strip()
    return ListSheet(book, "units", columns, rows, about, filtered=False)


def sums_by_key(book: SummaryBook, count: int, projects: int, columns: int) -> bool:
    """Whether units are distinguished by their codes in formulas."""
    return count * projects * columns <= _MOST_COMPARISONS and codes_are_distinct(book.month)


def unit_count_formula(units: ListSheet, form: str) -> str:
    """How many units a form has: the rows of the list that are no subtotals."""
    lang = units.book.lang
    conditions = [f'{area},"<>{SUBTOTAL(lang)}"' for area in units.ranges("unit")]
    if units.forms > 1:
        pairs = zip(conditions, units.ranges("form"), strict=True)
        conditions = [f'{condition},{area},"{form}"' for condition, area in pairs]
    return "=" + "+".join(f"COUNTIFS({condition})" for condition in conditions)
