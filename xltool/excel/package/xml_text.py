"""Text -> XML, as the parts of a workbook write it.

The three lines of `xml.sax.saxutils` are written here: it loads urllib and http for its parser.
"""

from __future__ import annotations

import re

_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Named, not all but those that XML has: of so large a set `re` makes a table, 10 ms of a start.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def schema_order(names: str) -> tuple[str, ...]:
    """The order in which a schema wants the children of an element."""
    return tuple(names.split())


def _is_plain(text: str) -> bool:
    """Whether there is nothing in a text but what XML holds as it is: nearly always, and seen at a
    third of the cost of looking for all else.
    """
    return text.replace("\n", " ").isprintable()


def escaped(text: str) -> str:
    """A text with the three characters escaped that mean something in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """What `escaped` was made from."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_xml(text: str) -> str:
    """A text as element content; characters that XML forbids are left out."""
    if _is_plain(text):
        return escaped(text)
    return escaped(NOT_XML.sub("", text)).replace("\r", "&#13;")


def cell_text_xml(text: str) -> str:
    """A text as a cell or note holds it: what XML forbids is written as `_x0007_`."""
    if _is_plain(text) and "_x" not in text:
        return escaped(text)
    kept = _LIKE_ESCAPE.sub(r"_x005F\g<0>", text)
    legal = NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", kept)
    return escaped(legal).replace("\r", "_x000D_")


def attribute_xml(text: str) -> str:
    """A text as an attribute's value, with its quotes."""
    if text.isprintable() and '"' not in text:
        return f'"{escaped(text)}"'
    value = escaped(NOT_XML.sub("", text))
    # A reader takes these for a space where they stand as they are.
    value = value.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"{}"'.format(value.replace('"', "&quot;"))
