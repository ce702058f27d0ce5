"""The looks that marks need, added behind those of the user's stylesheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.excel.package.splice import XmlPart
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.package.xml_text import schema_order
from xltool.model.report import Severity

_ORDER = schema_order(
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}"><cellStyles '
    'count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# What a stylesheet without such a list stands for: ours must not become the default.
_ITEMS = {
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "dxfs": "dxf",
}
_DEFAULTS = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "dxfs": (),
}


def _sides(style: str, color: str) -> str:
    sides = ("left", "right", "top", "bottom")
    return "".join(f'<{s} style="{style}"><color rgb="{color}"/></{s}>' for s in sides)


def _dxf(font: str, fill: str, border: str) -> str:
    look = f"<font>{font}</font>" if font else ""
    return f"<dxf>{look}<fill>{fill}</fill><border>{border}</border></dxf>"


def _solid(color: str) -> str:
    # In a dxf the background colour is the one that a solid fill shows.
    return _pattern("solid", color, color)


def _pattern(kind: str, lines: str, ground: str) -> str:
    colors = f'<fgColor rgb="{lines}"/><bgColor rgb="{ground}"/>'
    return f'<patternFill patternType="{kind}">{colors}</patternFill>'


# Distinguished in colour, and in black-and-white print by the grey, the pattern and the frame. No
# bold: a number that just fits its column would read ##### then.
_HIGHLIGHTS = {
    Severity.ERROR: _dxf('<color rgb="FF9C0006"/>', _solid("FFFFA7A7"), _sides("thin", "FFC00000")),
    Severity.WARNING: _dxf(
        "", _pattern("lightUp", "FFE0A800", "FFFFF2CC"), _sides("dashed", "FFBF8F00")
    ),
    Severity.NOTE: _dxf("", _solid("FFEFF6FC"), _sides("dotted", "FF2E75B6")),
}
_DONE = f'<dxf><font><color rgb="FF375623"/></font><fill>{_solid("FFE2EFDA")}</fill></dxf>'

_FONT = '<name val="宋体"/><family val="3"/><charset val="134"/>'
_FONTS = {
    "title": f'<font><b/><sz val="16"/>{_FONT}</font>',
    "plain": f'<font><sz val="10"/>{_FONT}</font>',
    "bold": f'<font><b/><sz val="10"/>{_FONT}</font>',
    "link": f'<font><u/><sz val="10"/><color rgb="FF0563C1"/>{_FONT}</font>',
}
_FILLS = {
    "heading": "FFD9E1F2",
    "error": "FFFFC7CE",
    "warning": "FFFFF2CC",
    "note": "FFDDEBF7",
    "input": "FFFFFFE5",
}
_BORDER = f"<border>{_sides('thin', 'FFA6A6A6')}<diagonal/></border>"
# Name: font, fill, border, horizontal alignment, vertical alignment, further attributes.
_AS_TEXT = ' quotePrefix="1"'
_PLAIN_LOOKS: Mapping[str, tuple[str, str, bool, str, str, str]] = {
    "title": ("title", "", False, "left", "center", ""),
    "head": ("plain", "", False, "left", "center", ""),
    "heading": ("bold", "heading", True, "center", "center", ""),
    "text": ("plain", "", True, "left", "top", ""),
    "centre": ("plain", "", True, "center", "top", ""),
    "link": ("link", "", True, "left", "top", ""),
    "error": ("bold", "error", True, "center", "top", ""),
    "warning": ("bold", "warning", True, "center", "top", ""),
    "note": ("bold", "note", True, "center", "top", ""),
    "input": ("plain", "input", True, "left", "top", ""),
}
QUOTED = {name: f"{name}, quoted" for name in ("text", "centre", "link", "input")}
"""The looks of texts that begin like a formula, by those of other texts."""

_LOOKS = {**_PLAIN_LOOKS, **{QUOTED[n]: (*_PLAIN_LOOKS[n][:5], _AS_TEXT) for n in QUOTED}}


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the added looks: differential ones by severity, and cell looks by name."""

    highlights: Mapping[Severity, int]
    done: int
    looks: Mapping[str, int]


def add_styles(book: BookPart) -> Styles:
    """Add what marks need to the stylesheet; a workbook without one gets one."""
    target = book.relationships.of_kind("styles")
    if target:
        part, data = target.part, book.package.read(target.part)
    else:
        part, data = _new_part(book), _EMPTY.format(book.xml.namespace).encode()
    added, styles = _with_ours(data)
    book.package.write(part, added, alike=True)
    return styles


def _new_part(book: BookPart) -> str:
    """The name of a stylesheet that the workbook gets."""
    usual = "xl/styles.xml"  # openpyxl and calamine find styles by this name alone
    part = book.package.free_name("xl/styles{}.xml") if usual in book.package else usual
    book.relationships.add(f"{book.relationship_base}/styles", part)
    book.types.add(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml")
    return part


@lru_cache(16)  # workbooks made from one template have the same stylesheet
def _with_ours(data: bytes) -> tuple[bytes, Styles]:
    """A stylesheet with our looks behind its own, and their numbers in it."""
    sheet = _Stylesheet(data)
    font = dict(zip(_FONTS, _count_from(sheet.add("fonts", list(_FONTS.values()))), strict=False))
    fills = [f"<fill>{_solid(color)}</fill>" for color in _FILLS.values()]
    fill = dict(zip(_FILLS, _count_from(sheet.add("fills", fills)), strict=False))
    border = sheet.add("borders", [_BORDER])
    sheet.add("cellStyleXfs", [])
    looks = [
        f'<xf numFmtId="0" fontId="{font[f]}" fillId="{fill.get(ground, 0)}" '
        f'borderId="{border if framed else 0}" xfId="0" applyFont="1" applyFill="1" '
        f'applyBorder="1" applyAlignment="1"{more}>'
        f'<alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>'
        for f, ground, framed, across, down, more in _LOOKS.values()
    ]
    first = sheet.add("cellXfs", looks)
    # Last, as in the schema: lists that are all missing come to stand in the order of these calls.
    dxf = sheet.add("dxfs", [*_HIGHLIGHTS.values(), _DONE])
    styles = Styles(
        highlights={severity: dxf + place for place, severity in enumerate(_HIGHLIGHTS)},
        done=dxf + len(_HIGHLIGHTS),
        looks={name: first + place for place, name in enumerate(_LOOKS)},
    )
    return sheet.done(), styles


def _count_from(first: int) -> range:
    return range(first, first + 100)


class _Stylesheet:
    """The styles part, list by list."""

    def __init__(self, data: bytes) -> None:
        self._xml = XmlPart(data)

    def add(self, name: str, new: Sequence[str]) -> int:
        """Append to a list, making it where it is missing; returns the number of the first."""
        block = self._xml.child(name)
        if block is None:
            whole = [*_DEFAULTS[name], *new]
            if whole:
                made = f'<{name} count="{len(whole)}">{"".join(whole)}</{name}>'
                self._xml.insert_in_order(name, self._xml.own(made), _ORDER)
            return len(_DEFAULTS[name])
        count = self._xml.count_inside(block, _ITEMS[name])
        missing = _DEFAULTS[name] if not count else ()
        whole = [*missing, *new]
        if whole:
            self._xml.append(block, b"".join(map(self._xml.own, whole)))
            if "count" in self._xml.attributes(block):
                self._xml.set_attribute(block, "count", str(count + len(whole)))
        return count + len(missing)

    def done(self) -> bytes:
        """The part as it is now."""
        return self._xml.done()
