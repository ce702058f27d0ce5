"""Like notes are one line wherever a person reads, and stay apart in what is stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from sample_workbooks.make import base_book
from tests.book_file import book_bytes
from xltool.cli.main import main
from xltool.language.words import PROBLEM_COLUMNS

HEADINGS = [words.zh for words in PROBLEM_COLUMNS.values()]


@pytest.fixture
def blanks(tmp_path: Path) -> Path:
    """The complete workbook, with the bases of four values of its first project taken out."""
    path = tmp_path / "收件" / "表.xlsx"
    path.parent.mkdir()
    path.write_bytes(book_bytes(base_book()))
    book = openpyxl.load_workbook(path)
    for row in (10, 11, 12, 14):
        book["项目1"].cell(row, 7).value = None
    book.save(path)
    return path


def checked(path: Path, *options: str) -> str:
    return CliRunner().invoke(main, ["check", str(path), *options]).stdout


def as_json(path: Path, *options: str) -> dict[str, Any]:
    (file,) = json.loads(checked(path, "--format", "json", *options))["files"]
    return dict(file)


def lines_of(path: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path)["问题清单"]
    rows = [list(row)[: len(HEADINGS)] for row in sheet.iter_rows()]
    top = next(n for n, row in enumerate(rows) if [cell.value for cell in row] == HEADINGS)
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows[top + 1 :]]


def test_four_blanks_are_one_line_and_four_findings(blanks: Path) -> None:
    text = checked(blanks, "--no-annotate")
    assert "提示 1" in text and "项目1!G10:G12、G14" in text
    file = as_json(blanks)
    assert [f["rule"] for f in file["findings"]] == ["XL221"] * 4
    assert len({f["id"] for f in file["findings"]}) == 4
    (line,) = lines_of(Path(file["marked"]))
    assert line["单元格"].value == "G10:G12、G14"
    # Each cell keeps a colour and a note of its own.
    sheet = openpyxl.load_workbook(file["marked"])["项目1"]
    assert all(sheet.cell(row, 7).comment for row in (10, 11, 12, 14))


def test_an_explanation_of_a_line_is_one_of_each_of_its_findings(blanks: Path) -> None:
    marked = Path(as_json(blanks)["marked"])
    book = openpyxl.load_workbook(marked)
    (line,) = lines_of(marked)
    book["问题清单"][line["情况说明"].coordinate].value = "按上级批复填列，没有单独的依据"
    book.save(marked)
    again = as_json(marked)
    said = [f["explanation"] for f in again["findings"]]
    assert said == ["按上级批复填列，没有单独的依据"] * 4
    (line,) = lines_of(Path(again["marked"]))
    text = checked(Path(again["marked"]), "--no-annotate")
    assert "已说明，待审核" in text and "其中 1 处已说明" in text


def test_what_was_filled_in_meanwhile_leaves_the_line(blanks: Path) -> None:
    marked = Path(as_json(blanks)["marked"])
    book = openpyxl.load_workbook(marked)
    book["项目1"]["G10"].value = "计划标准"
    book.save(marked)
    again = as_json(marked)
    assert len(again["findings"]) == 3
    (line,) = lines_of(Path(again["marked"]))
    assert line["单元格"].value == "G11、G12、G14"


def test_other_notations_of_a_workbook_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "收件" / "表.xlsx"
    path.parent.mkdir()
    path.write_bytes(book_bytes(base_book()))
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book["项目1"]["F11"].value = ">=98%"
    book["项目2"]["F11"].value = "98%以上"
    book.save(path)
    text = checked(path, "--no-annotate")
    assert "提示 1" in text
    assert "有 2 处指标值不是规范写法，都已读懂：>=98%、98%以上 按 ≥98% 读取。" in text.replace(
        "\n       ", ""
    )


def test_what_was_only_read_is_one_line_whatever_the_rule(tmp_path: Path) -> None:
    plan = base_book()
    plan.edit("项目1", "F10", "不少于6个")
    plan.edit("项目2", "F15", "8年以上")
    plan.edit("项目3", "C4", "`500,000`")
    path = tmp_path / "收件" / "表.xlsx"
    path.parent.mkdir()
    path.write_bytes(book_bytes(plan))
    file = as_json(path)
    assert sorted(f["rule"] for f in file["findings"]) == ["XL214", "XL214", "XL402"]
    assert "提示 1" in checked(path, "--no-annotate")
    (line,) = lines_of(Path(file["marked"]))
    said = line["问题"].value
    assert "2 处指标值" in said and "“500,000”是文本" in said
