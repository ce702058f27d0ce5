"""Notes, threaded comments, form controls and embedded objects: all that needs VML."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import Feature
from tests.zoo.objects import add_anchor
from tests.zoo.parts import (
    BOOK,
    MAIN,
    NAMESPACES,
    SHEET_TYPE,
    X14,
    Parts,
    compound_file,
    png,
)
from tests.zoo.vml import (
    CONTROL,
    CONTROL_TYPE,
    NOTE_TYPE,
    OBJECT,
    OBJECT_TYPE,
    add_vml,
    first_shape,
    note,
)

_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_MODERN = "http://schemas.microsoft.com/office/2017/10/relationships"
_THREAD = "{5A0B6C1D-2E3F-4A5B-8C6D-7E8F90A1B2C3}"
_ANSWER = "{6B1C7D2E-3F40-4B5C-9D7E-8F90A1B2C3D4}"
_PERSON = "{7C2D8E3F-4051-4C6D-AE8F-90A1B2C3D4E5}"


def _add_comments(made: Parts, sheet: str, authors: str, comments: str) -> None:
    number = 1 + sum(name.startswith("xl/comments") for name in made.all)
    made.add(
        f"xl/comments{number}.xml",
        f'<comments xmlns="{MAIN}" xmlns:mc="{NAMESPACES["mc"]}" mc:Ignorable="xr"'
        f' xmlns:xr="{NAMESPACES["xr"]}"><authors>{authors}</authors>'
        f"<commentList>{comments}</commentList></comments>",
        f"{SHEET_TYPE}.comments+xml",
    )
    made.relate(sheet, "comments", f"../comments{number}.xml")


_RICH_NOTE = (
    '<comment ref="C5" authorId="0" shapeId="0"><text><r><rPr><b/><sz val="9"/>'
    '<color indexed="81"/><rFont val="宋体"/><family val="3"/><charset val="134"/></rPr>'
    '<t>王会计:</t></r><r><rPr><sz val="9"/><color indexed="81"/><rFont val="宋体"/>'
    '<family val="3"/><charset val="134"/></rPr><t xml:space="preserve">\n上年为 93%，'
    "本年提高。</t></r></text></comment>"
)
_PLAIN_NOTE = (
    '<comment ref="E12" authorId="1" shapeId="0" xr:uid="{8D3E9F40-5162-4D7E-BF90-A1B2C3D4E5F6}">'
    "<text><t>没有格式的批注</t></text></comment>"
)
_NOTE_AUTHORS = "<author>王会计</author><author/>"


def _rich_notes(made: Parts, sheet: str) -> None:
    """Excel: notes with bold text, and a <br> in the VML that is never closed."""
    first = first_shape(made)
    add_vml(
        made,
        sheet,
        NOTE_TYPE,
        note(first, 4, 2, '<font face="宋体" size="180">王会计:<br>上年</font>'),
        note(first + 1, 11, 4),
    )
    _add_comments(made, sheet, _NOTE_AUTHORS, _RICH_NOTE + _PLAIN_NOTE)


def _authors(book: Any, sheet: Worksheet) -> None:
    """xlsxwriter: notes by several authors on two sheets, some shown and some hidden."""
    second = book.get_worksheet_by_name("清单")
    for place, author, on in (
        ("B2", "王会计", sheet),
        ("D8", "李审核", sheet),
        ("A2", "张", second),
    ):
        on.write_comment(place, f"{author}的批注", {"author": author, "visible": place == "D8"})
    sheet.write_comment("Z99", "远处的批注")


def _threaded(made: Parts, sheet: str) -> None:
    """Excel 365: a comment with an answer, its person, and the note that older programs show."""
    made.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{_THREADS}" xmlns:x="{MAIN}"><threadedComment ref="C4"'
        f' dT="2022-03-01T09:00:00.00" personId="{_PERSON}" id="{_THREAD}"><text>金额对吗？</text>'
        f'</threadedComment><threadedComment ref="C4" dT="2022-03-01T10:00:00.00"'
        f' personId="{_PERSON}" id="{_ANSWER}" parentId="{_THREAD}"><text>对。</text>'
        "</threadedComment></ThreadedComments>",
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    made.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{_THREADS}" xmlns:x="{MAIN}"><person displayName="王会计"'
        f' id="{_PERSON}" userId="王会计" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    made.relate(BOOK, f"{_MODERN}/person", "persons/person.xml")
    made.relate(sheet, f"{_MODERN}/threadedComment", "../threadedComments/threadedComment1.xml")
    add_vml(made, sheet, NOTE_TYPE, note(first_shape(made), 3, 2))
    _add_comments(
        made,
        sheet,
        f"<author>tc={_THREAD}</author>",
        f'<comment ref="C4" authorId="0" shapeId="0" xr:uid="{_THREAD}"><text><t>[线程批注]\n\n'
        "你的 Excel 版本可读取此线程批注。\n\n注释:\n    金额对吗？\n答复:\n    对。</t></text>"
        "</comment>",
    )


def _range(row: int) -> str:
    """The anchor of a control, as it stands in the sheet."""
    ends = (
        f"<{name}><xdr:col>{column}</xdr:col><xdr:colOff>95250</xdr:colOff><xdr:row>{at}</xdr:row>"
        f"<xdr:rowOff>19050</xdr:rowOff></{name}>"
        for name, column, at in (("from", 5, row), ("to", 7, row + 1))
    )
    return f'<anchor moveWithCells="1">{"".join(ends)}</anchor>'


_KINDS = (
    ("Checkbox", "CheckBox", "复选框"),
    ("Drop", "Drop", "下拉框"),
    ("Button", "Button", "按钮"),
)


def _add_controls(made: Parts, sheet: str, *notes: str) -> None:
    first, shapes, controls = first_shape(made) + 10, [], ""
    for step, (kind, type_, label) in enumerate(_KINDS):
        number, row = 1 + sum("ctrlProps/ctrl" in name for name in made.all), 20 + 2 * step
        part = f"xl/ctrlProps/ctrlProp{number}.xml"
        linked = "" if kind == "Button" else f' fmlaLink="$E${row + 1}"'
        source = ' fmlaRange="清单!$A$2:$A$5" dropStyle="combo"' if kind == "Drop" else ""
        made.add(
            part,
            f'<formControlPr xmlns="{X14}" objectType="{type_}"{linked}{source} lockText="1"/>',
            "application/vnd.ms-excel.controlproperties+xml",
        )
        relation = made.relate(sheet, "ctrlProp", f"../{part[3:]}")
        controls += (
            f'<mc:AlternateContent xmlns:mc="{NAMESPACES["mc"]}"><mc:Choice Requires="x14">'
            f'<control shapeId="{first + step}" r:id="{relation}" name="{label} {step + 1}">'
            f'<controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0">{_range(row)}'
            "</controlPr></control></mc:Choice></mc:AlternateContent>"
        )
        shapes.append(
            CONTROL.format(id=first + step, kind=kind, row=row, bottom=row + 1, text=label)
        )
    made.declare(sheet, "r", "mc", "x14", "xdr")
    made.put(
        sheet,
        f'<mc:AlternateContent xmlns:mc="{NAMESPACES["mc"]}"><mc:Choice Requires="x14">'
        f"<controls>{controls}</controls></mc:Choice></mc:AlternateContent>",
    )
    types = (NOTE_TYPE,) if notes else ()
    add_vml(made, sheet, *types, CONTROL_TYPE, *notes, *shapes)
    add_anchor(made, sheet, _control_shape(first), column=5, row=20)


def _control_shape(number: int) -> str:
    """A control's twin in the drawing, which says which VML shape it is."""
    return (
        f'<mc:AlternateContent xmlns:mc="{NAMESPACES["mc"]}"><mc:Choice xmlns:a14='
        f'"{NAMESPACES["a14"]}" Requires="a14"><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="{number}" name="复选框 1" hidden="1"><a:extLst>'
        '<a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}">'
        f'<a14:compatExt spid="_x0000_s{number}"/></a:ext></a:extLst></xdr:cNvPr><xdr:cNvSpPr/>'
        '</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp></mc:Choice>'
        "<mc:Fallback/></mc:AlternateContent>"
    )


def _form_controls(made: Parts, sheet: str) -> None:
    """Excel: check box, dropdown and button; a VML drawing that holds no notes."""
    _add_controls(made, sheet)


def _notes_and_controls(made: Parts, sheet: str) -> None:
    """Excel: notes and controls on one sheet share one VML drawing."""
    first = first_shape(made)
    _add_controls(made, sheet, note(first, 4, 2, "王会计<br>上年"), note(first + 1, 11, 4))
    _add_comments(made, sheet, _NOTE_AUTHORS, _RICH_NOTE + _PLAIN_NOTE)


def _button(_book: Any, sheet: Worksheet) -> None:
    """xlsxwriter: a button in VML alone, with no control properties."""
    sheet.insert_button("F3", {"macro": "Check", "caption": "检查"})


def _ole_objects(made: Parts, sheet: str) -> None:
    """Excel: a Word document (a zip within the zip) and a packed file (an OLE file) embedded."""
    docx = io.BytesIO()
    with zipfile.ZipFile(docx, "w") as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>")
    office = "application/vnd.openxmlformats-officedocument"
    made.default_type("docx", f"{office}.wordprocessingml.document")
    made.default_type("png", "image/png")
    made.add("xl/embeddings/Microsoft_Word_Document.docx", docx.getvalue())
    packed = compound_file({"\1Ole10Native": "附件".encode("gbk") * 10})
    made.add("xl/embeddings/oleObject1.bin", packed, f"{office}.oleObject")
    made.add("xl/media/preview1.png", png())
    first = first_shape(made)
    vml = add_vml(
        made,
        sheet,
        OBJECT_TYPE,
        *(OBJECT.format(id=first + n, row=20 + 4 * n, bottom=23 + 4 * n) for n in range(2)),
    )
    made.relate(vml, "image", "../media/preview1.png")
    picture = made.relate(sheet, "image", "../media/preview1.png")
    objects = ""
    for step, (program, kind, name) in enumerate(
        (
            ("Word.Document.12", "package", "Microsoft_Word_Document.docx"),
            ("Package", "oleObject", "oleObject1.bin"),
        )
    ):
        relation = made.relate(sheet, kind, f"../embeddings/{name}")
        head = f'<oleObject progId="{program}" shapeId="{first + step}" r:id="{relation}"'
        objects += (
            f'<mc:AlternateContent xmlns:mc="{NAMESPACES["mc"]}"><mc:Choice Requires="x14">{head}>'
            f'<objectPr defaultSize="0" autoPict="0" r:id="{picture}">{_range(20 + 4 * step)}'
            f"</objectPr></oleObject></mc:Choice><mc:Fallback>{head}/></mc:Fallback>"
            "</mc:AlternateContent>"
        )
    made.declare(sheet, "r", "mc", "x14", "xdr")
    made.put(sheet, f"<oleObjects>{objects}</oleObjects>")


NOTES = {
    "rich_notes": Feature(edit=_rich_notes),
    "notes_by_authors": Feature(_authors),
    "threaded_comments": Feature(edit=_threaded),
    "form_controls": Feature(edit=_form_controls),
    "notes_and_controls": Feature(edit=_notes_and_controls),
    "vml_button": Feature(_button),
    "ole_objects": Feature(edit=_ole_objects),
}
