"""The rows of lists: written as xlsxwriter writes them, and forgotten once they are on the disk."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.test_summary_links import entry, summary_of
from xltool.excel.summary.cell_digest import DigestedSheet
from xltool.excel.summary.columns import Value
from xltool.excel.summary.formats import SummaryFormats, new_workbook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.row_xml import heads_of, row_xml

ROWS: Sequence[Sequence[Value]] = (
    ["439001", "a < b & c > \"d\" 'e'", "", None],
    [" 前有空格", "后有空格 ", "两\n行", "\ttab"],
    ["\x07铃", "_x0041_", "回\r\n车", "\ufffe\uffff"],
    [0, 0.1 + 0.2, -1e300, math.nan],
    [12345678901234567, True, 1e-7, 3.0],
    [Formula("=1+2", 3.0), Formula('="a"&"<"', "a<"), Formula("=A1", ""), Formula("=B1", 0)],
    ["长" * 40_000, "😀" * 20_000, "长" + "😀" * 17_000, "≥95%"],
)


def written(path: Path, *, whole: bool) -> tuple[bytes, str]:
    """A sheet with these rows, each written whole or by xlsxwriter cell by cell; and its digest."""
    with new_workbook(path, "2022-03", "zh") as workbook:
        sheet: Any = workbook.add_worksheet("表", DigestedSheet)
        formats = SummaryFormats(workbook)
        looks = [formats.of(kind) for kind in ("text", "centre", "money", "hidden")]
        for column, look in enumerate(looks):  # formats are numbered as they are first written
            sheet.write_string(0, column, "标题", look)
        for row, values in enumerate(ROWS, 1):
            if whole:
                texts = [v.value if isinstance(v, Formula) else v for v in values]
                sheet.write_line(row, row_xml(row + 1, 33.75, heads_of(looks), values), texts)
            else:
                sheet.set_row(row, 33.75)
                cell_by_cell(sheet, row, values, looks)
        sheet.write_string(len(ROWS) + 2, 1, "下面", looks[0])
    with ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml"), sheet.digest()


def cell_by_cell(sheet: Any, row: int, values: Sequence[Value], looks: Sequence[Any]) -> None:
    for column, (value, look) in enumerate(zip(values, looks, strict=True)):
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, look, value.value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_number(row, column, value, look)


def test_a_row_written_whole_is_as_xlsxwriter_writes_it(tmp_path: Path) -> None:
    """By names inside of xlsxwriter: this tells when a new version calls them otherwise."""
    whole, digest = written(tmp_path / "whole.xlsx", whole=True)
    cells, same = written(tmp_path / "cells.xlsx", whole=False)
    assert whole == cells
    assert digest == same


def test_what_looks_like_something_else_stays_what_it_is(tmp_path: Path) -> None:
    """xlsxwriter takes a text between <r> and </r> for XML of its own, and the name of a file for
    a function.
    """
    link = '=HYPERLINK("SORT(1).xlsx","SORT(1).xlsx")'
    with new_workbook(tmp_path / "a.xlsx", "2022-03", "zh") as workbook:
        sheet: Any = workbook.add_worksheet("表", DigestedSheet)
        looks = [SummaryFormats(workbook).of("text")] * 3
        values: list[Value] = ["<r>坏</r>", math.inf, Formula(link, "SORT(1).xlsx")]
        sheet.write_line(0, row_xml(1, 20.25, heads_of(looks), values), values)
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["表"]
    assert [cell.value for cell in shown[1]] == ["<r>坏</r>", "#NUM!", "SORT(1).xlsx"]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]["C1"].value == link


def test_heights_are_written_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with the rows."""
    sheets: list[Any] = []
    made = ListSheet.__post_init__

    def recorded(self: ListSheet) -> None:
        made(self)
        sheets.extend(page.sheet for page in self.pages)

    monkeypatch.setattr(ListSheet, "__post_init__", recorded)
    projects = [{"name": "很长的项目名称" * 6}, *({"name": f"项目{n}"} for n in range(300))]
    path = summary_of(tmp_path, [entry("a.xlsx", projects, indicators=300)])
    for sheet in sheets:
        assert len(sheet.row_info) < 20 and len(sheet.row_sizes) < 20
    written = openpyxl.load_workbook(path)["项目清单"]
    assert written.row_dimensions[5].height == 20.25
    assert written.row_dimensions[4].height == 20.25 + 3 * 13.5  # 84 characters' width in 21
