"""Matrix -> the rows of a print that has its amounts beside the headings instead of below them.

预算数： | 20 | 执行数： | 20, and below it 其中：财政拨款 | 20 | 其中：财政拨款 | 20.
"""

from __future__ import annotations

from xltool.extract.blocks import Block
from xltool.extract.grid import LabelCell, keys_of
from xltool.extract.headings import Headings
from xltool.model.form import Matrix
from xltool.model.workbook import Cell, Kind


def place_beside(block: Block, section: Matrix) -> None:
    """Take the headings with amounts beside them as the first row, and as further rows the labels
    that stand below every heading.
    """
    headings = block.headings.get(section.name)
    names = [f"{section.name}.{row.name}" for row in section.rows]
    if headings is None or any(name in block.labels for name in names):
        return
    spots = list(headings.spots.values())
    if not all(_beside(block, spot).kind is Kind.NUMBER for spot in spots):
        return
    block.labels[names[0]] = spots[0]
    for row, name in zip(section.rows[1:], names[1:], strict=True):
        below = [s for s in block.grid.that_read(keys_of(row.labels)) if s.ref.row > headings.top]
        for first in (spot for spot in below if spot.area.left == spots[0].area.left):
            peers = [s for s in below if s.ref.row == first.ref.row]
            if {s.area.left for s in peers} >= {s.area.left for s in spots}:
                block.labels[name] = first
                block.accepted |= {spot.ref: spot for spot in peers}
                break


def amount_beside(
    block: Block, spot: LabelCell, heading: LabelCell, headings: Headings
) -> Cell | None:
    """The amount of a row that stands beside its label below a heading; None in other prints."""
    if spot.area.left != next(iter(headings.spots.values())).area.left:
        return None
    label = block.accepted.get(block.grid.cell(spot.ref.row, heading.area.left).ref)
    return _beside(block, label) if label else None


def _beside(block: Block, spot: LabelCell) -> Cell:
    return block.grid.cell(spot.area.top, spot.area.right + 1)
