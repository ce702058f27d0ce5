"""What cells hold and what is laid over them: texts, formulas, dropdowns, conditional formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import Feature
from tests.zoo.parts import BOOK, MAIN, NAMESPACES, SHEET_TYPE, STRINGS, Parts

_X14_FORMATS = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
_X14_VALIDATIONS = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"


def _rich_text(book: Any, sheet: Worksheet) -> None:
    """Excel: runs of bold and red in a shared string, with spaces that count."""
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet.write_rich_string("C3", bold, "13020522P00B8J", red, "810002R")
    sheet.write_rich_string("E6", "  前", bold, "中", "后  ")


def _inline_text(made: Parts, sheet: str) -> None:
    """Apache POI (streaming): texts in the cell itself, plain and in runs."""
    rich = (
        '<c r="E6" t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r>'
        '<r><t xml:space="preserve"> 乙</t></r></is></c></row>'
    )
    start, _, rest = made.all[sheet].decode().partition('<row r="6"')
    row, _, rest = rest.partition("</row>")
    made.all[sheet] = f'{start}<row r="6"{row}{rich}{rest}'.encode()
    plain = '<c r="A12" t="inlineStr"><is><t>行内</t></is></c><c r="F12"'
    made.replace(sheet, '<c r="F12"', plain)


def _phonetics(made: Parts, sheet: str) -> None:
    """Excel for East Asia: readings beside the texts (pinyin or kana)."""
    made.replace(
        STRINGS,
        "<si><t>项目名称</t></si>",
        '<si><t>项目名称</t><rPh sb="0" eb="2"><t>xiàng mù</t></rPh><rPh sb="2" eb="4">'
        '<t>míng chēng</t></rPh><phoneticPr fontId="1" type="noConversion"/></si>',
    )
    made.put(sheet, '<phoneticPr fontId="1" type="noConversion"/>')


def _array_formulas(_book: Any, sheet: Worksheet) -> None:
    """Excel 365: an array formula over three cells, and a dynamic one with xl/metadata.xml."""
    sheet.write_array_formula("E8:E10", "{=C4:C6*1}", None, 1250000.5)
    sheet.write_dynamic_array_formula("F2:F5", "=SORT(清单!C2:C5)", None, 40)


def _shared_cells(_book: Any, sheet: Worksheet) -> None:
    for row in range(4):
        sheet.write_formula(row + 2, 5, f"=ROW(清单!A{row + 1})", None, row + 1)


def _shared_formula(made: Parts, sheet: str) -> None:
    """Excel: a formula filled down, written once."""
    master = '<f t="shared" ref="F3:F6" si="0">ROW(清单!A1)</f>'
    made.replace(sheet, "<f>ROW(清单!A1)</f>", master)
    for row in (2, 3, 4):
        made.replace(sheet, f"<f>ROW(清单!A{row})</f>", '<f t="shared" si="0"/>')


def _calc_chain(made: Parts, _sheet: str) -> None:
    """Excel: the order in which it last calculated the formulas."""
    cells = "".join(f'<c r="{cell}"/>' for cell in ("C7", "D4", "D7", "C10"))
    content = f'<calcChain xmlns="{MAIN}"><c r="D10" i="1" l="1"/>{cells}</calcChain>'
    made.add("xl/calcChain.xml", content, f"{SHEET_TYPE}.calcChain+xml")
    made.relate(BOOK, "calcChain", "calcChain.xml")


def _validations(_book: Any, sheet: Worksheet) -> None:
    """Excel: dropdowns and limits with their messages."""
    sheet.data_validation("D5", {"validate": "list", "source": ["≥95%", "≥90%"]})
    sheet.data_validation("D9:D10", {"validate": "list", "source": "=$B$2:$B$6"})
    limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    sheet.data_validation("C5", {**limits, "input_title": "比率", "input_message": "填 0 到 1"})


def _x14_validations(made: Parts, sheet: str) -> None:
    """Excel 2010: dropdowns whose lists lie on another sheet, in the extension list."""
    uid = "{1F2E3D4C-5B6A-4798-8A9B-0C1D2E3F4A5B}"
    made.declare(sheet, "mc", "xr", ignorable="xr")
    made.extend(
        sheet,
        _X14_VALIDATIONS,
        f'<x14:dataValidations count="1" xmlns:xm="{NAMESPACES["xm"]}"><x14:dataValidation'
        f' type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" xr:uid="{uid}">'
        "<x14:formula1><xm:f>清单!$A$2:$A$5</xm:f></x14:formula1><xm:sqref>C2 D8:D9</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations>",
    )


def _conditional_formats(book: Any, sheet: Worksheet) -> None:
    """Excel 2007: rules of several kinds with priorities, some stopping the next."""
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    rule = {"type": "cell", "criteria": "<", "value": 0.9, "format": red, "stop_if_true": True}
    sheet.conditional_format("C5", rule)
    sheet.conditional_format("B2:D10", {"type": "formula", "criteria": "=B2=$C$2", "format": red})
    sheet.conditional_format("B2:D10", {"type": "duplicate", "format": red})
    sheet.conditional_format("C4:D4", {"type": "3_color_scale"})


def _row_banding(book: Any, sheet: Worksheet) -> None:
    """A filler's own: every row has a fill, of two colours, and nothing after that rule counts."""
    for even, colour in ((0, "#DDEBF7"), (1, "#FFFFFF")):
        fill = book.add_format({"bg_color": colour, "font_color": "#000000"})
        rule = {"type": "formula", "criteria": f"=MOD(ROW(),2)={even}", "format": fill}
        sheet.conditional_format("A1:Z40", rule | {"stop_if_true": True})


def _bars_and_icons(_book: Any, sheet: Worksheet) -> None:
    """Excel 2010: data bars in two halves, of which one is an extension, and icon sets."""
    sheet.conditional_format("C4:C6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D4:D6", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("C10", {"type": "data_bar"})


def _x14_conditional_formats(made: Parts, sheet: str) -> None:
    """Excel 2010: rules that look at another sheet or draw new icons, with priorities of theirs."""
    first, second = (f"{{{n}0000000-1111-4222-8333-444444444444}}" for n in (1, 2))
    icons = "".join(f'<x14:cfvo type="percent"><xm:f>{at}</xm:f></x14:cfvo>' for at in (0, 33, 67))
    made.extend(
        sheet,
        _X14_FORMATS,
        f"<x14:conditionalFormattings><x14:conditionalFormatting"
        f' xmlns:xm="{NAMESPACES["xm"]}"><x14:cfRule type="expression" priority="40"'
        f' id="{first}"><xm:f>清单!$C$2&gt;0</xm:f><x14:dxf><font><b/></font><fill><patternFill>'
        '<bgColor rgb="FFFFC000"/></patternFill></fill></x14:dxf></x14:cfRule>'
        "<xm:sqref>C4 B3</xm:sqref></x14:conditionalFormatting><x14:conditionalFormatting"
        f' xmlns:xm="{NAMESPACES["xm"]}"><x14:cfRule type="iconSet" priority="41"'
        f' id="{second}"><x14:iconSet iconSet="3Triangles">{icons}</x14:iconSet></x14:cfRule>'
        "<xm:sqref>C4:C6</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>",
    )


def _hyperlinks(_book: Any, sheet: Worksheet) -> None:
    """Excel: links to a page, a file beside it and a cell."""
    sheet.write_url("E2", "https://example.com/a?b=c&d=e#f", string="网页", tip="打开")
    sheet.write_url("E3", "external:..\\附件\\说明.docx", string="附件")
    sheet.write_url("E4", "internal:'清单'!A1", string="清单")


def _check_boxes(_book: Any, sheet: Worksheet) -> None:
    """Excel 365: check boxes within cells, as a property of their style."""
    sheet.insert_checkbox("E9", True)


CELLS = {
    "rich_text": Feature(_rich_text),
    "inline_text": Feature(edit=_inline_text),
    "phonetics": Feature(edit=_phonetics),
    "array_formulas": Feature(_array_formulas),
    "shared_formulas": Feature(_shared_cells, _shared_formula),
    "calc_chain": Feature(edit=_calc_chain),
    "validations": Feature(_validations),
    "x14_validations": Feature(edit=_x14_validations),
    "conditional_formats": Feature(_conditional_formats),
    "row_banding": Feature(_row_banding),
    "bars_and_icons": Feature(_bars_and_icons),
    "x14_conditional_formats": Feature(edit=_x14_conditional_formats),
    "hyperlinks": Feature(_hyperlinks),
    "check_boxes": Feature(_check_boxes),
}
