"""Table + what stands below its last row read -> the first row that looks like one of its records.

A table ends at a footer or at a label of another section, and a value may read like such a label:
`12月底` as the value of an indicator is also a heading of the spending plan. What stands below is
not read then, which must be said. To pass for a record here takes more than to be read as one:
notes, signatures and the sections below a table are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xltool.extract.grid import Grid, LabelCell
from xltool.language.words import Words
from xltool.model.form import Repeat
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.values.cell_value import shown_text

_SIGNED = re.compile(r"\s*[^:：]{1,10}[:：]")
"""A line to be signed: 编制人：张三."""
_MORE = 3
"""Values beside a name that reads like a label: 负责人 | 张三 | 电话 is no record."""


@dataclass(frozen=True, slots=True)
class CutShort:
    """A table below whose end rows like its records stand, which were not read.

    `ref` and `name` are those of the first; `like` is the text that ended the table because it
    reads like a label, "" where something else did.
    """

    table: str
    title: Words
    ref: CellRef
    name: str
    like: str = ""
    like_ref: CellRef | None = None

    def __str__(self) -> str:
        return f"{self.table} {self.ref.a1} {self.name}"


@dataclass(frozen=True, slots=True)
class Below:
    """A table, to look below it; `left` is the first column of its block, `label` tells whether a
    label of another section stands in a cell.
    """

    grid: Grid
    section: Repeat
    headings: Mapping[str, LabelCell]
    left: int
    label: Callable[[CellRef], bool]

    def first_unread(self, rows: range) -> CutShort | None:
        """The first of the rows that looks like a record; that which ended the table comes first
        where a record stands below it and it holds one as well.
        """
        name = self.headings.get(self.section.key[-1]) if self.section.key else None
        if name is None:
            return None
        found = next((row for row in rows if self._is_record(row, name)), None)
        if found is None:
            return None
        if found > rows.start and self._values(rows.start, name) and self._under(rows.start, name):
            found = rows.start
        cell = self._under(found, name)
        labels = [ref for ref in self._refs(rows.start) if self.label(ref)]
        like = self.grid.cell(labels[0].row, labels[0].column) if labels else None
        return CutShort(
            table=self.section.name,
            title=self.section.title.words(),
            ref=CellRef(self.grid.sheet.name, found, name.area.left),
            name=shown_text(cell).strip() if cell else "",
            like=shown_text(like).strip() if like else "",
            like_ref=like.ref if like else None,
        )

    def _is_record(self, row: int, name: LabelCell) -> bool:
        """A name and a value beside it, each under its heading alone; nothing before the name is a
        label, a note or a signature.
        """
        cell, values = self._under(row, name), self._values(row, name)
        if cell is None or not values or self._is_foot(row, name, cell):
            return False
        labels = sum(map(self.label, self._refs(row)))
        if self.label(cell.ref):
            return labels == 1 and len(values) >= _MORE
        return labels <= 1

    def _is_foot(self, row: int, name: LabelCell, cell: Cell) -> bool:
        before = [self._anchor(row, column) for column in range(self.left, name.area.left)]
        texts = [shown_text(each) for each in (*before, cell)]
        footers = [re.compile(pattern) for pattern in self.section.footers]
        return any(self.label(each.ref) for each in before) or any(
            _SIGNED.match(text) or any(footer.search(text.strip()) for footer in footers)
            for text in texts
        )

    def _values(self, row: int, name: LabelCell) -> list[Cell]:
        """What is filled in behind the name."""
        spots = (s for s in self.headings.values() if s.area.left > name.area.right)
        return [cell for spot in spots if (cell := self._under(row, spot))]

    def _under(self, row: int, spot: LabelCell) -> Cell | None:
        """The cell of a row that stands under a heading and nowhere else, if it is filled in."""
        for column in range(spot.area.left, spot.area.right + 1):
            cell, area = self.grid.cell(row, column), self.grid.area(row, column)
            inside = spot.area.left <= area.left and area.right <= spot.area.right
            if cell.kind is not Kind.BLANK and inside:
                return cell
        return None

    def _anchor(self, row: int, column: int) -> Cell:
        area = self.grid.area(row, column)
        return self.grid.cell(area.top, area.left)

    def _refs(self, row: int) -> list[CellRef]:
        right = max(spot.area.right for spot in self.headings.values())
        return [cell.ref for cell in self.grid.row(row, self.left, right)]
