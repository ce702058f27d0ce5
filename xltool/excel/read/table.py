"""A small .xlsx or .csv table -> its rows as texts; the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from xltool.excel.read.workbook import read_workbook
from xltool.values.cell_value import shown_text


def table_rows(path: Path) -> list[list[str]]:
    """The rows from row 1 on, so that places in the list are row numbers less one.

    A .csv may be in UTF-8 or in GB18030, as Excel in China writes it. Raises
    `UnreadableWorkbookError` for a file that is no table.
    """
    if path.suffix.lower() == ".csv":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
        return list(csv.reader(io.StringIO(text)))
    cells = read_workbook(path).sheets[0].cells
    last_row = max((row for row, _ in cells), default=0)
    last_column = max((column for _, column in cells), default=0)
    rows = [[""] * last_column for _ in range(last_row)]
    for (row, column), cell in cells.items():
        rows[row - 1][column - 1] = shown_text(cell)
    return rows
