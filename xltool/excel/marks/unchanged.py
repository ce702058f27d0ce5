"""Cells and what stood in them -> a formula that is true until somebody changes one of them.

Only functions of Excel 2007. Limits of Excel that the formulas keep: a text between quotes has at
most 255 characters, a formula 8,192, a function 255 arguments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xltool.excel.marks.cell_state import CellState
from xltool.model.workbook import Kind

MOST = 7000  # characters of one comparison, so that a whole formula stays below 8,192
_LITERAL = 250  # characters of a text between quotes, quotes doubled
_LEAST = 120  # characters for a cell among many
_MOST_CELLS = 100
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
# A text is compared as far as the first of these: control characters that programs drop or change.
_DOUBTFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|\\r(?!\\n)")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # one program counts these as two, another as one
_WILD = re.compile(r"[*?~]")  # what a criterion of COUNTIF takes for a pattern
# What cannot stand in a quoted text as it is, and how it is put together instead.
_APART = re.compile(r"\t|_(?=x[0-9A-Fa-f]{4}_)")


def unchanged(cells: Sequence[tuple[str, CellState]], most: int = MOST) -> str:
    """The formula for cells, each given by its reference (`$B$7`) and what stood in it.

    Where there are more cells than `most` characters hold, the first ones are compared.
    """
    room = max(most // max(1, len(cells)), _LEAST)
    tests: list[str] = []
    for reference, state in cells:
        test = _test(reference, state, room)
        if (tests and sum(map(len, tests)) + len(test) > most) or len(tests) == _MOST_CELLS:
            break
        tests.append(test)
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


@dataclass(frozen=True, slots=True)
class WatchedArea:
    """An area, given by its reference, in which `count` cells hold a text, whatever stands around
    it, or in which so many hold anything, where the text is "".
    """

    reference: str
    text: str
    count: int

    def test(self) -> str:
        """The formula that is true until one more is added."""
        if not self.text:
            return f"COUNTA({self.reference})<={self.count}"
        text = _WILD.sub(r"~\g<0>", self.text).replace('"', '""')
        return f'COUNTIF({self.reference},"*{text}*")<={self.count}'


@dataclass(frozen=True, slots=True)
class Watched:
    """The cells of a problem, and what it awaits; false where it has neither."""

    cells: Sequence[tuple[str, CellState]]
    areas: Sequence[WatchedArea] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.areas)

    def test(self, most: int = MOST) -> str:
        """The formula that is true as long as nothing is changed and nothing added."""
        added = [area.test() for area in self.areas]
        tests = [*([unchanged(self.cells, most)] if self.cells else []), *added]
        return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def any_unchanged(groups: Sequence[Watched]) -> str:
    """The formula for several problems: true while one of them is as it was.

    Of more than there is room for, the first ones are watched.
    """
    room = max(MOST // len(groups), _LEAST)
    tests: list[str] = []
    for each in groups:
        test = each.test(room)
        if (tests and sum(map(len, tests)) + len(test) > MOST) or len(tests) == _MOST_CELLS:
            break
        tests.append(test)
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"


@lru_cache(4096)  # of many cells each is compared in the formulas of all the others
def _test(ref: str, state: CellState, room: int) -> str:
    match state.kind:
        case Kind.BLANK:
            return f"ISBLANK({ref})"
        case Kind.NUMBER if state.exact:
            return f"AND(ISNUMBER({ref}),{ref}={state.text})"
        case Kind.NUMBER:  # programs differ in how far beyond 15 digits two numbers are the same
            return f"AND(ISNUMBER({ref}),ABS({ref}-{state.text})<{_last_digit(state.text)})"
        case Kind.BOOLEAN:
            return f"AND(ISLOGICAL({ref}),{ref}={state.text})"
        case Kind.ERROR if state.text in _ERRORS:
            return f"IFERROR(ERROR.TYPE({ref}),0)={_ERRORS.index(state.text) + 1}"
        case Kind.ERROR:
            return f"ISERROR({ref})"
        case Kind.TEXT:
            return _text_test(ref, state.text, room)
        case _:  # a formula whose result nobody knows yet: only a new check can tell
            return "TRUE"


def _last_digit(number: str) -> str:
    """One unit of the fifteenth digit of a number."""
    return f"1E{Decimal(number).adjusted() - 14}"


def _text_test(ref: str, text: str, room: int) -> str:
    if not text:  # LibreOffice takes an empty text for a blank, Excel does not
        return f"IFERROR(LEN({ref}),1)=0"
    seen, whole = ref, text
    if "\r\n" in text:  # LibreOffice drops the first of the two when it opens a file
        seen, whole = f'SUBSTITUTE({ref},CHAR(13),"")', text.replace("\r\n", "\n")
    room -= len(ref) + 2 * len(seen) + 40
    beginning = whole[: max(room, 0)]
    if doubtful := _DOUBTFUL.search(beginning):
        beginning = beginning[: doubtful.start()]
    pieces, taken = _literals(beginning, room)
    if taken == len(whole):
        return f"AND(ISTEXT({ref}),EXACT({seen},{pieces}))"
    if beyond := _BEYOND.search(beginning[:taken]):
        pieces, taken = _literals(beginning[: beyond.start()], room)
    if not taken:
        return f"ISTEXT({ref})"
    return f"AND(ISTEXT({ref}),EXACT(LEFT({seen},{taken}),{pieces}))"


def _literals(text: str, room: int) -> tuple[str, int]:
    """As much of a text as there is room for, as quoted pieces joined by &; and how much it is."""
    pieces: list[str] = []
    taken = 0
    # Quotes are doubled, and Excel counts characters beyond U+FFFF as two.
    step = _LITERAL // 2 if '"' in text or _BEYOND.search(text) else _LITERAL
    while taken < len(text):
        raw = text[taken : taken + step]
        if found := _APART.search(raw):
            raw = raw[: found.start()] or found[0]
        piece = "CHAR(9)" if raw == "\t" else '"' + raw.replace('"', '""') + '"'
        room -= len(piece) + len(_BEYOND.findall(piece)) + 1
        if room < 0:
            break
        pieces.append(piece)
        taken += len(raw)
    return "&".join(pieces), taken
