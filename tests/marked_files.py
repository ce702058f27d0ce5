"""A folder with a workbook that has errors, and what the command line leaves in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from tests.test_marks import digest
from tests.zoo import NAME
from xltool.cli.main import main
from xltool.model.report import Finding

ROOT = Path(__file__).parent.parent
THIRTY = ROOT / "sample_workbooks" / "三十处错误.xlsx"
FINDING = Finding.at(NAME, "C4", message="金额过大", remedy="请核对。")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def sums(folder: Path) -> dict[str, str]:
    return {name: digest((folder / name).read_bytes()) for name in names(folder)}


def edit(path: Path) -> None:
    """Somebody opens the copy, changes a cell and saves it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(1, sheet.max_column + 2, "看过")  # merged with nothing
    book.save(path)


def with_errors(folder: Path) -> Path:
    """The folder, with the workbook of thirty errors in it as 表.xlsx."""
    shutil.copy(THIRTY, folder / "表.xlsx")
    return folder
