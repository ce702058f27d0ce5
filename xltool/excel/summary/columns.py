"""What a column of a summary's list is, and the columns that several lists have.

A column stands once, in the file of its sheet or here: its heading, its width, its value for a
row, the exact amount that is added up. Writers, totals, the proof and the next month's comparison
go by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from xltool.excel.summary.links import Formula
from xltool.language.words import Words
from xltool.month.submission_status import ENGLISH_MONTHS

if TYPE_CHECKING:
    from xltool.excel.summary.list_sheet import ListSheet

Kind = Literal["text", "centre", "money", "count", "percent", "share", "mixed", "link", "hidden"]
Value = str | float | int | Formula | None
ValueOf = Callable[[Any, "ListSheet"], Value]
"""The value of a column for a row of its list: as the sheet's language has it, seen from where the
sheet lies; `sheet.next_line()` is the row's number.
"""

LAST_ROW = 1_048_576
"""Rows that a sheet may have."""

SUBTOTAL = Words("小计", "Subtotal")
TOTAL = Words("合计", "Total")


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """A column of a list; where it has an exact `amount` the values are added up at the end.

    `ratio` names the column whose total is shown as a percentage of the budget's.
    """

    key: str
    title: Words
    width: float
    kind: Kind = "text"
    value: ValueOf | None = None
    amount: Callable[[Any], Decimal | None] | None = None
    ratio: str = ""

    @property
    def total(self) -> bool:
        """Whether its values are added up."""
        return self.amount is not None

    def value_of(self, row: Any, sheet: ListSheet) -> Value:
        """What a cell of it holds; the amount where nothing else is said."""
        if self.value is not None:
            return self.value(row, sheet)
        amount = self.amount(row) if self.amount else None
        return None if amount is None else float(amount)


def plain_value(name: str) -> ValueOf:
    """The value as the row has it: `record.code`."""
    get = attrgetter(name)
    return lambda row, _: get(row)


def origin(row: Any, sheet: ListSheet) -> Value:
    """A link to where the row comes from."""
    return sheet.book.link(row.submission.path, row.record.sheet, row.record.cell)


def form_title(row: Any, sheet: ListSheet) -> Value:
    """The form in words."""
    return sheet.book.month.form_title(row.submission.form)


# Of rows of the ledger: `submission` is the one that they stand in, `record` the row itself.
FORM = SummaryColumn("form_title", Words("表单", "Form"), 20, value=form_title)
FORM_KEY = SummaryColumn(
    "form", Words("表单代码", "Form code"), 10, "hidden", plain_value("submission.form")
)
UNIT = SummaryColumn(
    "unit", Words("单位编码", "Unit code"), 9, "centre", plain_value("submission.unit")
)
UNIT_NAME = SummaryColumn(
    "unit_name", Words("单位名称", "Unit"), 26, value=plain_value("submission.unit_name")
)
CODE = SummaryColumn(
    "code", Words("项目编码", "Project code"), 22, "centre", plain_value("record.code")
)
PROJECT = SummaryColumn("name", Words("项目名称", "Project"), 22, value=plain_value("record.name"))
ORIGIN = SummaryColumn("origin", Words("出处", "Origin"), 20, "link", origin)

# Of projects, whose `money` is their exact amounts.
BUDGET = SummaryColumn(
    "budget", Words("预算数", "Budget"), 14, "money", amount=attrgetter("money.budget")
)
FISCAL = SummaryColumn(
    "fiscal",
    Words("其中：财政资金", "Fiscal funds"),
    14,
    "money",
    amount=attrgetter("money.fiscal"),
)
OTHER = SummaryColumn(
    "other", Words("其他资金", "Other funds"), 13, "money", amount=attrgetter("money.other")
)
EXECUTED = SummaryColumn(
    "executed", Words("累计执行数", "Executed"), 14, "money", amount=attrgetter("money.executed")
)

# Where a row comes from, for the next month's comparison: in columns that are not printed.
PATH = SummaryColumn(
    "path",
    Words("文件路径", "Path"),
    10,
    "hidden",
    lambda row, sheet: sheet.book.shown(row.submission.path),
)
SHEET = SummaryColumn("sheet", Words("工作表", "Sheet"), 10, "hidden", plain_value("record.sheet"))
CELL = SummaryColumn("cell", Words("单元格", "Cell"), 10, "hidden", plain_value("record.cell"))
KEY = SummaryColumn("key", Words("识别码", "Known by"), 10, "hidden", plain_value("record.key"))
HIDDEN = (FORM_KEY, PATH, SHEET, CELL, KEY)


def planned(month: int) -> SummaryColumn:
    """The column with the amount planned by the end of a month, from the budget in its row."""
    title = Words(f"计划到{month}月底", f"Planned by end of {ENGLISH_MONTHS[month - 1]}")

    def value(row: Any, sheet: ListSheet) -> Value:
        amount = row.money.planned(month)
        budget = f"${sheet.letter('budget')}{sheet.next_line()}"
        text = f"=ROUND({budget}*{row.money.points.get(month, 0)}%,2)"
        return None if amount is None else Formula(text, float(amount))

    return SummaryColumn(
        f"planned_{month}", title, 14, "money", value, lambda row: row.money.planned(month)
    )


def titles(columns: Sequence[SummaryColumn]) -> Mapping[str, str]:
    """Every spelling of the headings of a list, to its key."""
    return {text: column.key for column in columns for text in (column.title.zh, column.title.en)}
