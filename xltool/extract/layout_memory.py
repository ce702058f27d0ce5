"""Layouts worked out once: the labels of a sheet hold for every workbook of the same template.

Which cells are labels depends on the cells that read as labels, on the merged ranges, and on
which cells are filled, all outside the records of the table; of a label with its value behind a
colon (填报单位：财政局) on the label alone. By these a layout is remembered; the rows of the table
are read again each time, so their number may differ. Rows below the table count from its last
record. Only sheets of one block with one table at most are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltool.extract.blocks import Block, Tables
from xltool.extract.grid import Grid, LabelCell
from xltool.extract.headings import Headings
from xltool.extract.known_headings import forget_headings
from xltool.extract.known_places import KnownPlaces, Place, Zones
from xltool.model.form import Form, Matrix
from xltool.model.workbook import Area, CellRef

_MOST = 1000
"""Layouts that are kept; then all are forgotten."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The headings of a matrix, by place."""

    name: str
    top: int
    bottom: int
    spots: tuple[tuple[str, Place], ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """What was worked out about the only block of a sheet."""

    part: int
    body: int
    labels: tuple[tuple[str, Place, bool], ...]
    accepted: tuple[tuple[Place, bool], ...]
    boxes: tuple[Place, ...]
    stacked: frozenset[int]
    matrices: tuple[_Matrix, ...]
    values: dict[str, tuple[Place, ...]]


_LAYOUTS: dict[Key, _Layout | None] = {}
"""None where a sheet holds no block of a form."""


def forget() -> None:
    """Forget every layout."""
    _LAYOUTS.clear()
    forget_headings()


class SheetLayout:
    """One sheet with its tables, by which its layout is looked up and remembered."""

    def __init__(self, grid: Grid, form: Form, tables: Tables, labels: Sequence[LabelCell]) -> None:
        self._grid, self._form, self._tables = grid, form, tables
        found = [rows for mine in tables.values() for rows in mine]
        self._first = found[0].headings.bottom if len(found) == 1 else grid.bottom
        self._last = found[0].last if len(found) == 1 else grid.bottom
        self._zones = Zones(self._first, self._last)
        self._place = self._zones.place
        self._spots = {(s.ref.row, s.ref.column, bool(s.rest)): s for s in labels}
        self._key = self._fingerprint() if len(found) < 2 else None

    def _fingerprint(self) -> Key:
        grid, first, last = self._grid, self._first, self._last
        texts = tuple([(self._place(*at), rest, self._label_at(*at)) for *at, rest in self._spots])
        filled = tuple(
            [
                (row if row <= first else last - row, *[cell.ref.column for cell in cells])
                for row, cells in grid.rows.items()
                if not first < row <= last
            ]
        )
        merges = tuple(
            (
                *self._place(merge.top, merge.left),
                *self._place(min(merge.bottom, max(first, merge.top)), merge.right),
                merge.bottom > first,
                merge.bottom > last,
            )
            for merge in grid.sheet.merges
            if not first < merge.top <= last
        )
        heads = tuple(
            (name, rows.headings.top, tuple(rows.headings.spots))
            for name, mine in self._tables.items()
            for rows in mine
        )
        beyond = max(grid.bottom - last, 0)
        return (self._form.digest, heads, texts, filled, merges, grid.right, first, beyond)

    def _label_at(self, row: int, column: int) -> object:
        """What a cell says as a label; what follows the colon in it is a value."""
        text = self._grid.sheet.cells[row, column].value
        if (row, column, False) in self._spots or not isinstance(text, str):
            return text
        return text[: text.rindex(self._spots[row, column, True].rest)]

    def recall(self) -> list[Block] | None:
        """The block of the sheet, if its layout is known; none where it is known to hold none."""
        if self._key is None or self._key not in _LAYOUTS:
            return None
        layout = _LAYOUTS[self._key]
        if layout is None:
            return []
        grid, part = self._grid, self._form.parts[layout.part]
        block = Block(part, grid, Area(1, 1, grid.bottom, max(grid.right, 1)), layout.body)
        for rows in self._tables[part.name]:
            block.tables[rows.headings.section.name] = rows
            block.headings[rows.headings.section.name] = rows.headings
        sections = {section.name: section for section in part.sections}
        for each in layout.matrices:
            spots = {name: self._spot(place, False) for name, place in each.spots}
            section = sections[each.name]
            assert section.kind == "matrix"
            block.headings[each.name] = Headings(section, each.top, each.bottom, spots)
        block.labels = {name: self._spot(place, rest) for name, place, rest in layout.labels}
        for place, rest in layout.accepted:
            spot = self._spot(place, rest)
            block.accepted[spot.ref] = spot
        for headings in block.headings.values():
            block.accepted |= {spot.ref: spot for spot in headings.refs()}
        block.boxes = {self._ref(place) for place in layout.boxes}
        block.stacked = set(layout.stacked)
        block.known = KnownPlaces(self._zones, layout.values)
        return [block]

    def remember(self, blocks: Sequence[Block]) -> None:
        """Keep what was worked out, if it is the layout of one block alone."""
        if self._key is None or len(blocks) > 1:
            return
        if len(_LAYOUTS) >= _MOST:
            _LAYOUTS.clear()
        if not blocks:
            _LAYOUTS[self._key] = None
            return
        (block,) = blocks
        grid, whole = self._grid, Area(1, 1, self._grid.bottom, max(self._grid.right, 1))
        matrices = [each for each in block.headings.values() if each.section.kind == "matrix"]
        plain = all(_is_plain(each, block) for each in matrices)
        rows = block.stacked | {each.bottom for each in matrices} | {block.body}
        if block.area != whole or not plain or max(rows) > self._first or grid.bottom < 1:
            return
        block.known = KnownPlaces(self._zones, {})
        headed = {spot.ref for each in block.headings.values() for spot in each.refs()}
        _LAYOUTS[self._key] = _Layout(
            part=self._form.parts.index(block.part),
            body=block.body,
            labels=tuple((n, self._at(s.ref), bool(s.rest)) for n, s in block.labels.items()),
            accepted=tuple(
                (self._at(ref), bool(spot.rest))
                for ref, spot in block.accepted.items()
                if ref not in headed
            ),
            boxes=tuple(map(self._at, block.boxes)),
            stacked=frozenset(block.stacked),
            matrices=tuple(
                _Matrix(
                    each.section.name,
                    each.top,
                    each.bottom,
                    tuple((name, self._at(spot.ref)) for name, spot in each.spots.items()),
                )
                for each in matrices
            ),
            values=block.known.kept,
        )

    def _at(self, ref: CellRef) -> Place:
        return self._place(ref.row, ref.column)

    def _spot(self, place: Place, rest: bool) -> LabelCell:
        return self._spots[self._zones.row(place), place[2], rest]

    def _ref(self, place: Place) -> CellRef:
        return CellRef(self._grid.sheet.name, self._zones.row(place), place[2])


def _is_plain(headings: Headings, block: Block) -> bool:
    """Whether the labels alone say where the amounts stand: not where these are beside the
    headings, since it is then looked at whether they are numbers.
    """
    section = headings.section
    rows = section.rows if isinstance(section, Matrix) else ()
    names = (f"{section.name}.{row.name}" for row in rows)
    labels = [block.labels[name] for name in names if name in block.labels]
    beside = not labels or any(label in headings.spots.values() for label in labels)
    return not (headings.common or headings.others or beside)
