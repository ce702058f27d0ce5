"""What a file really is, found out from its bytes before any library opens it.

The libraries behind us trust what a file says about itself: one cell at XFD1048576 or one wrong
count makes them ask for more memory than there is, and the process ends. So every member of a
package is inflated once here, within limits, and proved by its checksum.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile, ZipInfo

from xltool.excel.read.kept_package import KeptPackage
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import CellRef, column_number

MAX_TOTAL = 512 << 20  # bytes, of the file and of all its members inflated
MAX_MEMBER = 64 << 20  # bytes; a larger member must not be squeezed more than MAX_RATIO times
MAX_RATIO = 200
MAX_GRID = 5_000_000  # cells from A1 to the last one: libraries hold a sheet as a full grid
MAX_STRINGS = 1_000_000  # declared shared texts, for which room is made before they are read
_BLOCK = 1 << 20

# Each group is named after the reason to refuse what begins so.
_SIGNATURE = re.compile(
    rb"(?P<pdf>%PDF)|(?P<document>\{\\rtf)|(?P<archive>Rar!|7z\xbc\xaf)"
    rb"|(?P<picture>\x89PNG|\xff\xd8\xff|GIF8)"
)
_WEB_PAGE = re.compile(r"<!doctype html|<(?:html|head|meta|body|table|style)\b|mime-version:")
_XML_SHEET = re.compile(r'com:office:spreadsheet|progid="excel\.sheet|<office:document')
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "Workbook": "",
    "Book": "",
    "WordDocument": "document",
    "PowerPoint Document": "document",
}
# The first record of an xls (BOF, workbook globals), then perhaps WRITEPROT, then FILEPASS.
_FILEPASS = re.compile(rb"\x09\x08\x10\0\0\x06\x05\0.{12}(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
# The extent that a sheet of an xls declares, for which calamine makes room: rows, columns.
_DIMENSIONS = re.compile(rb"\0\x02\x0e\0(.{12})\0\0", re.DOTALL)
_TYPE_XLSX = re.compile(
    rb"spreadsheetml\.(?:sheet|template)\.main\+xml"
    rb"|ms-excel\.(?:sheet|template|addin)\.macroEnabled\.main\+xml"
)
_TYPE_DOCUMENT = re.compile(rb"(?:wordprocessingml|presentationml|ms-word|ms-powerpoint)\b")

_ROOT = re.compile(rb"<(?:[\w.-]++:)?+(worksheet|sst|workbook)[\s>]")
_UNIQUE_COUNT = re.compile(rb"""[^>]*?uniqueCount\s*=\s*["'](\d+)""")
# No tag holds a <, and looking no further keeps these patterns from running on and on.
_ROW = re.compile(rb"""<(?:[\w.-]++:)?+row(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["'](\d+))?""")
_CELL = re.compile(rb"""<(?:[\w.-]++:)?+c(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']([A-Za-z]*))?""")
# A cell that holds something: neither <c …/> nor <c …></c>.
_FILLED = re.compile(
    rb"""<(?:[\w.-]++:)?+c(?=[\s>])(?:[^<>]*?\sr\s*=\s*["']([A-Za-z]*)(\d*))?[^<>]*(?<!/)>(?!</)"""
)
# A cell that is not spelled as usual, or lies beyond ZZ999; and beyond Z99999.
_NOT_ABOVE = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,2}[1-9]\d{0,2}")')
_NOT_LEFT = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z][1-9]\d{0,4}")')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_ODS_TAG = re.compile(
    rb"<(table:(?:table|table-row|table-cell|covered-table-cell)|text:p)(?=[\s/>])([^<>]*)"
)
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d+)""")


class FileKind(StrEnum):
    """The workbook formats that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"


def load(path: Path) -> bytes:
    """The bytes of the file at `path`; raises `UnreadableWorkbookError`."""
    try:
        if path.exists() and not path.is_file():  # a pipe would keep its reader waiting
            raise UnreadableWorkbookError("not_workbook")
        if path.stat().st_size > MAX_TOTAL:
            raise UnreadableWorkbookError("too_large")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableWorkbookError("gone") from None
    except OSError as error:
        raise UnreadableWorkbookError("no_access") from error


def guard_bytes(data: bytes) -> FileKind:
    """What a file really is, by its contents; raises `UnreadableWorkbookError` for what may not
    be opened.
    """
    return guarded(data)[0]


def guarded(data: bytes) -> tuple[FileKind, KeptPackage | None]:
    """The same with its package, whose members are inflated; None for an xls, which is none."""
    if not data:
        raise UnreadableWorkbookError("empty")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _guard_ole(data), None
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise UnreadableWorkbookError(_disguise(data))
    try:
        package = KeptPackage(data)
        return _guard_package(package), package
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        IndexError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise UnreadableWorkbookError("damaged") from error


def _disguise(data: bytes) -> str:
    """The reason to refuse a file that is no container at all."""
    if (found := _SIGNATURE.match(data)) and found.lastgroup:
        return found.lastgroup
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = data[:4096].decode(codec, "ignore").lower()
    if _XML_SHEET.search(text):
        return "xml_spreadsheet"
    if _WEB_PAGE.search(text):
        return "web_page"
    return "not_workbook" if any(ch < " " and ch not in "\t\r\n\f" for ch in text) else "text"


def _guard_ole(data: bytes) -> FileKind:
    """An OLE container is known by the first stream it names; the entries lie 128 bytes apart."""
    names = (re.escape(name.encode("utf-16-le")) + rb"\0\0" for name in _STREAMS)
    entries = (entry for entry in re.finditer(b"|".join(names), data) if entry.start() % 128 == 0)
    if (first := next(entries, None)) is None:
        raise UnreadableWorkbookError("damaged")
    reason = _STREAMS[first[0].decode("utf-16-le").rstrip("\0")]
    if reason or _FILEPASS.search(data):
        raise UnreadableWorkbookError(reason or "encrypted")
    for extent in _DIMENSIONS.findall(data):
        top, bottom, left, right = struct.unpack("<IIHH", extent)
        if not (top <= bottom <= 65_536 and left <= right <= 256):
            raise UnreadableWorkbookError("damaged")
    return FileKind.XLS


def _guard_package(package: KeptPackage) -> FileKind:
    members = package.infolist()
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableWorkbookError("encrypted")
        if member.file_size > max(MAX_MEMBER, MAX_RATIO * member.compress_size):
            raise UnreadableWorkbookError("too_large")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise UnreadableWorkbookError("too_large")
    kind = _package_kind(package)
    for member in members:
        blocks = package.blocks(member, _BLOCK)
        first = next(blocks, b"")
        _check_part(kind, member, first, blocks)
        deque(blocks, 0)  # to the end: the checksum stands there
    return kind


def _check_part(kind: FileKind, member: ZipInfo, first: bytes, blocks: Iterator[bytes]) -> None:
    """Refuse what would bring a library down; `first` is the block before `blocks`."""
    if kind is FileKind.XLSB and first.startswith(b"\x81\x01\0"):
        _check_grid(_xlsb_cells(b"".join((first, *blocks))))
    elif kind is FileKind.ODS and member.filename == "content.xml":
        _check_grid(_ods_cells(_whole_tags(first, blocks)))
    elif kind is FileKind.XLSX and (root := _ROOT.search(first, 0, 4096)):
        count = _UNIQUE_COUNT.match(first, root.end()) if root[1] == b"sst" else None
        too_many = count and int(count[1]) > max(MAX_STRINGS, member.file_size)
        # The format forbids a DOCTYPE, and calamine reads its entities as nothing.
        if too_many or b"<!DOCTYPE" in first[: root.start()]:
            raise UnreadableWorkbookError("damaged")
        whole = len(first) == member.file_size
        if root[1] == b"worksheet" and not (whole and _is_near(first)):
            _check_grid(_xlsx_cells(_whole_tags(first, blocks)))


def _package_kind(package: KeptPackage) -> FileKind:
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}
    if "[content_types].xml" in names:
        types = package.read(names["[content_types].xml"])
        if b"ms-excel.sheet.binary.macroEnabled.main" in types:
            return FileKind.XLSB
        if _TYPE_XLSX.search(types) or "xl/workbook.xml" in names:
            return FileKind.XLSX
        raise UnreadableWorkbookError("document" if _TYPE_DOCUMENT.search(types) else "archive")
    if "mimetype" not in names or "meta-inf/manifest.xml" not in names:
        raise UnreadableWorkbookError("archive")
    if b"opendocument.spreadsheet" not in package.read(names["mimetype"]):
        raise UnreadableWorkbookError("document")
    if b"encryption-data" in package.read(names["meta-inf/manifest.xml"]):
        raise UnreadableWorkbookError("encrypted")
    return FileKind.ODS


def _whole_tags(first: bytes, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, never cut inside a tag nor before a closing one."""
    rest = first
    for block in blocks:
        cut = max(rest.rfind(b"<"), 0)
        while cut and rest.startswith(b"</", cut):
            cut = max(rest.rfind(b"<", 0, cut), 0)
        yield rest[:cut]
        rest = rest[cut : cut + _BLOCK] + block  # no tag of a workbook is longer than that
    yield rest


def _check_grid(cells: Iterable[tuple[int, int, int]]) -> None:
    """Refuse a workbook if one of its sheets reaches too far; cells are (sheet, row, column)."""
    sheet, rows, columns = 0, 1, 1
    for number, row, column in cells:
        if number != sheet:
            sheet, rows, columns = number, 1, 1
        rows, columns = max(row, rows), max(column, columns)
        if rows * columns > MAX_GRID:
            raise far_cell(rows, columns)


def far_cell(row: int, column: int) -> UnreadableWorkbookError:
    """The refusal of a sheet whose last cell lies too far away."""
    return UnreadableWorkbookError("far_cell", cell=CellRef("", row, column).a1)


def _is_near(sheet: bytes) -> bool:
    """Whether all cells of a sheet, blank ones too, surely lie near: seen at a glance."""
    far = _NOT_ABOVE.search(sheet) and _NOT_LEFT.search(sheet)
    return not far and not _PREFIXED_CELL.search(sheet)


def _xlsx_cells(pieces: Iterable[bytes]) -> Iterator[tuple[int, int, int]]:
    """How far the filled cells of each piece reach, never mind what `<dimension>` says."""
    row = 0
    for piece in pieces:
        filled = _FILLED.findall(piece)
        letters = {letters for letters, _ in filled}
        if filled and b"" not in letters:
            row = max(map(int, {digits or b"0" for _, digits in filled}))
            yield 1, row, max(map(column_number, letters))
        elif filled:  # cells without a reference count on from the last one, row by row
            _, *rows = _ROW.split(piece)
            for number, cells in zip(rows[::2], rows[1::2], strict=True):
                row = int(number) if number else row + 1
                places = _CELL.findall(cells)
                yield 1, row, max(map(column_number, places), default=0) + places.count(b"")


def _ods_cells(pieces: Iterable[bytes]) -> Iterator[tuple[int, int, int]]:
    """The last cell of each run of cells that hold something: runs repeat across and down."""
    sheet = row = column = 0
    for name, attributes in chain.from_iterable(map(_ODS_TAG.findall, pieces)):
        found = _REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if name == b"table:table":
            sheet, row = sheet + 1, 0
        elif name == b"table:table-row":
            row, column = row + times, 0
        elif name != b"text:p":
            column += times
        if name == b"text:p" or b"value-type" in attributes or b"formula" in attributes:
            yield sheet, row, column


def _xlsb_cells(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The cells of a binary sheet: records of number, size and content; 0 is a row, 1-11 cells."""
    at = row = 0
    while at < len(data):
        record, at = data[at], at + (2 if data[at] & 0x80 else 1)
        size = data[at] & 0x7F
        for shift in (7, 14, 21):  # 7 bits a byte, low bits first
            if data[at] & 0x80:
                at += 1
                size |= (data[at] & 0x7F) << shift
        at += 1
        place = int.from_bytes(data[at : at + 4], "little") + 1
        at += size
        if record == 0:
            row = place
        elif 2 <= record <= 11:
            yield 1, row, place
