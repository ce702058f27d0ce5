"""XML bytes + edits -> XML bytes that differ only where they were edited.

Parsing and writing a part again would lose what a parser does not keep: prefixes, the order of
attributes, `mc:Ignorable`, white space. So elements are found by their places in the bytes, and
new bytes are put between them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from html import unescape
from typing import NamedTuple
from xml.sax.saxutils import escape

from xltool.errors import UnreadableWorkbookError
from xltool.excel.xml_text import attribute_xml

# What may hold a < that begins no tag.
_NO_MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
# The > of an attribute's value is no end of the tag.
_REST = rb"""(?=[\s/>])[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>"""
_TAG = re.compile(rb"""<(/?)([^\s<>/!?="']+)""" + _REST)
_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ATTRIBUTE_TEXT = re.compile(_ATTRIBUTE.pattern.decode())
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_FIRST_NAME = re.compile(r"(<[^\s/>]+)")


class Element(NamedTuple):
    """An element by its places: `<name …>` to `inner`, content to `inner_end`, `</name>` to `end`.

    An element that closes itself (`<name/>`) has `inner == inner_end == end`. A tuple, because
    thousands are made and a frozen dataclass takes four times as long.
    """

    name: str
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def closes_itself(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.inner == self.end


@cache
def _same(name: bytes) -> re.Pattern[bytes]:
    """The tags of elements of one name, opening and closing."""
    return re.compile(rb"<(/?)" + re.escape(name) + _REST)


@cache
def _opening(name: bytes, rest: bytes, prefixed: bool) -> re.Pattern[bytes]:
    prefix = rb"(?:[\w.-]++:)?+" if prefixed else b""
    return re.compile(b"<" + prefix + name + rb"(?=[\s/>])" + rest)


class XmlPart:
    """One XML part: elements to look at, edits to be made together by `done`.

    Raises `UnreadableWorkbookError` where tags do not match. Places count in UTF-8 bytes,
    whatever the part's own encoding is.
    """

    def __init__(self, data: bytes) -> None:
        self._codec = _codec(data)
        self.data = data if self._codec == "utf-8" else data.decode(self._codec).encode()
        self.markup = _without_comments(self.data)
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, list[bytes]] = {}
        first = _TAG.search(self.markup)
        if first is None or first[1]:
            raise UnreadableWorkbookError("damaged")
        self.root = self._root(first)
        declared = self.attributes(self.root)
        prefix, colon, _ = self.root.name.rpartition(":")
        self.namespace = declared.get(f"xmlns:{prefix}" if colon else "xmlns", "")
        self._own_default = declared.get("xmlns") == self.namespace

    def _root(self, opening: re.Match[bytes]) -> Element:
        """The root ends last, so that its end need not be looked for through the whole part."""
        close = b"</" + opening[2] + b">"
        end = self.markup.rfind(close)
        if end < 0:
            return self._element(opening)
        return Element(opening[2].decode(), *opening.span(), end, end + len(close))

    def _element(self, opening: re.Match[bytes]) -> Element:
        name, (start, inner) = opening[2], opening.span()
        if self.markup.startswith(b"/>", inner - 2):
            return Element(name.decode(), start, inner, inner, inner)
        close = b"</" + name + b">"
        found = self.markup.find(close, inner)
        if found >= 0 and self.markup.find(b"<" + name, inner, found) < 0:
            return Element(name.decode(), start, inner, found, found + len(close))
        depth = 1  # elements of this name lie in each other, or its end is written </name >
        for tag in _same(name).finditer(self.markup, inner):
            depth += -1 if tag[1] else 0 if tag[0].endswith(b"/>") else 1
            if not depth:
                return Element(name.decode(), start, inner, tag.start(), tag.end())
        raise UnreadableWorkbookError("damaged")

    def children(self, parent: Element | None = None) -> Iterator[Element]:
        """The elements directly below `parent`, else below the root."""
        return iter(self._top) if parent is None else self._below(parent)

    @cached_property
    def _top(self) -> tuple[Element, ...]:
        """The root's children, which are asked for again and again."""
        return tuple(self._below(self.root))

    def _below(self, parent: Element) -> Iterator[Element]:
        at = parent.inner
        while (tag := _TAG.search(self.markup, at, parent.inner_end)) is not None:
            if tag[1]:
                raise UnreadableWorkbookError("damaged")
            element = self._element(tag)
            yield element
            at = element.end

    def child(self, local: str, parent: Element | None = None) -> Element | None:
        """The first element of this name directly below `parent`, whatever its prefix."""
        return next((item for item in self.children(parent) if item.local == local), None)

    def named(self, local: str) -> Iterator[Element]:
        """All elements of this name, however deep."""
        return map(self.element_at, self.starts(local))

    def starts(self, local: str) -> list[int]:
        """Where elements of this name begin, however deep, for `element_at`."""
        return [found.start() for found in self.opening(local).finditer(self.markup)]

    def opening(self, local: str, rest: bytes = b"") -> re.Pattern[bytes]:
        """What finds the opening tags of a name, whatever its prefix, as far as the name or `rest`.

        A prefix is looked for only where there is one: without it the search is ten times as fast.
        """
        name = local.encode()
        return _opening(name, rest, b":" + name in self.markup)

    def element_at(self, start: int) -> Element:
        """The element that begins at this byte."""
        opening = _TAG.match(self.markup, start)
        assert opening
        return self._element(opening)

    def count_inside(self, parent: Element, local: str) -> int:
        """How many elements of this name there are below `parent`, however deep."""
        return len(self.opening(local).findall(self.markup, parent.inner, parent.inner_end))

    def inside(self, parent: Element) -> Iterator[Element]:
        """All elements below `parent`, however deep, outer ones first."""
        for child in self.children(parent):
            yield child
            yield from self.inside(child)

    def text(self, element: Element) -> str:
        """The text of an element that holds nothing else."""
        source = self.data[element.inner : element.inner_end]
        if b"<" in source:  # CDATA, or a comment within
            source = _CDATA.sub(lambda found: escape(found[1].decode()).encode(), source)
            source = _NO_MARKUP.sub(b"", source)
        return unescape(source.decode())

    def attributes(self, element: Element) -> dict[str, str]:
        """The attributes of an element by their names as written."""
        opening = self.data[element.start : element.inner].decode()
        given = {name: value[1:-1] for name, value in _ATTRIBUTE_TEXT.findall(opening)}
        if "&" in opening:
            given = {name: unescape(value) for name, value in given.items()}
        return given

    def source(self, element: Element) -> bytes:
        """The bytes of a whole element."""
        return self.data[element.start : element.end]

    def fragment(self, element: Element) -> bytes:
        """An element as a document of its own: inside the root's tags, which bind its prefixes."""
        root = self.root
        opening = self.data[root.start : root.inner]
        return opening + self.source(element) + f"</{root.name}>".encode()

    def own(self, fragment: str, namespace: str = "") -> bytes:
        """A fragment of ours, bound to the part's namespace whatever prefixes the part uses."""
        if not self._own_default or namespace:
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

    def insert_in_order(self, local: str, new: bytes, order: Sequence[str]) -> None:
        """Put a child of the root where the schema's `order` wants it: after all that come before
        it and after others of its own name.
        """
        places = {name: place for place, name in enumerate(order)}
        at, limit = self.root.inner, places[local]
        for child in self.children():
            if self._place(child, places) <= limit:
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
        names = (tag[2].decode().rpartition(":")[2] for tag in _TAG.finditer(content))
        return next((places[name] for name in names if name in places), len(places))

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Give an attribute of an element another value, or the element a new attribute."""
        opening = self.data[element.start : element.inner]
        for found in _ATTRIBUTE.finditer(opening):
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
        return whole if self._codec == "utf-8" else whole.decode().encode(self._codec)

    def _opened(self) -> Iterator[tuple[int, int, bytes]]:
        """`<name/>` with appended content becomes `<name>content</name>`."""
        for start, content in self._appended.items():
            tag = _TAG.match(self.markup, start)
            assert tag
            new = b">" + b"".join(content) + b"</" + tag[2] + b">"
            yield tag.end() - len(b"/>"), tag.end(), new


def _without_comments(data: bytes) -> bytes:
    """A part with its declaration, comments and CDATA blanked out, so that places stay the same."""
    if data.startswith(b"<?xml"):  # nearly always the only thing there is to blank out
        end = data.find(b"?>") + 2
        data = b" " * end + data[end:]
    # Single bytes are looked for first: that is far faster, and a worksheet has few of them.
    if (b"!" in data and b"<!" in data) or (b"?" in data and b"<?" in data):
        return _NO_MARKUP.sub(lambda found: b" " * len(found[0]), data)
    return data


def _codec(data: bytes) -> str:
    """The encoding of a part: UTF-8 nearly always, UTF-16 by its mark, else what it declares."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    declared = _DECLARED.match(data)
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        name = codecs.lookup(name).name
        return "utf-8" if name in ("utf-8", "ascii") else name
    except LookupError as error:
        raise UnreadableWorkbookError("damaged") from error
