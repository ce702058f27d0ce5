"""What is filled in where nobody sees it is read, and that is said."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

import xltool

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三套指标完整.xlsx"


def findings(path: Path) -> list[tuple[str, str, list[str]]]:
    (report,) = xltool.check([path])
    return [(f.rule, f.variant, [ref.a1 for ref in f.refs]) for f in report]


def test_a_hidden_row_with_a_record(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    book["项目1"].row_dimensions[11].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert findings(tmp_path / "a.xlsx") == [("XL004", "cells", ["B11"])]


def test_a_hidden_column_with_values(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    book["项目2"].column_dimensions["G"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert [each[:2] for each in findings(tmp_path / "a.xlsx")] == [("XL004", "cells")]


def test_hidden_rows_without_values(tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    book["项目1"].row_dimensions[30].hidden = True
    book["项目1"].column_dimensions["K"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert findings(tmp_path / "a.xlsx") == []
