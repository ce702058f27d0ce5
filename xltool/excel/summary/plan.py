"""支出计划: percentage and amount by date, one row a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.excel.summary.columns import (
    BUDGET,
    FORM,
    FORM_KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    planned,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_foot import write_signatures, write_totals
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.projects import ProjectLine
from xltool.language.words import Words
from xltool.month.counts import row_count
from xltool.month.submission_status import ENGLISH_MONTHS

_ABOUT = Words(
    "金额单位：元；百分比为累计数；计划金额 = 预算数 × 百分比。",
    "Amounts in yuan; percentages are cumulative; planned amount = budget × percentage.",
)


def plan_columns(months: Sequence[int], *, forms: bool) -> tuple[SummaryColumn, ...]:
    """Percentage and amount by date."""
    return (
        *((FORM,) if forms else ()),
        UNIT,
        UNIT_NAME,
        PROJECT,
        BUDGET,
        *(column for month in months for column in (_share(month), _planned(month))),
        ORIGIN,
        FORM_KEY,
    )


def _share(month: int) -> SummaryColumn:
    """The column with the percentage of a plan at the end of a month."""

    def value(row: ProjectLine, _: ListSheet) -> Value:
        points = row.money.points.get(month)
        return None if points is None else float(points)

    title = Words(f"{month}月底（%）", f"{ENGLISH_MONTHS[month - 1]} (%)")
    return SummaryColumn(f"share_{month}", title, 9, "percent", value, ratio=f"planned_{month}")


def _planned(month: int) -> SummaryColumn:
    """The column with the amount, from the percentage beside it."""

    def value(row: ProjectLine, sheet: ListSheet) -> Value:
        amount, line = row.money.planned(month), sheet.next_line()
        budget, share = sheet.letter("budget"), sheet.letter(f"share_{month}")
        text = f"=ROUND(${budget}{line}*{share}{line}/100,2)"
        return None if amount is None else Formula(text, float(amount))

    return replace(planned(month), value=value)


@dataclass(slots=True)
class PlanSheet:
    """The list of the projects' spending plans."""

    book: SummaryBook
    months: Sequence[int]
    several: bool
    rows: ListSheet = field(init=False)

    def __post_init__(self) -> None:
        columns = plan_columns(self.months, forms=self.several)
        count = row_count(self.book.month, "projects")
        self.rows = ListSheet(self.book, "plan", columns, count, _ABOUT(self.book.lang))

    def finish(self, sums: Mapping[str, Mapping[str, Decimal]]) -> None:
        """Write totals, what share of the budget they are, and the block for signatures."""
        write_totals(self.rows, sums or {"": {}})
        write_signatures(self.rows)
