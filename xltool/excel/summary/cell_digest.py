"""The digest of a summary's own cells, which shows whether only the reviewer wrote in it.

Of each row the values of all cells but the reviewer's go into it; the rows of a sheet are added
up, so that sorting, filters and looks are free. It is counted while a summary is written, and
again from the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from xltool.language.words import Words

REVIEWED = (
    Words("审核意见", "Reviewer's opinion"),
    Words("处理", "Decision"),
    Words("审核结论", "Conclusion"),
    Words("理由", "Reason"),
    Words("审核人", "Reviewer"),
)
"""The headings of the columns that are the reviewer's."""

CLOSING = Words("封账（选“封账”后不再变动）", "Close the month (choose “close”)")
"""What stands before the cell in which the month is closed."""

_HEADINGS = {text for words in REVIEWED for text in (words.zh, words.en)}
_CLOSING = {CLOSING.zh, CLOSING.en}
_MARKERS = _HEADINGS | _CLOSING
_LEAST_HEADINGS = 2
_MODULUS = 1 << 128


class SheetDigest:
    """The cells of one sheet, row after row."""

    def __init__(self) -> None:
        self._sum = 0
        self._reviewed: set[int] = set()

    def add(self, cells: Mapping[int, Any]) -> None:
        """Add a row: its values by column."""
        texts = {at: _text(value) for at, value in cells.items()}
        left_out = self._reviewed
        if not _MARKERS.isdisjoint(texts.values()):
            left_out = self._left_out(texts)
        self.add_digest(_digest(texts, left_out))

    def add_digest(self, digest: int) -> None:
        """Add a row by its digest."""
        self._sum = (self._sum + digest) % _MODULUS

    @property
    def reviewed(self) -> bool:
        """Whether columns of the reviewer's were found: what counts in a row hangs on them."""
        return bool(self._reviewed)

    def _left_out(self, texts: Mapping[int, str]) -> set[int]:
        """The reviewer's columns in a row with headings, or with the cell that closes a month."""
        headings = {at for at, text in texts.items() if text in _HEADINGS}
        if not self._reviewed and len(headings) >= _LEAST_HEADINGS:
            self._reviewed = headings
            return set()
        return self._reviewed | {at + 2 for at, text in texts.items() if text in _CLOSING}

    def text(self) -> str:
        """The digest so far."""
        return f"{self._sum:032x}"


def row_digest(values: Sequence[Any]) -> int | None:
    """The digest of a row, from its first column on, in a sheet without columns of the reviewer's;
    None where it looks like the heading of some.
    """
    texts = dict(enumerate(map(_text, values)))
    return _digest(texts, ()) if _MARKERS.isdisjoint(texts.values()) else None


def _digest(texts: Mapping[int, str], left_out: Container[int]) -> int:
    kept = [
        f"{at}\x1f{text}"
        for at, text in sorted(texts.items())
        if text and text[-1] != "\x1f" and at not in left_out
    ]
    if not kept:
        return 0
    digest = hashlib.sha256("\x1e".join(kept).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:16])


class DigestedSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that counts what is written into it; rows must come from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self._digest = SheetDigest()
        self._row, self._cells = 0, dict[int, Any]()

    def write_string(self, row: Any, column: Any, string: Any, *others: Any) -> Any:
        """Write a text, and count it."""
        self._note(row, column, string)
        return super().write_string(row, column, string, *others)

    def write_number(self, row: Any, column: Any, number: Any, *others: Any) -> Any:
        """Write a number, and count it."""
        self._note(row, column, number)
        return super().write_number(row, column, number, *others)

    def write_formula(
        self, row: Any, column: Any, formula: Any, look: Any = None, value: Any = 0
    ) -> Any:
        """Write a formula, and count its value."""
        self._note(row, column, value)
        return super().write_formula(row, column, formula, look, value)

    def write_line(self, row: int, xml: str, values: Sequence[Any]) -> None:
        """Write a whole row, from the first column on, by its XML; `values` are counted.

        xlsxwriter has no way of its own to take one: these names of it are as old as
        `constant_memory`, and a test compares what both ways write.
        """
        self._write_xml(row, xml, len(values))
        self._cells = dict(enumerate(values))

    def write_lines(self, row: int, xml: Sequence[str], width: int, digest: int) -> None:
        """Write whole rows of so many columns; `digest` is the sum of theirs."""
        self._write_xml(row, "".join(xml), width)
        self._check_dimensions(row + len(xml) - 1, 0)
        self._digest.add_digest(digest)

    def _write_xml(self, row: int, xml: str, width: int) -> None:
        self._check_dimensions(row, 0)
        self._check_dimensions(row, width - 1)
        self._write_single_row(row)  # what was written cell by cell above
        self.fh.write(xml)
        self._count(row)

    @property
    def reviewed(self) -> bool:
        """Whether there are columns of the reviewer's in the rows that were counted."""
        return self._digest.reviewed

    def digest(self) -> str:
        """The digest of all that was written."""
        self._count(self._row + 1)
        return self._digest.text()

    def _note(self, row: int, column: int, value: Any) -> None:
        if row != self._row:
            self._count(row)
        self._cells[column] = value

    def _count(self, row: int) -> None:
        """Count the cells noted so far; those of `row` come next."""
        self._digest.add(self._cells)
        self._row, self._cells = row, {}


def whole_digest(sheets: Iterator[tuple[str, str]]) -> str:
    """One digest of all sheets, from their names and digests."""
    said = "\n".join(f"{name}\x1f{digest}" for name, digest in sheets)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _text(value: Any) -> str:
    """A value as every program keeps it: numbers to the 12 digits that none of them changes."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if value is None:
        return ""
    return f"{float(value):.12g}" if isinstance(value, (int, float)) else str(value)
