"""What a part of a package points to, and what kind each part is: read, added to, taken from."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from xltool.excel.package.elements import Element, XmlBytes
from xltool.excel.package.splice import XmlPart
from xltool.excel.package.xml_text import attribute_xml
from xltool.excel.package.zip_package import Package, joined, same_part, target_from
from xltool.language.errors import UnreadableWorkbookError

TYPES_PART = "[Content_Types].xml"
CONTENT_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_FIRST, _LAST = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_NAMESPACE}">',
    "</Relationships>",
)
_NOT_WRITTEN = Element("Relationship", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow: `kind` is the last word of its type, `part` the part it points to.

    `part` is "" where it points outside the package.
    """

    id: str
    kind: str
    type: str
    part: str
    element: Element


class Relationships:
    """The relationships of one part ("" is the package itself); `save` writes what was changed."""

    def __init__(self, package: Package, source: str) -> None:
        self._package, self._source = package, source
        self.part = _relationships_part(source)
        self._data = package.read(self.part) if self.part in package else b""
        self._items = {item.id: item for item in _read(self._data, source)} if self._data else {}
        self._new: dict[str, str] = {}
        self._gone: list[Element] = []

    def __getitem__(self, id_: str) -> Relationship:
        try:
            return self._items[id_]
        except KeyError:
            raise UnreadableWorkbookError("damaged") from None

    def items(self) -> tuple[Relationship, ...]:
        """All of them."""
        return tuple(self._items.values())

    def of_kind(self, kind: str) -> Relationship | None:
        """The first relationship of a kind, as `styles`."""
        return next(self.all_of(kind), None)

    def all_of(self, kind: str) -> Iterator[Relationship]:
        """All relationships of a kind."""
        return (item for item in self._items.values() if item.kind == kind)

    def add(self, type_: str, part: str) -> str:
        """Point to a part; returns the new id."""
        number = len(self._items) + 1
        while f"rId{number}" in self._items:
            number += 1
        id_ = f"rId{number}"
        target = target_from(self._source, part)
        self._new[id_] = (
            f'<Relationship Id="{id_}" Type={attribute_xml(type_)} Target={attribute_xml(target)}/>'
        )
        self._items[id_] = Relationship(id_, type_.rpartition("/")[2], type_, part, _NOT_WRITTEN)
        return id_

    def remove(self, item: Relationship) -> None:
        """Take a relationship out."""
        if self._new.pop(item.id, None) is None:
            self._gone.append(item.element)
        del self._items[item.id]

    def save(self) -> None:
        """Write the part back, if anything was changed."""
        if not self._data and self._new:
            self._package.write(self.part, f"{_FIRST}{''.join(self._new.values())}{_LAST}".encode())
        elif self._new or self._gone:
            xml = XmlPart(self._data)
            for element in self._gone:
                xml.remove(element)
            for new in self._new.values():
                xml.append(xml.root, xml.own(new))
            self._package.write(self.part, xml.done())


@cache
def _relationships_part(source: str) -> str:
    """Where the relationships of a part stand."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@lru_cache(256)  # workbooks made from one template have the same ones
def _read(data: bytes, source: str) -> tuple[Relationship, ...]:
    xml = XmlBytes(data)
    found = []
    for element in xml.children():
        given = xml.attributes(element)
        outside = given.get("TargetMode") == "External"
        type_ = given.get("Type", "")
        part = "" if outside else joined(source, given.get("Target", ""))
        found.append(
            Relationship(given.get("Id", ""), type_.rpartition("/")[2], type_, part, element)
        )
    return tuple(found)


def led_to(package: Package, without: str) -> set[str]:
    """The parts that any relationships lead to, those of one part aside."""
    found: set[str] = set()
    for name in package.names():
        folder, _, own = name.replace("\\", "/").rpartition("_rels/")
        source = f"{folder}{own.removesuffix('.rels')}"
        if own.endswith(".rels") and same_part(source) != same_part(without):
            found |= {same_part(item.part) for item in Relationships(package, source).items()}
    return found


@lru_cache(64)  # workbooks made from one template have the same ones
def _entries(data: bytes) -> tuple[tuple[str, Element], ...]:
    xml, found = XmlBytes(data), []
    for element in xml.children():
        given = xml.attributes(element)
        default = "." + given.get("Extension", "").lower()
        key = default if element.local == "Default" else same_part(given.get("PartName", ""))
        found.append((key, element))
    return tuple(found)


class ContentTypes:
    """The kinds of all parts, in `[Content_Types].xml`."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._xml = XmlPart(package.read(TYPES_PART))
        self._new: dict[str, str] = {}
        self._changed = False

    @cached_property
    def _elements(self) -> dict[str, Element]:
        """The entries by the part or, with a dot, the ending that they are for."""
        return dict(_entries(self._xml.data))

    def of(self, part: str) -> str:
        """The content type of a part that has one of its own, or of an ending (`.vml`); else ""."""
        element = self._elements.get(same_part(part))
        return self._xml.attributes(element).get("ContentType", "") if element else ""

    def add(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        self._changed = True
        known = self._elements.get(same_part(part))
        if known:  # of a part that was taken out and its entry forgotten; two damage the file
            self._xml.set_attribute(known, "ContentType", content_type)
            return
        new = f'<Override PartName={attribute_xml("/" + part)} ContentType="{content_type}"/>'
        self._xml.append(self._xml.root, self._xml.own(new))

    def add_by_extension(self, part: str, content_type: str) -> None:
        """Say what a new part and all that end like it are, so far as nothing else is said.

        A package may name the type of each part alone, relationships too: a new one has none then.
        """
        extension = posixpath.splitext(part)[1].lower()
        stated = self._new.get(extension) or self.of(extension)
        if same_part(part) in self._elements or (stated and stated != content_type):
            self.add(part, content_type)
        elif not stated:
            new = f'<Default Extension="{extension[1:]}" ContentType="{content_type}"/>'
            # Before all others: some readers want the defaults first.
            self._xml.prepend(self._xml.own(new))
            self._new[extension] = content_type
            self._changed = True

    def remove(self, part: str) -> None:
        """Forget a part that is taken out."""
        element = self._elements.pop(same_part(part), None)
        if element:
            self._xml.remove(element)
            self._changed = True

    def save(self) -> None:
        """Write the part back, if anything was changed."""
        if self._changed:
            self._package.write(TYPES_PART, self._xml.done())
