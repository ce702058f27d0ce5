"""A summary that xltool wrote -> its rows again, by openpyxl: for its proof and for the next month.

Lists are found by their headings in either language, so that a reviewer's columns, filters and
sorting do no harm.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
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
    """openpyxl's parser of a sheet without its memory: it keeps the height and the emptied element
    of each row, so that a long list would take more and more.
    """

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        """Number and cells of each row."""
        rows = None
        # As openpyxl itself reads it; expat stops entities that would grow without end.
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314
            if event == "start" and rows is None and element.tag.endswith("}sheetData"):
                rows = element
            elif event == "end" and rows is not None and element.tag == ROW_TAG:
                yield self.parse_row(element)
                rows.clear()
                self.row_dimensions.clear()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell of a plain text, as we write all texts, at half the cost; else openpyxl's way."""
        reference = element.get("r")
        inside: Sequence[Any] = element[0] if len(element) == 1 else ()
        plain = len(inside) == 1 and inside[0].tag == _TEXT_TAG
        if not (plain and reference and element.get("t") == "inlineStr"):
            cell: dict[str, Any] = super().parse_cell(element)
            return cell
        _, self.col_counter = coordinate_to_tuple(reference)
        return {"column": self.col_counter, "value": inside[0].text or ""}


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
        for number, cells in parser.parse():
            for _ in range(expected, number):
                yield ()
            expected = number + 1
            values: list[Any] = [None] * max((cell["column"] for cell in cells), default=0)
            for cell in cells:
                values[cell["column"] - 1] = cell["value"]
            yield tuple(values)


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
