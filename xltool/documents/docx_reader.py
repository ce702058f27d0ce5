"""A .docx file -> Document: paragraphs and tables in the order in which they are read.

Insertions that are tracked are read, deletions are not. Text boxes and footnotes are listed, not
read; page headers and footers are no part of the text.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xltool.documents.document import Document, GridBuilder, TableCell
from xltool.documents.errors import UnreadableDocumentError
from xltool.language.words import Words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST = 200_000_000
"""Bytes that a document may unpack to."""
_SKIPPED = {f"{_W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "rt")} | {_FALLBACK}
_TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TEXT_BOX, _FOOTNOTE = Words("文本框", "text box"), Words("脚注", "footnote")


def read_docx(path: Path, data: bytes) -> Document:
    """Read a .docx file; raises `UnreadableDocumentError`."""
    import docx  # here, for starting fast

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(item.file_size for item in package.infolist()) > _LARGEST:
                raise UnreadableDocumentError("too_large")
        document = docx.Document(io.BytesIO(data))
    except UnreadableDocumentError:
        raise
    except Exception as error:  # python-docx tells of a broken package in many ways
        raise UnreadableDocumentError("damaged") from error
    reader = _Reader()
    reader.blocks(document.element.body)
    reader.footnotes(document.part)
    return reader.builder.document(path.as_posix(), hashlib.sha256(data).hexdigest())


@dataclass(slots=True)
class _Reader:
    builder: GridBuilder = field(default_factory=GridBuilder)
    paragraphs: int = 0
    tables: int = 0
    _fields: list[str] = field(default_factory=list)  # instructions of the fields we are in
    _boxes: list[str] = field(default_factory=list)

    def blocks(self, parent: Any, contents: bool = False) -> None:
        """The paragraphs and tables of the body, within content controls and insertions too."""
        for element in parent:
            if element.tag == f"{_W}p":
                self._paragraph(element, contents)
            elif element.tag == f"{_W}tbl":
                self._table(element)
            elif element.tag == f"{_W}sdt":
                gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
                of_contents = gallery is not None and gallery.get(f"{_W}val") == "Table of Contents"
                self.blocks(element.iterfind(f"{_W}sdtContent/*"), contents or of_contents)
            elif element.tag not in _SKIPPED:
                self.blocks(element, contents)

    def footnotes(self, part: Any) -> None:
        """List what stands in footnotes and endnotes."""
        from docx.oxml import parse_xml  # here, for starting fast

        for relation in part.rels.values():
            if relation.reltype.rpartition("/")[2] in ("footnotes", "endnotes"):
                for paragraph in parse_xml(relation.target_part.blob).iter(f"{_W}p"):
                    self.builder.apart(self._text(paragraph)[0], _FOOTNOTE)

    def _paragraph(self, element: Any, contents: bool) -> None:
        self.paragraphs += 1
        place = Words(f"第 {self.paragraphs} 段", f"paragraph {self.paragraphs}")
        text, in_field = self._text(element)
        if contents or in_field:
            self.builder.apart(text, place, contents=True)
        else:
            self.builder.paragraph(text, place)
        self._list_boxes()

    def _table(self, table: Any) -> None:
        self.tables += 1
        for number, row in enumerate(_rows(table), 1):
            place = Words(
                f"第 {self.tables} 张表第 {number} 行", f"table {self.tables}, row {number}"
            )
            self.builder.table_row(list(self._cells(row, place)))
        self._list_boxes()

    def _cells(self, row: Any, place: Words) -> Iterator[TableCell]:
        column = 1 + _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _children(row, "tc"):
            span = _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            # Paragraphs of a table within the cell are lines of it like its own.
            texts = [self._text(paragraph)[0] for paragraph in _paragraphs(cell)]
            yield TableCell(column, texts, place, span, continued)
            column += span

    def _text(self, paragraph: Any) -> tuple[str, bool]:
        """The text of a paragraph, and whether any of it stands in a table of contents."""
        parts: list[str] = []
        contents = False
        for element in _inside(paragraph):
            name = str(element.tag).rpartition("}")[2]
            if name == "txbxContent":
                self._boxes += [self._text(inner)[0] for inner in element.iter(f"{_W}p")]
            elif name == "fldChar":
                self._field(element.get(f"{_W}fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1] += element.text or ""
            elif name == "t":
                parts.append(element.text or "")
            elif name == "sym":
                parts.append(chr(int(element.get(f"{_W}char", "FFFD"), 16)))
            else:
                parts.append(_TEXTS.get(name, ""))
            contents = contents or any(code.split()[:1] == ["TOC"] for code in self._fields)
        return "".join(parts), contents

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _list_boxes(self) -> None:
        for text in self._boxes:
            self.builder.apart(text, _TEXT_BOX)
        self._boxes.clear()


def _inside(element: Any) -> Iterator[Any]:
    """Everything below an element that is text or holds text; a text box comes as one."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        yield child
        if not str(child.tag).endswith("}txbxContent"):
            yield from _inside(child)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, without those whose deletion is tracked."""
    for row in _children(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _children(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table, or cells of a row, within content controls too."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, those of text boxes aside."""
    for child in cell:
        if child.tag == f"{_W}p":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val", "")
    return int(value) if value.isdecimal() else default
