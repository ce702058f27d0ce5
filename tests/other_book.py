"""A filled form as data -> a workbook made with openpyxl, and what must be read from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.book import Book, SheetPlan, content_of, name_of
from xltool.model.workbook import Area

FOLDER = Path(__file__).parent / "other_forms"
Move = Callable[[int, int], tuple[int, int]]
Read = dict[tuple[str, int, str], tuple[str, object]]
"""What is read: table, number of the record and field, with its cell and value."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet: what stands in each range, and what must be read from it."""

    form: str
    sheet: str
    year: str
    period: str | None
    unit_code: str
    cells: Mapping[Area, object]
    read: Mapping[str, tuple[Mapping[str, tuple[Area, object]], ...]] = field(repr=False)

    def moved(self, to: Move) -> Filled:
        """The same with every row and column elsewhere; a merged range spans what comes between."""

        def area(old: Area) -> Area:
            return Area(*to(old.top, old.left), *to(old.bottom, old.right))

        return replace(
            self,
            cells={area(place): value for place, value in self.cells.items()},
            read={
                table: tuple(
                    {name: (area(place), value) for name, (place, value) in record.items()}
                    for record in records
                )
                for table, records in self.read.items()
            },
        )

    def inserted(self, row: int = 0, column: int = 0) -> Filled:
        """With a blank row or column before this one."""
        return self.moved(lambda r, c: (r + (0 < row <= r), c + (0 < column <= c)))

    def unmerged(self) -> Filled:
        """With every value in the first cell of its range only."""
        cells = {Area(a.top, a.left, a.top, a.left): value for a, value in self.cells.items()}
        return replace(self, cells=cells)

    def changed(self, changes: Mapping[str, object]) -> Filled:
        """With other texts at some ranges; None takes one away."""
        cells = {**self.cells, **{area_of(where): value for where, value in changes.items()}}
        return replace(self, cells={a: value for a, value in cells.items() if value is not None})

    @property
    def bottom(self) -> int:
        """Its last row."""
        return max(area.bottom for area in self.cells)

    def expected(self, first: Mapping[str, int] | None = None) -> Read:
        """What must be read; `first` numbers each table's records from there."""
        return {
            (table, number + (first or {}).get(table, 0), name): (name_of((a.top, a.left)), value)
            for table, records in self.read.items()
            for number, record in enumerate(records)
            for name, (a, value) in record.items()
        }


@cache  # parsing them takes longer than all that a case does with one
def filled_forms() -> tuple[Filled, ...]:
    """The forms of the folder."""
    return tuple(_filled_form(path) for path in sorted(FOLDER.glob("*.yaml")))


def _filled_form(path: Path) -> Filled:
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return Filled(
        form=path.stem,
        sheet=data["sheet"],
        year=data["year"],
        period=data["period"],
        unit_code=data["unit_code"],
        cells={area_of(k): v for k, v in (data["printed"] | data["filled"]).items()},
        read={
            table: tuple(
                {name: (area_of(where), value) for name, (where, value) in record.items()}
                for record in records
            )
            for table, records in data["read"].items()
        },
    )


def area_of(where: str) -> Area:
    """`B7:G7` -> rows and columns."""
    left, top, right, bottom = range_boundaries(where)
    return Area(int(top or 0), int(left or 0), int(bottom or 0), int(right or 0))


def book_of(form: Filled) -> Book:
    """The form as a book, which cases can edit."""
    sheet = SheetPlan(form.sheet)
    for area, value in form.cells.items():
        text = value if isinstance(value, str) else f"number:{value}"
        percent = re.fullmatch(r"([\d.]+)%%", text)
        content = content_of(f"percent:{float(percent[1]) / 100}" if percent else text)
        sheet.cells[area.top, area.left] = content
        if (area.top, area.left) != (area.bottom, area.right):
            sheet.merges.append(area)
    return Book([sheet])


def save(path: Path, *sheets: tuple[Filled, ...]) -> Path:
    """Write one sheet for each tuple of forms, which stand on it as they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, forms in enumerate(sheets):
        sheet = book.create_sheet(forms[0].sheet + (str(number) if number else ""))
        for form in forms:
            _write(sheet, form)
    book.save(path)
    return path


def _write(sheet: Worksheet, form: Filled) -> None:
    for area, value in form.cells.items():
        cell = sheet.cell(area.top, area.left)
        if isinstance(value, str) and re.fullmatch(r"[\d.]+%%", value):
            cell.value, cell.number_format = float(value.removesuffix("%%")) / 100, "0.00%"
        else:
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"
        if (area.top, area.left) != (area.bottom, area.right):
            sheet.merge_cells(None, area.top, area.left, area.bottom, area.right)
