"""Rows -> a list on one or more sheets, written from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.cell_digest import DigestedSheet, row_digest
from xltool.excel.summary.columns import SummaryColumn, Value
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_references import ListPage, ListReferences
from xltool.excel.summary.row_xml import ANY_LINE, Heads, heads_of, row_xml
from xltool.language.text import wrapped_lines
from xltool.language.words import Words
from xltool.ledger.rendered_rows import RenderedRow

TOP = 3
"""Rows above the data: title, what it is about, headings."""

_SPARE = 16
"""Rows kept free behind the data, for totals and signatures."""

USUAL_HEIGHT, _LINE, _HIGHEST = 20.25, 13.5, 408.75
"""Points that a row takes, each further line in it, and the most that a row may have."""

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
    letters: dict[str, str] = field(default_factory=dict)
    _page: int = 0
    _found: dict[str, Heads] = field(default_factory=dict)
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
        row = self.below
        texts = [value.value if value.__class__ is Formula else value for value in values]
        xml = row_xml(row + 1, self._height(texts), self.heads(strength), values)
        self.sheet.write_line(row, xml, texts)
        self.below = row + 1
        return row + 1

    def rendered(self, rows: Iterable[Any]) -> list[RenderedRow] | None:
        """Rows that may stand anywhere in the list; None where one reads like a heading of the
        reviewer's columns, so that what counts of the next hangs on it.
        """
        found = []
        for row in rows:
            values = [column.value_of(row, self) for column in self.columns]
            texts = [value.value if value.__class__ is Formula else value for value in values]
            digest = row_digest(texts)
            if digest is None:
                return None
            xml = row_xml(ANY_LINE, self._height(texts), self.heads(), values)
            found.append(RenderedRow(digest, xml))
        return found

    def write_rendered(self, rows: Sequence[RenderedRow]) -> None:
        """Write them as the next rows."""
        while rows:
            if self.below >= self.pages[self._page].last:
                self._turn_to(self._page + 1)
            fitting = rows[: self.pages[self._page].last - self.below]
            xml = [
                row.xml.replace(ANY_LINE, str(n)) for n, row in enumerate(fitting, self.below + 1)
            ]
            digest = sum(row.digest for row in fitting)
            self.sheet.write_lines(self.below, xml, len(self.columns), digest)
            self.below += len(fitting)
            rows = rows[len(fitting) :]

    @property
    def reviewed(self) -> bool:
        """Whether the sheet that is being written has columns of the reviewer's."""
        return self.sheet.reviewed

    def _height(self, texts: Sequence[Value]) -> float:
        """As high as the longest text of a row needs: not every program does it by itself."""
        lines = 1
        for at, width in self._wrapping:
            text = texts[at]
            if text.__class__ is str and (len(text) * 2 > width or "\n" in text):
                lines = max(lines, wrapped_lines(text, width))
        return min(USUAL_HEIGHT + (lines - 1) * _LINE, _HIGHEST)

    @property
    def sheet(self) -> DigestedSheet:
        """The sheet that is being written."""
        return self.pages[self._page].sheet

    def next_line(self) -> int:
        """The number, on its sheet, of the row that will be written next."""
        return TOP + 1 if self.below >= self.pages[self._page].last else self.below + 1

    def _turn_to(self, page: int) -> None:
        """Go on on this sheet."""
        self._page, self.below = page, TOP

    def heads(self, strength: str = "") -> Heads:
        """The heads of a row's cells, made once for each strength."""
        if strength not in self._found:
            self._found[strength] = heads_of(
                [
                    self.book.looks.of(column.kind, strength or self.inputs.get(column.key, ""))
                    for column in self.columns
                ]
            )
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
