"""Where the values of single fields stand, worked out once for a layout that is remembered.

Which cell holds the value beside a label hangs on the labels, the filled cells and the merged
ranges alone, so it holds for every workbook of the layout. What is asked of a text besides, as
with a unit that states itself (单位：元), is looked for each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xltool.model.workbook import Area, CellRef

Place = tuple[int, int, int]
"""Zone (0 above the records, 1 below them), row within it, column."""


class Zones(NamedTuple):
    """The last row above the records of a sheet, and the last of the records."""

    first: int
    last: int

    def place(self, row: int, column: int) -> Place:
        """A cell by its zone."""
        return (0, row, column) if row <= self.first else (1, row - self.last, column)

    def row(self, place: Place) -> int:
        """The row of a place on this sheet."""
        return place[1] if place[0] == 0 else place[1] + self.last

    def clear_of_records(self, area: Area) -> bool:
        """Whether an area and the row below it lie outside the records, however many these are."""
        return area.bottom < self.first or area.top > self.last


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """The places of values by field, of the sheet with these zones; `kept` is the layout's own,
    which has an entry a field at most.
    """

    zones: Zones
    kept: dict[str, tuple[Place, ...]]

    def of(self, field: str) -> list[tuple[int, int]] | None:
        """Row and column of each cell that a field's value is read from, None where unknown."""
        places = self.kept.get(field)
        if places is None:
            return None
        return [(self.zones.row(place), place[2]) for place in places]

    def keep(self, field: str, refs: Sequence[CellRef]) -> None:
        """Remember the cells of a field's value."""
        self.kept[field] = tuple(self.zones.place(ref.row, ref.column) for ref in refs)
