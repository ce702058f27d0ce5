"""Label + Block -> the cell of its value, looked for once for a layout that is remembered."""

from __future__ import annotations

from xltool.extract.grid import LabelCell
from xltool.extract.known_places import KnownPlaces
from xltool.extract.label_values import Neighbourhood
from xltool.model.form import Field
from xltool.model.workbook import BLANK, TEXT, Cell

_TEXT = frozenset((TEXT, BLANK))


class RememberedValues(Neighbourhood):
    """What stands around the labels of a block, with what is known of its layout."""

    def value(self, entry: Field, spot: LabelCell) -> Cell:
        """The cell of a single field's value, looked for once for a layout that is remembered."""
        known, grid = self._block.known, self._block.grid
        if known is None or spot.rest or entry.match or entry.type == "money_unit":
            return self.beside(entry, spot)
        places = known.of(entry.name)
        cells = [grid.cell(*place) for place in places or ()]
        if cells and (not entry.multiline or all(cell.kind in _TEXT for cell in cells)):
            return self.as_one(cells)
        cell = self.beside(entry, spot)
        if places is None and self._by_layout(known, entry, spot, cell):
            known.keep(entry.name, self.joined.get(cell.ref, (cell.ref,)))
        return cell

    def _by_layout(self, known: KnownPlaces, entry: Field, spot: LabelCell, found: Cell) -> bool:
        """Whether the place of a value hangs on nothing but what a layout is known by: not on
        what stands in records, nor on what a text says or a cell holds.
        """
        if found.ref == spot.ref or not known.zones.clear_of_records(spot.area):
            return False
        if not entry.multiline:
            return True
        rows = range(spot.area.top + 1, known.zones.first + 1)
        ends = spot.area.top > known.zones.last or known.zones.first >= self._block.area.bottom
        ends = ends or any(self.label_in(r) and not self.only_beside(r, spot) for r in rows)
        refs = self.joined.get(found.ref, (found.ref,))
        kinds = {self._block.grid.cell(ref.row, ref.column).kind for ref in refs}
        return ends and kinds <= _TEXT and not any(self.open_outlines())
