"""Text taken out of a Word file -> Document.

Two ways of writing tables are read. Programs that take the text out put each cell on a line of
its own behind a tab, further paragraphs of the cell on lines without one, and a blank line behind
each row. Copying from Word puts each row on one line, tabs between its cells. Merged cells leave
blank ones in both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from xltool.documents.document import Document, GridBuilder, TableCell, is_contents
from xltool.documents.errors import UnreadableDocumentError
from xltool.language.words import Words

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")

_Row = list[tuple[int, list[str]]]
"""The cells of a row of a table: the number of the first line, and the paragraphs."""


def read_text(path: Path, data: bytes) -> Document:
    """Read a text file: UTF-8, UTF-16 with a mark, or GB18030; raises `UnreadableDocumentError`."""
    lines = [_BOOKMARK.sub("", line) for line in _decoded(data).splitlines()]
    builder = GridBuilder()
    for block in _rows_on_lines(lines) if _is_copied(lines) else _cells_on_lines(lines):
        if isinstance(block, int):
            builder.paragraph(lines[block - 1], _place(block))
        else:
            builder.table_row(
                [TableCell(column, texts, _place(n)) for column, (n, texts) in enumerate(block, 1)]
            )
    return builder.document(path.as_posix(), hashlib.sha256(data).hexdigest())


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise UnreadableDocumentError("encoding")


def _is_copied(lines: Sequence[str]) -> bool:
    """Whether rows stand on one line each: more lines hold several cells than hold one."""
    several = sum("\t" in line.strip() and not is_contents(line) for line in lines)
    return several > sum(line.startswith("\t") and "\t" not in line.strip() for line in lines)


def _rows_on_lines(lines: Sequence[str]) -> Iterator[int | _Row]:
    for number, line in enumerate(lines, 1):
        if "\t" in line and not is_contents(line):
            yield [(number, [cell]) for cell in line.split("\t")]
        else:
            yield number


def _cells_on_lines(lines: Sequence[str]) -> Iterator[int | _Row]:
    row: _Row = []
    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            row.append((number, [line[1:]]))
        elif row and line.strip():
            row[-1][1].append(line)
        else:
            if row:
                yield row
                row = []
            yield number
    if row:
        yield row


def _place(number: int) -> Words:
    return Words(f"第 {number} 行", f"line {number}")
