"""Labels that a block may have -> the places of their values: no cell there is a label.

Right beside a label, below one whose text stands below it, in a crossing of a matrix, or under
labels that stand side by side, a text is a value, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from xltool.extract.blocks import Block
from xltool.extract.grid import LabelCell, keys_of
from xltool.extract.headings import Headings
from xltool.model.form import Field, Matrix
from xltool.model.workbook import Area, CellRef, Kind

Place = tuple[int, int]
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．]")


class ValuePlaces:
    """The places of values in one block.

    `spots` are the cells that read as a label, `named` the labels that each may be (none for a
    box), `entries` the fields and rows by label.
    """

    def __init__(
        self,
        block: Block,
        spots: Mapping[CellRef, LabelCell],
        named: Mapping[CellRef, list[str]],
        entries: Mapping[str, object],
    ) -> None:
        self._block, self._grid = block, block.grid
        self._spots, self._named, self._entries = spots, named, entries
        self._stacked: dict[int, bool] = {}

    @property
    def stacked(self) -> set[int]:
        """The rows of labels whose values stand below them."""
        return {row for row, stacked in self._stacked.items() if stacked}

    def claimed(self) -> set[Place]:
        """The places of values: cells there are no labels, whatever they say."""
        claimed: set[Place] = set()
        for headings in self._block.headings.values():
            claimed |= {(spot.ref.row, spot.ref.column) for spot in headings.refs()}
            if isinstance(headings.section, Matrix):
                claimed |= self._crossings(headings)
        for ref in sorted(self._spots):
            if (ref.row, ref.column) not in claimed:
                claimed |= set(self._values_of(ref))
        return claimed

    def _crossings(self, headings: Headings) -> set[Place]:
        """The cells below the headings of a matrix, in the rows of its labels."""
        rows = [
            self._spots[ref].area
            for ref, names in self._named.items()
            if any(name.startswith(headings.section.name + ".") for name in names)
            and self._spots[ref].area.right < headings.left
        ]
        return {
            (row, column)
            for area in rows
            for row in self._rows_of_values(area, headings)
            for spot in headings.spots.values()
            for column in range(spot.area.left, spot.area.right + 1)
        }

    def _rows_of_values(self, area: Area, headings: Headings) -> range:
        """The rows below the headings that a label at their side reaches; at least down to the
        first that is filled.
        """
        bottom = area.bottom
        if bottom <= headings.bottom:
            rows = range(headings.bottom + 1, self._block.area.bottom + 1)
            filled = (r for r in rows if self._grid.row(r, headings.left, headings.right))
            bottom = next(filled, bottom)
        return range(max(area.top, headings.bottom + 1), bottom + 1)

    def _values_of(self, ref: CellRef) -> Iterator[Place]:
        """The places beside and below a label that can only hold its value."""
        spot = self._spots[ref]
        entries = [self._entries[name] for name in self._named.get(ref, ())]
        fields = [entry for entry in entries if isinstance(entry, Field)]
        if spot.rest or (entries and not fields):
            return
        area, text = spot.area, any(field.multiline for field in fields)
        below = any(field.below for field in fields)
        beside = self._grid.area(area.top, area.right + 1)
        following = CellRef(ref.sheet, beside.top, beside.left)
        if self.heads_a_column(spot, following):
            return
        labelled = following in self._spots
        if any(self._says_more(field, spot, following) for field in fields):
            return
        if self._is_stacked(area):
            yield area.bottom + 1, area.left
        elif not (below and self._stand_together(ref, following)) and not (
            labelled and text and self._labels_after(spot) > 1
        ):
            yield beside.top, beside.left
        if below and not self._repeated_below(ref):
            yield area.bottom + 1, area.left
        if text:
            for row in range(area.top + 1, area.bottom + 1):
                yield row, area.right + 1

    def _repeated_below(self, ref: CellRef) -> bool:
        """Whether the cell below names the same as a numbered heading, and this one does not."""
        area = self._spots[ref].area
        below = CellRef(ref.sheet, area.bottom + 1, area.left)
        same = set(self._named.get(ref, ())) & set(self._named.get(below, ()))
        return bool(same) and self._numbered(below) and not self._numbered(ref)

    def _numbered(self, ref: CellRef) -> bool:
        return bool(_NUMBERED.match(str(self._grid.cell(ref.row, ref.column).value).strip()))

    def _stand_together(self, ref: CellRef, following: CellRef) -> bool:
        """Whether two cells name two fields of one section: 预期目标 | 实际完成情况."""
        mine, theirs = (set(self._named.get(each, ())) for each in (ref, following))
        sections = {name.partition(".")[0] for name in mine}
        return mine.isdisjoint(theirs) and any(n.partition(".")[0] in sections for n in theirs)

    def _says_more(self, field: Field, spot: LabelCell, following: CellRef) -> bool:
        """Whether the next cell names the same more exactly: 总体目标 | 年度目标."""
        first = keys_of(field.preferred)
        other = self._spots.get(following)
        return bool(
            other
            and not first.isdisjoint(other.readings)
            and first.isdisjoint(spot.readings)
            and any(self._entries[name] is field for name in self._named.get(following, ()))
        )

    def heads_a_column(self, spot: LabelCell, following: CellRef) -> bool:
        """Whether a label has the label of a box right beside it, and more labels below: it is
        the heading of these, as 年度资金总额 | 金额（万元） above amounts that are named each.
        """
        below = self._grid.area(spot.area.bottom + 1, spot.area.left)
        boxed = following in self._spots and following not in self._named
        entries = [self._entries[name] for name in self._named.get(spot.ref, ())]
        amount = any(isinstance(entry, Field) and entry.type == "money" for entry in entries)
        named = CellRef(spot.ref.sheet, below.top, below.left) in self._named
        return boxed and amount and named

    def _is_stacked(self, area: Area) -> bool:
        """Whether labels stand side by side in a row of nothing else, with values below them."""
        if area.top not in self._stacked:
            self._stacked[area.top] = self._values_below(area.top)
        return self._stacked[area.top]

    def _values_below(self, row: int) -> bool:
        block = self._block.area
        cells = self._grid.row(row, block.left, block.right)
        if len(cells) < 2 or any(cell.ref not in self._spots for cell in cells):
            return False
        areas = [self._spots[cell.ref].area for cell in cells]
        if areas[0].bottom > areas[1].bottom:
            areas = areas[1:]  # a label at the side of these and of their values
        if any(after.left != area.right + 1 for area, after in pairwise(areas)):
            return False
        under = areas[0].bottom + 1
        labelled = (cell.ref in self._spots for cell in self._grid.row(under, 1, block.right))
        if self._block.in_table(under) or any(labelled):
            return False
        below = [self._grid.cell(area.bottom + 1, area.left) for area in areas]
        # Below a label at the side of its text, with more lines of it, nothing stands.
        filled = [cell.kind is not Kind.BLANK for cell in below]
        return filled[0] and sum(filled) * 2 >= len(areas)

    def _labels_after(self, spot: LabelCell) -> int:
        """How many cells right of a label read as one."""
        row = self._grid.row(spot.area.top, spot.area.right + 1, self._block.area.right)
        return sum(cell.ref in self._spots for cell in row)
