"""Rows -> a list on one or more sheets: headings, totals, print settings, signature block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.columns import TOTAL, SummaryColumn
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula, quoted, sheet_reference
from xltool.language.text import wrapped_lines
from xltool.language.words import Words
from xltool.model.workbook import column_letters

TOP = 3
"""Rows above the data: title, what it is about, headings."""

_SPARE = 16
"""Rows kept free behind the data, for totals and signatures."""

_LEAST, _LINE = 20.25, 13.5
"""Points that a row takes, and each further line in it."""

NOTHING = Words("（无）", "(none)")
SIGNATURES = Words(
    "填表人：　　　　　　　　审核人：　　　　　　　　负责人：　　　　　　　　"
    "日期：　　　　年　　月　　日",
    "Prepared by:                    Reviewed by:                    Approved by:"
    "                    Date:",
)

Value = str | float | int | Formula | None


@dataclass(slots=True)
class _Page:
    """One sheet of a list; rows count from 1."""

    name: str
    sheet: Worksheet
    first: int
    last: int


@dataclass(slots=True)
class ListSheet:
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
    pages: list[_Page] = field(default_factory=list)
    _row: int = TOP
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
            sheet = self.book.workbook.add_worksheet(name)
            self.pages.append(_Page(name, sheet, TOP + 1, TOP + rows))
            left -= rows
        for page in self.pages:
            self._head(page)
        self._turn_to(0)
        if not self.count:
            self._nothing()

    def row(self, values: Sequence[Value], strength: str = "") -> int:
        """Write the next row, one value a column; returns its number on its sheet."""
        if self._row >= self.pages[self._page].last:
            self._turn_to(self._page + 1)
        row, (text, number, formula, blank) = self._row, self._write
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
        self._row = row + 1
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
        sheet.set_row(row, min(_LEAST + (lines - 1) * _LINE, 409))
        # xlsxwriter remembers the heights of rows that went to disk long ago: they are let go, so
        # that memory does not grow with the rows. Without these names only memory would be lost.
        for name in ("row_info", "row_sizes"):
            getattr(sheet, name, {}).pop(row - 2, None)

    def letter(self, key: str) -> str:
        """The letters of a column."""
        return column_letters(self._place(key) + 1)

    def ranges(self, key: str) -> list[str]:
        """All the cells of a column, a reference for each sheet."""
        letter = self.letter(key)
        return [
            sheet_reference(page.name, f"${letter}${page.first}:${letter}${page.last}")
            for page in self.pages
        ]

    def part(self, key: str, start: int, end: int) -> list[str]:
        """The cells of a column from one row of the list up to another, from 0, end excluded."""
        letter, areas = self.letter(key), []
        for page in self.pages:
            rows = page.last - page.first + 1
            first, last = max(start, 0), min(end, rows) - 1
            if first <= last:
                area = f"${letter}${page.first + first}:${letter}${page.first + last}"
                areas.append(sheet_reference(page.name, area))
            start, end = start - rows, end - rows
        return areas

    def total_cell(self, key: str, form_place: int = 0) -> str:
        """Where the total of a column stands, for the form in this place among several."""
        page = self.pages[-1]
        return sheet_reference(page.name, f"${self.letter(key)}${page.last + 1 + form_place}")

    def next_line(self) -> int:
        """The number, on its sheet, of the row that will be written next."""
        return TOP + 1 if self._row >= self.pages[self._page].last else self._row + 1

    def sum_formula(self, key: str, form: str | None = None, without: str = "") -> str:
        """The sum of a column over all sheets; of one form alone where there are several, and
        without the rows that have this text in the column of the units.
        """
        parts = []
        for place, area in enumerate(self.ranges(key)):
            conditions = ""
            if form is not None:
                conditions += f",{self.ranges('form')[place]},{quoted(form)}"
            if without:
                conditions += f",{self.ranges('unit')[place]},{quoted('<>' + without)}"
            parts.append(f"SUMIFS({area}{conditions})" if conditions else f"SUM({area})")
        return "=" + "+".join(parts)

    def totals(self, sums: Mapping[str, Mapping[str, Decimal]], without: str = "") -> None:
        """Write a total row for each form, from the exact sums by form and column."""
        page, looks = self.pages[-1], self.book.looks
        self.forms = len(sums)
        for place, (form, values) in enumerate(sums.items()):
            row = page.last + place
            page.sheet.set_row(row, _LEAST)
            only = form if len(sums) > 1 else None
            for at, column in enumerate(self.columns):
                look = looks.of(column.kind, "total")
                value = values.get(column.key, Decimal(0))
                if column.total:
                    formula = self.sum_formula(column.key, only, without)
                    page.sheet.write_formula(row, at, formula, look, float(value))
                elif column.ratio:
                    page.sheet.write_formula(row, at, *self._ratio(column, row + 1, look, values))
                elif column.key == "form" and only:
                    page.sheet.write_string(row, at, form, look)
                elif at == 0 or (at == 1 and only):
                    page.sheet.write_string(row, at, self._label(form, at), look)
                else:
                    page.sheet.write_blank(row, at, None, look)
        self._row = page.last + len(sums)

    def _ratio(
        self, column: SummaryColumn, line: int, look: Format, values: Mapping[str, Decimal]
    ) -> tuple[str, Format, float]:
        part, whole = f"{self.letter(column.ratio)}{line}", f"{self.letter('budget')}{line}"
        budget = values.get("budget", Decimal(0))
        share = values.get(column.ratio, Decimal(0)) / budget * 100 if budget else Decimal(0)
        rounded = share.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"=IF({whole}=0,0,ROUND({part}/{whole}*100,2))", look, float(rounded)

    def line(self, text: str, look: Format | None = None) -> None:
        """Write a line of text below the list."""
        self._row = max(self._row, self.pages[-1].last) + (1 if look else 0)
        self.pages[-1].sheet.write_string(self._row, 0, text, look or self.book.looks.plain)
        self._row += 1

    def cells(self, values: Sequence[tuple[str, float] | str], kind: str) -> None:
        """Write a row of a small table below the list: texts, and formulas with their values."""
        looks = self.book.looks
        self.pages[-1].sheet.set_row(self._row, _LEAST)
        for at, value in enumerate(values):
            if isinstance(value, str):
                look = (
                    looks.heading
                    if kind == "heading"
                    else looks.of("text" if at == 0 else "centre")
                )
                self.pages[-1].sheet.write_string(self._row, at, value, look)
            else:
                formula, number = value
                self.pages[-1].sheet.write_formula(self._row, at, formula, looks.of(kind), number)
        self._row += 1

    def whole_total(self, key: str) -> str:
        """The total of a column over all forms, as a part of a formula."""
        page, letter = self.pages[-1], self.letter(key)
        area = f"${letter}${page.last + 1}:${letter}${page.last + max(self.forms, 1)}"
        return f"SUM({sheet_reference(page.name, area)})"

    def sign(self) -> None:
        """The block for names and date below the list."""
        row = max(self._row, self.pages[-1].last) + 1
        self.pages[-1].sheet.write_string(row, 0, SIGNATURES(self.book.lang), self.book.looks.plain)

    def _label(self, form: str, at: int) -> str:
        return self.book.month.form_title(form) if at else TOTAL(self.book.lang)

    def _place(self, key: str) -> int:
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def _turn_to(self, page: int) -> None:
        """Go on on this sheet; its methods are looked up once, not for every cell."""
        self._page, self._row = page, TOP
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
        self._row = TOP + 1

    def _head(self, page: _Page) -> None:
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
