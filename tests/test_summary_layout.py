"""A list that is written forgets the rows that went to disk: memory does not grow with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_summary_links import entry, summary_of
from xltool.excel.summary.list_sheet import ListSheet


def test_heights_are_written_and_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By names inside of xlsxwriter: this tells when a new version calls them otherwise."""
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
