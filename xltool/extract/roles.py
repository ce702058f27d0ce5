"""What every filled cell of a form's sheet is: label, value, cell of a record, title, foot, …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from xltool.extract.blocks import Block, inside
from xltool.extract.grid import Grid, LabelCell
from xltool.extract.table_rows import RowKind, TableRows, is_filler
from xltool.extract.wide_table import unit_cells
from xltool.language.text import halfwidth, label_key, squeezed
from xltool.model.form import Form, Matrix
from xltool.model.workbook import BLANK, Area, Cell, CellRef, Kind, TemplateName, Workbook
from xltool.values.cell_value import shown_text

_CHECK = re.compile(r"[✓✗○]")
"""How the cells of a blank workbook's first row begin: checks that the program prints."""
_FOOT = re.compile(
    r"(注|备注|说明|填表|填报|审核|审批|负责人|联系|制表|编制|单位负责人|项目负责人|附件?|第\d+页)"
)
_NUMBERED = re.compile(r"(.+?)[2-9](?=$|[:(])")
_SIGNED = re.compile(r"[^:]{1,12}:|.{0,12}\((盖章|签字|签章)\)")


class LayoutRole(StrEnum):
    """The one thing that a filled cell is in the layout of its form."""

    LABEL = "label"
    VALUE = "value"
    RECORD = "record"  # a cell of a record of a table
    TITLE = "title"  # a title or line above the form
    CHECK = "check"  # printed by the blank workbook: whether sums agree
    FOOT = "foot"  # notes, signatures, seals below
    FILLER = "filler"  # printed to show where to write, or a dash where nothing belongs
    COVERED = "covered"  # hidden under a merged cell
    UNREAD = "unread"


class CellRole(NamedTuple):
    """A cell's role; for values its table, field and the number of its record.

    `near_table` where an unread cell stands beside or below the records of a table.
    """

    role: LayoutRole
    table: str = ""
    field: str = ""
    record: int | None = None
    near_table: bool = False


Roles = dict[CellRef, CellRole]

_RECORD = LayoutRole.RECORD  # looked up once
_new = tuple.__new__
"""A named tuple made in half the time: hundreds are made for each workbook."""


def record_role(table: str, field: str, record: int) -> CellRole:
    """The role of a cell of a record."""
    return _new(CellRole, (_RECORD, table, field, record, False))


def complete(
    workbook: Workbook, blocks: Iterable[Block], form: Form, read: Mapping[CellRef, CellRole]
) -> Roles:
    """The role of every filled cell on the sheets of some blocks; `read` has those of values."""
    roles: Roles = {}
    sheets: dict[str, list[Block]] = {}
    for block in blocks:
        sheets.setdefault(block.grid.sheet.name, []).append(block)
    names = workbook.stamp.names if workbook.stamp else ()
    for mine in sheets.values():
        sheet, merged = _SheetRoles(mine, form, read, names), mine[0].grid.merged
        for cells in mine[0].grid.rows.values():
            for cell in cells:
                ref = cell.ref
                if ref in read and ref not in sheet.labels and ref[1:] not in merged:
                    roles[ref] = read[ref]  # most are
                elif cell.kind is not BLANK:
                    roles[ref] = sheet.role(cell)
    return roles


_LABEL, _COVERED = CellRole(LayoutRole.LABEL), CellRole(LayoutRole.COVERED)


class _SheetRoles:
    """The roles of one sheet, which holds one block or several."""

    def __init__(
        self,
        blocks: list[Block],
        form: Form,
        read: Mapping[CellRef, CellRole],
        names: tuple[TemplateName, ...],
    ) -> None:
        self._blocks, self._read = blocks, read
        self._grid: Grid = blocks[0].grid
        self.labels: dict[CellRef, LabelCell] = {}
        for block in blocks:
            self.labels |= block.accepted
        sections = [section for part in form.parts for section in part.repeats()]
        self._filler = tuple({p: None for section in sections for p in section.filler})
        self._boxed = {ref for block in blocks for ref in _box_values(block)}
        self._boxed |= {ref for block in blocks for ref in unit_cells(block)}
        self._boxed |= {ref for block in blocks for ref in _unasked(block)}
        self._checks = {
            (area.top, area.left)
            for name in names
            if name.sheet == self._grid.sheet.name and name.name.startswith("xl_check")
            if (area := name.area)
        }

    def role(self, cell: Cell) -> CellRole:
        """The role of a filled cell."""
        ref = cell.ref
        merged = self._grid.merged.get((ref.row, ref.column))
        if merged and (ref.row, ref.column) != (merged.top, merged.left):
            return _COVERED
        if label := self.labels.get(ref):
            # A unit or month that is read from a label's own text is a fact besides.
            held = self._read.get(ref) if label.rest else None
            return held or _LABEL
        if held := self._read.get(ref):
            return held
        if (ref.row, ref.column) in self._checks or _is_check(cell):
            return CellRole(LayoutRole.CHECK)
        if ref in self._boxed:
            return CellRole(LayoutRole.VALUE)
        block, area = self._block_of(ref), self._grid.area(ref.row, ref.column)
        return self._in_table(cell, area, block) or self._printed(cell) or self._around(cell, block)

    def _block_of(self, ref: CellRef) -> Block:
        for block in self._blocks:
            if inside(ref, block.area):
                return block
        return min(self._blocks, key=lambda block: abs(block.area.top - ref.row))

    def _in_table(self, cell: Cell, area: Area, block: Block) -> CellRole | None:
        tables = (*block.tables.items(), *((r.headings.section.name, r) for r in block.aside))
        for name, rows in tables:
            heads = rows.headings
            if area.top <= heads.bottom and area.bottom >= heads.top:
                return CellRole(
                    LayoutRole.LABEL
                )  # a heading that no field has, or the table's own label
            kind = rows.kinds.get(cell.ref.row)
            if kind is None:
                continue
            side = area.bottom > area.top and area.right < heads.left
            if side or kind is RowKind.HEADINGS:
                return CellRole(LayoutRole.LABEL)
            if kind is RowKind.FILLER:
                return CellRole(LayoutRole.FILLER, name)
            if kind is RowKind.FOOT:
                return CellRole(LayoutRole.FOOT)
            if kind is RowKind.RECORD and self._headed(rows, area):
                return CellRole(LayoutRole.RECORD, name)
            if kind is RowKind.OTHER and (again := self._numbered_again(cell, block)):
                return again
        return None

    def _numbered_again(self, cell: Cell, block: Block) -> CellRole | None:
        """The role of a cell in a row such as 年度目标2 | text, printed between the indicators."""
        first = self._grid.row(cell.ref.row, block.area.left, block.area.right)[0]
        found = _NUMBERED.match(squeezed(halfwidth(shown_text(first))))
        spots = [spot for spot in block.labels.values() if not spot.rest]
        label = label_key(found[1]) if found else ""
        if not any(r.rstrip("1") == label for spot in spots for r in spot.readings):
            return None
        return _LABEL if cell.ref == first.ref else CellRole(LayoutRole.VALUE)

    def _headed(self, rows: TableRows, area: Area) -> bool:
        """Whether any heading stands above a cell of a record, known to the form or not."""
        heads = rows.headings
        if area.right >= heads.left and area.left <= heads.right:
            return True
        return any(
            self._grid.row(row, area.left, area.right) for row in range(heads.top, heads.bottom + 1)
        )

    def _printed(self, cell: Cell) -> CellRole | None:
        text = str(cell.value) if cell.kind is Kind.TEXT else ""
        if text and is_filler(text, self._filler):
            return CellRole(LayoutRole.FILLER)
        return None

    def _around(self, cell: Cell, block: Block) -> CellRole:
        row = cell.ref.row
        if row < block.body:
            return CellRole(LayoutRole.TITLE)
        heads = [rows.headings for rows in (*block.tables.values(), *block.aside)]
        if any(row == each.top - 1 and cell.ref.column <= each.left for each in heads):
            return CellRole(LayoutRole.TITLE)  # of the table below
        tables = [rows for rows in block.tables.values() if row >= rows.headings.top]
        text = squeezed(halfwidth(shown_text(cell)))
        last = max((rows.last for rows in block.tables.values()), default=0)
        if row > last:
            row_cells = self._grid.row(row, block.area.left, block.area.right)
            texts = [squeezed(halfwidth(shown_text(each))) for each in row_cells]
            signed = _FOOT.match(texts[0]) or any(map(_SIGNED.match, texts))
            alone = len(texts) == 1
            if signed or (alone and len(text) > 1 and cell.ref.column <= _left(block)):
                return CellRole(LayoutRole.FOOT)
        return CellRole(LayoutRole.UNREAD, near_table=bool(tables))


def _left(block: Block) -> int:
    """The first column of a block's tables, or of what stands at their side."""
    lefts = [rows.headings.left for rows in block.tables.values()]
    return min(lefts, default=block.area.left)


def _is_check(cell: Cell) -> bool:
    return cell.ref.row == 1 and bool(_CHECK.match(str(cell.value)))


def _box_values(block: Block) -> Iterator[CellRef]:
    """The values of boxes that the form has no field for: beside their labels, or below."""
    grid = block.grid
    for ref in block.boxes:
        area = block.accepted[ref].area
        if area.top in block.stacked:
            if area.bottom > area.top:
                continue  # a label at the side of these
            below = grid.area(area.bottom + 1, area.left)
            yield CellRef(ref.sheet, below.top, below.left)
            continue
        for row in range(area.top, area.bottom + 1):
            for cell in grid.row(row, area.right + 1, block.area.right):
                if cell.ref in block.accepted:
                    break
                yield cell.ref


def _unasked(block: Block) -> Iterator[CellRef]:
    """What a matrix holds that no field asks for: a rate beside a part, a column of remarks."""
    for section in block.part.sections:
        headings = block.headings.get(section.name)
        if not isinstance(section, Matrix) or headings is None:
            continue
        rows = {headings.top}
        rows |= {
            block.labels[name].ref.row
            for row in section.rows
            if (name := f"{section.name}.{row.name}") in block.labels
        }
        for row in rows:
            for cell in block.grid.row(row, headings.left, block.area.right):
                yield cell.ref
