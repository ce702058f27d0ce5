"""Another program reckons every formula of a summary anew and gets the values that were written."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import partial
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


def sample_month(folder: Path) -> Path:
    return run(folder / "汇总.xlsx").path


def two_forms(folder: Path) -> Path:
    filled = next(each for each in filled_forms() if each.form == "monitoring@2022")
    shutil.copytree(MONTHS, folder / "报送")
    (folder / "报送" / "监控.xlsx").write_bytes(book_bytes(book_of(filled)))
    options: Any = {"paths": [folder / "报送"], "period": "2022-07", "include_invalid": True}
    return run(folder / "汇总.xlsx", **options).path


def long_lists(most: int, folder: Path) -> Path:
    """120 projects on three sheets; a third of 0.05 and the like, which must be rounded alike."""
    plan = {"plan": "3=33.33 6=50 10=66.665 12=100"}
    many = [
        entry(
            f"{n:03}.xlsx",
            [{"name": f"{m}", "budget": f"{n}.{m}5", **plan} for m in range(3)],
            unit=f"{439001 + n}",
        )
        for n in range(40)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_MOST_COMPARISONS", most)
        return summary_of(folder, many, most_rows=69)


def planted(folder: Path) -> Path:
    """A summary with a wrong value of one formula."""
    published(folder / "报送" / "439001.xlsx")
    path = run(folder / "汇总.xlsx", paths=[folder / "报送"], roster=None).path
    wrong = folder / "错.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(wrong, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet3.xml":
                data, times = re.subn(
                    rb"(<f>SUM\([^<]*</f><v>)3868800(?:\.0)?(</v>)", rb"\g<1>3868801\2", data
                )
                assert times
            new.writestr(info, data)
    return wrong


RIGHT: dict[str, Callable[[Path], Path]] = {
    "the sample month": sample_month,
    "two forms": two_forms,
    "long lists by place": partial(long_lists, 0),
    "long lists by code": partial(long_lists, 20_000_000),
}


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Each summary as it was written, and as another program reckons it: one start for all."""
    base = tmp_path_factory.mktemp("neu")
    written = {}
    for name, make in {**RIGHT, "planted": planted}.items():
        folder = base / name
        folder.mkdir()
        written[name] = make(folder).rename(base / f"{name}.xlsx")
    LibreOffice(compute=True).convert(written.values(), "xlsx", base / "reckoned")
    return {name: (path, base / "reckoned" / path.name) for name, path in written.items()}


def differences(path: Path, reckoned: Path) -> dict[str, tuple[object, object]]:
    """The formulas whose value another program does not confirm: written, reckoned."""
    formulas = cells(path)
    written, again = (cells(each, data_only=True) for each in (path, reckoned))
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


@pytest.mark.parametrize("name", RIGHT)
def test_every_value_is_confirmed(name: str, summaries: dict[str, tuple[Path, Path]]) -> None:
    assert differences(*summaries[name]) == {}


def test_a_planted_wrong_value_is_seen(summaries: dict[str, tuple[Path, Path]]) -> None:
    found = differences(*summaries["planted"])
    # The total itself, and nothing that was written right.
    assert found["项目清单!E7"] == (3868801, 3868800)
    assert all(was == 3868801 for was, _ in found.values())
