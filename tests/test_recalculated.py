"""Another program reckons every formula of a summary anew and gets the values that were written."""

from __future__ import annotations

import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book_file import book_bytes
from tests.libreoffice import SOFFICE, LibreOffice
from tests.other_book import book_of, filled_forms
from tests.test_consolidate import MONTHS, published, run
from tests.test_summary_links import entry, summary_of
from xltool.excel.summary import units
from xltool.values.cell_value import decimal_of

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def differences(path: Path, folder: Path) -> dict[str, tuple[object, object]]:
    """The formulas whose value another program does not confirm: written, reckoned."""
    LibreOffice(compute=True).convert([path], "xlsx", folder / "neu")
    formulas = cells(path)
    written, again = (cells(each, data_only=True) for each in (path, folder / "neu" / path.name))
    found = {}
    compared = 0
    for place, cell in formulas.items():
        if cell.data_type != "f":
            continue
        compared += 1
        was, now = (each[place].value if place in each else None for each in (written, again))
        if plain(was) != plain(now):
            found[place] = (was, now)
    assert compared > 100
    return found


def cells(path: Path, *, data_only: bool = False) -> dict[str, Any]:
    """The filled cells by their places, as `项目清单!E7`."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
    return {
        f"{sheet.title}!{cell.coordinate}": cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def plain(value: object) -> Decimal | str:
    return decimal_of(value) if isinstance(value, (int, float)) else str(value)


def test_the_sample_month(tmp_path: Path) -> None:
    path = run(tmp_path / "汇总.xlsx").path
    assert differences(path, tmp_path) == {}


def test_a_month_of_two_forms(tmp_path: Path) -> None:
    filled = next(each for each in filled_forms() if each.form == "monitoring@2022")
    shutil.copytree(MONTHS, tmp_path / "报送")
    (tmp_path / "报送" / "监控.xlsx").write_bytes(book_bytes(book_of(filled)))
    paths = [tmp_path / "报送"]
    path = run(tmp_path / "汇总.xlsx", paths=paths, period="2022-07", include_invalid=True).path
    assert differences(path, tmp_path) == {}


@pytest.mark.parametrize("most", [0, 20_000_000], ids=["by place", "by code"])
def test_lists_that_go_on_and_odd_amounts(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """120 projects on three sheets; a third of 0.05 and the like, which must be rounded alike."""
    monkeypatch.setattr(units, "_MOST_COMPARISONS", most)
    plan = {"plan": "3=33.33 6=50 10=66.665 12=100"}
    many = [
        entry(
            f"{n:03}.xlsx",
            [{"name": f"{m}", "budget": f"{n}.{m}5", **plan} for m in range(3)],
            unit=f"{439001 + n}",
        )
        for n in range(40)
    ]
    path = summary_of(tmp_path, many, most_rows=69)
    assert differences(path, tmp_path) == {}


def test_a_planted_wrong_value_is_seen(tmp_path: Path) -> None:
    published(tmp_path / "报送" / "439001.xlsx")
    path = run(tmp_path / "汇总.xlsx", paths=[tmp_path / "报送"], roster=None).path
    planted = tmp_path / "错.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(planted, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet3.xml":
                data, times = re.subn(
                    rb"(<f>SUM\([^<]*</f><v>)3868800(?:\.0)?(</v>)", rb"\g<1>3868801\2", data
                )
                assert times
            new.writestr(info, data)
    found = differences(planted, tmp_path)
    # The total itself, and nothing that was written right.
    assert found["项目清单!E7"] == (3868801, 3868800)
    assert all(was == 3868801 for was, _ in found.values())
