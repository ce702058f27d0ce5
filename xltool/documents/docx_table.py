"""Table -> its XML in a .docx file.

Written as text: python-docx takes a tenth of a second to merge the cells of one project.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xltool.documents.docx_styles import clean
from xltool.documents.table import WIDTH, Box, BoxStyle, Table

_ALIGNED = {BoxStyle.LINE: "left", BoxStyle.LINE_RIGHT: "right", BoxStyle.TEXT: "left"}
_SIDES = ("top", "left", "bottom", "right")
_BORDERS = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for s in _SIDES)
_OPEN = _BORDERS.replace('<w:bottom w:val="single"', '<w:bottom w:val="nil"')
"""Of the last row before a table that goes on below: two lines would look like a seam."""
_MARGINS = "".join(
    f'<w:{side} w:w="{room}" w:type="dxa"/>'
    for side, room in zip(_SIDES, (40, 85, 40, 85), strict=True)
)
_HEIGHT = '<w:trHeight w:val="520" w:hRule="atLeast"/>'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def table_element(table: Table, width: int, style: str) -> Any:
    """The `w:tbl` of a table, `width` in twentieths of a point, its text in a paragraph style."""
    edges = sorted({edge for row in table.rows for box in row for edge in (box.left, box.right)})
    places = {edge: round(width * edge / WIDTH) for edge in edges}
    grid = "".join(f'<w:gridCol w:w="{places[b] - places[a]}"/>' for a, b in pairwise(edges))
    rows = "".join(_row(table, number, edges, places, style) for number in range(len(table.rows)))
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(table: Table, number: int, edges: list[int], places: dict[int, int], style: str) -> str:
    repeated = "<w:tblHeader/>" if number < table.heading else ""
    framed = number >= table.lines
    last = number == len(table.rows) - 1
    borders = (_OPEN if last and table.joined else _BORDERS) if framed else ""
    cells = "".join(
        _cell(
            places[box.right] - places[box.left],
            edges.index(box.right) - edges.index(box.left),
            ("" if box.rows == 1 else '<w:vMerge w:val="restart"/>') if own else "<w:vMerge/>",
            _lines(box, style) if own else _paragraph("", "center", style),
            borders,
        )
        for box, own in _boxes(table, number)
    )
    # The page is not to end between tables that are joined, nor between a label's own rows.
    spanning = not table.heading and any(box.rows > 1 for box in table.rows[number])
    if spanning or (last and table.joined):
        style_ = f'<w:pStyle w:val="{style}"/>'
        cells = cells.replace(style_, f"{style_}<w:keepNext/>")
    height = _HEIGHT if framed else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{repeated}</w:trPr>{cells}</w:tr>"


def _boxes(table: Table, number: int) -> list[tuple[Box, bool]]:
    """The boxes of a row from left to right, those that go on from a row above among them."""
    own = [(box, True) for box in table.rows[number]]
    above = [
        (box, False)
        for row in range(number)
        for box in table.rows[row]
        if box.rows > 1 and row + box.rows > number
    ]
    return sorted(own + above, key=lambda placed: placed[0].left)


def _cell(width: int, span: int, merged: str, lines: str, borders: str) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    drawn = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{merged}{drawn}'
        f'<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
    )


def _lines(box: Box, style: str) -> str:
    aligned = _ALIGNED.get(box.look, "center")
    texts = box.text.splitlines() or [""]
    return "".join(_paragraph(text, aligned, style) for text in texts)


def _paragraph(text: str, aligned: str, style: str) -> str:
    shown = escape(clean(text)).replace("\t", _TAB)
    run = f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r>' if text else ""
    layout = f'<w:pStyle w:val="{style}"/><w:jc w:val="{aligned}"/>'
    return f"<w:p><w:pPr>{layout}</w:pPr>{run}</w:p>"
