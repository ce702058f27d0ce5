"""A workbook saved by another program, in another format, gives the same findings."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import xltool
from xltool.model.report import Verdict

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def saved_as(suffix: str, source: Path, folder: Path) -> Path:
    command = [
        SOFFICE or "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{suffix}"


def found(path: Path) -> set[tuple[str, str, str]]:
    return {(f.rule, f.refs[0].sheet, f.refs[0].a1) for f in xltool.check([path])[0]}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("name", ["三十处错误", "换了版式", "坏-金额与计划"])
def test_saved_by_libreoffice(suffix: str, name: str, tmp_path: Path) -> None:
    source = SAMPLES / f"{name}.xlsx"
    assert found(saved_as(suffix, source, tmp_path)) == found(source)


def test_saved_as_xls_blanks_cannot_be_told(tmp_path: Path) -> None:
    """In .xls a blank may be an error: what is required and looks blank is reported as unread."""
    source = SAMPLES / "三十处错误.xlsx"
    path = saved_as("xls", source, tmp_path)
    blanks = {place for place in found(source) if place[0] == "XL001"}
    unread = {("XL006", sheet, cell) for _, sheet, cell in blanks}
    assert unread <= found(path)
    assert not blanks & found(path)
    assert xltool.check([path])[0].verdict is Verdict.INCOMPLETE
