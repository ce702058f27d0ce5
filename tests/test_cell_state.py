"""A sheet is read the same however its XML is spelled: as Excel writes it, which is read in a short
way, and in any other way that says the same.
"""

from __future__ import annotations

import pytest

from tests.book import Book, SheetPlan
from tests.book_file import book_bytes
from xltool.excel.marks.cell_state import CellState, SharedTexts, SheetState
from xltool.excel.package.elements import XmlBytes
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.package.zip_package import Package
from xltool.model.workbook import Area, Kind

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
USUAL = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet {MAIN}><sheetFormatPr defaultColWidth="10" defaultRowHeight="18"/>
<cols><col min="1" max="2" width="20" customWidth="1"/><col min="3" max="3" width="5"/></cols>
<sheetData><row r="2" spans="1:3" ht="30" customHeight="1">
<c r="A2" s="1" t="s"><v>0</v></c><c r="B2"><v>0.1</v></c><c r="C2" s="3"/></row>
<row r="4"><c r="A4" t="str"><f>A2</f><v>a &amp; b</v></c><c r="B4" t="b"><v>1</v></c>
<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D4"><f>A1</f></c></row>
<row r="5" ht="9"><c r="A5" t="s"><v>1</v></c></row></sheetData>
<mergeCells count="2"><mergeCell ref="A5:B6"/><mergeCell ref="D2:D3"/></mergeCells></worksheet>"""
ODD = f"""<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}>
<x:sheetFormatPr defaultRowHeight='18' defaultColWidth='10'/><!-- <x:cols> -->
<x:cols ><x:col width='20' max='2' min='1'></x:col><x:col
 customWidth='0' min='3' width='5' max='3'/></x:cols>
<x:sheetData><x:row ht='30' r='2'><x:c t='s' r='A2'><x:v>0</x:v></x:c><x:c><x:v>0.1</x:v></x:c>
<x:c s='3'></x:c></x:row><x:row r='4'><x:c t='str' r='A4'><x:f>A2</x:f><x:v>a &#38; b</x:v></x:c>
<x:c r='B4' t='b'><x:v>1</x:v></x:c><x:c t='e'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c>
<x:c><x:f>A1</x:f></x:c></x:row><x:row ht='9'><x:c t='s' r='A5'><x:v>1</x:v></x:c></x:row>
</x:sheetData><x:mergeCells><x:mergeCell ref='$A$5:$B$6'/><x:mergeCell
 ref='D2:D3'></x:mergeCell></x:mergeCells></x:worksheet>"""
STATES = {
    (1, 1): CellState(Kind.BLANK),  # no such row
    (2, 1): CellState(Kind.TEXT, "项目"),
    (2, 2): CellState(Kind.NUMBER, "0.1"),
    (2, 3): CellState(Kind.BLANK),
    (2, 9): CellState(Kind.BLANK),  # no such cell
    (4, 1): CellState(Kind.TEXT, "a & b"),
    (4, 2): CellState(Kind.BOOLEAN, "TRUE"),
    (4, 3): CellState(Kind.ERROR, "#DIV/0!"),
    (4, 4): CellState(Kind.NO_RESULT),
    (6, 2): CellState(Kind.TEXT, "编码"),  # of the merged range that begins at A5
}


@pytest.fixture
def texts() -> SharedTexts:
    """The shared texts 项目 and 编码."""
    sheet = SheetPlan("表")
    sheet.put("A1", "项目")
    sheet.put("A2", "编码")
    return SharedTexts(BookPart(Package(book_bytes(Book([sheet])))))


@pytest.mark.parametrize("source", [USUAL, ODD], ids=["usual", "odd"])
def test_spellings_say_the_same(source: str, texts: SharedTexts) -> None:
    """Cells, merged ranges, widths and heights."""
    state = SheetState(XmlBytes(source.encode()), texts)
    assert {place: state.at(place) for place in STATES} == STATES
    assert state.merged((6, 1)) == Area(5, 1, 6, 2)
    assert state.merged((3, 4)) == Area(2, 4, 3, 4)
    assert state.merged((4, 4)) == Area(4, 4, 4, 4)
    assert [state.column_pixels(column) for column in (1, 2, 3, 4)] == [145, 145, 40, 75]
    assert [state.row_pixels(row) for row in (1, 2, 5)] == [24, 40, 12]


def test_hidden_columns_and_rows_take_no_room(texts: SharedTexts) -> None:
    """Wherever in the tag it says so."""
    sheet = (
        f'<worksheet {MAIN}><cols><col min="1" max="1" width="9" hidden="1"/>'
        '<col hidden="true" min="2" max="2" width="9"/></cols><sheetData>'
        '<row r="1" ht="20" hidden="1"/><row hidden="1" r="2"/></sheetData></worksheet>'
    )
    state = SheetState(XmlBytes(sheet.encode()), texts)
    assert (state.column_pixels(1), state.column_pixels(2)) == (0, 0)
    assert (state.row_pixels(1), state.row_pixels(2)) == (0, 0)


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ('t="str"><v><![CDATA[a<b]]></v>', CellState(Kind.TEXT, "a<b")),
        ('t="str"><v>验收<!-- ? -->率</v>', CellState(Kind.TEXT, "验收率")),
        ("><v><![CDATA[0.95]]></v>", CellState(Kind.NUMBER, "0.95")),
        ("><v>0<?x y?>.95</v>", CellState(Kind.NUMBER, "0.95")),
        ('t="s"><v><![CDATA[1]]></v>', CellState(Kind.TEXT, "编码")),
        ('t="s"><v>2</v>', CellState(Kind.TEXT, "验 <收> 率")),
        ('t="b"><v><![CDATA[1]]></v>', CellState(Kind.BOOLEAN, "TRUE")),
        ('t="e"><v>#N/A<!-- --></v>', CellState(Kind.ERROR, "#N/A")),
        ('t="inlineStr"><is><t>项<!-- -->目</t></is>', CellState(Kind.TEXT, "项目")),
    ],
)
def test_what_is_no_text_within_a_value_is_passed_over(value: str, state: CellState) -> None:
    """Report servers write values in CDATA sections."""
    shared = "<si><t>项目</t></si><si><t>编码</t></si><si><t>验<![CDATA[ <收> ]]>率</t></si>"
    plan = SheetPlan("表")
    plan.put("A1", "项目")
    package = Package(book_bytes(Book([plan])))
    package.write("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>".encode())
    sheet = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" {value}</c></row></sheetData>'
        "</worksheet>"
    )
    found = SheetState(XmlBytes(sheet.encode()), SharedTexts(BookPart(package)))
    assert found.at((1, 1)) == state


def test_a_row_without_a_number_is_where_its_cells_are(texts: SharedTexts) -> None:
    """Also behind a gap."""
    sheet = (
        f'<worksheet {MAIN}><sheetData><row><c r="A1"><v>1</v></c></row><row/>'
        '<row ht="30"><c s="2" r="A5"><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref=" C1:D2 "/></mergeCells></worksheet>'
    )
    state = SheetState(XmlBytes(sheet.encode()), texts)
    assert state.at((1, 1)) == CellState(Kind.NUMBER, "1")
    assert state.at((2, 1)) == CellState(Kind.BLANK)
    assert state.at((5, 1)) == CellState(Kind.NUMBER, "5")
    assert state.at((6, 1)) == CellState(Kind.NUMBER, "6")
    assert state.row_pixels(5) == 40
    assert state.merged((2, 4)) == Area(1, 3, 2, 4)


def test_a_text_that_reads_like_a_cell_is_none(texts: SharedTexts) -> None:
    """The name is looked for in bytes, but only a cell's own counts."""
    sheet = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>&lt;c r="B1"&gt;</t></is></c><c r="C1" t="inlineStr"><is><t> r="B1"</t></is></c>'
        '<c r="B1"><v>7</v></c></row></sheetData></worksheet>'
    )
    state = SheetState(XmlBytes(sheet.encode()), texts)
    assert state.at((1, 1)) == CellState(Kind.TEXT, '<c r="B1">')
    assert state.at((1, 2)) == CellState(Kind.NUMBER, "7")
