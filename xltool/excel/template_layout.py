"""Part + Filling -> Page: the published look, worked out from the sections of the form alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from xltool.excel.template_columns import (
    column_width,
    label_width,
    lines_of,
    printed_label,
    row_heights,
    split_columns,
    spread,
    value_width,
)
from xltool.excel.template_page import CHECKS, Page, Printed, Role, Slot, TableArea
from xltool.form import Column, Field, Form, Group, Matrix, Part, Repeat, Section
from xltool.grid import keys_of
from xltool.model import Area, CellValue
from xltool.text import NUMERALS

_ROW = 24.0  # points, of a row that holds one line
_TEXT_ROWS = {"multiline": 84.0, "below": 130.0}
_COLUMNS = [14.0, 18.0, 18.0, 18.0, 18.0, 18.0]
_NOT_CROSSING = "—"

Values = Mapping[str, Sequence[Mapping[str, CellValue]]]
"""Raw values by table: one record of the part's own table, any number of the others."""


class Layout:
    """Lays a part out on a page, top to bottom."""

    def __init__(self, form: Form, part: Part, values: Values) -> None:
        self._form, self._part, self._values = form, part, values
        tables = [section for section in part.repeats()]
        self._table = max(tables, key=lambda section: len(section.fields), default=None)
        widths = [column_width(f) for f in self._table.fields] if self._table else _COLUMNS
        self._spans = split_columns(widths, max(map(self._cells_needed, part.sections)))
        self.page = Page(part, [width for parts in self._spans for width in parts])
        self._banners = 0

    def build(self) -> Page:
        """The page with everything on it."""
        page = self.page
        page.heights[CHECKS] = 22
        page.bottom = CHECKS
        caption = self._part.caption or self._form.title.zh
        name = self._value(self._part.table, None, "name")
        self._print_row(caption.replace("{name}", str(name or "")), Role.TITLE, 40)
        for section in self._part.sections:
            if isinstance(section, Group):
                self._group(section)
            elif isinstance(section, Matrix):
                self._matrix(section)
            else:
                self._repeat(section)
        return page

    # Rows

    def _value(self, table: str, record: int | None, name: str) -> CellValue:
        records = self._values.get(table, ())
        number = record or 0
        return records[number].get(name) if number < len(records) else None

    def _next_row(self, height: float = _ROW) -> int:
        self.page.bottom += 1
        self.page.heights[self.page.bottom] = height
        return self.page.bottom

    def _print_row(self, text: str, role: Role, height: float = _ROW, name: str = "") -> None:
        row = self._next_row(height)
        self._print(Area(row, 1, row, self.page.right), text, role, name)

    def _print(self, area: Area, text: str, role: Role, name: str = "") -> None:
        self.page.printed.append(Printed(area, text, role, name))

    def _label(self, area: Area, field: Field | Column, section: Section) -> None:
        label = printed_label(field)
        lines = lines_of(label, self.page.width(area) + 2)
        height = lines * 15.5 + 6
        if area.top == area.bottom:
            self.page.heights[area.top] = max(self.page.heights[area.top], height)
        self._print(area, label, Role.LABEL, f"{section.name}.{field.name}")

    def _slot(self, area: Area, field: Field) -> None:
        self.page.slots.append(Slot(area, self._part.table, field))
        text = str(self._value(self._part.table, None, field.name) or "")
        height = lines_of(text, self.page.width(area)) * 15.5 + 8
        if area.top == area.bottom:
            self.page.heights[area.top] = max(self.page.heights[area.top], height)

    def _text_rows(self, field: Field, width: float) -> tuple[int, int]:
        """As many rows as a text needs; none is higher than Excel allows."""
        least = _TEXT_ROWS["below" if field.below else "multiline"]
        text = str(self._value(self._part.table, None, field.name) or "")
        heights = row_heights(lines_of(text, width), least)
        rows = [self._next_row(height) for height in heights]
        return rows[0], rows[-1]

    def _banner(self, text: str, name: str) -> None:
        """A heading over the whole width; numbered where the part is published as running text."""
        if any(section.outline for section in self._part.repeats()):
            text = f"{NUMERALS[self._banners % 10]}、{text}"
            self._banners += 1
        self._print_row(text, Role.BANNER, 26, name)

    # Groups

    def _cells_needed(self, section: Section) -> int:
        """The least number of columns for the widest row of a section."""
        if isinstance(section, Matrix):
            return 1 + (len(section.rows) > 1 and bool(section.labels)) + len(section.columns)
        if isinstance(section, Repeat):
            return len(section.fields)
        amounts, texts = _amounts_with_text(section)
        return 1 + 2 * len(amounts) if texts else 4

    def _group(self, section: Group) -> None:
        amounts, text = _amounts_with_text(section)
        if all(field.match for field in section.fields):
            self._header(section)
        elif all(field.below for field in section.fields):
            self._texts_below(section)
        elif text:
            self._amounts(section, amounts, text)
        else:
            for fields in self._rows_of_pairs(section.fields):
                if fields[0].multiline:
                    top, bottom = self._text_rows(fields[0], sum(self.page.widths[1:]))
                    self._label(Area(top, 1, bottom, 1), fields[0], section)
                    self._slot(Area(top, 2, bottom, self.page.right), fields[0])
                else:
                    self._pairs(section, fields, self._next_row(), 1)

    def _header(self, section: Group) -> None:
        """The line above the frame: unit, year, month, and the money unit at its right end."""
        row = self._next_row(26)
        money = next((f for f in section.fields if f.type == "money_unit"), None)
        order = {"unit": 0, "year": 1, "period": 2}
        fields = sorted(
            (f for f in section.fields if f is not money), key=lambda f: order.get(f.type, 3)
        )
        wanted = [w for f in fields for w in (label_width(printed_label(f)), value_width(f))]
        spare = sum(self.page.widths) - sum(wanted) - 14
        wanted += [spare] if spare > 10 and len(wanted) + 2 <= self.page.right else []
        areas = [
            Area(row, left, row, right)
            for left, right in spread([*wanted, *([14.0] if money else [])], self.page.widths)
        ]
        for place, field in enumerate(fields):
            label = Printed(
                areas[2 * place],
                f"{printed_label(field)}：",
                Role.LINE_RIGHT if place else Role.LINE,
                f"{section.name}.{field.name}",
            )
            self.page.printed.append(label)
            self._slot(areas[2 * place + 1], field)
        if money:
            unit = self._value(self._part.table, None, money.name)
            text = f"单位：{unit or self._form.money_unit.default}"
            self._print(areas[-1], text, Role.LINE_RIGHT)

    def _texts_below(self, section: Group) -> None:
        """Long texts, each below its label; side by side where the section has a label too."""
        if not section.labels or len(section.fields) > self.page.right - 1:
            for field in section.fields:
                self._banner(printed_label(field), f"{section.name}.{field.name}")
                top, bottom = self._text_rows(field, sum(self.page.widths))
                self._slot(Area(top, 1, bottom, self.page.right), field)
            return
        row = self._next_row()
        spans = spread([30.0] * len(section.fields), self.page.widths[1:])
        widths = [sum(self.page.widths[left:right]) + 0 for left, right in spans]
        ends = [self._text_rows(f, w) for f, w in zip(section.fields[:1], widths, strict=False)]
        top, bottom = ends[0]
        for field, (left, right) in zip(section.fields, spans, strict=True):
            self._label(Area(row, left + 1, row, right + 1), field, section)
            self._slot(Area(top, left + 1, bottom, right + 1), field)
        self._print(Area(row, 1, bottom, 1), section.labels[0], Role.LABEL, section.name)

    def _amounts(self, section: Group, amounts: Sequence[Field], text: Field) -> None:
        """Amounts side by side and the text that explains them below, beside one label."""
        row = self._next_row()
        self._pairs(section, amounts, row, 2)
        _, bottom = self._text_rows(text, sum(self.page.widths[1:]))
        self._label(Area(row, 1, bottom, 1), text, section)
        self._slot(Area(row + 1, 2, bottom, self.page.right), text)

    def _rows_of_pairs(self, fields: Sequence[Field]) -> Iterator[list[Field]]:
        """The fields of each row: a long text alone, others as many as fit the page."""
        row: list[Field] = []
        for field in fields:
            wanted = sum(label_width(printed_label(f)) + value_width(f) for f in (*row, field))
            fits = wanted <= sum(self.page.widths) * 1.05 and 2 * len(row) + 2 <= self.page.right
            if row and (field.multiline or not fits):
                yield row
                row = []
            if field.multiline:
                yield [field]
            else:
                row.append(field)
        if row:
            yield row

    def _pairs(self, section: Group, fields: Sequence[Field], row: int, first: int) -> None:
        """Labels, each with its input cell, in one row from column `first` on."""
        columns = self.page.widths[first - 1 :]
        wanted = [w for f in fields for w in (label_width(printed_label(f)), value_width(f))]
        if first == 1:  # the first label has the column of all first labels
            spans = [(1, 1), *((a + 1, b + 1) for a, b in spread(wanted[1:], columns[1:]))]
        else:
            spans = [(a + first - 1, b + first - 1) for a, b in spread(wanted, columns)]
        for field, (label, value) in zip(
            fields, zip(spans[::2], spans[1::2], strict=True), strict=True
        ):
            self._label(Area(row, label[0], row, label[1]), field, section)
            self._slot(Area(row, value[0], row, value[1]), field)

    # Matrices

    def _matrix(self, section: Matrix) -> None:
        below = self._total_columns(section)
        if below:
            self._total_row(section, below)
            return
        head = self._next_row()
        sides = 1 + (len(section.rows) > 1 and bool(section.labels))
        columns = self.page.widths[sides:]
        spans = [
            (left + sides, right + sides)
            for left, right in spread([max(12.0, value_width(c)) for c in section.columns], columns)
        ]
        for column, (left, right) in zip(section.columns, spans, strict=True):
            self._label(Area(head, left, head, right), column, section)
        for entry in section.rows:
            row = self._next_row()
            area = Area(head if len(section.rows) == 1 else row, sides, row, sides)
            self._print(area, entry.labels[0], Role.LABEL, f"{section.name}.{entry.name}")
            for column, (left, right) in zip(section.columns, spans, strict=True):
                self._crossing(section, entry.name, column, Area(row, left, row, right))
        if sides == 2:
            area = Area(head, 1, self.page.bottom, 1)
            self._print(area, section.labels[0], Role.LABEL, section.name)
            self.page.boxes.append(Area(head, 2, head, 2))
        elif len(section.rows) > 1:
            self.page.boxes.append(Area(head, 1, head, 1))

    def _crossing(self, section: Matrix, row: str, column: Column, area: Area) -> None:
        field = next((f for f in section.fields if f.name == f"{row}_{column.name}"), None)
        if field:
            self._slot(area, field)
        else:
            self._print(area, _NOT_CROSSING, Role.LABEL)

    def _total_columns(self, section: Matrix) -> dict[str, tuple[int, int]]:
        """The columns of the table right above whose headings are the matrix's own too."""
        if not self.page.tables:
            return {}
        table = self.page.tables[-1]
        shared = {
            column.name: table.columns[field.name]
            for column in section.columns
            for field in table.section.fields
            if keys_of(column.labels) & keys_of(field.labels)
        }
        return shared if len(shared) == len(section.columns) else {}

    def _total_row(self, section: Matrix, columns: Mapping[str, tuple[int, int]]) -> None:
        """One more row of the table above, under the same headings."""
        first = min(left for left, _ in columns.values())
        for entry in section.rows:
            row = self._next_row()
            label = Area(row, 1, row, first - 1)
            self._print(label, entry.labels[0], Role.LABEL, f"{section.name}.{entry.name}")
            taken = set(range(1, first))
            for column in section.columns:
                left, right = columns[column.name]
                taken |= set(range(left, right + 1))
                self._crossing(section, entry.name, column, Area(row, left, row, right))
            for place in set(range(1, self.page.right + 1)) - taken:
                self.page.boxes.append(Area(row, place, row, place))

    # Tables

    def _repeat(self, section: Repeat) -> None:
        if section.labels:
            self._banner(section.labels[0], section.name)
        columns = self._table_columns(section)
        head = self._next_row()
        double = any(field.under for field in section.fields)
        sub = self._next_row() if double else head
        for field in section.fields:
            left, right = columns[field.name]
            self._label(Area(sub if field.under else head, left, sub, right), field, section)
        for text, left, right in _common_headings(section, columns):
            self._print(Area(head, left, head, right), text, Role.LABEL)
        records = self._values.get(section.name, ())
        shown = max(section.room, len(records) + section.room // 4 if records else 0)
        top = self.page.bottom + 1
        for number in range(shown + section.room):
            row = self._next_row(self._record_height(section, columns, number))
            for field in section.fields:
                left, right = columns[field.name]
                slot = Slot(Area(row, left, row, right), section.name, field, number)
                self.page.slots.append(slot)
        table = TableArea(section, top, self.page.bottom, top + shown, columns)
        self.page.tables.append(table)

    def _table_columns(self, section: Repeat) -> dict[str, tuple[int, int]]:
        if section is not self._table:
            spans = spread([column_width(f) for f in section.fields], self.page.widths)
            return dict(zip((f.name for f in section.fields), spans, strict=True))
        ends = [0]
        for parts in self._spans:
            ends.append(ends[-1] + len(parts))
        spans = [(start + 1, end) for start, end in pairwise(ends)]
        return dict(zip((f.name for f in section.fields), spans, strict=True))

    def _record_height(
        self, section: Repeat, columns: Mapping[str, tuple[int, int]], number: int
    ) -> float:
        lines = 1
        for field in section.fields:
            left, right = columns[field.name]
            text = str(self._value(section.name, number, field.name) or "")
            lines = max(lines, lines_of(text, sum(self.page.widths[left - 1 : right])))
        least = _TEXT_ROWS["multiline"] / 2 if section.outline else _ROW
        return min(400.0, max(least, lines * 15.5 + 8))


def _amounts_with_text(section: Section) -> tuple[list[Field], Field | None]:
    """The amounts of a group and the text after them that tells what they are for."""
    if not isinstance(section, Group):
        return [], None
    *first, last = section.fields
    if first and last.multiline and all(field.type == "money" for field in first):
        return first, last
    return [], None


def _common_headings(
    section: Repeat, columns: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """The headings that stand over several headings, with their columns."""
    seen: dict[str, list[int]] = {}
    for field in section.fields:
        if field.under:
            seen.setdefault(field.under[0], []).extend(columns[field.name])
    for text, places in seen.items():
        yield text, min(places), max(places)
