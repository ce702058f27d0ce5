"""XML bytes -> the elements in them, found by their places.

Parsing and writing a part again would lose what a parser does not keep: prefixes, the order of
attributes, `mc:Ignorable`, white space. So a part stays bytes, and an element is where it lies.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from html import unescape
from typing import Any, NamedTuple

from xltool.excel.package.xml_text import escaped
from xltool.language.errors import UnreadableWorkbookError

# What may hold a < that begins no tag.
_NO_MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
# The > of an attribute's value is no end of the tag.
_REST = rb"""(?=[\s/>])[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>"""
TAG = re.compile(rb"""<(/?)([^\s<>/!?="']+)""" + _REST)
ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_ATTRIBUTE_TEXT = re.compile(ATTRIBUTE.pattern.decode())
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


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


class XmlBytes:
    """One XML part to look at.

    Raises `UnreadableWorkbookError` where tags do not match. Places count in UTF-8 bytes,
    whatever the part's own encoding is.
    """

    def __init__(self, data: bytes) -> None:
        self.codec = _codec(data)
        self.data = data if self.codec == "utf-8" else data.decode(self.codec).encode()
        self.markup = _without_comments(self.data)
        first = TAG.search(self.markup)
        if first is None or first[1]:
            raise UnreadableWorkbookError("damaged")
        self.root = self._root(first)
        opening = self.data[self.root.start : self.root.inner]
        self.namespace, self.is_default = _namespace(opening)

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

    @cached_property
    def _by_name(self) -> Mapping[str, Element]:
        return {item.local: item for item in reversed(self._top)}

    def _below(self, parent: Element) -> Iterator[Element]:
        at = parent.inner
        while (tag := TAG.search(self.markup, at, parent.inner_end)) is not None:
            if tag[1]:
                raise UnreadableWorkbookError("damaged")
            element = self._element(tag)
            yield element
            at = element.end

    def child(self, local: str, parent: Element | None = None) -> Element | None:
        """The first element of this name directly below `parent`, whatever its prefix."""
        if parent is None:
            return self._by_name.get(local)
        return next((item for item in self.children(parent) if item.local == local), None)

    def named(self, local: str) -> Iterator[Element]:
        """All elements of this name, however deep."""
        return map(self.element_at, self.starts(local))

    def starts(self, local: str) -> list[int]:
        """Where elements of this name begin, however deep, for `element_at`."""
        if local.encode() not in self.markup:
            return []
        return [found.start() for found in self.tags(local, self.root)]

    def tags(self, local: str, parent: Element, rest: bytes = b"") -> Iterator[re.Match[bytes]]:
        """The opening tags of a name below `parent`, whatever its prefix: as far as the name, or
        with what `rest` catches.
        """
        return self._opening(local, parent, rest).finditer(
            self.markup, parent.inner, parent.inner_end
        )

    def caught(self, local: str, parent: Element, rest: bytes) -> list[Any]:
        """What `rest` catches in the opening tags of a name below `parent`."""
        return self._opening(local, parent, rest).findall(
            self.markup, parent.inner, parent.inner_end
        )

    def _opening(self, local: str, parent: Element, rest: bytes) -> re.Pattern[bytes]:
        """A prefix is looked for only where there is one: else the search is ten times as fast."""
        name = local.encode()
        prefixed = self.markup.find(b":" + name, parent.inner, parent.inner_end) >= 0
        return _opening(name, rest, prefixed)

    def element_at(self, start: int) -> Element:
        """The element that begins at this byte."""
        opening = TAG.match(self.markup, start)
        assert opening
        return self._element(opening)

    def count_inside(self, parent: Element, local: str) -> int:
        """How many elements of this name there are below `parent`, however deep."""
        return len(self.caught(local, parent, b""))

    def inside(self, parent: Element) -> Iterator[Element]:
        """All elements below `parent`, however deep, outer ones first."""
        for child in self.children(parent):
            yield child
            yield from self.inside(child)

    def text(self, element: Element) -> str:
        """The text of an element that holds nothing else."""
        source = self.data[element.inner : element.inner_end]
        if b"<" in source:  # CDATA, or a comment within
            source = _CDATA.sub(lambda found: escaped(found[1].decode()).encode(), source)
            source = _NO_MARKUP.sub(b"", source)
        return unescape(source.decode())

    def attributes(self, element: Element) -> dict[str, str]:
        """The attributes of an element by their names as written."""
        return _attributes(self.data[element.start : element.inner].decode())

    def source(self, element: Element) -> bytes:
        """The bytes of a whole element."""
        return self.data[element.start : element.end]

    def fragment(self, element: Element) -> bytes:
        """An element as a document of its own: inside the root's tags, which bind its prefixes."""
        root = self.root
        opening = self.data[root.start : root.inner]
        return opening + self.source(element) + f"</{root.name}>".encode()


@cache
def _same(name: bytes) -> re.Pattern[bytes]:
    """The tags of elements of one name, opening and closing."""
    return re.compile(rb"<(/?)" + re.escape(name) + _REST)


def _attributes(opening: str) -> dict[str, str]:
    given = {name: value[1:-1] for name, value in _ATTRIBUTE_TEXT.findall(opening)}
    if "&" in opening:
        given = {name: unescape(value) for name, value in given.items()}
    return given


@lru_cache(64)  # the parts of a program begin alike
def _namespace(root: bytes) -> tuple[str, bool]:
    """The namespace of a root by its opening tag, and whether it is the default one."""
    tag = TAG.match(root)
    assert tag
    declared = _attributes(root.decode())
    prefix, colon, _ = tag[2].decode().rpartition(":")
    namespace = declared.get(f"xmlns:{prefix}" if colon else "xmlns", "")
    return namespace, declared.get("xmlns") == namespace


@cache
def _opening(name: bytes, rest: bytes, prefixed: bool) -> re.Pattern[bytes]:
    prefix = rb"(?:[\w.-]++:)?+" if prefixed else b""
    return re.compile(b"<" + prefix + name + rb"(?=[\s/>])" + rest)


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
