"""Block -> raw cells by field: values beside labels, under headings, and in outlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xltool.extract.blocks import Block, heading_row, part_labels
from xltool.extract.grid import LabelCell, keys_of, spot_is
from xltool.extract.label_values import Neighbourhood
from xltool.extract.outline import Outline, RawRecord
from xltool.extract.rows_below import Below, CutShort
from xltool.language.text import halfwidth, label_key
from xltool.model.form import Field, Group, Matrix, Repeat
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.values.cell_value import shown_text

_SIGNED = re.compile(r"[^:]{1,10}:")
"""A line to be signed: 编制人：, 日期：."""


class Cutter:
    """Cuts one block into raw cells; its tables are found first, so that their cells are no
    labels of anything else.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        part = block.part
        self._labels = frozenset[str]().union(*(map(keys_of, part_labels(part).values())))
        self._label_refs = {spot.ref: spot for spot in block.grid.that_read(self._labels)}
        self._around = Neighbourhood(block, self._label_refs)
        self._tables = {
            section.name: rows
            for section in part.sections
            if isinstance(section, Repeat) and (rows := self._table_rows(section)) is not None
        }

    # Tables

    def records(self, section: Repeat) -> list[RawRecord] | None:
        """The records of a table or outline; None where it was not found at all."""
        rows = self._tables.get(section.name)
        if rows is not None:
            return list(self._table_records(section, rows))
        if section.outline:
            return self._outline_records(section)
        return None

    def cut_short(self, section: Repeat) -> CutShort | None:
        """What a table was cut off from, None where nothing below it looks like a record."""
        rows = self._tables.get(section.name)
        if rows is None:
            return None
        headings = self._headings(section, heading_row(self.block, section) or 0)
        own = keys_of(section.labels)
        area = self.block.area
        below = Below(
            self.block.grid,
            section,
            headings,
            area.left,
            lambda ref: bool((s := self._label_refs.get(ref)) and not spot_is(s, own)),
        )
        tables = [other for name, other in self._tables.items() if name != section.name]
        end = next((r for r in range(rows.stop, area.bottom + 1) if any(r in t for t in tables)), 0)
        return below.first_unread(range(rows.stop, end or area.bottom + 1))

    def first_input(self, section: Repeat) -> CellRef | None:
        """The cell below the first heading of a table: where its first record begins."""
        top = heading_row(self.block, section)
        if top is None:
            return None
        areas = [spot.area for spot in self._headings(section, top).values()]
        below, left = max(area.bottom for area in areas) + 1, min(area.left for area in areas)
        return CellRef(self.block.grid.sheet.name, below, left)

    def _table_rows(self, section: Repeat) -> range | None:
        """The rows below a table's headings, up to a footer, another section or the end."""
        top = heading_row(self.block, section)
        if top is None:
            return None
        start = max(spot.area.bottom for spot in self._headings(section, top).values()) + 1
        footers = [re.compile(pattern) for pattern in section.footers]
        own = keys_of(section.labels).union(*(keys_of(f.labels) for f in section.fields))
        own = own.union(*(keys_of(f.under) for f in section.fields))
        area = self.block.area
        for row in range(start, area.bottom + 1):
            cells = self.block.grid.row(row, area.left, area.right)
            ends = any(
                (spot := self._label_refs.get(cell.ref)) and not spot_is(spot, own)
                for cell in cells
            )
            first = shown_text(cells[0]).strip() if cells else ""
            if ends or any(footer.search(first) for footer in footers):
                return self._without_closing_lines(section, start, row)
        return self._without_closing_lines(section, start, area.bottom + 1)

    def _without_closing_lines(self, section: Repeat, start: int, end: int) -> range:
        """The rows without what stands below a table: 编制人：, （盖章）, 第1页, the next 附件.

        No record fills in its first column alone, unless that names its kind of indicator.
        """
        area = self.block.area
        while end > start:
            cells = self.block.grid.row(end - 1, area.left, area.right)
            texts = [halfwidth(shown_text(cell)).strip() for cell in cells]
            signed = all(_SIGNED.match(text) for text in texts)
            alone = len(cells) == 1 and not texts[0].endswith("指标")
            if not (signed or (alone and self._begins_a_row(section, cells[0]))):
                break
            end -= 1
        return range(start, end)

    def _begins_a_row(self, section: Repeat, cell: Cell) -> bool:
        headings = self._headings(section, heading_row(self.block, section) or 0)
        columns = [spot.area.left for spot in headings.values()]
        return len(columns) > 2 and cell.ref.column <= min(columns)

    def _headings(self, section: Repeat | Matrix, top: int) -> dict[str, LabelCell]:
        """The heading of each field: in the heading row, or in the row below a common heading."""
        entries = section.columns if isinstance(section, Matrix) else section.fields
        headings: dict[str, LabelCell] = {}
        for entry in entries:
            spots = [s for s in self.block.spots(entry.labels) if top <= s.ref.row <= top + 2]
            above = [self._breadth(s) for s in self.block.spots(entry.under) if s.ref.row >= top]
            for spot in spots:
                if not entry.under or any(spot.ref.column in columns for columns in above):
                    headings.setdefault(entry.name, spot)
        return headings

    def _breadth(self, spot: LabelCell) -> range:
        """The columns that a common heading stands over: up to the next one, merged or not."""
        right = self.block.area.right
        beside = self.block.grid.row(spot.ref.row, spot.area.right + 1, right)
        return range(spot.area.left, beside[0].ref.column if beside else right + 1)

    def _table_records(self, section: Repeat, rows: range) -> Iterator[RawRecord]:
        headings = self._headings(section, heading_row(self.block, section) or 0)
        above: RawRecord = {}
        for row in rows:
            cells = {
                name: self._cell_in(row, spot.area.left, spot.area.right)
                for name, spot in headings.items()
            }
            repeated = sum(
                label_key(shown_text(cells[name])) in heading.readings
                for name, heading in headings.items()
            )
            if repeated * 2 >= len(headings) or self._empty(row, headings):
                continue
            if self._prepared(section, cells):
                continue
            for entry in section.fields:
                cell = cells.get(entry.name)
                if cell and entry.fill_down and cell.kind is Kind.BLANK:
                    cells[entry.name] = self._filled_down(section, entry, cells, above)
            above = cells
            yield cells

    @staticmethod
    def _prepared(section: Repeat, cells: Mapping[str, Cell]) -> bool:
        """Whether nothing but the number that is printed there stands in a row."""
        numbers = {entry.name for entry in section.fields if entry.numbered}
        return all(cell.kind is Kind.BLANK or name in numbers for name, cell in cells.items())

    def _filled_down(
        self, section: Repeat, entry: Field, cells: RawRecord, above: RawRecord
    ) -> Cell:
        """The value above, unless a field that stands before it has begun a new group."""
        for earlier in section.fields:
            if earlier.name == entry.name:
                break
            begun = earlier.fill_down and earlier.name in above
            if begun and cells[earlier.name].ref != above[earlier.name].ref:
                return cells[entry.name]
        # A blank is filled down too: one blank level is missing once, not in every row below it.
        return above.get(entry.name, cells[entry.name])

    def _empty(self, row: int, headings: Mapping[str, LabelCell]) -> bool:
        return not any(
            self.block.grid.row(row, spot.area.left, spot.area.right) for spot in headings.values()
        )

    def _cell_in(self, row: int, left: int, right: int) -> Cell:
        """The first filled cell of a row under a heading; a merged cell counts for all its rows."""
        grid = self.block.grid
        for column in range(left, right + 1):
            area = grid.area(row, column)
            if left <= area.left <= right:
                cell = grid.cell(area.top, area.left)
                if cell.kind is not Kind.BLANK:
                    return cell
        return grid.cell(grid.area(row, left).top, left)

    # Matrices

    def crossings(self, section: Matrix) -> RawRecord:
        """The cells of a matrix, by row_column."""
        top = heading_row(self.block, section)
        if top is None:
            return {}
        headings = self._headings(section, top)
        bottom = max(spot.area.bottom for spot in headings.values())
        found: RawRecord = {}
        for entry in section.rows:
            spot = next(iter(self._outside_tables(entry.labels)), None)
            if spot is None:
                continue
            row = self._matrix_row(spot, headings, bottom)
            for column in section.columns:
                heading = headings.get(column.name)
                if heading and (not column.rows or entry.name in column.rows):
                    cell = self._cell_in(row, heading.area.left, heading.area.right)
                    found[f"{entry.name}_{column.name}"] = cell
        return found

    def _matrix_row(self, spot: LabelCell, headings: Mapping[str, LabelCell], bottom: int) -> int:
        """The row of values for a row label, which may stand beside the headings themselves."""
        if spot.ref.row > bottom:
            return spot.ref.row
        last = max(spot.area.bottom, bottom + 1)
        for row in range(bottom + 1, self.block.area.bottom + 1):
            if not self._empty(row, headings):
                return row if not self._around.label_in(row) else bottom + 1
            if row >= last and self._around.label_in(row):
                break
        return bottom + 1

    # Groups

    def values(self, section: Group) -> RawRecord:
        """The cell that belongs to each label; header fields are looked for above the block."""
        found: RawRecord = {}
        for entry in section.fields:
            spot = next(iter(self._outside_tables(entry.labels)), None)
            if spot:
                found[entry.name] = self._around.beside(entry, spot)
            elif entry.match and (cell := self._around.printed(entry.match)):
                found[entry.name] = cell
        return found

    def _outside_tables(self, labels: tuple[str, ...]) -> Iterator[LabelCell]:
        for spot in self.block.spots(labels):
            if not any(spot.ref.row in rows for rows in self._tables.values()):
                yield spot

    # Outlines

    def _outline_records(self, section: Repeat) -> list[RawRecord] | None:
        labelled = self.block.spots(section.labels)
        if not labelled:
            return None
        return list(Outline(section).read(self._paragraphs(section, labelled[0])))

    def _paragraphs(self, section: Repeat, label: LabelCell) -> Iterator[tuple[CellRef, str]]:
        """The lines of text from a section's label to the next section's."""
        own = keys_of(section.labels).union(*(keys_of(f.labels) for f in section.fields))
        area = self.block.area
        for row in range(label.ref.row, area.bottom + 1):
            for cell in self.block.grid.row(row, area.left, area.right):
                spot = self._label_refs.get(cell.ref)
                if spot and not spot_is(spot, own):
                    if row > label.ref.row:
                        return
                    continue
                text = label.rest if cell.ref == label.ref else shown_text(cell)
                for line in text.splitlines():
                    if line.strip():
                        yield cell.ref, line.strip()
