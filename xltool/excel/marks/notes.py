"""Notes beside the user's own: a comments part with its drawing, added to or made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from xltool.excel.marks.cell_places import Place
from xltool.excel.marks.cell_state import SheetState
from xltool.excel.marks.highlights import WORKSHEET_ORDER
from xltool.excel.marks.note_shapes import SHAPES_TYPE, Shapes
from xltool.excel.package.elements import Element
from xltool.excel.package.relationships import Relationship, Relationships
from xltool.excel.package.splice import XmlPart
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.package.xml_text import cell_text_xml, text_xml
from xltool.excel.read.sheet_facts import SAFE
from xltool.excel.read.xml_facts import position
from xltool.language.errors import UnreadableWorkbookError
from xltool.language.text import brief
from xltool.model.workbook import a1

BEGIN = "── xltool ──"
END = "────────────"
"""What stands between these lines of a note is ours; what is typed below stays the user's."""

_AUTHOR = "xltool"
_LONGEST = 8_000  # characters; Excel takes 32,767 for the whole note
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BOLD = '<rPr><b/><sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr>'
_PLAIN = '<rPr><sz val="9"/><rFont val="宋体"/><charset val="134"/></rPr>'


class SheetNotes:
    """The notes of one worksheet; `threaded` are the cells whose talk Excel shows instead."""

    def __init__(self, book: BookPart, part: str, sheet: XmlPart) -> None:
        self._book, self._sheet, self._part = book, sheet, part
        self.relationships = Relationships(book.package, part)
        self._comments = self.relationships.of_kind("comments")
        self._drawing = sheet.child("legacyDrawing")
        self.threaded = frozenset(self._threaded())

    def _threaded(self) -> list[Place]:
        cells = []
        for target in self.relationships.all_of("threadedComment"):
            root = etree.fromstring(self._book.package.read(target.part), etree.XMLParser(**SAFE))
            cells += [position(str(talk.get("ref")), 0, 0) for talk in root]
        return cells

    def add(self, notes: Mapping[Place, str], state: SheetState) -> None:
        """Add a note to each cell; a cell that has one keeps its text, with ours below."""
        if not notes:
            return
        if self._comments:
            fresh = self._add_below(self._comments.part, notes)
        else:
            self._make_part(notes)
            fresh = dict(notes)
        if fresh:
            self._draw(fresh, state)
        self.relationships.save()

    def _make_part(self, notes: Mapping[Place, str]) -> None:
        """A comments part with nothing but our notes."""
        part = self._book.package.free_name("xl/comments{}.xml")
        self.relationships.add(f"{self._book.relationship_base}/comments", part)
        self._book.types.add(part, _COMMENTS_TYPE)
        items = "".join(_comment(place, text, 0) for place, text in notes.items())
        made = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<comments xmlns="{self._book.xml.namespace}"><authors><author>{_AUTHOR}</author>'
            f"</authors><commentList>{items}</commentList></comments>"
        )
        self._book.package.write(part, made.encode())

    def _add_below(self, part: str, notes: Mapping[Place, str]) -> dict[Place, str]:
        """Add to the comments part of a sheet; returns the notes of cells that had none."""
        comments = XmlPart(self._book.package.read(part))
        author = _add_author(comments)
        block = comments.child("commentList")
        if block is None:
            raise UnreadableWorkbookError("damaged")
        present = {
            position(comments.attributes(item)["ref"].replace("$", ""), 0, 0): item
            for item in comments.children(block)
        }
        fresh: dict[Place, str] = {}
        for place, text in notes.items():
            if place in present:
                _append_text(comments, present[place], text)
            else:
                fresh[place] = text
                comments.append(block, comments.own(_comment(place, text, author)))
        self._book.package.write(part, comments.done())
        return fresh

    def _draw(self, notes: Mapping[Place, str], state: SheetState) -> None:
        """The boxes that Excel shows notes in stand in a drawing of their own, one a sheet."""
        if self._drawing:
            given = self._sheet.attributes(self._drawing)
            id_ = next(value for name, value in given.items() if name.endswith(":id"))
            part = self.relationships[id_].part
            shapes = Shapes(self._book.package.read(part))
        else:
            part = self._book.package.free_name("xl/drawings/vmlDrawing{}.vml")
            base = self._book.relationship_base
            id_ = self.relationships.add(f"{base}/vmlDrawing", part)
            self._book.types.add_by_extension(part, SHAPES_TYPE)
            element = f'<legacyDrawing xmlns:r="{base}" r:id="{id_}"/>'
            self._sheet.insert_in_order("legacyDrawing", self._sheet.own(element), WORKSHEET_ORDER)
            shapes = Shapes()
        self._book.package.write(part, shapes.with_boxes(notes, state))


def _add_author(comments: XmlPart) -> int:
    """The number of our name among the authors, added where it is missing."""
    block = comments.child("authors")
    if block is None:
        new = comments.own(f"<authors><author>{_AUTHOR}</author></authors>")
        comments.prepend(new)
        return 0
    names = [comments.text(author) for author in comments.children(block)]
    if _AUTHOR in names:
        return names.index(_AUTHOR)
    comments.append(block, comments.own(f"<author>{_AUTHOR}</author>"))
    return len(names)


def _comment(place: Place, text: str, author: int) -> str:
    return f'<comment ref="{a1(*place)}" authorId="{author}"><text>{_runs(text)}</text></comment>'


def _runs(text: str) -> str:
    """Our text with its first line in bold, between the lines that bound it."""
    first, _, rest = brief(text, _LONGEST).partition("\n")
    parts = ((_BOLD, f"{BEGIN}\n{first}"), (_PLAIN, f"\n{rest}\n{END}" if rest else f"\n{END}"))
    return "".join(
        f'<r>{look}<t xml:space="preserve">{cell_text_xml(part)}</t></r>' for look, part in parts
    )


def _append_text(comments: XmlPart, comment: Element, text: str) -> None:
    block = comments.child("text", comment)
    if block is None:
        comments.append(comment, comments.own(f"<text>{_runs(text)}</text>"))
        return
    plain = comments.child("t", block)
    if plain is not None:  # a text is either plain or in runs: the plain one becomes a run
        prefix = plain.name[:-1]
        comments.insert(plain.start, f"<{prefix}r>".encode())
        comments.insert(plain.end, f"</{prefix}r>".encode())
    ours = f'<r>{_PLAIN}<t xml:space="preserve">\n\n</t></r>{_runs(text)}'
    last = [item for item in comments.children(block) if item.local in ("t", "r")]
    new = b"".join(comments.own(f"<r>{run}") for run in ours.split("<r>")[1:])
    comments.insert(last[-1].end if last else block.inner_end, new)


# From the blank lines before our first line to our last one. Where that was typed over, nobody can
# tell what is whose: only the first line goes, and the rest is the user's.
_OURS = re.compile(rf"\s*{BEGIN}(?:.*?{END}|\n?)", re.DOTALL)


def remove_notes(book: BookPart, part: str, sheet: XmlPart) -> bool:
    """Take out what we wrote into the notes of a worksheet, and notes that then say nothing;
    returns whether there was anything.
    """
    relationships = Relationships(book.package, part)
    target = relationships.of_kind("comments")
    if target is None or BEGIN.encode() not in book.package.read(target.part):
        return False
    comments = XmlPart(book.package.read(target.part))
    block = comments.child("commentList")
    notes = list(comments.children(block)) if block else []
    emptied = {
        position(comments.attributes(note)["ref"], 0, 0): note
        for note in notes
        if _cut_ours(comments, note)
    }
    for note in emptied.values():
        comments.remove(note)
    book.package.write(target.part, comments.done())
    if len(emptied) == len(notes):
        _drop(book, relationships, target)
    drawing = sheet.child("legacyDrawing")
    if drawing:
        given = sheet.attributes(drawing)
        shapes = relationships[next(v for n, v in given.items() if n.endswith(":id"))]
        vml = Shapes(book.package.read(shapes.part))
        book.package.write(shapes.part, vml.without_boxes(set(emptied)))
        if not Shapes(book.package.read(shapes.part)).has_shapes():
            sheet.remove(drawing)
            _drop(book, relationships, shapes)
    relationships.save()
    return True


def _drop(book: BookPart, relationships: Relationships, item: Relationship) -> None:
    """Take out a part and what points to it."""
    relationships.remove(item)
    book.types.remove(item.part)
    book.package.remove(item.part)


def _cut_ours(comments: XmlPart, note: Element) -> bool:
    """Cut our lines out of a note, unless nothing else is left of it: then returns True."""
    texts = list(_texts(comments, note))
    whole = "".join(comments.text(element) for element, _ in texts)
    if not _OURS.search(whole) or not _OURS.sub("", whole).strip():
        return _OURS.search(whole) is not None
    ours = [place for found in _OURS.finditer(whole) for place in range(*found.span())]
    gone, at = frozenset(ours), 0
    for element, run in texts:
        text = comments.text(element)
        kept = "".join(char for place, char in enumerate(text, at) if place not in gone)
        at += len(text)
        if kept != text and not kept and run:
            comments.remove(run)
        elif kept != text:
            comments.replace(element.inner, element.inner_end, text_xml(kept).encode())
    return False


def _texts(comments: XmlPart, note: Element) -> Iterator[tuple[Element, Element | None]]:
    """The texts of a note, each with the run that it stands in."""
    run: Element | None = None
    for item in comments.inside(note):
        if item.local == "r":
            run = item
        elif item.local == "t":
            yield item, run if run and run.start < item.start < run.end else None
