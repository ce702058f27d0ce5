"""Headings, paragraphs and tables -> a .docx file to publish, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from xltool.documents import docx_styles as look
from xltool.documents.docx_table import table_element
from xltool.documents.published import Cover, DocumentBlock, Heading, Paragraph
from xltool.documents.table import Table

_UPRIGHT_COLUMNS = 10
_EPOCH = datetime.datetime(2000, 1, 1)


def docx_bytes(
    cover: Cover,
    blocks: Sequence[DocumentBlock],
    pages: Mapping[str, str] | None = None,
    *,
    watermark: str = "",
) -> bytes:
    """The document; `pages` are page numbers by bookmark (`bookmarks`), None where unknown.

    Without them Word is asked to fill in the table of contents when it opens the document.
    """
    document = docx.Document()
    width = _width(blocks)
    look.dress(document, width)
    writer = _DocxWriter(document, width)
    writer.cover(cover)
    writer.contents(blocks, pages or {})
    body = document.add_section(WD_SECTION.NEW_PAGE)
    look.number_pages(body)
    if watermark:
        look.watermark(document.sections[0], watermark)
    writer.body(blocks)
    if pages is None:
        look.update_on_opening(document)
    _describe(document, cover)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


def bookmarks(blocks: Sequence[DocumentBlock]) -> dict[str, Heading]:
    """The headings by the bookmark that the table of contents leads to."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    return {f"_Toc{number:09d}": heading for number, heading in enumerate(headings, 1)}


def _width(blocks: Sequence[DocumentBlock]) -> Length:
    """The page stands upright unless a table has more columns than that can hold."""
    tables = (block for block in blocks if isinstance(block, Table))
    columns = max((len(row) for table in tables for row in table.rows), default=0)
    return look.TEXT_WIDTH_LYING if columns > _UPRIGHT_COLUMNS else look.TEXT_WIDTH


def _describe(document: Any, cover: Cover) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = cover.title, "、".join(cover.units)[:255], ""
    about.last_modified_by, about.revision = "", 1
    about.created = about.modified = _EPOCH
    relations = document.part.package.rels
    for name in [name for name, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[name]  # a picture of the empty page that python-docx starts from


def _without_clock(data: bytes) -> bytes:
    """The same package with every part dated alike."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            part = zipfile.ZipInfo(item.filename, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, old.read(item))
    return made.getvalue()


class _DocxWriter:
    def __init__(self, document: Any, width: Length) -> None:
        self._document, self._width = document, width
        self._marked = 0

    def cover(self, cover: Cover) -> None:
        """Units above the title, both in the upper half of the page."""
        for place, unit in enumerate(cover.units[:12]):
            line = self._add(unit, look.COVER_UNIT)
            line.paragraph_format.space_before = Pt(190 if place == 0 else 12)
        title = self._add(cover.title, look.COVER)
        title.paragraph_format.space_before = Pt(36 if cover.units else 220)

    def contents(self, blocks: Sequence[DocumentBlock], pages: Mapping[str, str]) -> None:
        """The table of contents as a field: what it shows now, and how Word updates it."""
        heading = self._add("目  录", look.CONTENTS)
        heading.paragraph_format.page_break_before = True
        entries = list(bookmarks(blocks).items())
        levels = max((heading.level for _, heading in entries), default=1)
        for place, (mark, entry) in enumerate(entries):
            paragraph = self._document.add_paragraph(style=f"toc {entry.level}")
            if place == 0:
                look.begin_field(paragraph, f'TOC \\o "1-{levels}" \\h \\z \\u')
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), mark)
            link.set(qn("w:history"), "1")
            before = len(paragraph._p)
            paragraph.add_run(look.clean(entry.text))
            paragraph.add_run("\t")
            look.field(paragraph, f"PAGEREF {mark} \\h", pages.get(mark, ""))
            for run in list(paragraph._p)[before:]:
                link.append(run)
            paragraph._p.append(link)
            if place == len(entries) - 1:
                look.end_field(paragraph)

    def body(self, blocks: Sequence[DocumentBlock]) -> None:
        """The parts of the document in their order."""
        last: DocumentBlock | None = None
        for block in blocks:
            if isinstance(block, Heading):
                self._heading(block, first=last is None)
            elif isinstance(block, Paragraph):
                self._add(block.text, look.STRONG if block.strong else look.BODY)
            else:
                if isinstance(last, Table):
                    self._gap()
                self._table(block)
            last = block
        if isinstance(last, Table):
            self._gap()  # Word wants a paragraph at the end

    def _add(self, text: str, style: str) -> Any:
        return self._document.add_paragraph(look.clean(text), style=style)

    def _gap(self) -> None:
        """A line of one point: tables that touch would become one, with one heading to repeat."""
        paragraph = self._add("", look.TABLE)
        paragraph.paragraph_format.line_spacing = Pt(1)
        paragraph.paragraph_format.keep_with_next = True
        mark = OxmlElement("w:rPr")
        size = OxmlElement("w:sz")
        size.set(qn("w:val"), "2")
        mark.append(size)
        paragraph._p.get_or_add_pPr().append(mark)

    def _heading(self, heading: Heading, *, first: bool) -> None:
        paragraph = self._document.add_paragraph(style=f"Heading {heading.level}")
        self._marked += 1
        for tag in ("bookmarkStart", "run", "bookmarkEnd"):
            if tag == "run":
                paragraph.add_run(look.clean(heading.text))
                continue
            mark = OxmlElement(f"w:{tag}")
            mark.set(qn("w:id"), str(self._marked))
            if tag == "bookmarkStart":
                mark.set(qn("w:name"), f"_Toc{self._marked:09d}")
            paragraph._p.append(mark)
        if heading.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            look.indent_first_line(paragraph._p)
        # The section itself has begun a new page.
        paragraph.paragraph_format.page_break_before = heading.new_page and not first

    def _table(self, table: Table) -> None:
        style = self._document.styles[look.TABLE].style_id
        element = table_element(table, round(self._width.twips), style)
        self._document.element.body[-1].addprevious(element)  # the section's own comes last
