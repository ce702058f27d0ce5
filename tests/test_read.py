"""Workbooks of every format become cells with their kinds."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError

from tests.unreadable.make import MAIN, XLSX_PARTS, ods, package, sheet_xml, xlsb, xlsx
from xltool.excel.read import workbook as read_module
from xltool.excel.read.number_format import format_words, is_percent
from xltool.excel.read.workbook import read_workbook
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import Area, CellValue, Kind, Sheet, Workbook

WORKBOOKS = Path(__file__).parent / "workbooks"
STRICT = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}


def read(folder: Path, data: bytes, name: str = "form.xlsx") -> Workbook:
    path = folder / name
    path.write_bytes(data)
    return read_workbook(path)


def shown(sheet: Sheet) -> dict[str, tuple[CellValue, Kind, str | None]]:
    return {cell.ref.a1: (cell.value, cell.kind, cell.formula) for cell in sheet.cells.values()}


def active(book: openpyxl.Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"/>', None),
        ('<c r="A1"><v></v></c>', None),
        ('<c r="A1" t="s"><v>0</v></c>', ("名称", Kind.TEXT, None)),
        ('<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', ("甲", Kind.TEXT, None)),
        ('<c r="A1" t="inlineStr"><is><t> \u3000\n</t></is></c>', None),
        ('<c r="A1" t="str"><v>#N/A</v></c>', ("#N/A", Kind.TEXT, None)),
        ('<c r="A1"><v>95</v></c>', (95.0, Kind.NUMBER, None)),
        ('<c r="A1" t="n" s="1"><v>0.95</v></c>', (0.95, Kind.PERCENT, None)),
        ('<c r="A1" s="1"/>', None),
        ('<c r="A1" s="1" t="inlineStr"><is><t>95%</t></is></c>', ("95%", Kind.TEXT, None)),
        ('<c r="A1" t="b"><v>1</v></c>', (True, Kind.BOOLEAN, None)),
        ('<c r="A1" t="d"><v>2022-03-01</v></c>', (datetime.date(2022, 3, 1), Kind.DATE, None)),
        ('<c r="A1" s="2"><v>44621</v></c>', (datetime.date(2022, 3, 1), Kind.DATE, None)),
        ('<c r="A1" s="3"><v>0.25</v></c>', (datetime.time(6), Kind.DATE, None)),
        ('<c r="A1" s="4"><v>1.5</v></c>', (datetime.timedelta(1.5), Kind.DATE, None)),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ("#N/A", Kind.ERROR, None)),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ("#DIV/0!", Kind.ERROR, "1/0")),
        ('<c r="A1"><f>1+1</f></c>', (None, Kind.NO_RESULT, "1+1")),
        ('<c r="A1"><f>1+1</f><v/></c>', (None, Kind.NO_RESULT, "1+1")),
        ('<c r="A1" t="str"><f>A2</f></c>', (None, Kind.NO_RESULT, "A2")),
        ('<c r="A1" t="str"><f>A2&amp;""</f><v></v></c>', None),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', (2.0, Kind.NUMBER, "1+1")),
        ('<c r="A1" s="1"><f>A2</f><v>0.5</v></c>', (0.5, Kind.PERCENT, "A2")),
        ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', (2.0, Kind.NUMBER, "")),
        ('<c r="A1"><v>NaN</v></c>', ("#NUM!", Kind.ERROR, None)),
        ('<c r="A1"><v>1e400</v></c>', ("#NUM!", Kind.ERROR, None)),
    ],
)
def test_kinds_of_xlsx(
    tmp_path: Path, cell: str, expected: tuple[CellValue, Kind, str | None] | None
) -> None:
    styles = XLSX_PARTS["xl/styles.xml"].replace(
        "</cellXfs>", '<xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs>'
    )
    book = read(tmp_path, xlsx(sheet_xml(f'<row r="1">{cell}</row>'), styles=styles))
    assert shown(book.sheets[0]) == ({} if expected is None else {"A1": expected})
    assert book.blanks_certain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<table:table-cell/>", None),
        (
            (
                '<table:table-cell office:value-type="percentage" office:value="0.95">'
                "<text:p>95%</text:p></table:table-cell>"
            ),
            (0.95, Kind.PERCENT, None),
        ),
        (
            (
                '<table:table-cell table:formula="of:=1/0" office:value-type="string"'
                ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
            ),
            ("#DIV/0!", Kind.ERROR, "1/0"),
        ),
        (
            (
                '<table:table-cell table:formula="of:=A(" office:value-type="float"'
                ' office:value="0"><text:p>Err:502</text:p></table:table-cell>'
            ),
            ("Err:502", Kind.ERROR, "A("),
        ),
        (
            '<table:table-cell table:formula="of:=SUM([.A2])"/>',
            (None, Kind.NO_RESULT, "SUM([.A2])"),
        ),
        (
            (
                '<table:table-cell table:formula="of:=1" office:value-type="float"'
                ' office:value="1"><text:p>1</text:p></table:table-cell>'
            ),
            (1.0, Kind.NUMBER, "1"),
        ),
        (
            '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
            (True, Kind.BOOLEAN, None),
        ),
        (
            '<table:table-cell office:value-type="date" office:date-value="2022-03-01"/>',
            (datetime.date(2022, 3, 1), Kind.DATE, None),
        ),
        (
            '<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>',
            ("#N/A", Kind.TEXT, None),
        ),
    ],
)
def test_kinds_of_ods(
    tmp_path: Path, cell: str, expected: tuple[CellValue, Kind, str | None] | None
) -> None:
    book = read(tmp_path, ods(f"<table:table-row>{cell}</table:table-row>"), "form.ods")
    assert shown(book.sheets[0]) == ({} if expected is None else {"A1": expected})
    assert book.blanks_certain


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ('0.0" 约"%', True),
        ("General", False),
        ('0"%"', False),
        (r"0\%", False),
        ("0_%", False),
        ("[$%-804]0", False),
    ],
)
def test_percent_formats(tmp_path: Path, code: str, percent: bool) -> None:
    assert is_percent(code) is percent
    book = openpyxl.Workbook()
    active(book)["B2"] = 0.95
    active(book)["B2"].number_format = code
    book.save(tmp_path / "percent.xlsx")
    (sheet,) = read_workbook(tmp_path / "percent.xlsx").sheets
    assert sheet.cells[2, 2].kind is (Kind.PERCENT if percent else Kind.NUMBER)


def test_cells_and_rows_without_references_count_on(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c t='e'><v>#N/A</v></c></row>"
        '<row r="4"><c r="C4"><v>3</v></c><c><f>A1</f></c></row>'
        '<row><c s="1"><v>0.5</v></c></row>'
    )
    (sheet,) = read(tmp_path, xlsx(sheet_xml(rows))).sheets
    assert {a1: kind for a1, (_, kind, _) in shown(sheet).items()} == {
        "A1": Kind.NUMBER,
        "B1": Kind.ERROR,
        "C4": Kind.NUMBER,
        "D4": Kind.NO_RESULT,
        "A5": Kind.PERCENT,
    }


@pytest.mark.parametrize("reference", ["A1", "A1:A1", "A1:XFD1048576"])
def test_wrong_dimension(tmp_path: Path, reference: str) -> None:
    sheet = sheet_xml('<row r="7"><c r="D7"><v>1</v></c></row>', f'<dimension ref="{reference}"/>')
    assert list(shown(read(tmp_path, xlsx(sheet)).sheets[0])) == ["D7"]


def test_prefixed_namespace(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2" s="1"><x:v>0.5</x:v>'
        '</x:c><x:c r="C2" t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert shown(read(tmp_path, xlsx(sheet)).sheets[0]) == {
        "B2": (0.5, Kind.PERCENT, None),
        "C2": ("#REF!", Kind.ERROR, None),
    }


def test_strict_namespaces(tmp_path: Path) -> None:
    parts = {
        **XLSX_PARTS,
        "xl/worksheets/sheet1.xml": sheet_xml(
            '<row r="2"><c r="B2" s="1"><v>0.5</v></c><c r="C2" t="e"><v>#REF!</v></c></row>'
        ),
    }
    for loose, strict in STRICT.items():
        parts = {name: text.replace(loose, strict) for name, text in parts.items()}
    assert [kind for _, kind, _ in shown(read(tmp_path, package(parts)).sheets[0]).values()] == [
        Kind.PERCENT,
        Kind.ERROR,
    ]


def test_absolute_targets_and_odd_part_names(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'
    parts = dict(XLSX_PARTS)
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace('"worksheets/sheet1.xml"', '"/xl/data/Tab.xml"')
        parts[name] = parts[name].replace("/xl/worksheets/sheet1.xml", "/xl/data/Tab.xml")
    parts["xl/Data/tab.xml"] = sheet_xml(rows)
    assert shown(read(tmp_path, package(parts)).sheets[0]) == {"A1": ("#N/A", Kind.ERROR, None)}


def test_error_alone_on_its_sheet_is_kept(tmp_path: Path) -> None:
    rows = '<row r="9"><c r="C9"><f>1+1</f></c></row>'
    assert list(shown(read(tmp_path, xlsx(sheet_xml(rows))).sheets[0])) == ["C9"]


def test_openpyxl_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = active(book)
    sheet.title = "绩效目标表"
    sheet["B3"] = "名称"
    sheet["C3"] = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))
    sheet["D3"] = datetime.datetime(2022, 3, 1, 8, 30)
    sheet["E3"] = "=SUM(A1:A2)"
    sheet.merge_cells("B5:D6")
    sheet["B5"] = "合并"
    hidden = book.create_sheet("A&B <隐藏>")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = 1
    book.create_chartsheet("图")
    book.properties.modified = datetime.datetime(2022, 3, 1, 8)
    path = tmp_path / "表 一.xlsx"
    book.save(path)
    read_back = read_workbook(path)
    assert read_back.path == path.as_posix()
    assert read_back.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_back.modified is not None
    assert read_back.modified.tzinfo is None
    first, second = read_back.sheets
    assert (first.name, first.visible, first.merges) == ("绩效目标表", True, (Area(5, 2, 6, 4),))
    assert (second.name, second.visible) == ("A&B <隐藏>", False)
    assert shown(first) == {
        "B3": ("名称", Kind.TEXT, None),
        "C3": ("甲乙", Kind.TEXT, None),
        "D3": (datetime.datetime(2022, 3, 1, 8, 30), Kind.DATE, None),
        "E3": (None, Kind.NO_RESULT, "SUM(A1:A2)"),
        "B5": ("合并", Kind.TEXT, None),
    }


def test_xlsxwriter_workbook_in_the_1904_calendar(tmp_path: Path) -> None:
    path = tmp_path / "1904.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.set_properties({"created": datetime.datetime(2022, 3, 1, 8)})
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 0, datetime.datetime(2022, 3, 1), day)
        sheet.write_formula(1, 0, "=A9", None, "")  # xlsxwriter leaves the result out
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        sheet.write_blank(3, 0, None, day)
    book_read = read_workbook(path)
    assert book_read.modified == datetime.datetime(2022, 3, 1, 8)
    assert shown(book_read.sheets[0]) == {
        "A1": (datetime.date(2022, 3, 1), Kind.DATE, None),
        "A2": (None, Kind.NO_RESULT, "A9"),
        "A3": ("#DIV/0!", Kind.ERROR, "1/0"),
    }


def test_phonetics_are_not_read(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}" uniqueCount="1"><si><r><t>名</t></r><r><t>称</t></r>'
        '<rPh sb="0" eb="1"><t>ming</t></rPh></si></sst>'
    )
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    book = read(tmp_path, xlsx(sheet, sharedStrings=strings))
    assert book.sheets[0].cells[1, 1].value == "名称"


def test_ods_merges_repeats_and_hidden_sheets(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2"'
        ' table:number-rows-spanned="3"><text:p>合并</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row>"
        '<table:table-row-group><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:formula="of:=A1" table:number-columns-repeated="2"/>'
        "</table:table-row></table:table-row-group>"
    )
    styles = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    book = read(tmp_path, ods(rows, styles, table=' table:style-name="ta1"'), "form.ods")
    (sheet,) = book.sheets
    assert not sheet.visible
    assert sheet.merges == (Area(3, 3, 5, 4),)
    assert list(shown(sheet)) == ["C3", "A4", "B4", "A5", "B5"]


def test_libreoffice_ods() -> None:
    first, hidden = read_workbook(WORKBOOKS / "plain.ods").sheets
    assert shown(first) == {
        "A1": ("名称", Kind.TEXT, None),
        "F1": ("#N/A", Kind.ERROR, "NA()"),
        "B2": (0.95, Kind.PERCENT, None),
        "C3": ("#DIV/0!", Kind.ERROR, "1/0"),
        "D4": (1.0, Kind.NUMBER, "TRUE()"),
        "A5": ("合并", Kind.TEXT, None),
        "E5": (datetime.date(2022, 3, 1), Kind.DATE, None),
    }
    assert first.merges == (Area(5, 1, 6, 3),)
    assert (first.visible, hidden.visible) == (True, False)


def test_xls_cannot_tell_its_blanks() -> None:
    book = read_workbook(WORKBOOKS / "plain.xls")
    first, hidden = book.sheets
    assert not book.blanks_certain
    assert book.modified is None
    assert shown(first) == {
        "A1": ("名称", Kind.TEXT, None),
        "B2": (0.95, Kind.NUMBER, None),
        "D4": (True, Kind.BOOLEAN, None),
        "A5": ("合并", Kind.TEXT, None),
        "E5": (datetime.date(2022, 3, 1), Kind.DATE, None),
    }
    assert first.merges == (Area(5, 1, 6, 3),)
    assert (first.visible, hidden.visible) == (True, False)


def test_xlsb(tmp_path: Path) -> None:
    book = read(tmp_path, xlsb({(2, 3): 1.5}), "form.xlsb")
    assert not book.blanks_certain
    assert shown(book.sheets[0]) == {"C2": (1.5, Kind.NUMBER, None)}


@pytest.mark.parametrize("kept", [600, 1024, 2048, 4096])
def test_truncated_xls_is_damaged(tmp_path: Path, kept: int) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        read(tmp_path, (WORKBOOKS / "plain.xls").read_bytes()[:kept], "half.xls")
    assert caught.value.refusal.reason == "damaged"


@pytest.mark.parametrize(
    "sheet",
    [
        sheet_xml('<row r="1"><c r="1A"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        sheet_xml('<row r="x"><c><v>1</v></c></row>'),
        "<worksheet><sheetData>",
        "",
    ],
)
def test_damaged_sheet(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        read(tmp_path, xlsx(sheet))
    assert caught.value.refusal.reason == "damaged"


def test_sheet_whose_part_is_missing_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        read(tmp_path, package(XLSX_PARTS))
    assert caught.value.refusal.reason == "damaged"


def test_what_calamine_cannot_read_openpyxl_may(tmp_path: Path) -> None:
    moved = {
        name.replace("xl/workbook", "book/main").replace("xl/_rels/workbook", "book/_rels/main"): (
            text.replace("xl/workbook.xml", "book/main.xml").replace('Target="', 'Target="/')
            if name == "_rels/.rels"
            else text.replace("/xl/workbook.xml", "/book/main.xml").replace(
                'Target="', 'Target="/xl/'
            )
        )
        for name, text in XLSX_PARTS.items()
    }
    moved["xl/worksheets/sheet1.xml"] = sheet_xml(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="e"><v>#N/A</v></c></row>',
        after='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    )
    data = package(moved)
    with pytest.raises(CalamineError):
        read_module._read_by_calamine(data)
    (sheet,) = read(tmp_path, data).sheets
    assert shown(sheet) == {
        "A1": ("名称", Kind.TEXT, None),
        "B1": (0.5, Kind.PERCENT, None),
        "C1": (None, Kind.NO_RESULT, "1+1"),
        "D1": ("#N/A", Kind.ERROR, None),
    }
    assert sheet.merges == (Area(2, 1, 3, 2),)


def test_both_readers_agree(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 20):
        active(book).append([f"项目{row}", row, row / 7, datetime.date(2022, 3, row), row % 2 == 0])
    active(book).merge_cells("A30:B31")
    book.save(path)
    data = path.read_bytes()

    def cells(grids: list[read_module._Grid]) -> list[object]:
        (grid,) = grids
        rows = [[read_module._typed(value, False) for value in row] for row in grid.rows]
        return [grid.name, grid.visible, rows[:19], grid.merges]

    assert cells(read_module._read_by_calamine(data)) == cells(read_module._read_by_openpyxl(data))


def test_panic_of_calamine_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):  # the name that panics of Rust have
        pass

    def panic(_: bytes) -> None:
        raise PanicException

    monkeypatch.setattr(read_module, "_read_by_calamine", panic)
    with pytest.raises(UnreadableWorkbookError) as caught:
        read(tmp_path, (WORKBOOKS / "plain.xls").read_bytes(), "form.xls")
    assert caught.value.refusal.reason == "damaged"


def test_interruption_is_not_swallowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(read_module, "_read_by_calamine", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, xlsx(sheet_xml("")))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('0.00"万元"', ("", "万元")),
        ('"≥"0"%"', ("≥", "%")),
        ('0"天";-0"天"', ("", "天")),
        ('"¥"#,##0.00', ("¥", "")),
        ("0.00", None),
        ("General", None),
        ("0%", None),
        ("_ * #,##0.00_ ;_ * -#,##0.00_ ", None),
        ('yyyy"年"m"月"', None),
        ("[Red]0.0", None),
    ],
)
def test_the_words_of_a_number_format(code: str, words: tuple[str, str] | None) -> None:
    assert format_words(code) == words


def test_a_number_is_read_with_the_words_of_its_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (value, code) in enumerate([(36.88, '0.00"万元"'), (95, '"≥"0"%"'), (0.95, "0%")], 1):
        sheet.cell(row, 1, value).number_format = code
    book.save(tmp_path / "a.xlsx")
    cells = read_workbook(tmp_path / "a.xlsx").sheets[0].cells
    assert [cells[row, 1].shown for row in (1, 2, 3)] == ["36.88万元", "≥95%", None]
    assert [cells[row, 1].kind for row in (1, 2, 3)] == [Kind.NUMBER, Kind.NUMBER, Kind.PERCENT]
