"""What every proof of a summary does: compare a cell with what was worked out again."""

from __future__ import annotations

from decimal import Decimal

from xltool.excel.summary.read_back import COLUMNS, SummaryLine, WrittenSummary
from xltool.language.errors import ProofError
from xltool.model.workbook import a1
from xltool.values.cell_value import decimal_of, plain

Sums = dict[str, Decimal]


class Agreement:
    """Cells that agree with their parts, counted; the first that does not raises `ProofError`."""

    def __init__(self, summary: WrittenSummary) -> None:
        self.summary, self.count = summary, 0

    def agree(self, line: SummaryLine, key: str, proved: Decimal) -> None:
        """A cell of a list."""
        self.same(line.sheet, line.row, line.letters[key], line.values[key], proved)

    def same(self, sheet: str, row: int, column: int, stated: object, proved: Decimal) -> None:
        """Any cell."""
        self.count += 1
        if amount_of(stated) != amount_of(float(proved)):
            raise ProofError(
                sheet=sheet,
                cell=a1(row, column),
                stated=plain(amount_of(stated)),
                proved=plain(proved),
            )


def add_up(sums: Sums, line: SummaryLine, key: str) -> None:
    """Add the amounts of a row of a list."""
    for column in COLUMNS[key]:
        if column.total and line.values.get(column.key) is not None:
            sums[column.key] += amount_of(line.values[column.key])


def form_of(line: SummaryLine) -> str:
    """The form that a row is of."""
    return str(line.values.get("form") or "")


def unit_of(line: SummaryLine) -> str:
    """Its unit."""
    return str(line.values.get("unit") or "")


def amount_of(value: object) -> Decimal:
    """A number of a cell, exact; 0 for anything else."""
    return decimal_of(value) if isinstance(value, (int, float, Decimal)) else Decimal(0)
