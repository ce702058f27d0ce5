"""A workbook of xlsxwriter whose parts are edited by hand, as other programs write them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
NAMESPACES = {
    "r": OFFICE,
    "mc": MC,
    "x14": X14,
    "x14ac": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac",
    "x15": "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
    "xr": "http://schemas.microsoft.com/office/spreadsheetml/2014/revision",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
    "xdr": f"{DRAWING}/spreadsheetDrawing",
    "a": f"{DRAWING}/main",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'

BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"

SHEET_ORDER = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
    protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
    phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins
    pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors
    smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls
    webPublishItems tableParts extLst
"""
BOOK_ORDER = """
    fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups
    externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches
    smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst
"""


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package, by the names that its directory gives them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rels_of(part: str) -> str:
    """The name of the part that holds the relationships of `part` ("" is the package)."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def parse(data: bytes) -> etree._Element:
    """The root of a part."""
    return etree.fromstring(data)


def serialize(root: etree._Element) -> bytes:
    """A part as Excel declares it."""
    return DECLARATION.encode() + etree.tostring(root, encoding="UTF-8")


class Parts:
    """The parts of a workbook, to be edited in place and zipped by `to_bytes`."""

    def __init__(self, data: bytes) -> None:
        self.all = parts(data)

    def add(self, name: str, content: str | bytes, content_type: str = "") -> None:
        """A new part; texts are XML without a declaration."""
        self.all[name] = content if isinstance(content, bytes) else (DECLARATION + content).encode()
        if content_type:
            override = etree.Element(f"{{{PACKAGE}/content-types}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            self._append(TYPES, override)

    def remove(self, name: str) -> None:
        """Take a part out, with its content type and the relationships that lead to it."""
        del self.all[name]
        for part in [TYPES, *(item for item in self.all if item.endswith(".rels"))]:
            root = parse(self.all[part])
            for child in root:
                where = str(child.get("PartName") or child.get("Target"))
                if f"/{name}".endswith(f"/{where.lstrip('/')}"):
                    root.remove(child)
            self.all[part] = serialize(root)

    def default_type(self, extension: str, content_type: str) -> None:
        """Declare the content type of all parts that end in `extension`."""
        root = parse(self.all[TYPES])
        if all(child.get("Extension") != extension for child in root):
            default = etree.Element(f"{{{PACKAGE}/content-types}}Default")
            default.set("Extension", extension)
            default.set("ContentType", content_type)
            root.insert(0, default)
            self.all[TYPES] = serialize(root)

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """A relationship of `source`; returns its id. A `kind` without slashes is Office's own."""
        name = rels_of(source)
        self.all.setdefault(name, f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode())
        used = {child.get("Id") for child in parse(self.all[name])}
        number = next(n for n in range(1, 999) if f"rId{n}" not in used)
        relation = etree.Element(f"{{{PACKAGE}/relationships}}Relationship")
        relation.set("Id", f"rId{number}")
        relation.set("Type", kind if "/" in kind else f"{OFFICE}/{kind}")
        relation.set("Target", target)
        if external:
            relation.set("TargetMode", "External")
        self._append(name, relation)
        return f"rId{number}"

    def put(self, part: str, fragment: str) -> None:
        """Put a child of the root where the schema wants it, in a worksheet or the workbook."""
        order = (BOOK_ORDER if part == BOOK else SHEET_ORDER).split()
        root, new = parse(self.all[part]), fragment_of(fragment)
        place = _place(new, order)
        at = sum(_place(child, order) <= place for child in root)
        root.insert(at, new)
        self.all[part] = serialize(root)

    def extend(self, part: str, uri: str, content: str) -> None:
        """Put `content` into the root's extension list, together with others of its `uri`."""
        root = parse(self.all[part])
        if root.find("{*}extLst") is None:
            root.append(fragment_of("<extLst/>"))
        extensions = root.find("{*}extLst")
        assert extensions is not None
        new = fragment_of(content)
        for extension in extensions:
            if extension.get("uri") == uri:
                for child in new:
                    extension[0].append(child)
                break
        else:
            extension = etree.SubElement(extensions, f"{{{MAIN}}}ext", uri=uri)
            extension.append(new)
        self.all[part] = serialize(root)

    def replace(self, part: str, old: str, new: str) -> None:
        """Put one text of a part in the place of another that is there."""
        assert old.encode() in self.all[part], f"{part} has no {old}"
        self.all[part] = self.all[part].replace(old.encode(), new.encode(), 1)

    def declare(self, part: str, *prefixes: str, ignorable: str = "") -> None:
        """Declare prefixes at the root, and name those that a reader may pass over."""
        root = parse(self.all[part])
        new = "".join(
            f' xmlns:{prefix}="{NAMESPACES[prefix]}"'
            for prefix in prefixes
            if prefix not in root.nsmap
        )
        name = etree.QName(root).localname
        self.replace(part, f"<{name} ", f"<{name}{new} ")
        known = root.get(f"{{{MC}}}Ignorable")
        if ignorable and known is None:
            self.replace(part, f"<{name} ", f'<{name} mc:Ignorable="{ignorable}" ')
        elif ignorable and known is not None:
            both = f'mc:Ignorable="{known} {ignorable}"'
            self.replace(part, f'mc:Ignorable="{known}"', both)

    def _append(self, name: str, child: etree._Element) -> None:
        root = parse(self.all[name])
        root.append(child)
        etree.cleanup_namespaces(root)
        self.all[name] = serialize(root)

    def to_bytes(self) -> bytes:
        """The package, deflated and with a fixed date, in the order of its parts."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.all.items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return made.getvalue()


def fragment_of(text: str) -> etree._Element:
    """An element whose prefixes are those of `NAMESPACES`."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return parse(f'<root xmlns="{MAIN}"{declared}>{text}</root>'.encode())[0]


def _place(element: etree._Element, order: Sequence[str]) -> int:
    """The element's place in the schema; `mc:AlternateContent` stands where its content would."""
    names = (etree.QName(item).localname for item in element.iter("{*}*"))
    return next((order.index(name) for name in names if name in order), 0)


def png(width: int = 24, height: int = 16) -> bytes:
    """A small picture: a pale blue field."""
    rows = (b"\0" + b"\xdd\xe8\xf6" * width) * height
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    blocks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in blocks
    )


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file, as VBA projects and embedded objects are: `folder/name` -> content.

    Streams are filled up to 4096 bytes, below which they would lie in a file within the file.
    """
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    entries = ["Root Entry", *folders, *streams]
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    directory_size = -(-len(entries) // 4)
    chain, sectors, starts = [0xFFFFFFFD, *range(2, directory_size + 1), 0xFFFFFFFE], b"", []
    for content in contents:
        starts.append(len(chain))
        sectors += content.ljust(-(-len(content) // 512) * 512, b"\0")
        size = -(-len(content) // 512)
        chain += [*range(len(chain) + 1, len(chain) + size), 0xFFFFFFFE]
    assert len(chain) <= 128
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    directory = b""
    for number, name in enumerate(entries):
        inner = _inside(name, entries) if 0 < number <= len(folders) else []
        stream = number - len(folders) - 1
        directory += _directory_entry(
            name.rpartition("/")[2],
            5 if number == 0 else 1 if stream < 0 else 2,
            _next_beside(number, entries),
            (inner or _inside("", entries) or [0xFFFFFFFF])[0] if stream < 0 else 0xFFFFFFFF,
            starts[stream] if stream >= 0 else 0xFFFFFFFE if number == 0 else 0,
            len(contents[stream]) if stream >= 0 else 0,
        )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0,
                        0xFFFFFFFE, 0)  # fmt: skip
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + table + directory.ljust(directory_size * 512, b"\0") + sectors


def _inside(folder: str, entries: Sequence[str]) -> list[int]:
    """The entries of a folder, in the order of the format: short names first."""
    found = [
        number
        for number, name in enumerate(entries)
        if number and name.rpartition("/")[0] == folder
    ]
    return sorted(found, key=lambda n: (len(entries[n]), entries[n].upper()))


def _next_beside(number: int, entries: Sequence[str]) -> int:
    beside = _inside(entries[number].rpartition("/")[0], entries) if number else []
    later = beside[beside.index(number) + 1 :] if number else []
    return later[0] if later else 0xFFFFFFFF


def _directory_entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<H2B3I", len(coded) + 2, kind, 1, 0xFFFFFFFF, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
