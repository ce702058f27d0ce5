"""A workbook of unusual build -> its worksheets under the names that readers look for.

calamine and openpyxl find parts by their usual names, and stop at a sheet that has no part and at
a character that XML forbids. Excel opens such workbooks.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xltool.excel.package.forbidden_characters import permitted
from xltool.excel.package.relationships import CONTENT_TYPE as RELATIONSHIPS
from xltool.excel.package.relationships import TYPES_PART
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.package.xml_text import attribute_xml
from xltool.excel.package.zip_package import Package
from xltool.language.errors import UnreadableWorkbookError

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_BOOK, _STYLES, _TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"


def has_usual_names(package: ZipFile) -> bool:
    """Whether readers find the workbook and its number formats."""
    return {_BOOK, _STYLES} <= package.NameToInfo.keys()


def usual(data: bytes) -> bytes:
    """The worksheets of an xlsx with their texts and looks, and nothing else.

    Raises `UnreadableWorkbookError` where a part is missing.
    """
    made = io.BytesIO()
    try:
        with ZipFile(made, "w", ZIP_STORED) as file:
            for name, content in _members(BookPart(Package(data))):
                file.writestr(ZipInfo(name), content)
    except ValueError as error:  # a text in another encoding, a number that is none
        raise UnreadableWorkbookError("damaged") from error
    return made.getvalue()


def _members(book: BookPart) -> Iterator[tuple[str, bytes]]:
    sheets = [entry for entry in book.sheets if entry.part]
    parts = [(entry.part, f"xl/worksheets/sheet{n}.xml") for n, entry in enumerate(sheets, 1)]
    kinds = ["worksheet"] * len(parts)
    for kind, name in (("styles", _STYLES), ("sharedStrings", _TEXTS)):
        if target := book.relationships.of_kind(kind):
            parts.append((target.part, name))
            kinds.append(kind)
    for part, name in parts:
        yield name, permitted(book.package.read(part))
    names = [name for _, name in parts]
    yield _BOOK, _book_xml(book).encode()
    yield "xl/_rels/workbook.xml.rels", _relationships(book.relationship_base, kinds, names)
    root = _relationships(book.relationship_base, ["officeDocument"], [_BOOK])
    yield "_rels/.rels", root
    yield TYPES_PART, _types(kinds, names)


def _book_xml(book: BookPart) -> str:
    """The workbook part: its sheets in their order, and whether dates count from 1904."""
    given = book.xml.child("workbookPr")
    from_1904 = book.xml.attributes(given).get("date1904", "0") if given else "0"
    sheets: list[str] = []
    for entry in book.sheets:
        if entry.part:
            state = book.xml.attributes(entry.element).get("state", "visible")
            number = len(sheets) + 1
            sheets.append(
                f'<sheet name={attribute_xml(entry.name)} sheetId="{number}" '
                f'state={attribute_xml(state)} r:id="rId{number}"/>'
            )
    return (
        f'<workbook xmlns="{book.xml.namespace}" xmlns:r="{book.relationship_base}">'
        f"<workbookPr date1904={attribute_xml(from_1904)}/>"
        f"<sheets>{''.join(sheets)}</sheets></workbook>"
    )


def _relationships(base: str, kinds: list[str], parts: list[str]) -> bytes:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="/{part}"/>'
        for number, (kind, part) in enumerate(zip(kinds, parts, strict=True), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def _types(kinds: list[str], parts: list[str]) -> bytes:
    items = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE.format(kind)}"/>'
        for kind, part in zip([*kinds, "sheet.main"], [*parts, _BOOK], strict=True)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELATIONSHIPS}"/>{items}</Types>'
    ).encode()
