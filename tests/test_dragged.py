"""A workbook or a folder dragged onto the one-file program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from xltool.cli import dragged as program

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "sample_workbooks"


def drag(*paths: Path, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(program.dragged, [*map(str, paths), *options])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a desktop would have opened."""
    seen: list[Path] = []

    def open_(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(program, "_open", open_)
    return seen


def test_a_workbook_is_checked_and_its_marked_copy_opens(
    tmp_path: Path, opened: list[Path]
) -> None:
    source = Path(shutil.copy(SAMPLES / "三十处错误.xlsx", tmp_path))
    before = source.read_bytes()
    result = drag(source)
    assert result.exit_code == 1
    assert "合计错误 12 处" in result.stdout
    assert opened == [tmp_path / "三十处错误.checked.xlsx"]
    assert opened[0].exists() and source.read_bytes() == before


def test_of_a_folder_the_folder_opens(tmp_path: Path, opened: list[Path]) -> None:
    for unit, name in (("439001", "三套指标完整"), ("512001", "坏-文字")):
        (tmp_path / unit).mkdir()
        shutil.copy(SAMPLES / f"{name}.xlsx", tmp_path / unit)
    assert drag(tmp_path).exit_code == 1
    assert opened == [tmp_path]
    assert len(list(tmp_path.rglob("*.checked.xlsx"))) == 2


def test_a_folder_with_one_workbook_opens_its_copy(tmp_path: Path, opened: list[Path]) -> None:
    shutil.copy(SAMPLES / "三套指标完整.xlsx", tmp_path)
    assert drag(tmp_path).exit_code == 0
    assert opened == [tmp_path / "三套指标完整.checked.xlsx"]


def test_what_is_no_workbook_is_named_and_the_list_says_why(
    tmp_path: Path, opened: list[Path]
) -> None:
    (tmp_path / "信.txt").write_bytes(b"")
    result = drag(tmp_path / "信.txt")
    assert result.exit_code == 2
    assert "文件是空的" in result.stdout
    assert opened == [tmp_path / "信.checked.xlsx"] and opened[0].exists()


def test_where_nothing_is_written_nothing_opens(tmp_path: Path, opened: list[Path]) -> None:
    result = drag(tmp_path / "没有.xlsx")
    assert result.exit_code == 2
    assert "找不到" in result.stderr and "Traceback" not in result.output
    assert not opened


def test_the_switch_opens_nothing(tmp_path: Path, opened: list[Path]) -> None:
    source = Path(shutil.copy(SAMPLES / "三套指标完整.xlsx", tmp_path))
    assert drag(source, options=("--no-open",)).exit_code == 0
    assert not opened


def test_without_a_display_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("Windows and macOS always have a desktop")
    opener = tmp_path / "xdg-open"
    opener.write_text('#!/bin/sh\necho "$1" > "$(dirname "$0")/seen"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not program._open(tmp_path)
    assert not (tmp_path / "seen").exists()
    monkeypatch.setenv("DISPLAY", ":0")
    assert program._open(tmp_path)
    assert (tmp_path / "seen").read_text().strip() == str(tmp_path)


def started(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xltool.cli.dragged", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", ""))),
        },
        check=False,
    )


def test_without_anything_it_says_how_to_use_it(tmp_path: Path) -> None:
    done = started(cwd=tmp_path)
    assert done.returncode == 0
    assert "图标上" in done.stdout
    assert not done.stderr


def test_a_command_is_carried_out_as_by_xltool(tmp_path: Path) -> None:
    assert "XL203" in started("rule", "XL203", cwd=tmp_path).stdout
    assert started("check", "没有.xlsx", cwd=tmp_path).returncode == 2


def test_a_folder_called_like_a_command_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "check").mkdir()
    shutil.copy(SAMPLES / "三套指标完整.xlsx", tmp_path / "check")
    assert started("check", "--no-open", cwd=tmp_path).returncode == 0
    assert (tmp_path / "check" / "三套指标完整.checked.xlsx").exists()
