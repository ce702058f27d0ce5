"""`xltool explain`: every filled cell with its role, as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from xltool.cli.main import main

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三套指标完整.xlsx"


def explained(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", str(SAMPLE), *arguments])


def test_every_sheet_has_its_counts_and_its_cells() -> None:
    lines = explained().output.splitlines()
    assert lines[0] == "hebei-target@2022 部门预算绩效目标表"
    assert any(line.startswith("项目1  共 ") for line in lines)
    assert "  A3  栏目  项目编码" in lines
    assert any(line.startswith("  B3  内容  项目编码 (projects.code)  130205") for line in lines)
    assert any(
        line.startswith("  F10  表格行  第 1 条  指标值 (indicators.value)") for line in lines
    )


def test_one_cell_in_english() -> None:
    output = explained("项目2!F11", "--lang", "en").output
    assert "F11  record  record 9  Value (indicators.value)" in output
    assert "F12" not in output


def test_a_blank_cell_is_said_to_be_blank() -> None:
    assert "Z99 是空白" in explained("项目1!Z99").output


@pytest.mark.parametrize("cell", ["项目9!A1", "项目1!", "B0"])
def test_what_is_no_cell_is_refused_in_one_sentence(cell: str) -> None:
    result = explained(cell)
    assert result.exit_code == 2
    assert "项目1" in result.output


def test_a_workbook_on_no_form_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "a.xlsx")
    result = CliRunner().invoke(main, ["explain", str(tmp_path / "a.xlsx")])
    assert result.exit_code == 2
