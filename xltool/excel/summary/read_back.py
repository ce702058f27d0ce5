"""A summary that xltool wrote -> its rows again, by openpyxl: for its proof and for the next month.

Lists are found by their headings in either language, so that a reviewer's columns, filters and
sorting do no harm.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import digits
from typing import Any

from lxml.etree import iterparse
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.attainment import ATTAINMENT
from xltool.excel.summary.cell_digest import SheetDigest, whole_digest
from xltool.excel.summary.columns import FORM, TOTAL, SummaryColumn, titles
from xltool.excel.summary.execution import EXECUTION
from xltool.excel.summary.indicators import INDICATORS
from xltool.excel.summary.plan import plan_columns
from xltool.excel.summary.problems import PROBLEMS
from xltool.excel.summary.projects import project_columns
from xltool.excel.summary.scores import SCORES
from xltool.excel.summary.status import STATUS
from xltool.excel.summary.units import unit_columns
from xltool.language.errors import NotASummaryError

_TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"
_SAFE: Any = {"resolve_entities": False, "remove_comments": True, "remove_pis": True}
_MONTHS = tuple(range(1, 13))
COLUMNS: Mapping[str, Sequence[SummaryColumn]] = {
    "projects": project_columns(_MONTHS, forms=True, executed=True, marks=True),
    "units": unit_columns(_MONTHS, forms=True, executed=True),
    "plan": plan_columns(_MONTHS, forms=True),
    "indicators": INDICATORS,
    "problems": PROBLEMS,
    "status": STATUS,
    "execution": EXECUTION,
    "attainment": ATTAINMENT,
    "misses": ATTAINMENT,
    "scores": SCORES,
}
"""Every column that such a list may have."""

_IN_EVERY_SUMMARY = ("projects", "units", "plan", "indicators", "problems", "status")


@dataclass(frozen=True, slots=True)
class SummaryLine:
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

    def lines(self, key: str) -> Iterator[SummaryLine]:
        """The rows of a list with its totals, over all its sheets, up to the first blank row."""
        for sheet in self._sheets(key):
            yield from _lines(sheet, titles([*COLUMNS[key], FORM]))

    def rows(self, sheet_key: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a sheet as they are."""
        for sheet in self._sheets(sheet_key):
            yield from _rows(sheet)

    def digest(self) -> str:
        """The digest of the cells that are not the reviewer's."""
        return whole_digest((sheet.title, _digest(sheet)) for sheet in self.book.worksheets)

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
    # A file of our own: a reader that stops halfway must not keep it open, or Windows could
    # neither rename nor remove it.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # openpyxl has no error of its own: other files raise anything
            raise NotASummaryError(path=path) from error
        summary = WrittenSummary(book)
        if not all(summary.has(key) for key in _IN_EVERY_SUMMARY):
            raise NotASummaryError(path=path)
        yield summary


def _digest(sheet: Any) -> str:
    found = SheetDigest()
    for cells in _rows(sheet):
        found.add(
            {at: unescape(cell) if isinstance(cell, str) else cell for at, cell in enumerate(cells)}
        )
    return found.text()


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet without its memory, which grows with each row of a long list,
    and at a third of its cost for cells as we write them.
    """

    def parse(self) -> Generator[tuple[int, tuple[Any, ...]], None, None]:
        """Number and values of each row."""
        # Asked for rows alone, it tells of no cell by itself.
        rows = iterparse(self.source, events=("end",), tag=ROW_TAG, **_SAFE)
        for _, row in rows:
            self.row_counter = int(row.get("r", self.row_counter + 1))
            self.col_counter = 0
            values: list[Any] = []
            for cell in row:
                value = self._value(cell)
                values += [None] * (self.col_counter - 1 - len(values))
                values.append(value)
            yield self.row_counter, tuple(values)
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]

    def _value(self, cell: Any) -> Any:
        """The value of a cell, whose column is then `col_counter`."""
        reference, kind, inside = cell.get("r"), cell.get("t"), cell[-1] if len(cell) else None
        if reference:
            self.col_counter = column_index_from_string(reference.rstrip(digits))
            if inside is None:
                return None
            if kind == "inlineStr" and len(inside) == 1 and inside[0].tag == _TEXT_TAG:
                return inside[0].text or ""
            if kind == "str" and inside.tag == VALUE_TAG:
                return inside.text or None
            dated = int(cell.get("s", 0)) in self.date_formats
            if kind is None and inside.tag == VALUE_TAG and inside.text and not dated:
                return int(inside.text) if inside.text.isdecimal() else float(inside.text)
        return self.parse_cell(cell)["value"]


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The values of each row from the first on; rows that the file leaves out are blank.

    What `iter_rows` does, but for its memory and its trust in the sheet's stated dimension.
    """
    book, expected = sheet.parent, 1
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, values in parser.parse():
            for _ in range(expected, number):
                yield ()
            expected = number + 1
            yield values


def _lines(sheet: Any, known: Mapping[str, str]) -> Iterator[SummaryLine]:
    columns: dict[int, str] = {}
    totals = (TOTAL.zh, TOTAL.en)
    for number, cells in enumerate(_rows(sheet), 1):
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
        yield SummaryLine(sheet.title, number, values, letters, cells[0] in totals)
