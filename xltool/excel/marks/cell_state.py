"""A worksheet part -> what stands in some of its cells, merged ranges, widths and heights."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache

from xltool.excel.marks.cell_places import CellPlaces, Place
from xltool.excel.package.elements import TAG, Element, XmlBytes
from xltool.excel.package.workbook_part import BookPart
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import Area, Kind, column_number

Corners = tuple[int, int, int, int]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DEFAULT_WIDTH = 8.43  # characters
_LAST_COLUMN = 16_384
_DEFAULT_HEIGHT = 15.0  # points
# Numbers and sizes where they stand as Excel writes them; of columns also all the rest.
_USUAL_ROW = re.compile(
    rb"""<row r="\d+"(?: spans="[\d: ]*")?(?: ht="([\d.]+)")?(?: customHeight="1")?/?>"""
)
_COL = re.compile(
    rb"""<(?:[\w.-]++:)?+col(?=[\s/>])"""
    rb"""(?: min="(\d+)")?(?: max="(\d+)")?(?: width="([\d.]+)")?([^<>]*)>"""
)
_MERGE = re.compile(
    rb"""<(?:[\w.-]++:)?+mergeCell(?=[\s/>])(?:\s|[^<>]*?\s)ref\s*=\s*["']([^"']*)"""
)
_RANGE = re.compile(rb"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_ATTRIBUTE = re.compile(rb"""\s(r|ht|hidden|min|max|width)\s*=\s*["']([^"']*)["']""")
# A cell as Excel writes most: its kind, whether it has a formula, and its value.
_USUAL_CELL = re.compile(
    rb"""<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="(s|n|str|b|e)")?"""
    rb"""(?:/>|>(?:<(f)>[^<]*</f>)?(?:<v>([^<&]*)</v>)?</c>)"""
)
_USUAL_TEXT = re.compile(rb"""<si><t(?: xml:space="preserve")?>([^<&]*)</t></si>""")
_TRUE_BYTES = (b"1", b"true")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class CellState:
    """What stands in a cell, of the kind blank, text, number, boolean, error or no_result.

    `text` is the text, the number with 15 significant digits, `TRUE`, or the error's name;
    `exact` is False for a number that the file holds with more digits.
    """

    kind: Kind
    text: str = ""
    exact: bool = True


BLANK = CellState(Kind.BLANK)


class SharedTexts:
    """The shared texts of a workbook, read when first asked for."""

    def __init__(self, book: BookPart) -> None:
        self._book = book
        self._xml: XmlBytes | None = None
        self._starts: list[int] = []

    def __getitem__(self, number: int) -> str:
        if self._xml is None:
            target = self._book.relationships.of_kind("sharedStrings")
            if target is None:
                raise UnreadableWorkbookError("damaged")
            self._xml = XmlBytes(self._book.package.read(target.part))
            self._starts = self._xml.starts("si")
        start = self._starts[number]
        if usual := _USUAL_TEXT.match(self._xml.data, start):
            return unescaped(usual[1].decode())
        return rich_text(self._xml, self._xml.element_at(start))


def rich_text(xml: XmlBytes, item: Element) -> str:
    """The plain text of a text or rich text, without the phonetic guides above it."""
    texts = []
    for child in xml.children(item):
        if child.local == "t":
            texts.append(xml.text(child))
        elif child.local == "r":
            texts += [xml.text(run) for run in xml.children(child) if run.local == "t"]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """A text of the format as it reads: `_x000D_` is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def state_of(xml: XmlBytes, start: int, texts: SharedTexts) -> CellState:
    """What stands in the cell that begins at a byte; raises `ValueError` where it is no number."""
    # In the data itself: a comment or CDATA within the value is not blanked out there.
    if usual := _USUAL_CELL.match(xml.data, start):
        kind, formula, value = usual.groups()
        shown = None if value is None else value.decode()
        return _state((kind or b"n").decode(), shown, formula is not None, texts)
    cell = xml.element_at(start)
    inside = {child.local: child for child in xml.children(cell)}
    kind_ = xml.attributes(cell).get("t", "n")
    if kind_ == "inlineStr":
        return CellState(Kind.TEXT, rich_text(xml, inside["is"])) if "is" in inside else BLANK
    text = xml.text(inside["v"]) if "v" in inside else None
    return _state(kind_, text, "f" in inside, texts)


def _state(kind: str, value: str | None, formula: bool, texts: SharedTexts) -> CellState:
    if value is None or (not value and kind != "str"):
        return CellState(Kind.NO_RESULT) if formula else BLANK
    if kind == "s":
        return CellState(Kind.TEXT, texts[int(value)])
    if kind == "str":
        return CellState(Kind.TEXT, unescaped(value))
    if kind == "b":
        return CellState(Kind.BOOLEAN, "TRUE" if value.strip() in _TRUE else "FALSE")
    if kind == "e":
        return CellState(Kind.ERROR, value.strip())
    return _number(_serial(value) if kind == "d" else value)


class SheetState:
    """What stands in the cells of one worksheet part, and its geometry."""

    def __init__(self, xml: XmlBytes, texts: SharedTexts) -> None:
        self._xml, self._texts, self._places = xml, texts, CellPlaces(xml)
        self._cells: dict[Place, CellState] = {}
        self._pixels: tuple[dict[int, int], dict[int, int]] = {}, {}  # of rows, of columns
        self._areas: dict[Place, Area] = {}
        self._merges = _merges(self._block("mergeCells"))

    def _block(self, name: str) -> bytes:
        """The bytes of a child of the root, none where there is no such child."""
        block = self._xml.child(name)
        return self._xml.markup[block.start : block.end] if block else b""

    def at(self, place: Place) -> CellState:
        """What stands in a cell, or in the merged range that it lies in."""
        return self._own(self.first_of(place))

    def _own(self, place: Place) -> CellState:
        if place not in self._cells:
            try:
                start = self._places.cell(place)
                found = state_of(self._xml, start, self._texts) if start else BLANK
            except (ValueError, IndexError) as error:
                raise UnreadableWorkbookError("damaged") from error
            self._cells[place] = found
        return self._cells[place]

    def count(self, area: Area, text: str) -> int:
        """How many cells of an area hold a text, whatever stands around it; "" counts all that hold
        anything. As Excel counts: each cell by itself, small and large letters alike.
        """
        states = [self._own(place) for place in self._places.within(area)]
        states = [state for state in states if state.kind is not Kind.BLANK]
        wanted = text.casefold()
        held = [s for s in states if s.kind is Kind.TEXT and wanted in s.text.casefold()]
        return len(held) if text else len(states)

    def merged(self, place: Place) -> Area:
        """The merged range that a cell lies in, else the cell itself."""
        area = self._areas.get(place)
        if area is None:
            row, column = place
            around = (row, column, row, column)
            for corners in self._merges:
                top, left, bottom, right = corners
                if top <= row <= bottom and left <= column <= right:
                    around = corners
                    break
            area = self._areas[place] = Area(*around)
        return area

    def first_of(self, place: Place) -> Place:
        """The cell itself, or the first of its merged range: the one that holds the value."""
        area = self.merged(place)
        return area.top, area.left

    @cached_property
    def _widths(self) -> Sequence[tuple[int, int, float]]:
        """Runs of columns, each with its width in characters, the last one first."""
        usual = float(self._default.get("defaultColWidth", _DEFAULT_WIDTH))
        return _widths(self._block("cols"), usual)

    @cached_property
    def _default(self) -> dict[str, str]:
        block = self._xml.child("sheetFormatPr")
        return self._xml.attributes(block) if block else {}

    @cached_property
    def _usual_height(self) -> float:
        return float(self._default.get("defaultRowHeight", _DEFAULT_HEIGHT))

    def column_pixels(self, column: int) -> int:
        """How wide a column is shown."""
        known = self._pixels[1]
        if column not in known:
            widths = (width for first, last, width in self._widths if first <= column <= last)
            width = next(widths, 0)
            known[column] = round(width * 7 + 5) if width else 0
        return known[column]

    def row_pixels(self, row: int) -> int:
        """How high a row is shown, as far as the file says."""
        known = self._pixels[0]
        if row not in known:
            known[row] = round(self._height(self._places.row(row)) * 4 / 3)
        return known[row]

    def _height(self, start: int) -> float:
        """The height in points that the tag of a row says."""
        if not start:
            return self._usual_height
        if usual := _USUAL_ROW.match(self._xml.markup, start):
            return float(usual[1] or self._usual_height)
        tag = TAG.match(self._xml.markup, start)
        given = dict(_ATTRIBUTE.findall(tag[0])) if tag else {}
        hidden = given.get(b"hidden") in _TRUE_BYTES
        return 0 if hidden else float(given.get(b"ht", self._usual_height))


@lru_cache(64)  # sheets of one form have the same columns and merge the same ranges
def _widths(block: bytes, usual: float) -> Sequence[tuple[int, int, float]]:
    """The runs of columns in an element `cols`."""
    widths = [(1, _LAST_COLUMN, usual)]
    for first, last, width, others in _COL.findall(block):
        if not (first and last and width) or b"hidden" in others:
            given = dict(_ATTRIBUTE.findall(others))
            first, last = first or given.get(b"min", b"1"), last or given.get(b"max", b"1")
            hidden = given.get(b"hidden") in _TRUE_BYTES
            width = b"0" if hidden else width or given.get(b"width", b"")
        widths.append((int(first), int(last), float(width or usual)))
    return widths[::-1]


@lru_cache(64)
def _merges(block: bytes) -> Sequence[Corners]:
    """The ranges in an element `mergeCells`."""
    return [_corners(reference) for reference in _MERGE.findall(block)]


def _corners(reference: bytes) -> Corners:
    """Top, left, bottom and right of a range; one of no cell where it is none."""
    found = _RANGE.fullmatch(reference.replace(b"$", b"").strip())
    if found is None:
        return 0, 0, 0, 0
    left, top, right, bottom = found.groups()
    return int(top), column_number(left), int(bottom or top), column_number(right or left)


def _number(text: str) -> CellState:
    """A number as Excel shows and compares it: with 15 significant digits."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    rounded = f"{number:.15G}"
    return CellState(Kind.NUMBER, rounded, Decimal(rounded) == number)


def _serial(text: str) -> str:
    """An ISO date of a strict workbook as the number of days that formulas see."""
    moment = datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    days = moment - datetime.datetime(1899, 12, 30)
    return str(Decimal(days.days) + Decimal(days.seconds) / 86400)
