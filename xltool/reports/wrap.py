"""Text broken into lines by display width, as Chinese and English text is set."""

from __future__ import annotations

import re

from xltool.language.text import display_width

# A word, a number with its marks, or one Chinese character with the marks that must follow it.
_CLOSING = "[，。；：、？！”’）》】%…·]*"
# A count and its word, which belong together: 错误 3, 2 处, 3 warnings.
_COUNT = r"[一-鿿]{1,2} \d+(?: [处个条])?(?![\w%.,-])|\d+ (?:[处个条]|[a-z]+)(?!\w)"
_PIECE = re.compile(rf"(?:{_COUNT}){_CLOSING}|[!-~]+{_CLOSING}|\s+|.{_CLOSING}", re.DOTALL)
_OPENING = "“‘（《【≥≤＝＞＜"


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of a text with `first` before the first and `rest` before the others.

    Lines break between Chinese characters or at spaces, never before a closing mark nor between
    a count and its word; a single word longer than a line is broken where it must be.
    """
    lines = []
    line, used = first, display_width(first)
    for piece in _pieces(text):
        size = display_width(piece)
        if used + size > width and line.strip() and line != rest:
            lines.append(line.rstrip())
            line, used = rest, display_width(rest)
            piece = piece.lstrip()
            size = display_width(piece)
        while used + size > width and len(piece) > 1:
            head = _fitting(piece, width - used)
            lines.append(line + head)
            line, used = rest, display_width(rest)
            piece = piece[len(head) :]
            size = display_width(piece)
        line, used = line + piece, used + size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECE.findall(text.replace("\n", " ")):
        # An opening mark must not end a line: it goes with what follows.
        if pieces and pieces[-1][-1] in _OPENING:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _fitting(piece: str, room: int) -> str:
    taken = ""
    for char in piece:
        if display_width(taken + char) > room and taken:
            break
        taken += char
    return taken or piece[:1]
