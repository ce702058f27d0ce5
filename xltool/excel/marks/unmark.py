"""Marked copy -> the workbook without our marks: the original itself where nobody has saved it."""

from __future__ import annotations

import re
from itertools import islice

from xltool.excel.marks.cell_state import CellState, SharedTexts, state_of
from xltool.excel.marks.highlights import MARKS_NAME, remove_highlights
from xltool.excel.marks.notes import remove_notes
from xltool.excel.marks.original import PART, original_of
from xltool.excel.package.elements import Element, XmlBytes
from xltool.excel.package.splice import XmlPart
from xltool.excel.package.workbook_part import BookPart, DefinedName, SheetEntry, sheet_reference
from xltool.excel.package.zip_package import Package
from xltool.excel.read.answers import MARKER_ROWS, OPENED, SHEET_MARKER
from xltool.language.words import PROBLEM_SHEET
from xltool.model.workbook import Kind

# The name that leads to our sheet, with a number where the user has one of that name.
_LEADING = re.compile(rf"(?:{PROBLEM_SHEET['name'].zh}|{PROBLEM_SHEET['name'].en})(?:_\d+)?")


def unmarked(data: bytes) -> bytes:
    """The bytes of a workbook without marks; those given where there are none.

    A copy as we wrote it gives the original file byte for byte. One that another program has
    saved loses our sheet, rules, notes and names, and keeps all else.
    """
    return without_marks(Package(data)).package.data


def without_marks(package: Package) -> BookPart:
    """A workbook without marks, ready to be edited."""
    if original := original_of(package):
        return BookPart(Package(original))
    book = BookPart(package)
    if not _may_be_marked(book):
        return book
    texts = SharedTexts(book)
    ours = [entry for entry in book.sheets if _is_ours(book, entry, texts)]
    names = _our_names(book, ours)
    _clear_sheets(book, [entry for entry in book.sheets if entry not in ours])
    if names:
        book.remove_names(names)
    for entry in reversed(ours):
        book.remove_sheet(entry, _opened(book, entry, texts))
    if stored := next((r for r in book.relationships.items() if r.part == PART), None):
        book.relationships.remove(stored)
        book.types.remove(PART)
    package.remove(PART)
    book.save()
    # What is edited next must not find parts half changed.
    return BookPart(Package(package.to_bytes())) if package.is_changed() else BookPart(package)


def _may_be_marked(book: BookPart) -> bool:
    """Whether it is worth looking for marks: their name is there, or a sheet called as ours is."""
    names = PROBLEM_SHEET["name"]
    return (
        PART in book.package
        or any(entry.name.startswith((names.zh, names.en)) for entry in book.sheets)
        or MARKS_NAME.encode() in book.xml.data
    )


def _is_ours(book: BookPart, entry: SheetEntry, texts: SharedTexts) -> bool:
    """Our sheet has its marker in a cell of one of the first rows."""
    if not entry.part:
        return False
    sheet = XmlBytes(book.package.read(entry.part))
    block = sheet.child("sheetData")
    return any(
        _is_marker(sheet, cell, texts)
        for number, row in enumerate(islice(sheet.children(block) if block else (), MARKER_ROWS), 1)
        if int(sheet.attributes(row).get("r", number)) <= MARKER_ROWS
        for cell in sheet.children(row)
        if sheet.attributes(cell).get("t") in ("s", "inlineStr", "str")
    )


def _opened(book: BookPart, entry: SheetEntry, texts: SharedTexts) -> str:
    """The sheet that the workbook opened on before it was marked, as ours keeps it."""
    sheet = XmlBytes(book.package.read(entry.part))
    block = sheet.child("sheetData")
    for row in islice(sheet.children(block) if block else (), MARKER_ROWS):
        for cell in sheet.children(row):
            if sheet.attributes(cell).get("t") in ("s", "inlineStr", "str"):
                text = state_of(sheet, cell.start, texts).text
                if text.startswith(OPENED):
                    return text.removeprefix(OPENED)
    return ""


def _is_marker(sheet: XmlBytes, cell: Element, texts: SharedTexts) -> bool:
    try:
        return state_of(sheet, cell.start, texts) == CellState(Kind.TEXT, SHEET_MARKER)
    except (ValueError, IndexError):  # a shared text that is not there
        return False


def _clear_sheets(book: BookPart, entries: list[SheetEntry]) -> None:
    """Take rules and notes off the user's sheets."""
    for entry in entries:
        if not entry.part:
            continue
        sheet = XmlPart(book.package.read(entry.part))
        colours = remove_highlights(sheet)
        notes = remove_notes(book, entry.part, sheet)
        if colours or notes:
            book.package.write(entry.part, sheet.done())


def _our_names(book: BookPart, ours: list[SheetEntry]) -> list[DefinedName]:
    """Names of ours: those that point to our sheet, or did before somebody deleted it."""
    # Programs leave the quotes out where a sheet's name needs none.
    sheets = tuple(s for e in ours for s in (sheet_reference(e.name, ""), f"{e.name}!"))
    return [
        defined
        for defined in book.defined_names()
        if defined.name == MARKS_NAME
        or defined.formula.lstrip("=").startswith(sheets)
        or (_LEADING.fullmatch(defined.name) and "#REF!" in defined.formula)
    ]
