"""The boxes of notes in a sheet's legacy drawing (VML), each as large as its text needs.

Excel's own VML is often no well-formed XML (an unclosed <br>), so it is never parsed: boxes are
put before its end, and found again by the row and column that they name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import count

from xltool.excel.marks.cell_places import Place
from xltool.excel.marks.cell_state import SheetState
from xltool.language.text import wrapped_lines

SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BOUND = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_EMPTY = (
    f'<xml {_BOUND}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    "</o:shapelayout></xml>"
)
_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_ID = re.compile(r"_x0000_s(\d+)")
_END = re.compile(r"</(?:[\w.-]++:)?+xml\s*>\s*$")
_WIDTH = 280  # pixels
_LINE = 16  # pixels a line of text
_LINE_CHARACTERS = 40  # half-width characters in a line of a box
_MOST_LINES = 22
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


class Shapes:
    """A legacy drawing, as text."""

    def __init__(self, data: bytes = b"") -> None:
        self._codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        # Bytes that are no UTF-8 pass through as they are.
        self._text = data.decode(self._codec, "surrogateescape") if data else _EMPTY

    def with_boxes(self, notes: Mapping[Place, str], state: SheetState) -> bytes:
        """The drawing with a hidden box for each note."""
        last = max(map(int, _ID.findall(self._text)), default=1024)
        kind = "" if 'id="_x0000_t202"' in self._text else _KIND
        bound = "" if all(uri in self._text for uri in _NAMESPACES.values()) else f" {_BOUND}"
        boxes = [
            _box(number, place, text, state, bound)
            for number, (place, text) in zip(count(last + 1), notes.items(), strict=False)
        ]
        end = _END.search(self._text)
        at = end.start() if end else len(self._text)
        new = kind.replace("<v:shapetype", f"<v:shapetype{bound}") + "".join(boxes)
        return self._encoded(self._text[:at] + new + self._text[at:])

    def without_boxes(self, places: set[Place]) -> bytes:
        """The drawing without the boxes of notes on these cells."""
        return self._encoded(_SHAPE.sub(lambda found: _kept(found, places), self._text))

    def has_shapes(self) -> bool:
        """Whether it shows anything at all."""
        return _SHAPE.search(self._text) is not None

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._codec, "surrogateescape")


_SHAPE = re.compile(r"\s*<v:shape\b(?!type|layout)(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_NOTE_PLACE = re.compile(r"<x:(Row|Column)>\s*(\d+)\s*</x:\1>")


def _kept(found: re.Match[str], places: set[Place]) -> str:
    if 'ObjectType="Note"' not in found[0]:
        return found[0]
    where = {name: int(number) + 1 for name, number in _NOTE_PLACE.findall(found[0])}
    return "" if (where.get("Row"), where.get("Column")) in places else found[0]


def _box(number: int, place: Place, text: str, state: SheetState, bound: str) -> str:
    row, column = place
    anchor = _anchor(place, text, state)
    return (
        f'<v:shape{bound} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:210pt;height:90pt;'
        f'z-index:{number};visibility:hidden" fillcolor="#fffbe6" o:insetmode="auto">'
        '<v:fill color2="#fffbe6"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _anchor(place: Place, text: str, state: SheetState) -> str:
    """Left, top, right and bottom edge, each as a column or row from 0 and pixels within it."""
    area = state.merged(place)
    lines = min(wrapped_lines(text, _LINE_CHARACTERS), _MOST_LINES)
    height = (lines + 3) * _LINE
    left = min(area.right + 1, _LAST_COLUMN - 4)
    top = max(area.top - 1, 1) if area.top + 2 < _LAST_ROW else area.top - 40
    right = _edge(left, 12 + _WIDTH, state.column_pixels, _LAST_COLUMN)
    bottom = _edge(top, 4 + height, state.row_pixels, _LAST_ROW)
    ends = f"{right[0] - 1}, {right[1]}, {bottom[0] - 1}, {bottom[1]}"
    return f"{left - 1}, 12, {top - 1}, 4, {ends}"


def _edge(start: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column in which a length ends, and how far into it."""
    at, step = start, size(start)
    while at < last and pixels >= step:
        pixels -= step
        at += 1
        step = size(at)
    return at, min(pixels, max(step - 1, 0))
