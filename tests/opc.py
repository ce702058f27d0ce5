"""A workbook file as the format's standard describes it, read with nothing of xltool's."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from tests.zoo import parts

TYPES = "[content_types].xml"


def local(element: etree._Element) -> str:
    """A tag without its namespace; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def part_name(name: str) -> str:
    """Names are the same whatever their letter case, their slashes and their %-escapes are."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship; `target` is a part's name, "" outside the package."""

    id: str
    kind: str
    target: str


class Opc:
    """The parts of a workbook, and how they hang together."""

    def __init__(self, data: bytes) -> None:
        self.parts = {part_name(name): content for name, content in parts(data).items()}

    def root(self, part: str) -> etree._Element:
        """A part as elements; fails where it is not well-formed."""
        return etree.fromstring(self.parts[part])

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part ("" is the package)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.parts:
            return []
        return [
            Relation(
                str(item.get("Id")),
                str(item.get("Type")).rpartition("/")[2],
                "" if item.get("TargetMode") == "External" else _joined(folder, item.get("Target")),
            )
            for item in self.root(rels)
        ]

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part leads to."""
        return [item.target for item in self.relations(part) if item.kind == kind]

    @cached_property
    def book(self) -> str:
        """The name of the workbook part."""
        return self.targets("", "officeDocument")[0]

    @cached_property
    def sheets(self) -> dict[str, str]:
        """Sheets in their order: name and part."""
        by_id = {item.id: item.target for item in self.relations(self.book)}
        listed = next(child for child in self.root(self.book) if local(child) == "sheets")
        return {str(item.get("name")): by_id[id_] for item in listed if (id_ := relation_id(item))}

    @cached_property
    def styles(self) -> str:
        """The name of the stylesheet's part, "" where there is none."""
        return next(iter(self.targets(self.book, "styles")), "")

    def content_type(self, part: str) -> str | None:
        """What the package says that a part is."""
        overrides, defaults = {}, {}
        for item in self.root(TYPES):
            if local(item) == "Override":
                overrides[part_name(str(item.get("PartName")))] = item.get("ContentType")
            elif local(item) == "Default":
                defaults[str(item.get("Extension")).lower()] = item.get("ContentType")
        return overrides.get(part) or defaults.get(part.rpartition(".")[2])

    def names(self) -> list[etree._Element]:
        """The defined names."""
        return [item for item in self.root(self.book).iter() if local(item) == "definedName"]


def relation_id(element: etree._Element) -> str:
    """The value of an element's `r:id`, whatever its prefix; "" where it has none."""
    found = (
        str(value)
        for name, value in element.attrib.items()
        if etree.QName(str(name)).localname == "id" and etree.QName(str(name)).namespace
    )
    return next(found, "")


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All elements of a name, however deep."""
    return (item for item in element.iter() if local(item) == name)


def _joined(folder: str, target: str | None) -> str:
    path = posixpath.join("/", folder, part_name_with_slash(str(target)))
    return posixpath.normpath(path).lstrip("/")


def part_name_with_slash(target: str) -> str:
    """A target as a part name that keeps its leading slash, which counts from the top."""
    slash = "/" if target[:1] in ("/", "\\") else ""
    return slash + part_name(target)
