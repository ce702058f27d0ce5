"""A page in the making: the next row, a label, an input cell, a long text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltool.excel.template.columns import LINE, broken, lines_of, row_heights
from xltool.excel.template.page import CHECKS, FormPage, Printed, Role, Slot
from xltool.language.text import chinese_number
from xltool.model.form import Field, Form, Part, Section, printed_label
from xltool.model.workbook import Area, CellValue

ROW = 24.0
"""Height in points of a row that holds one line."""
TEXT_ROW, LONG_TEXT_ROW = 84.0, 130.0
"""Heights of a text beside its label, and of one below its label, before it is written."""

Values = Mapping[str, Sequence[Mapping[str, CellValue]]]
"""Raw values by table: one record of the part's own table, any number of the others."""


class Draft:
    """A page that grows row by row, for the values that will stand on it.

    `spans` are the columns of the widest table, some of them cut in two.
    """

    def __init__(self, form: Form, part: Part, values: Values, spans: list[list[float]]) -> None:
        self.form, self.part, self.values, self.spans = form, part, values, spans
        self.page = FormPage(part, [width for parts in spans for width in parts])
        self.page.heights[CHECKS] = 22
        self._banners = 0

    def value(self, table: str, record: int | None, name: str) -> CellValue:
        """What will be filled in; `record` None for the part's own record."""
        records = self.values.get(table, ())
        number = record or 0
        return records[number].get(name) if number < len(records) else None

    def own_text(self, field: Field) -> str:
        """The text of a single field."""
        return str(self.value(self.part.table, None, field.name) or "")

    def next_row(self, height: float = ROW) -> int:
        """One more row."""
        self.page.bottom += 1
        self.page.heights[self.page.bottom] = height
        return self.page.bottom

    def print(self, area: Area, text: str, role: Role, name: str = "") -> None:
        """A text of the form."""
        self.page.printed.append(Printed(area, text, role, name))

    def print_row(self, text: str, role: Role, height: float = ROW, name: str = "") -> None:
        """A text over the whole width, in a row of its own."""
        row = self.next_row(height)
        self.print(Area(row, 1, row, self.page.right), text, role, name)

    def banner(self, text: str, name: str) -> None:
        """A heading over the whole width; numbered where the part is published as running text."""
        if any(section.outline for section in self.part.repeats()):
            self._banners += 1
            text = f"{chinese_number(self._banners)}、{text}"
        self.print_row(text, Role.BANNER, 26, name)

    def label(self, area: Area, field: Field, section: Section) -> None:
        """The label or heading of a field."""
        label = broken(printed_label(field), self.page.width(area))
        self.grow(area, label, 2)
        self.print(area, label, Role.LABEL, f"{section.name}.{field.name}")

    def slot(self, area: Area, field: Field) -> None:
        """The input cell of a single field."""
        self.page.slots.append(Slot(area, self.part.table, field))
        self.grow(area, self.own_text(field))

    def grow(self, area: Area, text: str, margin: float = 0) -> None:
        """Make a row as high as a text in one of its cells needs it."""
        if area.top == area.bottom:
            height = lines_of(text, self.page.width(area) + margin) * LINE + 7
            self.page.heights[area.top] = max(self.page.heights[area.top], height)

    def text_rows(self, fields: Sequence[Field], width: float) -> tuple[int, int]:
        """As many rows as long texts side by side need; none is higher than Excel allows."""
        least = LONG_TEXT_ROW if fields[0].below else TEXT_ROW
        lines = max(lines_of(self.own_text(field), width) for field in fields)
        rows = [self.next_row(height) for height in row_heights(lines, least)]
        return rows[0], rows[-1]
