"""Block -> lines above the form that were left blank, and boxes that nobody ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.extract.blocks import Block
from xltool.language.text import halfwidth, squeezed
from xltool.model.workbook import TEXT, Area, CellRef
from xltool.values.cell_value import shown_text

# Not `单位：` alone: that may ask for the unit of the amounts.
_BLANK_LINE = re.compile(
    r"((?:项目|填报|预算|实施|主管|编制)(?:单位|部门)(?:名称)?(?:\((?:盖章|公章|签章)\))?):"
    r"(?:\(?(?:金额)?单位:[^:]{0,4}元\)?)?"
)
_BOX, _TICK = re.compile("[□☐]"), re.compile("[☑√✓✔■☒]")
_BETWEEN = re.compile("[□☐]\\s*[√✓✔][^□☐]*[□☐]")
"""A tick that stands between two boxes and in neither."""


def blank_lines(block: Block) -> Iterator[tuple[CellRef, str]]:
    """Lines above the form such as `项目单位（盖章）：` with nothing behind: cell and label."""
    for row in range(block.area.top, block.body):
        for cell in block.grid.row(row, block.area.left, block.area.right):
            if cell.kind is not TEXT or cell.ref in block.accepted:
                continue
            found = _BLANK_LINE.fullmatch(squeezed(halfwidth(shown_text(cell))))
            beside = block.grid.row(row, cell.ref.column + 1, block.area.right)
            if found and not beside:
                yield cell.ref, found[1]


def unclear_boxes(block: Block) -> Iterator[tuple[CellRef, str]]:
    """Cells with several boxes of which none is ticked (`none`), or it is unclear which.

    Boxes on several lines beside one label are one question.
    """
    questions: dict[Area, list[tuple[CellRef, str]]] = {}
    for row in range(block.area.top, block.area.bottom + 1):
        for cell in block.grid.row(row, block.area.left, block.area.right):
            text = cell.value
            if type(text) is not str or ("□" not in text and "☐" not in text):  # as most
                continue
            if cell.kind is not TEXT:
                continue
            if len(_BOX.findall(text)) + len(_TICK.findall(text)) > 1:
                asked = block.grid.area(row, block.area.left)
                questions.setdefault(asked, []).append((cell.ref, text))
    for cells in questions.values():
        if not any(_TICK.search(text) for _, text in cells):
            yield cells[0][0], "none"
        for ref, text in cells:
            if _BETWEEN.search(text):
                yield ref, "between"
