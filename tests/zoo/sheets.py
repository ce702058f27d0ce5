"""What belongs to a sheet or the workbook as a whole: names, views, print set-up, protection."""

from __future__ import annotations

import io
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tests.zoo.book import ROWS, Feature, add_data
from tests.zoo.parts import BOOK, SHEET_TYPE, Parts, png

_VIEW = "{9E4F0A51-6273-4E8F-80A1-B2C3D4E5F607}"


def _defined_names(book: Any, sheet: Worksheet) -> None:
    """Excel: names of the workbook and of one sheet, print area, print titles, filter."""
    book.define_name("合格率", "=目标表!$C$5")
    book.define_name("清单!合格率", "=清单!$C$2")
    book.define_name("目标表!Rate", "=0.95")
    sheet.print_area("A1:F12")
    sheet.repeat_rows(0, 1)
    sheet.repeat_columns("A:B")
    sheet.autofilter("B2:D10")
    sheet.filter_column("B", "x == NonBlanks")


def _views(book: Any, sheet: Worksheet) -> None:
    """Excel: frozen panes, grouped rows and columns, a zoom and a tab colour."""
    sheet.freeze_panes(2, 1)
    sheet.set_row(5, 20, None, {"level": 1})
    sheet.set_row(6, 20, None, {"level": 1, "hidden": True})
    sheet.set_column("D:D", 20, None, {"level": 1, "collapsed": True})
    sheet.set_zoom(85)
    sheet.set_tab_color("#C00000")
    split = book.get_worksheet_by_name("清单")
    split.split_panes(15, 8.43)
    split.right_to_left()


def _custom_views(made: Parts, sheet: str) -> None:
    """Excel: views kept by name, which repeat print set-up and filter within themselves."""
    made.put(
        sheet,
        f'<customSheetViews><customSheetView guid="{_VIEW}" showPageBreaks="1" fitToPage="1"'
        ' view="pageBreakPreview"><selection activeCell="C5" sqref="C5"/><rowBreaks count="1"'
        ' manualBreakCount="1"><brk id="6" max="16383" man="1"/></rowBreaks><pageMargins'
        ' left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="portrait"/><headerFooter/><autoFilter ref="B2:D10"/>'
        "</customSheetView></customSheetViews>",
    )
    made.put(
        BOOK,
        f'<customWorkbookViews><customWorkbookView name="打印" guid="{_VIEW}" maximized="1"'
        ' windowWidth="1280" windowHeight="720" activeSheetId="1"/></customWorkbookViews>',
    )


def _print_setup(_book: Any, sheet: Worksheet) -> None:
    """Excel: page breaks, headings with a picture (VML of its own), paper and scale."""
    sheet.set_h_pagebreaks([6])
    sheet.set_v_pagebreaks([4])
    sheet.set_header("&L&G&C预算绩效目标表", {"image_left": io.BytesIO(png())})
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()


def _printer_settings(made: Parts, sheet: str) -> None:
    """Excel: what the printer's driver remembers, as bytes nobody else can read."""
    name = "xl/printerSettings/printerSettings1.bin"
    driver = "HP LaserJet".encode("utf-16-le").ljust(64, b"\0")
    made.add(name, driver + bytes(range(256)) * 3, f"{SHEET_TYPE}.printerSettings")
    relation = made.relate(sheet, "printerSettings", f"../{name[3:]}")
    if b"<pageSetup" in made.all[sheet]:
        made.replace(sheet, "<pageSetup", f'<pageSetup r:id="{relation}"')
    else:
        made.put(sheet, f'<pageSetup paperSize="9" orientation="portrait" r:id="{relation}"/>')


def _protected_sheet(book: Any, sheet: Worksheet) -> None:
    """Excel: a sheet locked with a password, with ranges that stay open."""
    sheet.protect("mm", {"format_cells": True, "insert_rows": True})
    sheet.unprotect_range("C4:D9", "填写区", "mm")
    sheet.write("E5", "未锁", book.add_format({"locked": False}))


def _protected_structure(made: Parts, _sheet: str) -> None:
    """Excel: a workbook to which no sheet can be added, by a hash as of 2013."""
    made.put(
        BOOK,
        '<workbookProtection workbookAlgorithmName="SHA-512" workbookHashValue="'
        'q6s1cXkDX0dVv9f2ZzY5o0mOa5mY0i3oPj0kq8m1z0m2h0rCk1m0c7v6f3r0u5e4x9w8t7s6r5q4p3o2n1m0lA=="'
        ' workbookSaltValue="c2FsdHNhbHRzYWx0c2FsdA==" workbookSpinCount="100000"'
        ' lockStructure="1"/>',
    )


def _scenarios(made: Parts, sheet: str) -> None:
    """Excel: figures kept for a what-if."""
    made.put(
        sheet,
        '<scenarios current="0" show="0"><scenario name="多" locked="1" count="2" user="王会计"'
        ' comment="高的一种"><inputCells r="C4" val="1300000"/><inputCells r="C5" val="0.98"/>'
        "</scenario></scenarios>",
    )


def _ignored_errors(_book: Any, sheet: Worksheet) -> None:
    """Excel: green corners that somebody has clicked away."""
    sheet.ignore_errors({"number_stored_as_text": "D3 B2:B4", "formula_differs": "D4"})


def _hidden_sheets(book: Any, _sheet: Worksheet) -> None:
    """Excel: a hidden and a very hidden sheet, each with data."""
    add_data(book, "隐藏").hide()
    add_data(book, "深藏").very_hidden()


NAMES = ("it's", "a b", "📊预算", "a!b", "12", "C5", "一" * 31, "=公式", "'".join("abc"), "& <x>")


def _odd_names(book: Any, _sheet: Worksheet) -> None:
    """Excel: sheets whose names need quotes, or look like something else."""
    for name in NAMES:
        add_data(book, name)


def _own_problem_sheet(book: Any, _sheet: Worksheet) -> None:
    """A user's own sheets with the names that our problem sheet would have."""
    for name in ("问题清单", "问题清单(2)"):
        sheet = book.add_worksheet(name)
        sheet.write_row("A1", ["序号", "问题", "状态"])
        sheet.write_row("A2", [1, "自己记的问题", "未改"])


def _twenty_sheets(book: Any, _sheet: Worksheet) -> None:
    """A department's workbook: one sheet for each project."""
    for number in range(3, 21):
        sheet = add_data(book, f"项目{number}")
        for row in range(20, 60):
            sheet.write_row(row, 0, [f"事项{row}", *(figure * row for *_, figure in ROWS)])


SHEETS = {
    "defined_names": Feature(_defined_names),
    "views": Feature(_views),
    "custom_views": Feature(edit=_custom_views),
    "print_setup": Feature(_print_setup),
    "printer_settings": Feature(edit=_printer_settings),
    "protected_sheet": Feature(_protected_sheet),
    "protected_structure": Feature(edit=_protected_structure),
    "scenarios": Feature(edit=_scenarios),
    "ignored_errors": Feature(_ignored_errors),
    "hidden_sheets": Feature(_hidden_sheets),
    "odd_sheet_names": Feature(_odd_names),
    "own_problem_sheet": Feature(_own_problem_sheet),
    "twenty_sheets": Feature(_twenty_sheets),
}
