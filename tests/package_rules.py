"""What must be true of a workbook's package, or Excel calls it damaged: its parts among each other.

ECMA-376, part 2, 6.2 (parts), 6.5 (relationships), 7.2.3 (content types); part 1, 12.3 and 18.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from tests.opc import TYPES, Opc, local, part_name
from tests.zoo.parts import SHEET_TYPE

_PACKAGE = "application/vnd.openxmlformats-package"
_DRAWING = "application/vnd.openxmlformats-officedocument"
# What a part must be, by the kind of the relationship that leads to it.
_KINDS = {
    "worksheet": f"{SHEET_TYPE}.worksheet+xml",
    "chartsheet": f"{SHEET_TYPE}.chartsheet+xml",
    "dialogsheet": f"{SHEET_TYPE}.dialogsheet+xml",
    "styles": f"{SHEET_TYPE}.styles+xml",
    "sharedStrings": f"{SHEET_TYPE}.sharedStrings+xml",
    "comments": f"{SHEET_TYPE}.comments+xml",
    "table": f"{SHEET_TYPE}.table+xml",
    "vmlDrawing": f"{_DRAWING}.vmlDrawing",
    "drawing": f"{_DRAWING}.drawing+xml",
}
_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def faults(data: bytes) -> list[str]:
    """Each fault of a package in words; none in a sound one."""
    whole = Opc(data)
    found = [*_unparsed(whole)]
    if not found:
        found += [*_types(whole), *_relationships(whole), *_ids(whole), *_sheets(whole)]
    return found


def _content(whole: Opc) -> Iterator[str]:
    """The parts; folders that a zip program made stand beside them."""
    return (part for part in whole.parts if not part.endswith("/") and part != TYPES)


def _unparsed(whole: Opc) -> Iterator[str]:
    for part, data in whole.parts.items():
        if part.endswith((".xml", ".rels")):
            try:
                etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                yield f"{part} is not well-formed: {error}"


def _types(whole: Opc) -> Iterator[str]:
    entries = list(whole.root(TYPES).iter("{*}Override", "{*}Default"))
    own = [part_name(str(item.get("PartName"))) for item in entries if local(item) == "Override"]
    endings = [str(e.get("Extension")).lower() for e in entries if local(e) == "Default"]
    yield from (f"{name} has two types" for name in _repeated([*own, *endings]))
    yield from (f"the type of {name} is of no part" for name in own if name not in whole.parts)
    for part in _content(whole):
        type_ = whole.content_type(part)
        if not type_:
            yield f"{part} has no type"
        elif part.endswith(".rels") and type_ != f"{_PACKAGE}.relationships+xml":
            yield f"{part} is no relationship part but {type_}"


def _relationships(whole: Opc) -> Iterator[str]:
    for part in ("", *_content(whole)):
        relations = whole.relations(part)
        yield from (f"{part} has {id_} twice" for id_ in _repeated(item.id for item in relations))
        for item in relations:
            if item.target and item.target not in whole.parts:
                yield f"{item.id} of {part} leads to {item.target}, which is not there"
            expected = _KINDS.get(item.kind)
            if item.target and expected and whole.content_type(item.target) != expected:
                yield f"{item.target} is not {expected}"
    for part in _content(whole):
        folder, _, own = part.rpartition("_rels/")
        source = folder + own.removesuffix(".rels")
        if part.endswith(".rels") and source and source not in whole.parts:
            yield f"{part} is of no part"


def _ids(whole: Opc) -> Iterator[str]:
    """`r:id="…"` in a part must be a relationship of that part."""
    for part in _content(whole):
        if not part.endswith(".xml"):
            continue
        known = {item.id for item in whole.relations(part)}
        for element in whole.root(part).iter("*"):
            for name, value in element.attrib.items():
                named = etree.QName(str(name))
                # A module of Excel 5 has an empty one, and so has a link without a target.
                if named.namespace in _RELATIONSHIPS and value and value not in known:
                    yield f"{part} names {value!r}, which it does not have"


def _sheets(whole: Opc) -> Iterator[str]:
    listed = list(whole.root(whole.book).iterfind("{*}sheets/{*}sheet"))
    names = [str(item.get("name")) for item in listed]
    yield from (f"two sheets are called {name}" for name in _repeated(map(str.casefold, names)))
    yield from (f"{n} is too long for a sheet" for n in names if len(n.encode("utf-16-le")) > 62)
    numbers = [str(item.get("sheetId")) for item in listed]
    yield from (f"two sheets are number {number}" for number in _repeated(numbers))
    defined = [(str(n.get("name")).casefold(), n.get("localSheetId")) for n in whole.names()]
    yield from (f"{name} is defined twice" for name in _repeated(map(str, defined)))
    for name, scope in defined:
        if scope is not None and int(scope) >= len(listed):
            yield f"{name} is of a sheet that is not there"


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
