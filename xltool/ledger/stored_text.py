"""Values as the ledger keeps them: texts, amounts, places."""

from __future__ import annotations

from decimal import Decimal

from xltool.language.text import printable
from xltool.model.submission import ABSENT
from xltool.model.workbook import CellRef
from xltool.values.cell_value import plain


def stored_text(value: object) -> str:
    """A value as text, "" where there is none, or the workbook does not print its box."""
    return "" if value is None or value == ABSENT else printable(str(value))


def stored_decimal(number: Decimal | None) -> str | None:
    """An amount: 368800."""
    return None if number is None else plain(number)


def stored_place(ref: CellRef | None) -> tuple[str, str]:
    """A sheet and a cell."""
    return (printable(ref.sheet), ref.a1) if ref else ("", "")
