"""Wanted widths -> the columns of a printed page, and the cells of a row spread over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xltool.language.text import display_width, wrapped_lines
from xltool.model.form import Field, printed_label

LINE = 15.5
"""Height in points of a line of text at the size of the form."""
_TALLEST = 400.0  # points: Excel knows no row above 409
_WIDTHS = {
    "money": 16,
    "number": 9,
    "percent": 11,
    "indicator_value": 14,
    "year": 10,
    "period": 14,
    "code": 25,
    "unit": 32,
}
_TEXT = 20
_SPLIT_FROM = 18
"""The least width of a column that may be cut in two for the rows above its table."""


def column_width(field: Field) -> float:
    """The width of a field's column in a table, in half-width characters."""
    # A heading may take two lines, and needs a little air.
    least = display_width(printed_label(field)) / 2 + 2
    return float(field.width or max(_WIDTHS.get(field.type, _TEXT), least))


def value_width(field: Field) -> float:
    """The width that the value beside a label would like to have."""
    wanted = _WIDTHS.get(field.type, 36 if field.required else 22)
    return float(field.width or wanted)


def label_width(text: str) -> float:
    """The width of a label that stands in one line."""
    return display_width(text) + 3.0


def split_columns(widths: Sequence[float], needed: int) -> list[list[float]]:
    """The columns of a table, some of them cut in two until there are `needed` in all.

    The last that is wide enough is cut first: it holds a word or two, whereas a row grows with
    the text of a cell that stands in one column only.
    """
    cut = [[width] for width in widths]
    while sum(map(len, cut)) < needed:
        wide = [place for place, parts in enumerate(cut) if parts[-1] >= _SPLIT_FROM]
        place = wide[-1] if wide else max(range(len(cut)), key=lambda p: cut[p][-1])
        width = cut[place].pop()
        cut[place] += [width / 2, width / 2]
    return cut


def spread(
    wanted: Sequence[float], columns: Sequence[float], last: float | None = None
) -> list[tuple[int, int]]:
    """Give each cell of a row its columns (from 1, first and last), as near to what it wants as
    the columns allow; there must be at least as many columns as cells.

    With `last` the cells need not fill the row: one more stands at the right end that wants so
    much (0: none), and what is left over before it stays empty.
    """
    if last is not None:
        tail = [last] if last else []
        choices = [[*wanted, *tail], [*wanted, 0.0, *tail]]
        fitting = [choice for choice in choices if len(choice) <= len(columns)]
        spans = min((_spread(choice, columns, 1.0) for choice in fitting), key=lambda s: s[0])[1]
        return spans if not tail else [*spans[: len(wanted)], spans[-1]]
    return _spread(wanted, columns, sum(columns) / sum(wanted))[1]


def _spread(
    wanted: Sequence[float], columns: Sequence[float], factor: float
) -> tuple[float, list[tuple[int, int]]]:
    """The best spans and what they cost; a cell that wants nothing takes what it gets."""
    ends = [0.0]
    for width in columns:
        ends.append(ends[-1] + width)

    def cost(cell: int, start: int, end: int) -> float:
        given = ends[end] - ends[start]
        if not wanted[cell]:
            return 0.0
        short = max(0.0, wanted[cell] - given)
        return (given - wanted[cell] * factor) ** 2 + 20 * short**2

    @cache
    def best(cell: int, start: int) -> tuple[float, tuple[int, ...]]:
        if cell == len(wanted) - 1:
            return cost(cell, start, len(columns)), (len(columns),)
        last = len(columns) - (len(wanted) - 1 - cell)
        choices = []
        for end in range(start + 1, last + 1):
            rest, stops = best(cell + 1, end)
            choices.append((cost(cell, start, end) + rest, (end, *stops)))
        return min(choices)

    paid, stops = best(0, 0)
    starts = (0, *stops[:-1])
    return paid, [(start + 1, end) for start, end in zip(starts, stops, strict=True)]


def broken(label: str, width: float) -> str:
    """A label that is too long for one line, broken where a person would: behind its colon,
    before its brackets, or in the middle.
    """
    if display_width(label) <= width - 1:
        return label
    head, colon, tail = label.partition("：")
    if colon and tail:
        return f"{head}{colon}\n{tail}"
    head, bracket, tail = label.partition("（")
    if head and bracket:
        return f"{head}\n{bracket}{tail}"
    middle = (len(label) + 1) // 2
    return f"{label[:middle]}\n{label[middle:]}" if display_width(label) < 2 * width else label


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of this width."""
    # Room is left for the indent, and for punctuation that may not begin a line.
    room = max(4.0, width - 2)
    return wrapped_lines(text, int(room))


def row_heights(lines: int, least: float) -> list[float]:
    """The heights of the rows that together hold so many lines: one row, or several for a text
    that is longer than a row may be high.
    """
    needed = max(least, lines * LINE + 8)
    rows = int(-(-needed // _TALLEST))
    return [needed / rows] * rows
