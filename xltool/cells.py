"""Cells: where they stand, what is in them; rows and columns count from 1."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

CellValue = (
    str | int | float | Decimal | bool | datetime.date | datetime.time | datetime.timedelta | None
)
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


class Kind(StrEnum):
    """What stands in a cell. An error and a formula without a result are not blanks."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a number shown with %, 0.95 shown as 95%
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"  # #N/A, #REF!, …: the value is the error's text
    NO_RESULT = "no_result"  # a formula whose result was never saved
    UNKNOWN = "unknown"  # blank, error or formula: the file format does not let us tell


def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell of one sheet."""

    sheet: str
    row: int
    column: int

    @classmethod
    def of(cls, sheet: str, name: str) -> CellRef:
        """The cell of a sheet by its name, as `B7`; raises `ValueError` for what is none."""
        found = _CELL_NAME.fullmatch(name.strip().replace("$", ""))
        if not found:
            raise ValueError(f"{name!r} is no cell; write it as B7")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        return cls(sheet, int(found[2]), column)

    @property
    def a1(self) -> str:
        """The reference as Excel writes it, without the sheet: `B7`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on one sheet, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its value; `formula` is its text without the leading `=`, if it has one."""

    ref: CellRef
    value: CellValue
    kind: Kind
    formula: str | None = None
