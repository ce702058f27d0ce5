"""A worksheet spelled as nearly all programs spell it -> its facts, in one pass over its bytes.

Of a sheet that is spelled otherwise nothing is said here: it is read element by element, which
takes five times as long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import unescape

from xltool.excel.read.number_formats import PLAIN, NumberFormat
from xltool.excel.read.sheet_facts import CellFacts
from xltool.model.workbook import column_number

_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?:[^>]*?\sencoding=["'](?:utf-8|us-ascii)["']|(?![^>]*encoding))
    [^>]*>)?\s*<worksheet[\s>]""",
    re.IGNORECASE | re.VERBOSE,
)
_UNUSUAL = re.compile(rb"hidden|<!|&#|:c[\s/>]")  # a hidden row or column, CDATA, another prefix
# Column, row, attributes; the formula, its text; the value, its text. A cell of another spelling
# has no column here.
_CELL = re.compile(
    rb"""<c(?:\ r="([A-Z]{1,3})([1-9]\d{0,6})"([^<>]*)>
    (?:(<f(?:\s[^<>]*)?/>|<f(?:\s[^<>]*)?>)([^<]*)(?:</f>)?)?
    (?:(<v/>|<v>)([^<]*)(?:</v>)?)?
    |(?=[\s/>]))""",
    re.VERBOSE,
)
_FORMULA, _VALUE = re.compile(rb"<f[\s/>]"), re.compile(rb"<v[\s/>]")
_ATTRIBUTE = re.compile(rb"""([a-z]+)\s*=\s*["']([^"']*)""")

Cells = dict[tuple[int, int], CellFacts]
Look = tuple[str, NumberFormat | None]


def usual_facts(sheet: bytes, formats: Mapping[str, NumberFormat]) -> Cells | None:
    """What a worksheet part tells of its cells, None where it is not spelled as usual.

    `formats` are those that say something, by style. Raises `ExpatError` for what is no XML.
    """
    if not _HEAD.match(sheet) or _UNUSUAL.search(sheet):
        return None
    found = _CELL.findall(sheet)
    formulas, values = sum(1 for cell in found if cell[3]), sum(1 for cell in found if cell[5])
    if formulas != len(_FORMULA.findall(sheet)) or values != len(_VALUE.findall(sheet)):
        return None
    told: Cells = {}
    looks: dict[bytes, Look] = {}
    for letters, digits, attributes, formula, formula_text, value, value_text in found:
        if not letters:
            return None
        look = looks.get(attributes)
        if look is None:  # few cells differ in more than place and value
            look = looks[attributes] = _look(attributes, formats)
        kind, shown = look
        if formula or shown or kind == "e":
            told[int(digits), column_number(letters)] = CellFacts.of(
                kind or None,
                unescape(formula_text.decode()) if formula else None,
                unescape(value_text.decode()) if value else None,
                shown or PLAIN,
            )
    expat.ParserCreate(namespace_separator=" ").Parse(sheet, True)
    return told


def _look(
    attributes: bytes, formats: Mapping[str, NumberFormat]
) -> tuple[str, NumberFormat | None]:
    """The type of a cell, "" for none, and its number format if that says something."""
    given = dict(_ATTRIBUTE.findall(attributes))
    style = given.get(b"s", b"0").decode("ascii", "replace")
    return given.get(b"t", b"").decode("ascii", "replace"), formats.get(style)
