"""XML bytes + edits -> XML bytes that differ only where they were edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from xltool.excel.package.elements import ATTRIBUTE, TAG, Element, XmlBytes
from xltool.excel.package.xml_text import attribute_xml

_FIRST_NAME = re.compile(r"(<[^\s/>]+)")


class XmlPart(XmlBytes):
    """One XML part: elements to look at, edits to be made together by `done`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, list[bytes]] = {}

    def own(self, fragment: str, namespace: str = "") -> bytes:
        """A fragment of ours, bound to the part's namespace whatever prefixes the part uses."""
        if not self.is_default or namespace:
            bound = f'\\1 xmlns="{namespace or self.namespace}"'
            fragment = _FIRST_NAME.sub(bound, fragment, count=1)
        return fragment.encode()

    def insert(self, at: int, new: bytes) -> None:
        """Put new bytes before the byte at `at`; several at one place keep their order."""
        self._edits.append((at, at, new))

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put new bytes in the place of others."""
        self._edits.append((start, end, new))

    def remove(self, element: Element) -> None:
        """Take an element out."""
        self._edits.append((element.start, element.end, b""))

    def append(self, parent: Element, new: bytes) -> None:
        """Put new bytes at the end of an element's content, also where it closes itself."""
        if parent.closes_itself:
            self._appended.setdefault(parent.start, []).append(new)
        else:
            self.insert(parent.inner_end, new)

    def prepend(self, new: bytes) -> None:
        """Put new bytes at the beginning of the root's content."""
        if self.root.closes_itself:
            self.append(self.root, new)
        else:
            self.insert(self.root.inner, new)

    def insert_in_order(
        self, local: str, new: bytes, order: tuple[str, ...], *, first: bool = False
    ) -> None:
        """Put a child of the root where the schema's `order` wants it: after all that come before
        it, and after others of its own name or, with `first`, before them.
        """
        places = _places(order)
        at, limit = self.root.inner, places[local]
        for child in self.children():
            place = self._place(child, places)
            if first and place == limit:
                at = child.start
                break
            if place <= limit:
                at = child.end
        if at == self.root.inner:
            self.prepend(new)
        else:
            self.insert(at, new)

    def _place(self, child: Element, places: Mapping[str, int]) -> int:
        """The place of a child in the order; `mc:AlternateContent` stands for what it wraps."""
        if child.local in places:
            return places[child.local]
        if child.local != "AlternateContent":
            return len(places)
        content = self.markup[child.inner : child.inner_end]
        names = (tag[2].decode().rpartition(":")[2] for tag in TAG.finditer(content))
        return next((places[name] for name in names if name in places), len(places))

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Give an attribute of an element another value, or the element a new attribute."""
        opening = self.data[element.start : element.inner]
        for found in ATTRIBUTE.finditer(opening):
            if found[1].decode() == name:
                start = element.start + found.start(2)
                self.replace(start, element.start + found.end(2), attribute_xml(value).encode())
                return
        at = element.start + 1 + len(element.name.encode())
        self.insert(at, f" {name}={attribute_xml(value)}".encode())

    def done(self) -> bytes:
        """The part with all edits made, in its own encoding."""
        edits = [*self._edits, *self._opened()]
        pieces, at = [], 0
        for start, end, new in sorted(edits, key=lambda edit: edit[0]):
            pieces += [self.data[at:start], new]
            at = max(at, end)
        pieces.append(self.data[at:])
        whole = b"".join(pieces)
        return whole if self.codec == "utf-8" else whole.decode().encode(self.codec)

    def _opened(self) -> Iterator[tuple[int, int, bytes]]:
        """`<name/>` with appended content becomes `<name>content</name>`."""
        for start, content in self._appended.items():
            tag = TAG.match(self.markup, start)
            assert tag
            new = b">" + b"".join(content) + b"</" + tag[2] + b">"
            yield tag.end() - len(b"/>"), tag.end(), new


@cache
def _places(order: tuple[str, ...]) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(order)}
