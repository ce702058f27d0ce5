"""A workbook that comes near a form is told which heading is missing, in either language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from xltool.cli.main import main

HEADINGS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "目标数值说明", "指标值确定依据")
ROW = ("产出指标", "数量指标", "运维平台数量", "纳入维护的平台个数", "≥6个", "计划标准")


@pytest.fixture
def near(tmp_path: Path) -> Path:
    """A sheet with the headings of the target form but for the value's."""
    path = tmp_path / "收件" / "表.xlsx"
    path.parent.mkdir()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    sheet.append(HEADINGS)
    sheet.append(ROW)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("lang", "name", "other"),
    [
        ("zh", "“部门预算绩效目标表”", "Budget"),
        ("en", "“Budget performance targets”", "绩效目标表"),
    ],
)
def test_the_form_is_named_in_the_reader_s_language(
    near: Path, lang: str, name: str, other: str
) -> None:
    told = CliRunner().invoke(main, ["check", str(near), "--no-annotate", "--lang", lang])
    assert told.exit_code == 2
    said = told.output.replace("\n", "").replace("  ", "")
    assert name.replace(" ", "") in said.replace(" ", "")
    assert "指标值" in said and other not in said
