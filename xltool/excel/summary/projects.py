"""项目清单: one row a project, with its money and what is planned by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from xltool.excel.summary.columns import (
    BUDGET,
    CODE,
    EXECUTED,
    FISCAL,
    FORM,
    HIDDEN,
    ORIGIN,
    OTHER,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    plain_value,
    planned,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_foot import write_signatures, write_totals
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.ledger.project_row import ProjectRow
from xltool.month.counts import row_count
from xltool.month.rows import MonthRow, MonthSubmission

_ABOUT = Words(
    "金额单位：元；计划支出 = 预算数 × 支出计划百分比（四舍五入到分）；"
    "点击出处可打开原文件的单元格。",
    "Amounts in yuan; planned = budget × percentage of the plan, rounded to 0.01; an origin opens "
    "the cell of the original.",
)
_MARKED = Words("有错误", "has errors")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """A project's amounts as Decimals, and its plan in percent by month."""

    budget: Decimal | None
    fiscal: Decimal | None
    other: Decimal | None
    executed: Decimal | None
    points: dict[int, Decimal]

    def planned(self, month: int) -> Decimal | None:
        """The amount planned by the end of a month; None where plan or budget is unknown."""
        points = self.points.get(month)
        if points is None or self.budget is None:
            return None
        return (self.budget * points / 100).quantize(CENT, ROUND_HALF_UP)


class ProjectLine(NamedTuple):
    """A project that counts, with its exact amounts."""

    submission: MonthSubmission
    record: ProjectRow
    money: Money


def project_line(row: MonthRow[ProjectRow]) -> ProjectLine:
    """A row of the ledger with its texts as amounts."""
    record = row.record
    texts = (record.budget, record.fiscal, record.other, record.executed)
    budget, fiscal, other, executed = (None if text is None else Decimal(text) for text in texts)
    pairs = (pair.split("=") for pair in record.plan.split())
    points = {int(month): Decimal(points) for month, points in pairs}
    return ProjectLine(row.submission, record, Money(budget, fiscal, other, executed, points))


def _mark(row: ProjectLine, sheet: ListSheet) -> Value:
    return _MARKED(sheet.book.lang) if row.submission.status == "marked" else ""


_INDICATORS = SummaryColumn(
    "indicators",
    Words("指标数", "Indicators"),
    8,
    "count",
    plain_value("record.indicators"),
    lambda row: Decimal(row.record.indicators),
)
_REMARKS = SummaryColumn("mark", Words("备注", "Remarks"), 12, "centre", _mark)


def project_columns(
    months: Sequence[int], *, forms: bool, executed: bool, marks: bool
) -> tuple[SummaryColumn, ...]:
    """The form only where there are several, the mark only where errors may count."""
    return (
        *((FORM,) if forms else ()),
        UNIT,
        UNIT_NAME,
        CODE,
        PROJECT,
        BUDGET,
        FISCAL,
        OTHER,
        *((EXECUTED,) if executed else ()),
        *map(planned, months),
        _INDICATORS,
        *((_REMARKS,) if marks else ()),
        ORIGIN,
        *HIDDEN,
    )


@dataclass(slots=True)
class ProjectSheet:
    """The list, and the exact sums of its columns by form."""

    book: SummaryBook
    months: Sequence[int]
    several: bool
    executed: bool
    rows: ListSheet = field(init=False)
    sums: dict[str, dict[str, Decimal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        month = self.book.month
        columns = project_columns(
            self.months,
            forms=self.several,
            executed=self.executed,
            marks=month.include_invalid,
        )
        count = row_count(month, "projects")
        self.rows = ListSheet(self.book, "projects", columns, count, _ABOUT(self.book.lang))

    def write(self, row: ProjectLine) -> None:
        """Add a project, and its amounts to the sums of its form."""
        sums = self.sums.setdefault(row.submission.form, {})
        for column in self.rows.columns:
            amount = column.amount(row) if column.amount else None
            if amount is not None:
                sums[column.key] = sums.get(column.key, Decimal(0)) + amount
        sums["projects"] = sums.get("projects", Decimal(0)) + 1
        self.rows.write(row)

    def finish(self) -> None:
        """Write totals and the block for signatures."""
        write_totals(self.rows, self.sums or {"": {}})
        write_signatures(self.rows)
