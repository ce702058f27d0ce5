"""项目清单: one row a project, with its money and what is planned by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from xltool.excel.summary.columns import project_columns
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_sheet import ListSheet, Value
from xltool.language.words import Words
from xltool.month.rows import ProjectRow

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


def money_of(row: ProjectRow) -> Money:
    """The amounts of a row of the ledger."""
    texts = (row.budget, row.fiscal, row.other, row.executed)
    budget, fiscal, other, executed = (None if text is None else Decimal(text) for text in texts)
    pairs = (pair.split("=") for pair in row.plan.split())
    points = {int(month): Decimal(points) for month, points in pairs}
    return Money(budget, fiscal, other, executed, points)


def number(amount: Decimal | None) -> float | None:
    """An amount as a cell holds it."""
    return None if amount is None else float(amount)


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
        count = month.count("projects")
        self.rows = ListSheet(self.book, "projects", columns, count, _ABOUT(self.book.lang))

    def write(self, row: ProjectRow, money: Money) -> None:
        """Add a project."""
        book, amounts = self.book, self._amounts(row, money)
        line = self.rows.next_line()
        budget = f"${self.rows.letter('budget')}{line}"
        values: list[Value] = [book.month.form_title(row.form)] if self.several else []
        values += [row.unit, row.unit_name, row.code, row.name]
        values += [number(amounts[key]) for key in ("budget", "fiscal", "other")]
        if self.executed:
            values.append(number(money.executed))
        for month in self.months:
            planned = amounts[f"planned_{month}"]
            text = f"=ROUND({budget}*{money.points.get(month, 0)}%,2)"
            values.append(None if planned is None else Formula(text, float(planned)))
        values.append(row.indicators)
        if book.month.include_invalid:
            values.append(_MARKED(book.lang) if row.status == "marked" else "")
        origin = book.link(row.path, row.sheet, row.cell)
        hidden = (row.form, book.shown(row.path), row.sheet, row.cell, row.key)
        self.rows.row([*values, origin, *hidden])

    def finish(self) -> None:
        """Write totals and the block for signatures."""
        self.rows.totals(self.sums or {"": {}})
        self.rows.sign()

    def _amounts(self, row: ProjectRow, money: Money) -> dict[str, Decimal | None]:
        """The amounts by column, added to the sums of the form."""
        amounts = {
            "budget": money.budget,
            "fiscal": money.fiscal,
            "other": money.other,
            "executed": money.executed,
            "indicators": Decimal(row.indicators),
            **{f"planned_{month}": money.planned(month) for month in self.months},
        }
        sums = self.sums.setdefault(row.form, {})
        for key, amount in amounts.items():
            if amount is not None:
                sums[key] = sums.get(key, Decimal(0)) + amount
        sums["projects"] = sums.get("projects", Decimal(0)) + 1
        return amounts
