"""A worksheet part -> what stands in some of its cells, merged ranges, widths and heights."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any

from xltool.excel.package.elements import Element, XmlBytes
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.read.xml_facts import position
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import Area, Kind, a1, column_number

Place = tuple[int, int]
Corners = tuple[int, int, int, int]
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DEFAULT_WIDTH = 8.43  # characters
_LAST_COLUMN = 16_384
_DEFAULT_HEIGHT = 15.0  # points
# Numbers and sizes where they stand as Excel writes them, and all the rest.
_ROW = (
    rb"""(?: r="(\d+)")?(?: spans="[\d: ]*")?(?: ht="([\d.]+)")?(?: customHeight="1")?([^<>]*)>"""
)
_COL = rb"""(?: min="(\d+)")?(?: max="(\d+)")?(?: width="([\d.]+)")?([^<>]*)>"""
_MERGE = rb"""(?:\s|[^<>]*?\s)ref\s*=\s*["']([^"']*)"""
_RANGE = re.compile(rb"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_ATTRIBUTE = re.compile(rb"""\s(r|ht|hidden|min|max|width)\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"<(?:[\w.-]++:)?+c\s")
# A cell as Excel writes most: its kind, whether it has a formula, and its value.
_USUAL_CELL = re.compile(
    rb"""<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="(s|n|str|b|e)")?"""
    rb"""(?:/>|>(?:<(f)>[^<]*</f>)?(?:<v>([^<&]*)</v>)?</c>)"""
)
_USUAL_TEXT = re.compile(rb"""<si><t(?: xml:space="preserve")?>([^<&]*)</t></si>""")
_NAMED_CELL = re.compile(
    rb"""\s*<(?:[\w.-]++:)?+c\s(?:[^<>]*\s)?r\s*=\s*["'][A-Z]+(\d+)["']""", re.IGNORECASE
)
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
    """The cells asked for in one worksheet part, and its geometry."""

    def __init__(self, xml: XmlBytes, wanted: Collection[Place], texts: SharedTexts) -> None:
        self._xml, self._texts = xml, texts
        self._cells: dict[Place, CellState] = {}
        self._heights: dict[int, float] = {}
        self._pixels: dict[int, int] = {}  # by column
        self._areas: dict[Place, Area] = {}
        try:
            # Merged ranges stand behind the cells, but tell which cells to look at.
            self._merges = list(map(_corners, self._inside("mergeCells", "mergeCell", _MERGE)))
            self._read(frozenset(map(self.first_of, wanted)))
        except (ValueError, IndexError) as error:
            raise UnreadableWorkbookError("damaged") from error

    def _inside(self, parent: str, local: str, rest: bytes) -> list[Any]:
        """What `rest` catches in the tags of a name inside one child of the root."""
        block = self._xml.child(parent)
        return self._xml.caught(local, block, rest) if block else []

    def _read(self, wanted: frozenset[Place]) -> None:
        rows: dict[int, list[Place]] = {}
        for place in wanted:
            rows.setdefault(place[0], []).append(place)
        block = self._xml.child("sheetData")
        if block is None:
            return
        number = 0
        for found, following in pairwise(chain(self._xml.tags("row", block, _ROW), (None,))):
            assert found
            own, height, others = found.groups()
            if others:  # written in an order of its own
                given = dict(_ATTRIBUTE.findall(others))
                own, height = own or given.get(b"r"), height or given.get(b"ht")
                if given.get(b"hidden") in _TRUE_BYTES:
                    height = b"0"
            own = own or self._row_of_first_cell(found.end())
            number = int(own) if own else number + 1
            if height:
                self._heights[number] = float(height)
            if number in rows:
                end = following.start() if following else block.inner_end
                self._read_row(found.start(), end, number, rows[number])

    def _row_of_first_cell(self, start: int) -> bytes | None:
        """The row that a cell names, for a row that does not name itself."""
        found = _NAMED_CELL.match(self._xml.markup, start)
        return found[1] if found else None

    def _read_row(self, start: int, end: int, number: int, wanted: Sequence[Place]) -> None:
        """Read cells of the row that lies between two bytes."""
        starts = [self._start_of(start, end, a1(*place)) for place in wanted]
        if all(starts):
            for place, at in zip(wanted, starts, strict=True):
                self._cells[place] = state_of(self._xml, at, self._texts)
            return
        places = frozenset(wanted)
        reference, beyond = "", 0  # a cell without a reference counts on from the last one
        for cell in self._xml.children(self._xml.element_at(start)):
            if own := self._xml.attributes(cell).get("r"):
                reference, beyond = own, 0
            else:
                beyond += 1
            place = position(reference, number, beyond)
            if place in places:
                self._cells[place] = state_of(self._xml, cell.start, self._texts)

    def _start_of(self, start: int, end: int, name: str) -> int:
        """Where a cell begins that says its name, between two bytes; 0 where none does."""
        found = self._xml.markup.find(f' r="{name}"'.encode(), start, end)
        at = self._xml.markup.rfind(b"<", start, found) if found > 0 else 0
        # A text may read like that too.
        return at if at > 0 and _CELL.match(self._xml.markup, at) else 0

    def at(self, place: Place) -> CellState:
        """What stands in one of the cells asked for, or in the merged range it lies in."""
        return self._cells.get(self.first_of(place), BLANK)

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
    def _widths(self) -> list[tuple[int, int, float]]:
        """Runs of columns, each with its width in characters, the last one first."""
        usual = float(self._default.get("defaultColWidth", _DEFAULT_WIDTH))
        widths = [(1, _LAST_COLUMN, usual)]
        for first, last, width, others in self._inside("cols", "col", _COL):
            if not (first and last and width) or b"hidden" in others:
                given = dict(_ATTRIBUTE.findall(others))
                first, last = first or given.get(b"min", b"1"), last or given.get(b"max", b"1")
                hidden = given.get(b"hidden") in _TRUE_BYTES
                width = b"0" if hidden else width or given.get(b"width", b"")
            widths.append((int(first), int(last), float(width or usual)))
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
            for first, last, width in self._widths:
                if first <= column <= last:
                    self._pixels[column] = round(width * 7 + 5) if width else 0
                    break
        return self._pixels[column]

    def row_pixels(self, row: int) -> int:
        """How high a row is shown, as far as the file says."""
        return round(self._heights.get(row, self._usual_height) * 4 / 3)


@lru_cache(4096)  # sheets of one form merge the same ranges
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
