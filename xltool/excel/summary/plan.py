"""支出计划: percentage and amount by date, one row a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xltool.excel.summary.columns import plan_columns
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_sheet import ListSheet, Value
from xltool.excel.summary.projects import Money, number
from xltool.language.words import Words
from xltool.month.rows import ProjectRow

_ABOUT = Words(
    "金额单位：元；百分比为累计数；计划金额 = 预算数 × 百分比。",
    "Amounts in yuan; percentages are cumulative; planned amount = budget × percentage.",
)


@dataclass(slots=True)
class PlanSheet:
    """The list of the projects' spending plans."""

    book: SummaryBook
    months: Sequence[int]
    several: bool
    rows: ListSheet = field(init=False)

    def __post_init__(self) -> None:
        columns = plan_columns(self.months, forms=self.several)
        count = self.book.month.count("projects")
        self.rows = ListSheet(self.book, "plan", columns, count, _ABOUT(self.book.lang))

    def write(self, row: ProjectRow, money: Money) -> None:
        """Add a project."""
        line, letter = self.rows.next_line(), self.rows.letter
        values: list[Value] = [self.book.month.form_title(row.form)] if self.several else []
        values += [row.unit, row.unit_name, row.name, number(money.budget)]
        for month in self.months:
            planned = money.planned(month)
            values.append(number(money.points.get(month)))
            text = f"=ROUND(${letter('budget')}{line}*{letter(f'share_{month}')}{line}/100,2)"
            values.append(None if planned is None else Formula(text, float(planned)))
        origin = self.book.link(row.path, row.sheet, row.cell)
        self.rows.row([*values, origin, row.form])

    def finish(self, sums: dict[str, dict[str, Decimal]]) -> None:
        """Write totals, what share of the budget they are, and the block for signatures."""
        self.rows.totals(sums or {"": {}})
        self.rows.sign()
