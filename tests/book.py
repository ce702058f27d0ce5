"""A workbook in memory, as tests and samples plan it, and the edits it can take."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from xltool.model.workbook import Area, column_letters

Value = str | int | float | bool | datetime.date | None
Place = tuple[int, int]


class Look(StrEnum):
    """How a cell is drawn."""

    TITLE = "title"
    LINE = "line"  # text outside the table, such as the unit
    LINE_RIGHT = "line_right"
    LABEL = "label"
    TEXT = "text"
    CENTRE = "centre"
    AMOUNT = "amount"
    PART = "part"  # headings and paragraphs of the department's part
    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a cell; a `formula` without a value is one whose result was never saved."""

    value: Value = None
    formula: str | None = None
    percent: bool = False
    error: bool = False
    look: Look = Look.TEXT


@dataclass(slots=True)
class SheetPlan:
    """One sheet; rows and columns count from 1, `widths` in characters by column.

    `row_height` is the least height of a table's row, in points.
    """

    name: str
    cells: dict[Place, Content] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden: bool = False
    row_height: float = 32.0

    def put(
        self, where: str, value: Value, look: Look = Look.TEXT, *, percent: bool = False
    ) -> None:
        """Fill a cell, or a range that is merged: `put("B8:G8", …)`."""
        area = area_of(where)
        self.cells[area.top, area.left] = Content(value, percent=percent, look=look)
        if (area.top, area.left) != (area.bottom, area.right):
            self.merges.append(area)

    def change(self, where: str, content: Content) -> None:
        """Replace what stands in a cell, keeping its look; raises `ValueError` under a merge."""
        place = _place(where)
        for merge in self.merges:
            if place != (merge.top, merge.left) and _inside(place, merge):
                raise ValueError(f"{where} of {self.name} lies under a merged cell")
        look = self.cells[place].look if place in self.cells else Look.TEXT
        self.cells[place] = replace(content, look=look)

    def insert(self, *, row: int = 0, column: int = 0) -> None:
        """Insert a blank row or column before this one."""
        self._move(lambda r, c: (r + (0 < row <= r), c + (0 < column <= c)))
        if column:
            self.widths = {c + (c >= column): width for c, width in self.widths.items()}

    def delete(self, *, row: int = 0, column: int = 0) -> None:
        """Delete a row or column; a merged cell that began in it keeps its value, as in Excel."""
        for merge in self.merges:
            kept = self.cells.get((merge.top, merge.left))
            if kept and merge.top == row < merge.bottom:
                self.cells[row + 1, merge.left] = kept
            if kept and merge.left == column < merge.right:
                self.cells[merge.top, column + 1] = kept
        self.cells = {p: c for p, c in self.cells.items() if p[0] != row and p[1] != column}
        # A range that ends in what goes must end one earlier, one that begins in it stays.
        self.merges = [
            Area(m.top, m.left, m.bottom - (m.bottom == row), m.right - (m.right == column))
            for m in self.merges
            if not (m.top == m.bottom == row or m.left == m.right == column)
        ]
        self._move(lambda r, c: (r - (0 < row < r), c - (0 < column < c)))
        if column:
            self.widths = {c - (c > column): w for c, w in self.widths.items() if c != column}

    def _move(self, to: Callable[[int, int], Place]) -> None:
        self.cells = {to(*place): content for place, content in self.cells.items()}
        areas = (Area(*to(m.top, m.left), *to(m.bottom, m.right)) for m in self.merges)
        self.merges = [a for a in areas if (a.top, a.left) != (a.bottom, a.right)]


@dataclass(slots=True)
class Book:
    """Sheets in their order."""

    sheets: list[SheetPlan] = field(default_factory=list)

    def __iter__(self) -> Iterator[SheetPlan]:
        return iter(self.sheets)

    def copy(self) -> Book:
        """The same workbook once more, for edits of its own."""
        return Book(
            [
                replace(
                    sheet,
                    cells=dict(sheet.cells),
                    merges=list(sheet.merges),
                    widths=dict(sheet.widths),
                )
                for sheet in self.sheets
            ]
        )

    def sheet(self, name: str) -> SheetPlan:
        """The sheet with this name; raises `ValueError` if there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise ValueError(f"no sheet {name!r} among {[sheet.name for sheet in self.sheets]}")

    def edit(self, sheet_name: str, where: str, value: str) -> None:
        """Carry out one line of a case: a new value, or a change of a row, column or sheet."""
        sheet = self.sheet(sheet_name)
        line = re.fullmatch(r"(row|column) (\S+)", where)
        if where == "*":
            self._edit_sheet(sheet, value)
        elif line:
            wanted = {"inserted": sheet.insert, "deleted": sheet.delete}
            if value not in wanted:
                raise ValueError(f"a {line[1]} is inserted or deleted, not {value!r}")
            if line[1] == "row":
                wanted[value](row=int(line[2]))
            else:
                wanted[value](column=_place(line[2] + "1")[1])
        else:
            sheet.change(where, content_of(value))

    def _edit_sheet(self, sheet: SheetPlan, value: str) -> None:
        if value == "hidden":
            sheet.hidden = True
        elif value == "deleted":
            self.sheets.remove(sheet)
        elif value.startswith("renamed:"):
            sheet.name = value.removeprefix("renamed:")
        else:
            raise ValueError(f"a sheet is hidden, deleted or renamed:…, not {value!r}")


def content_of(text: str) -> Content:
    """A cell as cases write it: text, `number:`, `percent:`, `formula:=… -> …`, `error:`, ….

    A value between back quotes is text as it stands, with the spaces around it.
    """
    if len(text) >= 2 and text[0] == text[-1] == "`":
        return Content(text[1:-1].replace("\\n", "\n"))
    kind, colon, rest = text.partition(":")
    match kind if colon else "":
        case "number":
            return Content(_number(rest))
        case "percent":
            return Content(_number(rest), percent=True)
        case "error":
            return Content(rest, formula="=" + rest, error=True)
        case "bool":
            return Content({"TRUE": True, "FALSE": False}[rest])
        case "date":
            return Content(datetime.date.fromisoformat(rest))
        case "formula":
            return _formula(rest)
        case _:
            return Content(text.replace("\\n", "\n") or None)


def _formula(text: str) -> Content:
    formula, arrow, result = text.rpartition(" -> ")
    if not arrow or not formula.startswith("="):
        raise ValueError(f"a formula is written formula:=C4*2 -> 5, not {text!r}")
    if result == "none":
        return Content(formula=formula)
    if re.fullmatch(r"-?\d+(\.\d+)?", result):
        return Content(_number(result), formula)
    if result.startswith("#"):
        return Content(result, formula, error=True)
    return replace(content_of(result), formula=formula)


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)


def area_of(where: str) -> Area:
    """`B7` or `B8:G8` -> rows and columns; raises `ValueError` for anything else."""
    first, _, last = where.partition(":")
    return Area(*_place(first), *_place(last or first))


def name_of(place: Place) -> str:
    """(7, 2) -> `B7`."""
    return f"{column_letters(place[1])}{place[0]}"


def _place(name: str) -> Place:
    found = re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)", name)
    if not found:
        raise ValueError(f"{name!r} is no cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _inside(place: Place, area: Area) -> bool:
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right
