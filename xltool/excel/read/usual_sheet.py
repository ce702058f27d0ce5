"""A worksheet spelled as nearly all programs spell it -> its facts, from its bytes at a glance.

Of a sheet that is spelled otherwise nothing is said here: it is read element by element, which
takes five times as long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xltool.excel.package.xml_text import unescaped
from xltool.excel.read.number_formats import PLAIN, NumberFormat
from xltool.excel.read.sheet_facts import CellFacts
from xltool.model.workbook import column_number

_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml(?:[^>]*?\sencoding=["'](?:utf-8|us-ascii)["']|(?![^>]*encoding))
    [^>]*>)?\s*<worksheet[\s>]""",
    re.IGNORECASE | re.VERBOSE,
)
# CDATA or a comment, a value whose spaces count, a cell whose place does not follow at once.
_UNUSUAL = re.compile(rb"<(?:!|v |c[>/\n\r\t])")
_HIDDEN = re.compile(rb"""hidden\s*=\s*["'](?:1|true)["']""")
_ROW = re.compile(rb'<row r="([1-9]\d{0,6})"\s')
_COLUMNS = re.compile(rb"<col\s([^<>]*)")
_PREFIXED = re.compile(rb":c[\s/>]")
# What XML forbids, and calamine lets pass.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_UNKNOWN = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;)")
_CELL = b"<c "
_LOOK = re.compile(rb'<c r="[A-Z]{1,3}[1-9]\d{0,6}"((?:[\s/][^<>]*)?)>')
_ATTRIBUTE = re.compile(rb"""([a-z]+)\s*=\s*["']([^"']*)""")
_FORMULA = re.compile(rb"<f[\s/>]")
# A cell: column, row, attributes; the formula, its text; the value, its text.
_PLACE, _F = rb'<c r="([A-Z]+)(\d+)"', rb"\s*(<f(?:\s[^<>]*)?>)([^<]*)(?:</f>)?"
_V = rb"(?:\s*(<v/?>)([^<]*)(?:</v>)?)?"
_WITH_FORMULA = re.compile(_PLACE + rb"([^<>]*)>" + _F + _V)

LAST_COLUMN = 16_384

Cells = dict[tuple[int, int], CellFacts]


def usual_facts(sheet: bytes, formats: Mapping[str, NumberFormat]) -> Cells | None:
    """What a worksheet part tells of its cells, None where it is not spelled as usual.

    `formats` are those that say something, by style.
    """
    if not _HEAD.match(sheet):
        return None
    if any(found.search(sheet) for found in (_UNUSUAL, _PREFIXED, _UNKNOWN)):
        return None
    if sheet.translate(None, _CONTROLS) != sheet or not sheet.rstrip().endswith(b"</worksheet>"):
        return None
    every = _LOOK.findall(sheet)
    if len(every) != sheet.count(_CELL):
        return None
    # Few cells differ in more than place and value.
    looks = {look: _look(look) for look in set(every)}
    telling = {
        look
        for look, (kind, style) in looks.items()
        if (kind == "e" or style in formats) and not look.endswith(b"/")
    }
    found = []
    for formula in _FORMULA.finditer(sheet):
        cell = _WITH_FORMULA.match(sheet, sheet.rfind(_CELL, 0, formula.start()))
        if cell is None or cell.start(4) != formula.start():
            return None
        found.append(cell.groups(b""))
    if telling:
        found += _of_looks(frozenset(telling)).findall(sheet)
    facts: Cells = {}
    for letters, digits, look, opened, formula_text, value, value_text in found:
        kind, style = looks[look]
        facts[int(digits), column_number(letters)] = CellFacts.of(
            kind or None,
            unescaped(formula_text.decode()) if opened else None,
            unescaped(value_text.decode()) if value else None,
            formats.get(style, PLAIN),
        )
    return facts


def usual_hidden(sheet: bytes) -> tuple[set[int], set[int]] | None:
    """The hidden rows and columns of such a sheet, None where rows are not spelled as usual."""
    rows: set[int] = set()
    columns: set[int] = set()
    for hidden in _HIDDEN.finditer(sheet):
        tag = sheet.rfind(b"<", 0, hidden.start())
        if not sheet[hidden.start() - 1 : hidden.start()].isspace():
            continue  # the end of another name
        if column := _COLUMNS.match(sheet, tag):
            given = dict(_ATTRIBUTE.findall(column[1]))
            last = min(int(given.get(b"max", 0)), LAST_COLUMN)
            columns.update(range(int(given.get(b"min", 1)), last + 1))
        elif row := _ROW.match(sheet, tag):
            rows.add(int(row[1]))
        elif sheet.startswith(b"<row", tag):
            return None
    return rows, columns


@lru_cache(maxsize=256)
def _of_looks(looks: frozenset[bytes]) -> re.Pattern[bytes]:
    """The cells with some attributes, with or without a formula."""
    either = b"|".join(map(re.escape, sorted(looks, key=len, reverse=True)))
    return re.compile(_PLACE + b"(" + either + b")>(?:" + _F + b")?" + _V)


@lru_cache(maxsize=4096)
def _look(attributes: bytes) -> tuple[str, str]:
    """The type and the style of a cell by its attributes; the type is "" where none is given."""
    given = dict(_ATTRIBUTE.findall(attributes))
    kind, style = given.get(b"t", b""), given.get(b"s", b"0")
    return kind.decode("ascii", "replace"), style.decode("ascii", "replace")
