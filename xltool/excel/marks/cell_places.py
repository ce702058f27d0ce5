"""A worksheet part -> where in its bytes rows and cells begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from xltool.excel.package.elements import Element, XmlBytes
from xltool.excel.read.xml_facts import position
from xltool.model.workbook import Area, a1, column_number

Place = tuple[int, int]
_NAMED = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"')
# A row or cell that does not begin with its name, as Excel writes all of them.
_ODD = re.compile(
    rb"<(?:[\w.-]++:(?:c|row)(?=[\s/>])"
    rb'|c(?=[\s/>])(?! r="[A-Z]{1,3}[1-9])|row(?=[\s/>])(?! r="[1-9]))'
)


class CellPlaces:
    """The rows and cells of one sheet; 0 stands for one that the file does not hold.

    Each is looked for by its name, which finds it at once in any sheet that Excel or WPS wrote.
    Raises `ValueError` where a name is none.
    """

    def __init__(self, xml: XmlBytes) -> None:
        self._xml = xml
        self._block = xml.child("sheetData")

    def row(self, number: int) -> int:
        """Where a row begins."""
        return self._named(f'<row r="{number}"') or self._all[0].get(number, 0)

    def cell(self, place: Place) -> int:
        """Where a cell begins."""
        return self._named(f'<c r="{a1(*place)}"') or self._all[1].get(place, 0)

    def within(self, area: Area) -> Iterator[Place]:
        """The cells of an area that the file holds."""
        places: Iterable[Place] = self._all[1]
        if self._block and not places:
            found = _NAMED.finditer(self._xml.markup, self._block.inner, self._block.inner_end)
            places = ((int(each[2]), column_number(each[1])) for each in found)
        for row, column in places:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                yield row, column

    def _named(self, tag: str) -> int:
        if self._block is None:
            return 0
        block = self._block
        return max(self._xml.markup.find(tag.encode(), block.inner, block.inner_end), 0)

    @cached_property
    def _all(self) -> tuple[dict[int, int], dict[Place, int]]:
        """All rows and cells of a sheet that does not name each of them as Excel does."""
        rows: dict[int, int] = {}
        cells: dict[Place, int] = {}
        block = self._block
        if block is None or not _ODD.search(self._xml.markup, block.inner, block.inner_end):
            return rows, cells
        number = 0
        for row in self._xml.children(block):
            own = self._xml.attributes(row).get("r") or self._row_of_first_cell(row)
            number = int(own) if own else number + 1
            rows[number] = row.start
            reference, beyond = "", 0  # a cell without a reference counts on from the last one
            for cell in self._xml.children(row):
                name = self._xml.attributes(cell).get("r")
                reference, beyond = (name, 0) if name else (reference, beyond + 1)
                cells[position(reference, number, beyond)] = cell.start
        return rows, cells

    def _row_of_first_cell(self, row: Element) -> str:
        """The row that a cell names, for a row that does not name itself."""
        first = next(self._xml.children(row), None)
        name = self._xml.attributes(first).get("r", "") if first else ""
        return name.lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
