"""Cells and what stood in them -> a formula that is true until somebody changes one of them.

Only functions of Excel 2007. Limits of Excel that the formulas keep: a text between quotes has at
most 255 characters, a formula 8,192, a function 255 arguments.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xltool.excel.cell_state import State
from xltool.model import Kind

MOST = 7000  # characters of one comparison, so that a whole formula stays below 8,192
_LITERAL = 250  # characters of a text between quotes, quotes doubled
_LEAST = 120  # characters for a cell among many
_MOST_CELLS = 100
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
# A text is compared as far as the first of these: control characters, what reads as an escape
# of the format, and characters that one program counts as two and another as one.
_DOUBTFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\U00010000-\U0010ffff]|_x[0-9A-Fa-f]{4}_"
)


def unchanged(cells: Sequence[tuple[str, State]]) -> str:
    """The formula for cells, each given by its reference (`$B$7`) and what stood in it.

    Where there are more cells than a formula holds, the first ones are compared.
    """
    room = max(MOST // max(1, len(cells)), _LEAST)
    tests: list[str] = []
    for reference, state in cells:
        test = _test(reference, state, room)
        if (tests and sum(map(len, tests)) + len(test) > MOST) or len(tests) == _MOST_CELLS:
            break
        tests.append(test)
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def _test(ref: str, state: State, room: int) -> str:
    match state.kind:
        case Kind.BLANK:
            return f"ISBLANK({ref})"
        case Kind.NUMBER:
            return f"AND(ISNUMBER({ref}),{ref}={state.text})"
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


def _text_test(ref: str, text: str, room: int) -> str:
    if not text:  # LibreOffice takes an empty text for a blank, Excel does not
        return f"IFERROR(LEN({ref}),1)=0"
    doubtful = _DOUBTFUL.search(text)
    whole, beginning = text, text[: doubtful.start()] if doubtful else text
    pieces, beginning = _literals(beginning, room - 4 * len(ref) - 60)
    if beginning == whole:
        return f"AND(ISTEXT({ref}),EXACT({ref},{pieces}))"
    if not beginning:
        return f"ISTEXT({ref})"
    return f"AND(ISTEXT({ref}),EXACT(LEFT({ref},{len(beginning)}),{pieces}))"


def _literals(text: str, room: int) -> tuple[str, str]:
    """As much of a text as there is room for: as quoted pieces joined by &, and as it is."""
    step = _LITERAL // 2 if '"' in text else _LITERAL  # quotes are doubled
    pieces, used, taken = [], 0, 0
    while taken < len(text):
        # A text that has no room left is cut, and then compared as far as it goes.
        raw = text[taken : taken + min(step, (room - used - 3) // (_LITERAL // step))]
        if not raw:
            break
        pieces.append('"' + raw.replace('"', '""') + '"')
        used += len(pieces[-1]) + 1
        taken += len(raw)
    return "&".join(pieces), text[:taken]
