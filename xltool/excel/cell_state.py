"""A worksheet part -> what stands in some of its cells, merged ranges, widths and heights."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from xltool.errors import UnreadableWorkbookError
from xltool.excel.book import BookPart
from xltool.excel.guard import column_number
from xltool.excel.second_look import position
from xltool.excel.splice import Element, XmlPart
from xltool.model import Area, CellRef, Kind

Place = tuple[int, int]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DEFAULT_WIDTH = 8.43  # characters
_LAST_COLUMN = 16_384
_DEFAULT_HEIGHT = 15.0  # points
# The number and the height of a row where they stand as Excel writes them, and all the rest.
_ROW = re.compile(
    rb"""<(?:[\w.-]++:)?+row(?=[\s/>])(?: r="(\d+)")?(?: spans="[\d: ]*")?(?: ht="([\d.]+)")?"""
    rb"""(?: customHeight="1")?([^<>]*)>"""
)
_CELL = re.compile(rb"<(?:[\w.-]++:)?+c\s")
_ABOUT_ROW = re.compile(rb"""\s(r|ht|hidden)\s*=\s*["']([^"']*)["']""")
_COL = re.compile(rb"<(?:[\w.-]++:)?+col\s[^<>]*>")
_ABOUT_COL = re.compile(rb"""\s(min|max|width|hidden)\s*=\s*["']([^"']*)["']""")
_TRUE_BYTES = (b"1", b"true")
_TRUE = ("1", "true")
_MERGE = re.compile(
    rb"""<(?:[\w.-]++:)?+mergeCell\s[^<>]*?\bref\s*=\s*["']\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?"""
)


@dataclass(frozen=True, slots=True)
class State:
    """What stands in a cell, of the kind blank, text, number, boolean, error or no_result.

    `text` is the text, the number with 15 significant digits, `TRUE`, or the error's name;
    `exact` is False for a number that the file holds with more digits.
    """

    kind: Kind
    text: str = ""
    exact: bool = True


BLANK = State(Kind.BLANK)


class SharedTexts:
    """The shared texts of a workbook, read when first asked for."""

    def __init__(self, book: BookPart) -> None:
        self._book = book
        self._xml: XmlPart | None = None
        self._starts: list[int] = []

    def __getitem__(self, number: int) -> str:
        if self._xml is None:
            target = self._book.relationships.of_kind("sharedStrings")
            if target is None:
                raise UnreadableWorkbookError("damaged")
            self._xml = XmlPart(self._book.package.read(target.part))
            self._starts = self._xml.starts("si")
        return rich_text(self._xml, self._xml.element_at(self._starts[number]))


def rich_text(xml: XmlPart, item: Element) -> str:
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


def state_of(xml: XmlPart, cell: Element, texts: SharedTexts) -> State:
    """What stands in a cell; raises `ValueError` for a number that is none."""
    kind = xml.attributes(cell).get("t", "n")
    inside = {child.local: child for child in xml.children(cell)}
    if kind == "inlineStr":
        return State(Kind.TEXT, rich_text(xml, inside["is"])) if "is" in inside else BLANK
    value = xml.text(inside["v"]) if "v" in inside else None
    if value is None or (not value and kind != "str"):
        return State(Kind.NO_RESULT) if "f" in inside else BLANK
    if kind == "s":
        return State(Kind.TEXT, texts[int(value)])
    if kind == "str":
        return State(Kind.TEXT, unescaped(value))
    if kind == "b":
        return State(Kind.BOOLEAN, "TRUE" if value.strip() in _TRUE else "FALSE")
    if kind == "e":
        return State(Kind.ERROR, value.strip())
    return _number(_serial(value) if kind == "d" else value)


class SheetState:
    """The cells asked for in one worksheet part, and its geometry."""

    def __init__(self, xml: XmlPart, wanted: Collection[Place], texts: SharedTexts) -> None:
        self._xml, self._texts = xml, texts
        # Merged ranges stand behind the cells, but tell which cells to look at.
        self._merges = [_area(*corners) for corners in _MERGE.findall(xml.markup)]
        self._wanted = frozenset(map(self.first_of, wanted))
        self._rows = frozenset(row for row, _ in self._wanted)
        self._cells: dict[Place, State] = {}
        self._heights: dict[int, float] = {}
        self._pixels: dict[int, int] = {}  # by column
        try:
            self._read()
        except (ValueError, IndexError) as error:
            raise UnreadableWorkbookError("damaged") from error

    def _read(self) -> None:
        block = self._xml.child("sheetData")
        number = 0
        for found in _ROW.finditer(self._xml.markup, block.inner, block.inner_end) if block else ():
            own, height, others = found.groups()
            if others:  # written in an order of its own
                given = dict(_ABOUT_ROW.findall(others))
                own, height = own or given.get(b"r"), height or given.get(b"ht")
                if given.get(b"hidden") in _TRUE_BYTES:
                    height = b"0"
            number = int(own) if own else number + 1
            if height:
                self._heights[number] = float(height)
            if number in self._rows:
                self._read_row(self._xml.element_at(found.start()), number)

    def _read_row(self, row: Element, number: int) -> None:
        wanted = [place for place in self._wanted if place[0] == number]
        starts = [self._start_of(row, CellRef("", *place).a1) for place in wanted]
        if all(starts):
            for place, start in zip(wanted, starts, strict=True):
                self._cells[place] = state_of(self._xml, self._xml.element_at(start), self._texts)
            return
        reference, beyond = "", 0  # a cell without a reference counts on from the last one
        for cell in self._xml.children(row):
            if own := self._xml.attributes(cell).get("r"):
                reference, beyond = own, 0
            else:
                beyond += 1
            place = position(reference, number, beyond)
            if place in self._wanted:
                self._cells[place] = state_of(self._xml, cell, self._texts)

    def _start_of(self, row: Element, name: str) -> int:
        """Where a cell begins that says its name; 0 where none does."""
        found = self._xml.markup.find(f' r="{name}"'.encode(), row.inner, row.inner_end)
        start = self._xml.markup.rfind(b"<", row.inner, found) if found > 0 else 0
        # A text may read like that too.
        return start if start > 0 and _CELL.match(self._xml.markup, start) else 0

    def at(self, place: Place) -> State:
        """What stands in one of the cells asked for, or in the merged range it lies in."""
        return self._cells.get(self.first_of(place), BLANK)

    def merged(self, place: Place) -> Area:
        """The merged range that a cell lies in, else the cell itself."""
        row, column = place
        for area in self._merges:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                return area
        return Area(row, column, row, column)

    def first_of(self, place: Place) -> Place:
        """The cell itself, or the first of its merged range: the one that holds the value."""
        area = self.merged(place)
        return area.top, area.left

    @cached_property
    def _widths(self) -> list[tuple[int, int, float]]:
        """Runs of columns, each with its width in characters."""
        widths = [(1, _LAST_COLUMN, float(self._default.get("defaultColWidth", _DEFAULT_WIDTH)))]
        block = self._xml.child("cols")
        if block is None:
            return widths
        usual = widths[0][2]
        for found in _COL.finditer(self._xml.markup, block.inner, block.inner_end):
            given = dict(_ABOUT_COL.findall(found[0]))
            hidden = given.get(b"hidden") in _TRUE_BYTES
            width = 0.0 if hidden else float(given.get(b"width", usual))
            widths.append((int(given.get(b"min", 1)), int(given.get(b"max", 1)), width))
        return widths[::-1]

    @cached_property
    def _default(self) -> dict[str, str]:
        block = self._xml.child("sheetFormatPr")
        return self._xml.attributes(block) if block else {}

    @cached_property
    def _usual_height(self) -> float:
        return float(self._default.get("defaultRowHeight", _DEFAULT_HEIGHT))

    def column_pixels(self, column: int) -> int:
        """How wide a column is shown."""
        if column not in self._pixels:
            width = next(w for first, last, w in self._widths if first <= column <= last)
            self._pixels[column] = round(width * 7 + 5) if width else 0
        return self._pixels[column]

    def row_pixels(self, row: int) -> int:
        """How high a row is shown, as far as the file says."""
        return round(self._heights.get(row, self._usual_height) * 4 / 3)


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Area:
    first, last = column_number(left), column_number(right or left)
    return Area(int(top), first, int(bottom or top), last)


def _number(text: str) -> State:
    """A number as Excel shows and compares it: with 15 significant digits."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    rounded = f"{number:.15G}"
    return State(Kind.NUMBER, rounded, Decimal(rounded) == number)


def _serial(text: str) -> str:
    """An ISO date of a strict workbook as the number of days that formulas see."""
    moment = datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    days = moment - datetime.datetime(1899, 12, 30)
    return str(Decimal(days.days) + Decimal(days.seconds) / 86400)
