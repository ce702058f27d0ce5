"""Workbooks as read: cells, sheets and what is known of the file; rows and columns count from 1."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from xltool.model.matching import Fingerprint

CellValue = (
    str | int | float | Decimal | bool | datetime.date | datetime.time | datetime.timedelta | None
)
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # XFD1048576


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


TEXT, BLANK = Kind.TEXT, Kind.BLANK
"""Looked up once, for what is asked of each cell: Python 3.11 calls a function each time."""


@cache
def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str | bytes) -> int:
    """A -> 1, AA -> 27; nothing -> 0. Letters are of either case, and of ASCII alone."""
    number = 0
    for letter in (letters.encode() if isinstance(letters, str) else letters)[:8].upper():
        number = number * 26 + letter - 64
    return number


def a1(row: int, column: int) -> str:
    """The name of a cell as Excel writes it: 7 and 2 -> B7."""
    return f"{column_letters(column)}{row}"


def absolute_a1(row: int, column: int) -> str:
    """The name of a cell that stays when a formula is copied: 7 and 2 -> $B$7."""
    return f"${column_letters(column)}${row}"


class CellRef(NamedTuple):
    """One cell of one sheet; a tuple, since thousands are made and looked up for each workbook."""

    sheet: str
    row: int
    column: int

    @classmethod
    def of(cls, sheet: str, name: str) -> CellRef:
        """The cell of a sheet by its name, as `B7`; raises `ValueError` for what is none."""
        found = _CELL_NAME.fullmatch(name.strip().replace("$", ""))
        row, column = (int(found[2]), column_number(found[1])) if found else (0, 0)
        if not 0 < row <= _LAST_ROW or column > _LAST_COLUMN:
            raise ValueError(f"{name!r} is no cell; write it as B7")
        return cls(sheet, row, column)

    @property
    def a1(self) -> str:
        """The reference as Excel writes it, without the sheet: `B7`."""
        return a1(self.row, self.column)


class Area(NamedTuple):
    """A rectangle of cells on one sheet, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


class Cell(NamedTuple):
    """A cell with its value; `formula` is its text without the leading `=`, if it has one.

    `words` are what its number format shows before and behind the number: ≥ and % for `"≥"0"%"`.
    """

    ref: CellRef
    value: CellValue
    kind: Kind
    formula: str | None = None
    words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: only cells that hold something are in `cells`, keyed by (row, column).

    `hidden_rows` and `hidden_columns` are known of xlsx alone.
    """

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a filler wrote about a finding, in the problem sheet; `about` is the digest of the
    value that it was written about.
    """

    text: str
    about: str


@dataclass(frozen=True, slots=True)
class EarlierProblem:
    """A line of the problem sheet of an earlier check, with its words as they stood there."""

    fingerprint: Fingerprint
    answer: Answer | None = None
    sheet: str = ""
    cells: str = ""
    project: str = ""
    field: str = ""
    value: str = ""
    message: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A defined name of one sheet of a stamped workbook; `area` is None where it is lost."""

    sheet: str
    name: str
    target: str
    area: Area | None


@dataclass(frozen=True, slots=True)
class TemplateStamp:
    """What a workbook made from a form says of itself: form, digest, year, what was printed.

    `labels` are the labels that were printed, `rows` the rows that each table was given, `names`
    where fields, tables (`xl_indicators`) and check cells (`xl_check_1`) stand now.
    """

    form: str
    digest: str
    year: str = ""
    labels: tuple[str, ...] = ()
    rows: Mapping[str, int] = made(default_factory=dict)
    names: tuple[TemplateName, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read, without the problem sheet of an earlier check.

    `blanks_certain` is False where the file format hides errors and formulas without a result
    among the blanks (xls, xlsb): a blank then cannot be judged. `modified` is the workbook's own
    property, never the file system's time. `earlier` are the lines of the problem sheet.
    """

    path: str
    digest: str
    sheets: tuple[Sheet, ...]
    blanks_certain: bool = True
    modified: datetime.datetime | None = None
    earlier: tuple[EarlierProblem, ...] = ()
    stamp: TemplateStamp | None = None
