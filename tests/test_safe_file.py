"""The one writer: the next free name, never over an edited file, whole or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xltool.language.errors import OutputError
from xltool.reports.safe_file import free_name, make_file, name_key, put_file, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "深" / "表.xlsx"
    assert write_file(path, b"1") == path
    assert write_file(path, b"2").name == "表.2.xlsx"
    assert write_file(path, b"3").name == "表.3.xlsx"
    assert [file.read_bytes() for file in sorted(path.parent.iterdir())] == [b"2", b"3", b"1"]


def test_the_same_bytes_are_left_as_they_are(tmp_path: Path) -> None:
    path = write_file(tmp_path / "表.xlsx", b"1")
    os.utime(path, (1, 1))
    assert write_file(path, b"1") == path
    assert path.stat().st_mtime == 1


def test_the_caller_says_what_may_be_replaced(tmp_path: Path) -> None:
    path = write_file(tmp_path / "表.xlsx", b"ours")
    edited = write_file(tmp_path / "表.xlsx", b"edited")
    ours = lambda name: name.read_bytes() == b"ours"  # noqa: E731
    assert write_file(path, b"new", ours) == path
    assert write_file(path, b"newer", ours).name == "表.3.xlsx"
    assert edited.read_bytes() == b"edited"


def test_a_folder_of_that_name_is_no_file_to_replace(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").mkdir()
    assert write_file(tmp_path / "表.xlsx", b"1", lambda _: True).name == "表.2.xlsx"


def test_a_taken_name_is_not_free_though_no_file_has_it(tmp_path: Path) -> None:
    taken = {name_key(tmp_path / "A.xlsx")}
    assert free_name(tmp_path / "a.xlsx", lambda _: True, taken).name == "a.2.xlsx"


def test_what_fails_halfway_leaves_nothing_behind(tmp_path: Path) -> None:
    def fails(aside: Path) -> None:
        aside.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    path = write_file(tmp_path / "表.xlsx", b"before")
    with pytest.raises(OutputError, match=r"表\.xlsx.*No space left"):
        make_file(path, fails, lambda _: True)
    assert names(tmp_path) == ["表.xlsx"] and path.read_bytes() == b"before"


def test_what_is_made_aside_takes_the_next_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"

    def make(aside: Path) -> None:
        path.write_bytes(b"somebody was faster")
        aside.write_bytes(b"made")

    assert make_file(path, make).name == "表.2.xlsx"
    assert path.read_bytes() == b"somebody was faster"


def test_half_a_file_lies_in_the_folder_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside, seen = tmp_path / "aside", []
    aside.mkdir()
    replace = os.replace

    def recorded(source: Path, target: Path) -> None:
        seen.append((Path(source).parent, Path(source).read_bytes()))
        replace(source, target)

    monkeypatch.setattr("xltool.reports.safe_file.os.replace", recorded)
    put_file(tmp_path / "回执.txt", b"x", aside)
    assert seen == [(aside, b"x")]
    assert names(tmp_path) == ["aside", "回执.txt"] and not names(aside)
