"""Parts beside the sheets: macros, custom XML, links to other workbooks, signatures."""

from __future__ import annotations

import datetime
import io
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import Feature
from tests.zoo.parts import (
    BOOK,
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET_TYPE,
    TYPES,
    Parts,
    compound_file,
)

_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_SIGNATURE = f"{PACKAGE}/relationships/digital-signature"
_SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature"


def vba_project() -> bytes:
    """A compound file with the streams of a VBA project; their content is not compiled code."""
    project = 'ID="{00000000-0000-0000-0000-000000000000}"\r\nModule=检查\r\nName="VBAProject"\r\n'
    return compound_file(
        {
            "PROJECT": project.encode("gbk"),
            "VBA/_VBA_PROJECT": b"\xcc\x61\xff\xff" + bytes(100),
            "VBA/dir": b"\1" + b"dir " * 50,
            "VBA/Module1": b"\1" + b"Sub Check()\r\nEnd Sub\r\n",
        }
    )


def _macros(book: Any, sheet: Worksheet) -> None:
    """Excel: a workbook with macros, and the button that starts one."""
    book.add_vba_project(io.BytesIO(vba_project()), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")
    sheet.insert_button("F3", {"macro": "Check", "caption": "检查"})


def _signed_macros(made: Parts, _sheet: str) -> None:
    """Excel: only the macros are signed; a change of the sheets does not break that."""
    made.add(
        "xl/vbaProjectSignature.bin",
        bytes(range(256)),
        "application/vnd.ms-office.vbaProjectSignature",
    )
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
    made.relate("xl/vbaProject.bin", kind, "vbaProjectSignature.bin")


def _macro_template(made: Parts, _sheet: str) -> None:
    """Excel: a template with macros (.xltm)."""
    made.replace(TYPES, _MACRO_BOOK, "application/vnd.ms-excel.template.macroEnabled.main+xml")


def _template(made: Parts, _sheet: str) -> None:
    """Excel: a template (.xltx)."""
    made.replace(TYPES, f"{SHEET_TYPE}.sheet.main+xml", f"{SHEET_TYPE}.template.main+xml")


def _custom_xml(made: Parts, _sheet: str) -> None:
    """SharePoint: data of its own beside the workbook, reached by ../."""
    made.add(
        "customXml/item1.xml", '<budget xmlns="urn:example:budget"><unit>439001</unit></budget>'
    )
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    made.add(
        "customXml/itemProps1.xml",
        f'<ds:datastoreItem ds:itemID="{{AF501B62-7384-4F90-91B2-C3D4E5F60718}}"'
        f' xmlns:ds="{namespace}"><ds:schemaRefs><ds:schemaRef ds:uri="urn:example:budget"/>'
        "</ds:schemaRefs></ds:datastoreItem>",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    made.relate("customXml/item1.xml", "customXmlProps", "itemProps1.xml")
    made.relate(BOOK, "customXml", "../customXml/item1.xml")


def _properties(book: Any, _sheet: Worksheet) -> None:
    """Excel, or a records system: properties of the document."""
    book.set_custom_property("文号", "雄财〔2022〕1号")
    book.set_custom_property("归档日", datetime.datetime(2022, 3, 31))
    book.set_custom_property("份数", 3)
    book.set_properties(
        {"title": "目标表", "comments": "第一稿", "created": datetime.datetime(2022, 1, 20, 9)}
    )


def _linked_cells(_book: Any, sheet: Worksheet) -> None:
    sheet.write_formula("E4", "='[1]上年'!$B$2", None, 1100000)


def _external_link(made: Parts, _sheet: str) -> None:
    """Excel: a cell of last year's workbook, with the values last seen there."""
    part = "xl/externalLinks/externalLink1.xml"
    made.add(
        part,
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames>'
        '<sheetName val="上年"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="2">'
        '<cell r="B2"><v>1100000</v></cell></row></sheetData></sheetDataSet></externalBook>'
        "</externalLink>",
        f"{SHEET_TYPE}.externalLink+xml",
    )
    made.relate(part, "externalLinkPath", "file:///C:\\2021\\目标表.xlsx", external=True)
    number = made.relate(BOOK, "externalLink", "externalLinks/externalLink1.xml")
    made.put(BOOK, f'<externalReferences><externalReference r:id="{number}"/></externalReferences>')


def _connection(made: Parts, _sheet: str) -> None:
    """Excel: a query of another data source, unused."""
    made.add(
        "xl/connections.xml",
        f'<connections xmlns="{MAIN}"><connection id="1" name="查询" type="5" refreshedVersion="6">'
        '<dbPr connection="Provider=Microsoft.Mashup.OleDb.1" command="[查询]"/>'
        "</connection></connections>",
        f"{SHEET_TYPE}.connections+xml",
    )
    made.relate(BOOK, "connections", "connections.xml")


def _signed(made: Parts, _sheet: str) -> None:
    """Excel: signed; the signature names every part, so that any change breaks it."""
    made.default_type("sigs", f"{_SIGNATURE_TYPE}-origin")
    made.add("_xmlsignatures/origin.sigs", b"")
    digest = "http://www.w3.org/2001/04/xmlenc#sha256"
    made.add(
        "_xmlsignatures/sig1.xml",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="idPackageSignature"><SignedInfo>'
        '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        '<Reference Type="http://www.w3.org/2000/09/xmldsig#Object" URI="#idPackageObject">'
        f'<DigestMethod Algorithm="{digest}"/><DigestValue>AAAA</DigestValue></Reference>'
        "</SignedInfo><SignatureValue>AAAA</SignatureValue></Signature>",
        f"{_SIGNATURE_TYPE}-xmlsignature+xml",
    )
    made.relate("_xmlsignatures/origin.sigs", f"{_SIGNATURE}/signature", "sig1.xml")
    made.relate("", f"{_SIGNATURE}/origin", "_xmlsignatures/origin.sigs")


WHOLES = {
    "macros": Feature(_macros),
    "signed_macros": Feature(_macros, _signed_macros),
    "macro_template": Feature(_macros, _macro_template),
    "template": Feature(edit=_template),
    "custom_xml": Feature(edit=_custom_xml),
    "document_properties": Feature(_properties),
    "external_link": Feature(_linked_cells, _external_link),
    "connection": Feature(edit=_connection),
    "signed": Feature(edit=_signed),
}
