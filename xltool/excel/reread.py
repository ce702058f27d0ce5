"""A summary that xltool wrote -> its rows again, by openpyxl: for its proof and for the next month.

Lists are found by their headings in either language, so that a reviewer's columns, filters and
sorting do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from xltool.errors import NotASummaryError
from xltool.excel.summary.columns import (
    FORM,
    INDICATORS,
    PROBLEMS,
    SHEETS,
    TOTAL,
    Column,
    plan_columns,
    project_columns,
    titles,
    unit_columns,
)

_MONTHS = tuple(range(1, 13))
COLUMNS: Mapping[str, Sequence[Column]] = {
    "projects": project_columns(_MONTHS, forms=True, executed=True, marks=True),
    "units": unit_columns(_MONTHS, forms=True, executed=True),
    "plan": plan_columns(_MONTHS, forms=True),
    "indicators": INDICATORS,
    "problems": PROBLEMS,
}
"""Every column that such a list may have."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: its sheet, its number, its values by column, and whether it is a total."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    letters: Mapping[str, int]
    total: bool


@dataclass(frozen=True, slots=True)
class WrittenSummary:
    """A summary that is open for reading."""

    book: Any

    def lines(self, key: str) -> Iterator[Line]:
        """The rows of a list with its totals, over all its sheets, up to the first blank row."""
        for sheet in self._sheets(key):
            yield from _lines(sheet, titles([*COLUMNS[key], FORM]))

    def rows(self, sheet_key: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a sheet as they are."""
        for sheet in self._sheets(sheet_key):
            yield from sheet.iter_rows(values_only=True)

    def has(self, key: str) -> bool:
        """Whether there is such a list."""
        return bool(self._sheets(key))

    def name(self, key: str) -> str:
        """The name of the first sheet of a list."""
        return str(self._sheets(key)[0].title)

    def _sheets(self, key: str) -> list[Any]:
        names = SHEETS[key]
        return [
            sheet
            for sheet in self.book.worksheets
            if sheet.title.rstrip(" 0123456789") in (names.zh, names.en)
        ]


@contextmanager
def open_summary(path: Path) -> Iterator[WrittenSummary]:
    """Open a summary, known by its sheets; raises `NotASummaryError` for any other file."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl has no error of its own: other files raise anything
        raise NotASummaryError(path=path) from error
    try:
        summary = WrittenSummary(book)
        if not all(summary.has(key) for key in COLUMNS):
            raise NotASummaryError(path=path)
        yield summary
    finally:
        book.close()


def _lines(sheet: Any, known: Mapping[str, str]) -> Iterator[Line]:
    columns: dict[int, str] = {}
    totals = (TOTAL.zh, TOTAL.en)
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if not columns:
            found = {at: known[cell] for at, cell in enumerate(cells) if cell in known}
            columns = found if len(found) >= 3 else {}
            letters = {key: at + 1 for at, key in columns.items()}
            continue
        if all(cell is None for cell in cells):
            return
        values = {
            key: unescape(cells[at]) if isinstance(cells[at], str) else cells[at]
            for at, key in columns.items()
            if at < len(cells)
        }
        yield Line(sheet.title, number, values, letters, cells[0] in totals)
