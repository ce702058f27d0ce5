"""A blank second level takes the one above; where that is in doubt, a note says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import xltool

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三套指标完整.xlsx"
SHEETS = ("项目1", "项目2", "项目3")


@pytest.fixture
def book() -> Workbook:
    return load_workbook(SAMPLE)


def without_merges(book: Workbook) -> None:
    """Print the first levels once, with blanks below them, as many bureaus do."""
    for name in SHEETS:
        for area in [str(area) for area in book[name].merged_cells.ranges]:
            if area.startswith("A1"):
                book[name].unmerge_cells(area)


def noted(book: Workbook, folder: Path) -> list[list[str]]:
    """The cells of each such note."""
    book.save(folder / "a.xlsx")
    (report,) = xltool.check([folder / "a.xlsx"])
    assert report.form
    found = [finding for finding in report if finding.rule == "XL320"]
    return [[f"{ref.sheet}!{ref.a1}" for ref in finding.refs] for finding in found]


def test_all_blanks_of_a_workbook_are_one_note(book: Workbook, tmp_path: Path) -> None:
    book["项目1"]["B11"] = book["项目1"]["B12"] = book["项目3"]["B15"] = None
    assert noted(book, tmp_path) == [["项目1!B11", "项目1!B12", "项目3!B15"]]


def test_a_table_that_merges_nothing_is_printed_so(book: Workbook, tmp_path: Path) -> None:
    without_merges(book)
    book["项目1"]["B11"] = book["项目2"]["B12"] = None
    assert noted(book, tmp_path) == []


def test_a_level_that_is_written_out_in_every_row(book: Workbook, tmp_path: Path) -> None:
    without_merges(book)
    book["项目1"]["B11"], book["项目1"]["B12"] = "数量指标", None
    assert noted(book, tmp_path) == [["项目1!B12"]]


def test_a_merged_level_is_not_blank(book: Workbook, tmp_path: Path) -> None:
    book["项目1"]["B11"] = book["项目1"]["B13"] = None
    book["项目1"].merge_cells("B10:B11")
    assert noted(book, tmp_path) == [["项目1!B13"]]


def test_a_first_level_begins_anew(book: Workbook, tmp_path: Path) -> None:
    """Nothing is filled down into another first level: that blank is missing."""
    book["项目1"]["B14"] = None
    assert noted(book, tmp_path) == []
