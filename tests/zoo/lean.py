"""Workbooks of lean or careless exporters: what they leave out, and what they say wrongly."""

from __future__ import annotations

import re

from lxml import etree

from tests.zoo.book import Feature
from tests.zoo.parts import MAIN, STRINGS, STYLES, Parts, parse, serialize
from tests.zoo.spelling import change_each


def _no_references(made: Parts, _sheet: str) -> None:
    """Some exporters: neither rows nor cells say where they stand."""
    for name in [name for name in made.all if name.startswith("xl/worksheets/sheet")]:
        root = parse(made.all[name])
        data = root.find(f"{{{MAIN}}}sheetData")
        assert data is not None
        at = 0
        for row in list(data):
            at = _filled_up(data, "row", row, at, int(str(row.get("r"))))
            column = 0
            for cell in list(row):
                letter = str(cell.get("r"))[0]
                column = _filled_up(row, "c", cell, column, ord(letter) - 64)
        etree.strip_attributes(data, "r", "spans")
        made.all[name] = serialize(root)


def _filled_up(
    parent: etree._Element, tag: str, before: etree._Element, last: int, place: int
) -> int:
    """Put blanks before an element until it is at its place; returns the place."""
    for _ in range(place - last - 1):
        before.addprevious(etree.SubElement(parent, f"{{{MAIN}}}{tag}"))
    return place


def _dimension(made: Parts, sheet: str) -> None:
    """WPS: an extent that is too small."""
    made.all[sheet] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', made.all[sheet])


def _bare(made: Parts, sheet: str) -> None:
    """SheetJS and small exporters: nothing but cells; no dimension, views, columns or theme."""
    for tag in ("dimension", "sheetViews", "sheetFormatPr", "cols", "pageMargins"):
        closed = rb"<%b [^>]*/>|<%b>.*?</%b>" % ((tag.encode(),) * 3)
        made.all[sheet] = re.sub(closed, b"", made.all[sheet])
    made.all["xl/worksheets/sheet2.xml"] = (
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
    )
    for name in ("xl/theme/theme1.xml", "docProps/app.xml", "docProps/core.xml"):
        made.remove(name)


def _empty_rows(made: Parts, sheet: str) -> None:
    """LibreOffice and others: rows and cells that hold nothing and close themselves."""
    made.replace(sheet, '<row r="11"', '<row r="10" ht="20"/><row r="11"')
    made.all[sheet] = re.sub(rb'<row r="10" ht="20"/>', b"", made.all[sheet])
    made.replace(
        sheet, "</sheetData>", '<row r="13"/><row r="14"><c r="B14" s="1"/></row></sheetData>'
    )
    second = made.all["xl/worksheets/sheet2.xml"]
    empty = re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData></sheetData>", second)
    made.all["xl/worksheets/sheet2.xml"] = empty


def _no_dxfs(made: Parts, _sheet: str) -> None:
    """Many exporters: styles that have no place for formats of conditional formatting."""
    made.replace(STYLES, '<dxfs count="0"/>', "")


def _no_style_xfs(made: Parts, _sheet: str) -> None:
    """Small exporters: no cell styles, only the cells' formats."""
    bare = re.sub(rb"<(cellStyleXfs|cellStyles) .*?</\1>", b"", made.all[STYLES])
    made.all[STYLES] = bare.replace(b' xfId="0"', b"")


def _no_styles(made: Parts, _sheet: str) -> None:
    """The smallest exporters: no styles at all, so that a percentage is a number."""
    made.remove(STYLES)
    change_each(made, lambda content: re.sub(rb' s="\d+"', b"", content), r"xl/worksheets/.*\.xml")


def _no_strings(made: Parts, _sheet: str) -> None:
    """Apache POI (streaming): all texts lie in their cells."""
    texts = [
        re.sub(rb"^<si>|</si>$", b"", item)
        for item in re.findall(rb"<si>.*?</si>", made.all[STRINGS], re.DOTALL)
    ]
    shared = re.compile(rb't="s"><v>(\d+)</v>')
    change_each(
        made,
        lambda content: shared.sub(
            lambda found: b't="inlineStr"><is>' + texts[int(found[1])] + b"</is>", content
        ),
        r"xl/worksheets/.*\.xml",
    )
    made.remove(STRINGS)


LEAN = {
    "no_references": Feature(edit=_no_references),
    "wrong_dimension": Feature(edit=_dimension),
    "bare": Feature(edit=_bare),
    "empty_rows": Feature(edit=_empty_rows),
    "no_dxfs": Feature(edit=_no_dxfs),
    "empty_dxfs": Feature(),
    "no_style_xfs": Feature(edit=_no_style_xfs),
    "no_styles": Feature(edit=_no_styles),
    "no_shared_strings": Feature(edit=_no_strings),
}
