"""Sound workbooks of unusual build: other kinds of sheets, part names and content types."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import CHOICES, Feature, plain_parts
from tests.zoo.parts import (
    BOOK,
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET_TYPE,
    STRINGS,
    TYPES,
    Parts,
    parse,
    rels_of,
    serialize,
)

_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_MACRO_MAIN = "http://schemas.microsoft.com/office/excel/2006/main"
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_CELLS = '<sheetData><row r="1"><c r="A1" t="str"><f>HALT()</f><v>宏</v></c></row></sheetData>'


def _list_sheet(made: Parts, entry: str) -> None:
    """List a sheet between 目标表 and 清单; names of single sheets count the sheets on."""
    made.replace(BOOK, f'<sheet name="{CHOICES}"', f'{entry}<sheet name="{CHOICES}"')


def _add_sheet(made: Parts, name: str, part: str, content: str, kind: str, type_: str) -> None:
    made.add(part, content, type_)
    id_ = made.relate(BOOK, kind, part.removeprefix("xl/"))
    _list_sheet(made, f'<sheet name="{name}" sheetId="9" r:id="{id_}"/>')


def _macro_sheet(made: Parts, _sheet: str) -> None:
    """Excel: a sheet of Excel 4 macros, hidden as they mostly are."""
    content = (
        f'<xm:macrosheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:xm="{_MACRO_MAIN}">'
        f"{_CELLS}</xm:macrosheet>"
    )
    type_ = "application/vnd.ms-excel.macrosheet+xml"
    part = "xl/macrosheets/sheet1.xml"
    _add_sheet(made, "宏1", part, content, f"{_MICROSOFT}/xlMacrosheet", type_)
    made.replace(BOOK, '<sheet name="宏1"', '<sheet name="宏1" state="veryHidden"')
    made.replace(TYPES, f"{SHEET_TYPE}.sheet.main+xml", _MACRO_BOOK)


def _international_macro_sheet(made: Parts, _sheet: str) -> None:
    """Excel: the same for macros in English, whatever the language of the program."""
    content = f'<xm:macrosheet xmlns="{MAIN}" xmlns:xm="{_MACRO_MAIN}">{_CELLS}</xm:macrosheet>'
    type_ = "application/vnd.ms-excel.intlmacrosheet+xml"
    part = "xl/macrosheets/intlsheet1.xml"
    _add_sheet(made, "Macro1", part, content, f"{_MICROSOFT}/xlIntlMacrosheet", type_)
    made.replace(TYPES, f"{SHEET_TYPE}.sheet.main+xml", _MACRO_BOOK)


def _dialog_sheet(made: Parts, _sheet: str) -> None:
    """Excel: a dialog of Excel 5."""
    content = (
        f'<dialogsheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="14.25"/></dialogsheet>'
    )
    part = "xl/dialogsheets/sheet1.xml"
    _add_sheet(made, "对话框1", part, content, "dialogsheet", f"{SHEET_TYPE}.dialogsheet+xml")


def _chart_sheets(book: Any, _sheet: Worksheet) -> None:
    """Excel: charts that fill sheets of their own, first and last."""
    for name in ("图1", "图2"):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={CHOICES}!$C$2:$C$5"})
        book.add_chartsheet(name).set_chart(chart)
    sheets = book.worksheets_objs
    sheets.insert(0, sheets.pop())


def _module_sheet(made: Parts, _sheet: str) -> None:
    """Excel: a module of Excel 5, which is listed but has no part of its own."""
    _list_sheet(made, '<sheet name="模块1" sheetId="9" state="veryHidden" r:id=""/>')


def _sheet_without_part(made: Parts, _sheet: str) -> None:
    """Exporters: a sheet that is listed and nothing else."""
    _list_sheet(made, '<sheet name="空壳" sheetId="9"/>')


_SPOKEN = {
    "xl/worksheets/sheet1.xml": "xl/worksheets/目标 表.xml",
    "xl/worksheets/sheet2.xml": "xl/worksheets/choices (1).xml",
    STRINGS: "xl/文字.xml",
    "xl/styles.xml": "xl/styles.XML",
}


def _renamed(
    member: Callable[[str], str], target: Callable[[str], str]
) -> Callable[[Parts, str], None]:
    """An edit that gives parts names beyond ASCII, as the zip and as XML write them."""

    def edit(made: Parts, _sheet: str) -> None:
        for old, new in _SPOKEN.items():
            made.all[member(new)] = made.all.pop(old)
            made.replace(TYPES, f'"/{old}"', f'"/{target(new)}"')
            made.replace(rels_of(BOOK), f'"{old[3:]}"', f'"{target(new[3:])}"')

    return edit


def _as_is(name: str) -> str:
    return name


def _escaped_twice_over(name: str) -> str:
    """Some writers escape what need not be."""
    return quote(name).replace("s", "%73")


def _other_folders(made: Parts, _sheet: str) -> None:
    """Report servers: no folder xl at all, and the workbook is not called so."""
    for name in [name for name in made.all if name.startswith("xl/")]:
        new = name.replace("workbook.xml", "book1.xml").replace("xl/", "content/office/", 1)
        made.all[new] = made.all.pop(name)
    made.all[TYPES] = re.sub(
        rb'"/xl/(workbook)?', lambda m: b'"/content/office/' + (b"book1" if m[1] else b""),
        made.all[TYPES],
    )  # fmt: skip
    made.replace("_rels/.rels", '"xl/workbook.xml"', '"/Content/Office/Book1.xml"')


def _leading_slashes(made: Parts, _sheet: str) -> None:
    """Exporters: members are named as parts are, with a slash before."""
    for name in list(made.all):
        made.all[f"/{name}"] = made.all.pop(name)


def _overridden_types(made: Parts, _sheet: str) -> None:
    """LibreOffice before 7: each part has its type by its own name, relationships too."""
    root = parse(made.all[TYPES])
    kinds = {child.get("Extension"): child.get("ContentType") for child in root}
    known = {child.get("PartName") for child in root}
    for child in [child for child in root if child.get("Extension")]:
        root.remove(child)
    namespace = f"{{{PACKAGE}/content-types}}Override"
    for name in made.all:
        if name != TYPES and f"/{name}" not in known:
            override = root.makeelement(namespace)
            override.set("PartName", f"/{name}")
            override.set("ContentType", str(kinds[name.rpartition(".")[2]]))
            root.append(override)
    made.all[TYPES] = serialize(root)
    assert _RELS_TYPE.encode() in made.all[TYPES]


def _stale_types(made: Parts, _sheet: str) -> None:
    """Programs that take parts out and forget their types: there is none of these parts."""
    for part, type_ in (
        ("xl/comments1.xml", "application/xml"),
        ("xl/worksheets/sheet3.xml", f"{SHEET_TYPE}.chartsheet+xml"),
        ("xl/xltool.bin", "application/octet-stream"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "application/xml"),
    ):
        made.replace(
            TYPES, "</Types>", f'<Override PartName="/{part}" ContentType="{type_}"/></Types>'
        )


def _other_vml_type(made: Parts, _sheet: str) -> None:
    """Exporters: files that end in .vml are declared to be plain XML."""
    made.default_type("vml", "application/xml")


UNUSUAL = {
    "macro_sheet": Feature(edit=_macro_sheet),
    "international_macro_sheet": Feature(edit=_international_macro_sheet),
    "dialog_sheet": Feature(edit=_dialog_sheet),
    "chart_sheets": Feature(_chart_sheets),
    "module_sheet": Feature(edit=_module_sheet),
    "sheet_without_part": Feature(edit=_sheet_without_part),
    "names_beyond_ascii": Feature(edit=_renamed(_as_is, _as_is)),
    "escaped_targets": Feature(edit=_renamed(_as_is, quote)),
    "escaped_members": Feature(edit=_renamed(quote, _as_is)),
    "escaped_letters": Feature(edit=_renamed(quote, _escaped_twice_over)),
    "other_folders": Feature(edit=_other_folders),
    "leading_slashes": Feature(edit=_leading_slashes),
    "overridden_types": Feature(edit=_overridden_types),
    "stale_types": Feature(edit=_stale_types),
    "other_vml_type": Feature(edit=_other_vml_type),
}


def _with_text(raw: bytes) -> Callable[[], bytes]:
    """The plain workbook with other bytes for the text of E5, and for a text in its cell."""

    def make() -> bytes:
        made = plain_parts()
        made.replace(STRINGS, "右边", "")
        made.all[STRINGS] = made.all[STRINGS].replace(b"<t></t>", b"<t>" + raw + b"</t>", 1)
        sheet = made.all["xl/worksheets/sheet1.xml"]
        inline = b'<c r="E6" t="inlineStr"><is><t>' + raw + b"</t></is></c></row>"
        made.all["xl/worksheets/sheet1.xml"] = re.sub(
            rb'(<row r="6".*?)</row>', lambda found: found[1] + inline, sheet, count=1, flags=re.S
        )
        return made.to_bytes()

    return make


FORBIDDEN = {
    "control_character": (_with_text("右\x0b边".encode()), "右\x0b边"),
    "control_reference": (_with_text("右&#x1F;边".encode()), "右\x1f边"),
    "null_reference": (_with_text("右&#0;边".encode()), "右边"),
    "surrogate_reference": (_with_text("右&#xD83D;&#xDCCA;边".encode()), "右边"),
    "no_character": (_with_text("右\uffff边".encode()), "右边"),
}
"""Workbooks with characters that XML forbids, which Excel repairs; and how E5 and E6 then read."""
