"""A workbook saved by another program, in another format, gives the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest

import xltool
from tests.libreoffice import SOFFICE, LibreOffice
from xltool.model.report import Verdict

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
NAMES = ("三十处错误", "换了版式", "坏-金额与计划")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def saved_as(suffix: str, names: tuple[str, ...], folder: Path) -> list[Path]:
    """Samples as LibreOffice saves them: one start for all."""
    LibreOffice().convert([SAMPLES / f"{name}.xlsx" for name in names], suffix, folder)
    return [folder / f"{name}.{suffix}" for name in names]


def found(path: Path) -> set[tuple[str, str, str]]:
    return {(f.rule, f.refs[0].sheet, f.refs[0].a1) for f in xltool.check([path])[0]}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_saved_by_libreoffice(suffix: str, tmp_path: Path) -> None:
    for name, path in zip(NAMES, saved_as(suffix, NAMES, tmp_path), strict=True):
        assert found(path) == found(SAMPLES / f"{name}.xlsx"), name


def test_saved_as_xls_blanks_cannot_be_told(tmp_path: Path) -> None:
    """In .xls a blank may be an error: what is required and looks blank is reported as unread."""
    (path,) = saved_as("xls", NAMES[:1], tmp_path)
    blanks = {place for place in found(SAMPLES / f"{NAMES[0]}.xlsx") if place[0] == "XL001"}
    unread = {("XL006", sheet, cell) for _, sheet, cell in blanks}
    assert unread <= found(path)
    assert not blanks & found(path)
    assert xltool.check([path])[0].verdict is Verdict.INCOMPLETE
