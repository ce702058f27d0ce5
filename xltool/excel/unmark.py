"""Marked copy -> the workbook without our marks: the original itself where nobody has saved it."""

from __future__ import annotations

import re

from xltool.excel.answers import STAMP
from xltool.excel.book import BookPart, DefinedName, SheetEntry, sheet_reference
from xltool.excel.highlights import MARKS_NAME, remove_highlights
from xltool.excel.notes import remove_notes
from xltool.excel.original import PART, original_of
from xltool.excel.package import Package
from xltool.excel.splice import XmlPart
from xltool.wording import PROBLEM_SHEET


def unmarked(data: bytes) -> bytes:
    """The bytes of a workbook without marks; those given where there are none.

    A copy as we wrote it gives the original file byte for byte. One that another program has
    saved loses our sheet, rules, notes and names, and keeps all else.
    """
    return without_marks(data).package.data


def without_marks(data: bytes) -> BookPart:
    """A workbook without marks, ready to be edited."""
    package = Package(data)
    if original := original_of(package):
        return BookPart(Package(original))
    book = BookPart(package)
    if not _may_be_marked(book):
        return book
    ours = [entry for entry in book.sheets if _is_ours(book, entry)]
    names = _our_names(book, ours)
    _clear_sheets(book, [entry for entry in book.sheets if entry not in ours])
    if names:
        book.remove_names(names)
    for entry in reversed(ours):
        book.remove_sheet(entry)
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


def _is_ours(book: BookPart, entry: SheetEntry) -> bool:
    """Our sheet has its stamp in the first row, as a text of its own or a shared one."""
    if not entry.part:
        return False
    data = book.package.read(entry.part)
    if STAMP.encode() in data:
        return True
    strings = book.relationships.of_kind("sharedStrings")
    shared = book.package.read(strings.part) if strings else b""
    if STAMP.encode() not in shared:
        return False
    before = shared[: shared.index(STAMP.encode())]
    number = len(re.findall(rb"<(?:\w+:)?si[\s>]", before)) - 1
    first_row = re.search(rb"<(?:\w+:)?row\s.*?</(?:\w+:)?row>", data, re.DOTALL)
    return first_row is not None and f"<v>{number}</v>".encode() in first_row[0]


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
    """Names of ours in the workbook, and those that point to our sheet."""
    sheets = [sheet_reference(entry.name, "") for entry in ours]
    sheets += [f"{entry.name}!" for entry in ours]
    return [
        defined
        for defined in book.defined_names()
        if defined.name == MARKS_NAME or any(sheet in defined.formula for sheet in sheets)
    ]
