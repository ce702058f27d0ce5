"""Where the cells of a list stand, as formulas of any sheet refer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltool.excel.summary.cell_digest import DigestedSheet
from xltool.excel.summary.columns import SummaryColumn
from xltool.excel.summary.links import quoted, sheet_reference
from xltool.model.workbook import column_letters


@dataclass(slots=True)
class ListPage:
    """One sheet of a list; rows count from 1."""

    name: str
    sheet: DigestedSheet
    first: int
    last: int


class ListReferences:
    """A list of columns on one or more pages; `forms` is how many total rows it has."""

    __slots__ = ()

    columns: Sequence[SummaryColumn]
    pages: list[ListPage]
    forms: int
    letters: dict[str, str]

    def letter(self, key: str) -> str:
        """The letters of a column."""
        if key not in self.letters:
            place = next(at for at, column in enumerate(self.columns) if column.key == key)
            self.letters[key] = column_letters(place + 1)
        return self.letters[key]

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

    def whole_total(self, key: str) -> str:
        """The total of a column over all forms, as a part of a formula."""
        page, letter = self.pages[-1], self.letter(key)
        area = f"${letter}${page.last + 1}:${letter}${page.last + max(self.forms, 1)}"
        return f"SUM({sheet_reference(page.name, area)})"
