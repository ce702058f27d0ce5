"""Part of a form -> the page that it is filled in on: labels and input cells, each in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from xltool.language.text import squeezed
from xltool.model.form import Field, Part, Repeat
from xltool.model.workbook import Area, absolute_a1

_NUMBERING = re.compile("^[一二三四五六七八九十]+、")


class Role(Enum):
    """What a printed text is for, and with it how it looks."""

    TITLE = "title"
    LINE = "line"
    LINE_RIGHT = "line_right"
    BANNER = "banner"
    LABEL = "label"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Printed:
    """A text that the form prints; `name` is its place in `part_labels`, if it is a label."""

    area: Area
    text: str
    role: Role
    name: str = ""

    @property
    def label(self) -> str:
        """The label without numbering and colon; "" where the text is none."""
        return _NUMBERING.sub("", squeezed(self.text).removesuffix("：")) if self.name else ""


@dataclass(frozen=True, slots=True)
class Slot:
    """An input cell: of the part's own record, or of the row `record` (from 0) of a table."""

    area: Area
    table: str
    field: Field
    record: int | None = None

    @property
    def a1(self) -> str:
        """Its first cell with absolute row and column: `$B$4`."""
        return absolute_a1(self.area.top, self.area.left)


@dataclass(frozen=True, slots=True)
class TableArea:
    """Where the records of a table stand: rows, of which those from `hidden` on are folded away,
    the rows of headings right above, and the columns of each field.
    """

    section: Repeat
    top: int
    bottom: int
    hidden: int
    heading_rows: int
    columns: dict[str, tuple[int, int]]

    def column(self, name: str) -> str:
        """The cells of a field as a range with absolute rows and columns."""
        left = self.columns[name][0]
        return f"{absolute_a1(self.top, left)}:{absolute_a1(self.bottom, left)}"


@dataclass(slots=True)
class FormPage:
    """A sheet: its columns, what is printed on it and what is filled in, row by row.

    `CHECKS` is the row of the live check cells, above what is printed.
    """

    part: Part
    widths: list[float]
    printed: list[Printed] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    tables: list[TableArea] = field(default_factory=list)
    boxes: list[Area] = field(default_factory=list)  # framed, but neither label nor input
    heights: dict[int, float] = field(default_factory=dict)
    growing: set[int] = field(default_factory=set)
    bottom: int = 1

    @property
    def right(self) -> int:
        """Its last column."""
        return len(self.widths)

    def width(self, area: Area) -> float:
        """The width of an area in half-width characters."""
        return sum(self.widths[area.left - 1 : area.right])

    def slot(self, name: str) -> Slot | None:
        """The input cell of a single field."""
        return next((s for s in self.slots if s.record is None and s.field.name == name), None)


CHECKS = 1
