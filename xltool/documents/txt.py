"""Text taken out of a Word file -> Document.

Each cell of a table stands on a line of its own behind a tab, further paragraphs of the cell on
lines without one, and a blank line ends each row of the table. Merged cells leave a blank cell.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from xltool.documents.document import Document, GridBuilder, TableCell
from xltool.errors import UnreadableDocumentError
from xltool.wording import Words

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


def read_text(path: Path, data: bytes) -> Document:
    """Read a text file: UTF-8, UTF-16 with a mark, or GB18030; raises `UnreadableDocumentError`."""
    builder = GridBuilder()
    row: list[tuple[int, list[str]]] = []  # the cells of a row: line number, paragraphs
    for number, line in enumerate(_decoded(data).splitlines(), 1):
        text = _BOOKMARK.sub("", line)
        if text.startswith("\t"):
            # A row on one line, its cells between tabs, is how spreadsheets copy a table.
            row += [(number, [part]) for part in text[1:].split("\t")]
        elif row and text.strip():
            row[-1][1].append(text)
        else:
            _end_row(builder, row)
            row = []
            builder.paragraph(text, _place(number))
    _end_row(builder, row)
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


def _end_row(builder: GridBuilder, row: Sequence[tuple[int, list[str]]]) -> None:
    if row:
        builder.table_row(
            [TableCell(column, texts, _place(n)) for column, (n, texts) in enumerate(row, 1)]
        )


def _place(number: int) -> Words:
    return Words(f"第 {number} 行", f"line {number}")
