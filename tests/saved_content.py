"""Everything that a workbook saved by LibreOffice holds, in a form that can be compared.

It numbers texts, looks and parts anew at each saving: numbers are replaced by what they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from tests.zoo.parts import parts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COMPARED = re.compile(
    r"xl/(workbook|worksheets/sheet\d+|tables/.*|charts/chart\d+|pivotTables/.*|pivotCache/.*|"
    r"drawings/drawing\d+|externalLinks/.*|metadata)\.xml"
)
_DRAWN_AT_RANDOM = re.compile(r"\{[0-9A-F-]{36}\}|(?<=axId val=\")\d+|(?<=crossAx val=\")\d+")
# It sizes boxes by the text that they hold, and keeps the text's size when they are taken off.
_BOX_SIZE = re.compile(r'(?<=style=")[^"]*|<x:Anchor>.*?</x:Anchor>')
_SHAPE = re.compile(r"<v:shape .*?</v:shape>", re.DOTALL)


def content(data: bytes) -> dict[str, str | list[str]]:
    """By the names of parts; notes and their boxes by themselves."""
    members = parts(data)
    styles = etree.fromstring(members["xl/styles.xml"])
    looks = _looks(styles)
    differences = [_canonical(item) for item in styles.iterfind(f"{_MAIN}dxfs/{_MAIN}dxf")]
    texts = [_canonical(item) for item in etree.fromstring(members["xl/sharedStrings.xml"])]
    found: dict[str, str | list[str]] = {}
    for name, part in members.items():
        if name.startswith("xl/comments"):
            found[name] = _notes(part)
        elif name.endswith(".vml"):
            found[name] = [_BOX_SIZE.sub("", box) for box in _SHAPE.findall(part.decode())]
        elif _COMPARED.fullmatch(name):
            root = etree.fromstring(part)
            _resolve(root, texts, looks, differences)
            if len(root) or root.text:
                found[name] = _DRAWN_AT_RANDOM.sub("", _canonical(root))
    return found


def different(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """The names under which they differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _canonical(element: etree._Element) -> str:
    return etree.tostring(element, method="c14n", with_tail=False).decode()


def _looks(styles: etree._Element) -> list[str]:
    """Each cell look as its number format, font, fill, border and alignment."""

    def items(name: str) -> list[etree._Element]:
        return list(styles.iterfind(f"{_MAIN}{name}/*"))

    formats = {item.get("numFmtId"): item.get("formatCode") for item in items("numFmts")}
    fonts, fills, borders = items("fonts"), items("fills"), items("borders")
    for font in fonts:  # it names another font for a cell that it happened not to draw
        for name in (*font.iterfind(f"{_MAIN}name"), *font.iterfind(f"{_MAIN}charset")):
            font.remove(name)
    return [
        "|".join(
            [
                str(formats.get(look.get("numFmtId"))),
                _canonical(fonts[int(look.get("fontId", 0))]),
                _canonical(fills[int(look.get("fillId", 0))]),
                _canonical(borders[int(look.get("borderId", 0))]),
                *map(_canonical, look),
            ]
        )
        for look in items("cellXfs")
    ]


def _resolve(
    root: etree._Element, texts: list[str], looks: list[str], differences: list[str]
) -> None:
    given = {int(rule.get("priority", 0)) for rule in root.iter("{*}cfRule")}
    priorities = sorted(given | {0})
    for element in root.iter("{*}*"):
        name = etree.QName(element).localname
        if _RELATION_ID in element.attrib:
            element.set(_RELATION_ID, "")
        if name == "c" and element.get("t") == "s":
            value = element.find(f"{_MAIN}v")
            assert value is not None
            value.text = texts[int(value.text or 0)]
        look = {"c": "s", "row": "s", "col": "style"}.get(name, "")
        if look and look in element.attrib:
            element.set(look, looks[int(element.get(look, 0))])
        if name == "cfRule" and "priority" in element.attrib:
            element.set("priority", str(priorities.index(int(element.get("priority", 0)))))
        if "dxfId" in element.attrib:
            element.set("dxfId", differences[int(element.get("dxfId", 0))])
        if name == "sheet":
            element.set("sheetId", "")


def _notes(part: bytes) -> list[str]:
    """Cell, author, and runs with their look; a run without text says nothing."""
    root = etree.fromstring(part)
    authors = [author.text for author in root.iter(f"{_MAIN}author")]
    notes = []
    for note in root.iter(f"{_MAIN}comment"):
        runs = [_canonical(run) for run in note.iter(f"{_MAIN}r") if run.findtext(f"{_MAIN}t")]
        notes.append(f"{note.get('ref')} {authors[int(note.get('authorId', 0))]} {''.join(runs)}")
    return notes
