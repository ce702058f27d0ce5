"""Block -> its labels: of the cells that read as one, those that the layout makes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xltool.extract.beside_headings import place_beside
from xltool.extract.blocks import Block, find_blocks, find_tables, heading_keys, part_labels
from xltool.extract.form_labels import label_spots
from xltool.extract.grid import Grid, LabelCell, keys_of
from xltool.extract.headings import find_headings
from xltool.extract.layout_memory import SheetLayout
from xltool.extract.missing import always_there
from xltool.extract.value_places import Place, ValuePlaces
from xltool.extract.whole_parts import is_whole
from xltool.extract.wide_table import wide_blocks
from xltool.model.form import Field, Form, Group, Matrix, Repeat, Row, Section
from xltool.model.workbook import Area, CellRef, Kind


def read_blocks(grid: Grid, form: Form) -> list[Block]:
    """The blocks of a form on a sheet with their labels placed; those that hold too little of
    their part are left out.
    """
    tables = find_tables(grid, form)
    wide = {
        part.name: [block for rows in tables[part.name] for block in wide_blocks(grid, part, rows)]
        for part in form.parts
    }
    memory = SheetLayout(grid, form, tables, label_spots(grid, form))
    blocks = None if any(wide.values()) else memory.recall()
    if blocks is None:
        parts = [part for part in form.parts if not wide[part.name]]
        blocks = find_blocks(grid, form, tables, parts)
        for block in blocks:
            _Placing(block).place()
        if not any(wide.values()):
            memory.remember(blocks)
    for block in (block for found in wide.values() for block in found):
        cells = [*block.labels.values(), *(s for h in block.headings.values() for s in h.refs())]
        block.accepted = {spot.ref: spot for spot in cells}
        blocks.append(block)
    return [block for block in blocks if is_whole(block)]


class _Placing:
    """Decides for one block which cells are its labels."""

    def __init__(self, block: Block) -> None:
        self._block, self._grid = block, block.grid
        self._entries = dict(_entries(block.part.sections))
        labels = part_labels(block.part)
        self._named: dict[CellRef, list[str]] = defaultdict(list)
        self._spots: dict[CellRef, LabelCell] = {}
        for name in self._entries:
            for spot in block.candidates(labels.get(name, ())):
                self._named[spot.ref].append(name)
                # A cell whose whole text is a label holds no value of its own.
                if spot.ref not in self._spots or not spot.rest:
                    self._spots[spot.ref] = spot

    def place(self) -> None:
        """Choose the labels; a text that is none after all takes no place from others, so what
        was left out is forgotten and the rest chosen again.
        """
        self._add_matrices()
        for spot in self._block.candidates(self._block.part.boxes):
            self._spots.setdefault(spot.ref, spot)
        while True:
            places = ValuePlaces(self._block, self._spots, self._named, self._entries)
            claimed = places.claimed()
            labels, sets = self._choose(claimed)
            kept = {spot.ref for spot in (*labels.values(), *sets)}
            lost = [
                ref
                for ref in self._named
                if ref not in kept and (ref.row, ref.column) not in claimed
            ]
            if not lost:
                break
            for ref in lost:
                del self._named[ref], self._spots[ref]
        self._accept(labels, sets, claimed, places)

    def _choose(self, claimed: set[Place]) -> tuple[dict[str, LabelCell], list[LabelCell]]:
        """One cell for each label, and those beside them that are the labels of another set."""
        spots: dict[str, list[LabelCell]] = defaultdict(list)
        for ref in sorted(self._named):
            if (ref.row, ref.column) not in claimed:
                for name in self._named[ref]:
                    spots[name].append(self._spots[ref])
        labels: dict[str, LabelCell] = {}
        sets: list[LabelCell] = []
        for name, found in spots.items():
            fitting = self._fitting(name, found)
            best = self._best(name, fitting, spots) if fitting else None
            if best:
                labels[name] = best
                sets += [s for s in fitting if s.ref.row == best.ref.row and s is not best]
        return self._in_one_column(labels, sets), sets

    def _in_one_column(
        self, labels: dict[str, LabelCell], sets: list[LabelCell]
    ) -> dict[str, LabelCell]:
        """Of labels twice in a row those of the preferred set: 中期资金总额 | 年度资金总额."""
        columns: dict[str, int] = {}
        for name, spot in labels.items():
            entry = self._entries[name]
            preferred = keys_of(entry.preferred if isinstance(entry, Field) else ())
            if not preferred.isdisjoint(spot.readings):
                columns[name.partition(".")[0]] = spot.ref.column
        moved = dict(labels)
        for name, spot in labels.items():
            wanted = spot.ref.row, columns.get(name.partition(".")[0], spot.ref.column)
            for twin in [twin for twin in sets if name in self._named[twin.ref]]:
                if (twin.ref.row, twin.ref.column) == wanted != (spot.ref.row, spot.ref.column):
                    moved[name] = twin
                    sets.append(spot)
        return moved

    def _accept(
        self,
        labels: dict[str, LabelCell],
        sets: list[LabelCell],
        claimed: set[Place],
        places: ValuePlaces,
    ) -> None:
        block = self._block
        for spot in (*labels.values(), *sets):
            block.accepted[spot.ref] = spot
        for headings in block.headings.values():
            for spot in headings.refs():
                block.accepted[spot.ref] = spot._replace(rest="") if spot.rest else spot
        block.boxes |= {spot.ref for spot in sets} - {spot.ref for spot in labels.values()}
        for ref, spot in self._spots.items():
            if ref not in self._named and (ref.row, ref.column) not in claimed:
                block.accepted.setdefault(ref, spot)
                block.boxes.add(ref)
        for name, spot in labels.items():
            beside = self._grid.area(spot.area.top, spot.area.right + 1)
            following = CellRef(spot.ref.sheet, beside.top, beside.left)
            if not (following in block.boxes and places.heads_a_column(spot, following)):
                block.labels[name] = spot
        for section in block.part.sections:
            if isinstance(section, Matrix):
                place_beside(block, section)
        block.stacked = places.stacked
        leading = [spot.area.top for name, spot in block.labels.items() if self._leads(name)]
        if leading:
            block.body = min(leading)

    def _leads(self, name: str) -> bool:
        entry = self._entries[name]
        if entry is None:
            return isinstance(self._section(name), Repeat)
        if isinstance(entry, (Field, Row)):
            return self._sure(name) and not (isinstance(entry, Field) and entry.match)
        return True

    def _section(self, name: str) -> Section:
        wanted = name.partition(".")[0]
        return next(s for s in self._block.part.sections if s.name == wanted)

    # Matrices: their headings stand above the labels of their rows

    def _add_matrices(self) -> None:
        block, keys = self._block, heading_keys(self._block.part)
        for section in block.part.sections:
            if not isinstance(section, Matrix):
                continue
            sides = [
                spot.area.bottom
                for spot in (self._spots[ref] for ref in self._named)
                if any(name.startswith(section.name + ".") for name in self._named[spot.ref])
            ]
            lowest = max(sides, default=0)
            found = find_headings(block.grid, section, block.area, keys)
            below = [each for each in found if each.top <= lowest] or found
            order = 1 if sides else -1
            best = max(below, key=lambda h: (len(h.spots), order * h.top), default=None)
            if best:
                block.headings[section.name] = best

    def _fitting(self, name: str, spots: list[LabelCell]) -> list[LabelCell]:
        """Row labels stand at the side of their headings; what follows a table, below it."""
        section = self._section(name)
        headings = self._block.headings.get(section.name)
        if isinstance(section, Repeat) and headings:
            return [spot for spot in spots if 0 <= headings.top - spot.area.bottom <= 2]
        if isinstance(section, Repeat) and not always_there(section):
            return []  # a table that only some prints have is known by its headings
        if isinstance(section, Matrix) and "." in name:
            if headings is None:
                return spots
            return [
                spot
                for spot in spots
                if spot.area.right < headings.left and spot.area.bottom >= headings.top
            ]
        return spots

    # One cell for each label

    def _best(
        self, name: str, found: list[LabelCell], spots: dict[str, list[LabelCell]]
    ) -> LabelCell | None:
        """Of several the one that stands nearest to the labels of its own section, in the form's
        order; None where the only one stands far from all of these.
        """
        section = name.partition(".")[0]
        others = [
            spot
            for other, each in spots.items()
            if other != name and other.partition(".")[0] == section
            for spot in each
        ]
        if len(found) == 1:
            lost = others and not self._sure(name) and not _company(found[0], others)
            return None if lost else found[0]
        entry = self._entries[name]
        first = keys_of(entry.preferred if isinstance(entry, Field) else ())

        def rank(spot: LabelCell) -> tuple[int, int, bool, int]:
            order = self._in_order(section, spot, spots)
            return _company(spot, others), order, self._has_value(spot), -spot.ref.row

        best = max(found, key=rank)
        for spot in found:  # of two sets side by side
            beside = spot.ref.row == best.ref.row
            if beside and not first.isdisjoint(spot.readings):
                return spot
        return best

    def _has_value(self, spot: LabelCell) -> bool:
        """Whether something that is no label stands right beside or below a label."""
        area = spot.area
        beside = self._grid.cell(area.top, area.right + 1)
        below = self._grid.cell(area.bottom + 1, area.left)
        filled = [cell for cell in (beside, below) if cell.kind is not Kind.BLANK]
        return any(cell.ref not in self._spots for cell in filled)

    def _sure(self, name: str) -> bool:
        """Whether prints have a label, but for few: what names a project may be known otherwise."""
        entry = self._entries[name]
        if not isinstance(entry, (Field, Row)):
            return True
        named = isinstance(entry, Field) and entry.required and entry.printed == "mostly"
        return not entry.optional and (entry.printed == "always" or named)

    def _in_order(self, section: str, spot: LabelCell, spots: dict[str, list[LabelCell]]) -> int:
        """How many labels of other sections stand on the side of a label that the form has them
        on.
        """
        order = [each.name for each in self._block.part.sections]
        mine, right = order.index(section), 0
        for name, found in spots.items():
            theirs = order.index(name.partition(".")[0])
            if theirs != mine and len(found) == 1:
                right += (found[0].ref.row > spot.ref.row) is (theirs > mine)
        return right


def _company(spot: LabelCell, others: Iterable[LabelCell]) -> int:
    """How much of its section stands around a label: most in its own row."""
    rows = {other.ref: other.area for other in others if other.ref != spot.ref}
    return sum(_nearness(spot.area, area) for area in rows.values())


def _nearness(one: Area, other: Area) -> int:
    apart = max(other.top - one.bottom, one.top - other.bottom, 0)
    return {0: 3, 1: 2, 2: 1}.get(apart, 0)


def _entries(sections: Iterable[Section]) -> Iterator[tuple[str, object]]:
    """What may stand outside tables: labels of sections, of single fields, of matrix rows."""
    for section in sections:
        yield section.name, None
        if isinstance(section, Group):
            for entry in section.fields:
                yield f"{section.name}.{entry.name}", entry
        elif isinstance(section, Matrix):
            for row in section.rows:
                yield f"{section.name}.{row.name}", row
