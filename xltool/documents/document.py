"""A document as lines in a grid, so that the labels of a form are found in it as in a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from xltool.language.text import squeezed
from xltool.language.words import Words
from xltool.model.workbook import Area, Cell, CellRef, Kind, Sheet, Workbook

SHEET = "文档"
_CONTENTS = re.compile(r"[^\t]*[^\t\d.…·⋯](?:\t *|[.…·⋯]{3,}\s*)(?:- *)?\d{1,4}(?: *-)?")
"""A line of a table of contents that was typed or copied: its text, a leader, a page number."""


def is_contents(line: str) -> bool:
    """Whether a line is one of a table of contents, or its heading."""
    return squeezed(line) in ("目录", "目次") or bool(_CONTENTS.fullmatch(line.strip()))


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of a document that is not blank; `cell` is its row and column in the grid.

    `place` says where a person finds it. A line without a cell is not read: `contents` for a
    table of contents, else a text box.
    """

    text: str
    place: Words
    cell: tuple[int, int] | None = None
    contents: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its grid as the only sheet of a workbook, and every line of it."""

    workbook: Workbook
    lines: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its first column (from 1), how many it spans, its paragraphs.

    `continued` where it is the lower part of a cell merged downwards.
    """

    column: int
    paragraphs: Sequence[str]
    place: Words
    span: int = 1
    continued: bool = False


@dataclass(slots=True)
class GridBuilder:
    """Paragraphs and rows of tables, in reading order, become rows of a sheet.

    Paragraphs stand in the first column, tables right of it: so no paragraph that follows a
    table stands under its headings.
    """

    row: int = 0
    _cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    _merges: dict[tuple[int, int], Area] = field(default_factory=dict)  # by top left
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)  # column -> top left above
    _lines: list[DocumentLine] = field(default_factory=list)

    def paragraph(self, text: str, place: Words) -> None:
        """A paragraph outside tables; each of its lines is a row, blank ones too."""
        self._open.clear()
        for line in text.splitlines():
            self.row += 1
            if not line.strip():
                continue
            if is_contents(line):
                self.apart(line, place, contents=True)
                continue
            self._put(1, line)
            self._lines.append(DocumentLine(line, place, (self.row, 1)))

    def table_row(self, cells: Sequence[TableCell]) -> None:
        """A row of a table; where a cell is continued, the merged cell above it grows."""
        self.row += 1
        above, self._open = self._open, {}
        for cell in (replace(cell, column=cell.column + 1) for cell in cells):
            top_left = (self.row, cell.column)
            right = cell.column + cell.span - 1
            if cell.continued and cell.column in above:
                top_left = above[cell.column]
                right = self._merges[top_left].right
            self._merges[top_left] = Area(*top_left, self.row, right)
            self._open[cell.column] = top_left
            lines = [line for text in cell.paragraphs for line in text.splitlines() if line.strip()]
            # What stands hidden in the lower part of a merged cell is a line like any other.
            if lines:
                self._put(cell.column, "\n".join(lines))
            for line in lines:
                self._lines.append(DocumentLine(line, cell.place, (self.row, cell.column)))

    def apart(self, text: str, place: Words, *, contents: bool = False) -> None:
        """A line that is listed but not read."""
        if text.strip():
            self._lines.append(DocumentLine(text, place, contents=contents))

    def document(self, path: str, digest: str) -> Document:
        """All of it."""
        merges = (
            area
            for area in self._merges.values()
            if (area.top, area.left) != (area.bottom, area.right)
        )
        sheet = Sheet(SHEET, True, self._cells, tuple(merges))
        return Document(Workbook(path, digest, (sheet,)), tuple(self._lines))

    def _put(self, column: int, text: str) -> None:
        ref = CellRef(SHEET, self.row, column)
        self._cells[self.row, column] = Cell(ref, text, Kind.TEXT)


def part_of(document: Document, first: int, last: int) -> Document:
    """The rows of a document from `first` to `last`; lines without a row stay with the first."""
    sheet = document.workbook.sheets[0]
    rows = range(first, last + 1)
    cells = {place: cell for place, cell in sheet.cells.items() if place[0] in rows}
    merges = tuple(area for area in sheet.merges if area.top in rows)
    lines = (line for line in document.lines if (line.cell[0] in rows if line.cell else first == 1))
    cut = replace(sheet, cells=cells, merges=merges)
    return Document(replace(document.workbook, sheets=(cut,)), tuple(lines))
