"""How long a new workbook takes: `python benchmarks/new_workbook.py [PROJECTS]` (60).

Prints milliseconds and, since machines differ, the ratio to a bare xlsxwriter write of the same
cells in the same run: values and formats, without merges, lists, prompts, colours or names. With
LibreOffice installed, also how long it takes to open the workbook, beside the bare one.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook

from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.forms.load import find_form, load_forms

PROJECTS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
Sheets = dict[str, list[tuple[int, int, object]]]


def milliseconds(work: Callable[[], object], times: int = 3) -> float:
    """Median time of one call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def cells_of(data: bytes) -> Sheets:
    """Every cell that is stored, blank ones too: they hold a format."""
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: [
            (row, column, cell.value)
            for row, cells in enumerate(sheet.iter_rows())
            for column, cell in enumerate(cells)
        ]
        for sheet in book.worksheets
    }


def bare_write(sheets: Sheets) -> bytes:
    """The same cells, and nothing else."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True})
    look = workbook.add_format({"border": 1})
    for name, cells in sheets.items():
        sheet = workbook.add_worksheet(name)
        for row, column, value in cells:
            if value is None:
                sheet.write_blank(row, column, None, look)
            else:
                sheet.write(row, column, value, look)
    workbook.close()
    return made.getvalue()


def opening(data: bytes, folder: Path) -> float:
    """How long LibreOffice takes to open it and to save one small sheet as CSV."""
    path = folder / "a.xlsx"
    path.write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "csv", "--outdir", str(folder / "out"), str(path)]
    return milliseconds(lambda: subprocess.run(command, check=True, capture_output=True))


def main() -> None:
    """Time both in one run."""
    form = find_form("hebei-target@2022", load_forms())
    data = build_template(form, projects=PROJECTS)
    sheets = cells_of(data)
    plain = bare_write(sheets)
    bare = milliseconds(lambda: bare_write(sheets))
    rows = {
        "bare xlsxwriter write": bare,
        "new workbook": milliseconds(lambda: build_template(form, projects=PROJECTS)),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "b.xlsx").write_bytes(data)
        rows["read it, as check does"] = milliseconds(lambda: read_workbook(folder / "b.xlsx"))
        if shutil.which("soffice"):
            rows["LibreOffice opens the bare one"] = opening(plain, folder)
            rows["LibreOffice opens the new one"] = opening(data, folder)
    number = sum(map(len, sheets.values()))
    print(f"{PROJECTS} projects, {number} cells, {len(data) / 1024:.0f} KB")
    for label, taken in rows.items():
        print(f"{label:<32} {taken:8.0f} ms {taken / bare:8.1f} ×")


if __name__ == "__main__":
    main()
