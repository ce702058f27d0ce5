"""What xltool wrote is known again, and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sample_workbooks.make import HERE
from tests.test_consolidate import run
from xltool.excel.read.authorship import authorship_mark, unedited, written_by_us
from xltool.reports.safe_file import free_name

HOSTILE = sorted((Path(__file__).parent / "unreadable").glob("*.*"))


@pytest.mark.parametrize("path", [*HOSTILE, *HERE.glob("*.xlsx")], ids=lambda path: path.name)
def test_other_files_are_none_of_ours(path: Path) -> None:
    assert not authorship_mark(path) and not written_by_us(path) and not unedited(path)


def test_ours_until_somebody_saves_it(tmp_path: Path) -> None:
    outcome = run(tmp_path / "汇总.xlsx", feedback=tmp_path / "意见")
    sheet = outcome.feedback[0]
    assert (authorship_mark(outcome.path), authorship_mark(sheet)) == ("summary", "feedback")
    assert unedited(outcome.path) and unedited(sheet)
    assert free_name(sheet, unedited) == sheet
    openpyxl.load_workbook(sheet).save(sheet)
    assert written_by_us(sheet) and not unedited(sheet)
    assert free_name(sheet, unedited).name == f"{sheet.stem}.2.xlsx"
