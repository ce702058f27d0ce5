"""Rows -> a list on one or more sheets, written from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.columns import SummaryColumn, Value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_references import ListPage, ListReferences
from xltool.language.text import wrapped_lines
from xltool.language.words import Words

TOP = 3
"""Rows above the data: title, what it is about, headings."""

_SPARE = 16
"""Rows kept free behind the data, for totals and signatures."""

USUAL_HEIGHT, _LINE = 20.25, 13.5
"""Points that a row takes, and each further line in it."""

NOTHING = Words("（无）", "(none)")


@dataclass(slots=True)
class ListSheet(ListReferences):
    """A list of `count` rows, written from top to bottom; it goes on on a further sheet.

    The count is known before, so that totals may stand on sheets that are written earlier.
    """

    book: SummaryBook
    key: str
    columns: Sequence[SummaryColumn]
    count: int
    about: str = ""
    filtered: bool = True
    inputs: Mapping[str, str] = field(default_factory=dict)
    forms: int = 1
    pages: list[ListPage] = field(default_factory=list)
    below: int = TOP
    _page: int = 0
    _write: tuple[Any, Any, Any, Any] = (None, None, None, None)
    _found: dict[str, Sequence[Format]] = field(default_factory=dict)
    _wrapping: Sequence[tuple[int, float]] = ()

    def __post_init__(self) -> None:
        wrapping = ("text", "centre", "mixed", "link")
        self._wrapping = [
            (at, column.width - 1)
            for at, column in enumerate(self.columns)
            if column.kind in wrapping
        ]
        capacity = self.book.most_rows - TOP - _SPARE
        left = max(self.count, 1)
        while left > 0:
            number = len(self.pages) + 1
            name = SHEETS[self.key](self.book.lang) + (f" {number}" if number > 1 else "")
            rows = min(left, capacity)
            sheet = self.book.add_sheet(name)
            self.pages.append(ListPage(name, sheet, TOP + 1, TOP + rows))
            left -= rows
        for page in self.pages:
            self._head(page)
        self._turn_to(0)
        if not self.count:
            self._nothing()

    def write(self, row: Any) -> int:
        """Write the next row, each column by what it takes from `row`; returns its number."""
        return self.row([column.value_of(row, self) for column in self.columns])

    def row(self, values: Sequence[Value], strength: str = "") -> int:
        """Write the next row, one value a column; returns its number on its sheet."""
        if self.below >= self.pages[self._page].last:
            self._turn_to(self._page + 1)
        row, (text, number, formula, blank) = self.below, self._write
        self._set_height(row, values)
        for column, look in enumerate(self._formats(strength)):
            value = values[column]
            if value is None or value == "":
                blank(row, column, None, look)
            elif value.__class__ is str:
                text(row, column, value, look)
            elif value.__class__ is Formula:
                formula(row, column, value[0], look, value[1])
            else:
                number(row, column, value, look)
        self.below = row + 1
        return row + 1

    def _set_height(self, row: int, values: Sequence[Value]) -> None:
        """Make the row as high as its longest text needs: not every program does it by itself."""
        lines = 1
        for at, width in self._wrapping:
            value = values[at]
            text = value.value if value.__class__ is Formula else value
            if text.__class__ is str and (len(text) * 2 > width or "\n" in text):
                lines = max(lines, wrapped_lines(text, width))
        sheet = self.pages[self._page].sheet
        sheet.set_row(row, min(USUAL_HEIGHT + (lines - 1) * _LINE, 409))
        forget_height(sheet, row - 2)

    def next_line(self) -> int:
        """The number, on its sheet, of the row that will be written next."""
        return TOP + 1 if self.below >= self.pages[self._page].last else self.below + 1

    def _turn_to(self, page: int) -> None:
        """Go on on this sheet; its methods are looked up once, not for every cell."""
        self._page, self.below = page, TOP
        sheet = self.pages[page].sheet
        self._write = (
            sheet.write_string,
            sheet.write_number,
            sheet.write_formula,
            sheet.write_blank,
        )

    def _formats(self, strength: str) -> Sequence[Format]:
        """The looks of a row's cells, found once for each strength."""
        if strength not in self._found:
            self._found[strength] = [
                self.book.looks.of(column.kind, strength or self.inputs.get(column.key, ""))
                for column in self.columns
            ]
        return self._found[strength]

    def _nothing(self) -> None:
        text = NOTHING(self.book.lang)
        self.pages[0].sheet.write_string(TOP, 0, text, self.book.looks.of("text"))
        for at in range(1, len(self.columns)):
            self.pages[0].sheet.write_blank(TOP, at, None, self.book.looks.of("text"))
        self.below = TOP + 1

    def _head(self, page: ListPage) -> None:
        sheet, looks = page.sheet, self.book.looks
        for at, column in enumerate(self.columns):
            hidden = {"hidden": True} if column.kind == "hidden" else {}
            sheet.set_column(at, at, column.width, None, hidden)
        sheet.set_row(0, 30)
        sheet.set_row(TOP - 1, 32)
        sheet.write_string(0, 0, self.book.heading(page.name), looks.title)
        sheet.write_string(1, 0, self.about, looks.about)
        for at, column in enumerate(self.columns):
            sheet.write_string(TOP - 1, at, column.title(self.book.lang), looks.heading)
        sheet.freeze_panes(TOP, 0)
        if self.filtered:
            # With the hidden columns: sorting by a filter moves only what lies in its range.
            sheet.autofilter(TOP - 1, 0, page.last - 1, len(self.columns) - 1)
        sheet.repeat_rows(TOP - 1)
        self.book.print_settings(sheet)


def forget_height(sheet: Worksheet, row: int) -> None:
    """Let go of the height of a row that went to disk, so that memory does not grow with the rows.

    xlsxwriter keeps it until the end even with `constant_memory`, and has no way of its own to let
    it go. Should a new version call these otherwise, only memory is lost: a test tells of it.
    """
    for name in ("row_info", "row_sizes"):
        getattr(sheet, name, {}).pop(row, None)
