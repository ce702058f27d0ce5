"""Re-makes the files of this folder: `python tests/unreadable/make.py`.

Each is named `<reason>.<what it is>.<extension>`: a file put here is a test of its refusal.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

XLSX_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_TYPE}.sharedStrings+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    f' ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>'
    '<sheet name="目标表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONSHIPS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATIONSHIPS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="1" uniqueCount="1">'
    "<si><t>名称</t></si></sst>",
}


def package(parts: Mapping[str, str | bytes], *, deflate: bool = True) -> bytes:
    """A zip of `parts`, the same bytes at every making."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
            archive.writestr(member, content)
    return made.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet part with these rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def xlsx(sheet: str | bytes, **replaced: str | bytes) -> bytes:
    """The smallest xlsx with this sheet part; `styles=…` replaces xl/styles.xml."""
    parts: dict[str, str | bytes] = {**XLSX_PARTS, "xl/worksheets/sheet1.xml": sheet}
    parts |= {f"xl/{name}.xml": content for name, content in replaced.items()}
    return package(parts)


def ods(rows: str, styles: str = "", manifest: str = "", table: str = "") -> bytes:
    """The smallest ods with these rows, automatic styles and attributes of its table."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "table": "table",
            "text": "text",
            "style": "style",
            "manifest": "manifest",
        }.items()
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return package(
        {
            "mimetype": ODS_TYPE,
            "content.xml": f"<office:document-content{names} {calc}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f'<office:body><office:spreadsheet><table:table table:name="目标表"{table}>{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest:manifest{names}><manifest:file-entry"
            f' manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>{manifest}'
            "</manifest:manifest>",
        },
        deflate=False,
    )


def xlsb(cells: Mapping[tuple[int, int], float]) -> bytes:
    """The smallest xlsb with these numbers, keyed by (row, column)."""
    sheet = _record(129) + _record(148, bytes(16)) + _record(145)
    for (row, column), number in cells.items():
        sheet += _record(0, struct.pack("<I13x", row - 1))
        sheet += _record(5, struct.pack("<IId", column - 1, 0, number))
    relation, name = ("rId1", "目标表")
    bundle = struct.pack("<II", 0, 1) + _wide(relation) + _wide(name)
    types = XLSX_PARTS["[Content_Types].xml"].replace("workbook.xml", "workbook.bin")
    types = types.replace(
        f"{SHEET_TYPE}.sheet.main+xml", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    )
    return package(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": XLSX_PARTS["_rels/.rels"].replace(".xml", ".bin"),
            "xl/workbook.bin": _record(131)
            + _record(143)
            + _record(156, bundle)
            + _record(144)
            + _record(132),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/worksheet"'
            ' Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/worksheets/sheet1.bin": sheet + _record(146) + _record(130),
        }
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(number: int, content: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    return head + bytes([len(content)]) + content


def ole(*streams: str, content: bytes = b"") -> bytes:
    """The outline of an OLE container: its header, and a directory that names these streams."""
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in ("Root Entry", *streams)
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + directory.ljust(512, b"\0") + content.ljust(512, b"\0")


def lying_length() -> bytes:
    """A member that says it is shorter than it is, with a checksum to match."""
    sheet = sheet_xml("<row/>" * 1000).encode()
    whole = xlsx(sheet)
    short = 100
    truth = struct.pack("<L", zlib.crc32(sheet))
    lie = struct.pack("<L", zlib.crc32(sheet[:short]))
    size, said = struct.pack("<L", len(sheet)), struct.pack("<L", short)
    return whole.replace(truth, lie).replace(size, said)


def encrypted_member() -> bytes:
    """A zip whose members need a password."""
    made = bytearray(xlsx(sheet_xml("")))
    at = made.find(b"PK\x01\x02")
    made[at + 8] |= 1
    return bytes(made)


def wrong_checksum() -> bytes:
    """A package with one changed byte inside its sheet."""
    made = package(
        {**XLSX_PARTS, "xl/worksheets/sheet1.xml": sheet_xml("<row r='1'/>")}, deflate=False
    )
    return made.replace(b"<row r='1'/>", b"<row r='2'/>")


def files() -> dict[str, bytes]:
    """Every file of the folder, by name."""
    plain = xlsx(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
    bof = struct.pack("<HHHH12x", 0x0809, 16, 0x0600, 5)
    html = "<html><body><table><tr><td>名称</td></tr></table></body></html>"
    return {
        "empty.nothing.xlsx": b"",
        "encrypted.office.xlsx": ole("EncryptionInfo", "EncryptedPackage"),
        "encrypted.filepass.xls": ole("Workbook", content=bof + struct.pack("<HH", 0x2F, 54)),
        "encrypted.member.xlsx": encrypted_member(),
        "encrypted.libreoffice.ods": ods("", manifest="<manifest:encryption-data/>"),
        "web_page.export.xls": html.encode("gbk"),
        "web_page.utf16.xls": html.encode("utf-16"),
        "web_page.archive.xls": b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n",
        "xml_spreadsheet.excel2003.xls": b'<?xml version="1.0"?>\n'
        b'<?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml_spreadsheet.flat.ods": b'<?xml version="1.0"?><office:document'
        b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        "text.csv_gbk.xls": "名称,单位,数值\r\n甲,个,1\r\n".encode("gbk"),
        "text.csv_utf8.xlsx": "\ufeff名称,单位\n甲,个\n".encode(),
        "pdf.scan.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "document.word.xlsx": package(
            {
                "[Content_Types].xml": "<Types><Override ContentType='application/vnd.openxml"
                "formats-officedocument.wordprocessingml.document.main+xml'/></Types>"
            }
        ),
        "document.word97.xls": ole("WordDocument"),
        "document.writer.ods": package(
            {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": ""}
        ),
        "document.rtf.xls": b"{\\rtf1\\ansi}",
        "picture.png.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(16),
        "archive.zip.xlsx": package({"表.xlsx": plain}),
        "archive.rar.xlsx": b"Rar!\x1a\x07\x00" + bytes(16),
        "not_workbook.bytes.xlsx": bytes(range(256)),
        "damaged.half_copied.xlsx": plain[: len(plain) // 2],
        "damaged.half_zeros.xlsx": plain[:900].ljust(len(plain), b"\0"),
        "damaged.checksum.xlsx": wrong_checksum(),
        "damaged.lying_length.xlsx": lying_length(),
        "damaged.cut_xls.xls": ole(),
        "damaged.shared_count.xlsx": xlsx(
            sheet_xml(""),
            sharedStrings=f'<sst xmlns="{MAIN}" uniqueCount="99999999999999"/>',
        ),
        "damaged.doctype.xlsx": xlsx(
            '<!DOCTYPE a [<!ENTITY e "12">]>'
            + sheet_xml('<row r="1"><c r="A1"><v>&e;</v></c></row>')
        ),
        "too_large.bomb.xlsx": xlsx(sheet_xml(" " * (65 << 20))),
        "far_cell.corner.xlsx": xlsx(sheet_xml(far + "<v>1</v></c></row>")),
        "far_cell.prefixed.xlsx": xlsx(
            f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'>"
            "<x:c s='0' r = 'ZZZZZZ99999999999' t='inlineStr'><x:is><x:t>a</x:t></x:is></x:c>"
            "</x:row></x:sheetData></x:worksheet>"
        ),
        "far_cell.counted_on.xlsx": xlsx(
            sheet_xml('<row r="1048575"/><row><c r="E9"/>' + "<c><v>1</v></c></row>")
        ),
        "far_cell.corner.ods": ods(
            '<table:table-row table:number-rows-repeated="1048570"/><table:table-row>'
            f'<table:table-cell table:number-columns-repeated="16383"/>{cell}</table:table-row>'
        ),
        "far_cell.repeated.ods": ods(
            '<table:table-row table:number-rows-repeated="1048570">'
            + cell.replace("/>", ' table:number-columns-repeated="100"/>')
            + "</table:table-row>"
        ),
        "far_cell.corner.xlsb": xlsb({(1, 1): 1.0, (1_048_576, 16_384): 1.0}),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (HERE / name).write_bytes(content)
