"""Block -> raw cells by field: values beside labels, under headings, and in outlines."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.extract.beside_headings import amount_beside
from xltool.extract.blocks import Block
from xltool.extract.grid import LabelCell, cell_under
from xltool.extract.headings import Headings
from xltool.extract.outline import Outline, RawRecord
from xltool.extract.remembered_values import RememberedValues
from xltool.extract.table_rows import RowKind, TableRows
from xltool.extract.wide_table import column_cell
from xltool.model.form import Field, Group, Matrix, Repeat
from xltool.model.workbook import BLANK, Cell, CellRef
from xltool.values.cell_value import shown_text

_FILLED = (RowKind.RECORD, RowKind.FILLER)


class Cutter:
    """Cuts one block into raw cells, by the labels and tables that were placed in it."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self._around = RememberedValues(block)
        self.paragraphs: dict[CellRef, str] = {}
        """The cells of outlines, with the name of the section."""

    # Tables

    def records(self, section: Repeat) -> list[RawRecord] | None:
        """The records of a table or outline; None where it was not found at all."""
        rows = self.block.tables.get(section.name)
        if rows is not None:
            groups = rows.groups or (rows,)
            return [each for group in groups for each in self._table_records(section, group)]
        if section.outline:
            return self._outline_records(section)
        return None

    def first_input(self, section: Repeat) -> CellRef | None:
        """The cell below the first heading of a table: where its first record begins."""
        headings = self.block.headings.get(section.name)
        if headings is None:
            return None
        return CellRef(self.block.grid.sheet.name, headings.bottom + 1, headings.left)

    def _table_records(self, section: Repeat, rows: TableRows) -> Iterator[RawRecord]:
        above: RawRecord = {}
        filled_down = [entry for entry in section.fields if entry.fill_down]
        for row, kind in rows.kinds.items():
            if kind not in _FILLED:
                continue
            cells = dict(rows.cells[row])
            for entry in filled_down:
                cell = cells.get(entry.name)
                if cell and cell.kind is BLANK:
                    cells[entry.name] = self._filled_down(section, entry, cells, above)
            above = cells
            if kind is RowKind.RECORD:
                yield cells

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

    def _empty(self, row: int, headings: Headings) -> bool:
        return not any(
            self.block.grid.row(row, spot.area.left, spot.area.right)
            for spot in headings.spots.values()
        )

    # Matrices

    def crossings(self, section: Matrix) -> RawRecord:
        """The cells of a matrix, by row_column."""
        headings = self.block.headings.get(section.name)
        if headings is None:
            return {}
        found: RawRecord = {}
        for entry in section.rows:
            spot = self.block.labels.get(f"{section.name}.{entry.name}")
            if spot is None:
                continue
            row = self._matrix_row(spot, headings)
            for column in section.columns:
                heading = headings.spots.get(column.name)
                if heading and (not column.rows or entry.name in column.rows):
                    cell = amount_beside(self.block, spot, heading, headings)
                    cell = cell or cell_under(self.block.grid, row, heading.area)
                    found[f"{entry.name}_{column.name}"] = cell
        return found

    def _matrix_row(self, spot: LabelCell, headings: Headings) -> int:
        """The row of values for a row label, which may stand beside the headings themselves."""
        bottom = headings.bottom
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
            spot = self.block.labels.get(f"{section.name}.{entry.name}")
            if spot and f"{section.name}.{entry.name}" in self.block.columns:
                found[entry.name] = column_cell(self.block, entry, spot)
            elif spot:
                stated = self._around.stated_before(entry, spot)
                found[entry.name] = stated or self._around.value(entry, spot)
            blank = spot is None or found[entry.name].kind is BLANK
            # A text that reads as its label must not hide a line that says it all.
            if blank and entry.match:
                in_labels = spot is None or entry.type == "money_unit"
                named = self._project_name() if entry.type == "year" else ""
                cell = self._around.printed(entry, in_labels, named)
                found |= {entry.name: cell} if cell else {}
        return found

    def _project_name(self) -> str:
        """What stands beside the label of the field `name`."""
        for section in self.block.part.sections:
            spot = self.block.labels.get(f"{section.name}.name")
            if spot and isinstance(section, Group):
                entry = next(entry for entry in section.fields if entry.name == "name")
                return shown_text(self._around.value(entry, spot))
        return ""

    # Outlines

    def _outline_records(self, section: Repeat) -> list[RawRecord] | None:
        label = self.block.labels.get(section.name)
        if label is None:
            return None
        paragraphs = list(self._paragraphs(label))
        self.paragraphs |= {ref: section.name for ref, _ in paragraphs}
        return list(Outline(section).read(paragraphs))

    def cells_of(self, cell: Cell) -> tuple[CellRef, ...]:
        """The cells that a value was read from: its own, and those that go on below it."""
        return self._around.joined.get(cell.ref, (cell.ref,))

    def _paragraphs(self, label: LabelCell) -> Iterator[tuple[CellRef, str]]:
        """The lines of text from a section's label to the next section's."""
        area = self.block.area
        for row in range(label.ref.row, area.bottom + 1):
            for cell in self.block.grid.row(row, area.left, area.right):
                spot = self.block.accepted.get(cell.ref)
                if spot and cell.ref != label.ref:
                    if row > label.ref.row:
                        return
                    continue
                if spot and not label.rest:
                    continue
                text = label.rest if spot else shown_text(cell)
                for line in text.splitlines():
                    if line.strip():
                        yield cell.ref, line.strip()
