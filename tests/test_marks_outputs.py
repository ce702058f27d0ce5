"""Where marked copies go, which files are never touched, and which are passed over."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.marked_files import THIRTY, edit, names, run, sums, with_errors
from tests.marking import book_with
from tests.test_marks import digest
from xltool.excel.marks.original import is_unedited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_errors(tmp_path)


def test_the_copy_stands_beside_the_original_which_stays(folder: Path) -> None:
    before = sums(folder)
    assert run("check", folder / "表.xlsx").exit_code == 1
    assert names(folder) == ["表.checked.xlsx", "表.xlsx"]
    assert sums(folder)["表.xlsx"] == before["表.xlsx"]
    after = sums(folder)
    run("check", folder / "表.xlsx")
    assert sums(folder) == after


def test_a_copy_that_nobody_edited_is_replaced(folder: Path) -> None:
    run("check", folder / "表.xlsx", "--lang", "en")
    english = sums(folder)["表.checked.xlsx"]
    run("check", folder / "表.xlsx")
    assert names(folder) == ["表.checked.xlsx", "表.xlsx"]
    assert sums(folder)["表.checked.xlsx"] != english


def test_an_edited_copy_is_never_overwritten(folder: Path) -> None:
    run("check", folder / "表.xlsx")
    edit(folder / "表.checked.xlsx")
    before = sums(folder)
    run("check", folder / "表.xlsx")
    assert names(folder) == ["表.checked.2.xlsx", "表.checked.xlsx", "表.xlsx"]
    assert {name: value for name, value in sums(folder).items() if name in before} == before


def test_a_copy_of_a_copy_is_numbered(folder: Path) -> None:
    run("check", folder / "表.xlsx")
    edit(folder / "表.checked.xlsx")
    before = sums(folder)
    run("check", folder / "表.checked.xlsx")
    run("check", folder / "表.checked.xlsx")
    assert names(folder) == ["表.checked.2.xlsx", "表.checked.xlsx", "表.xlsx"]
    edit(folder / "表.checked.2.xlsx")
    run("check", folder / "表.checked.2.xlsx")
    assert "表.checked.3.xlsx" in names(folder)
    assert not any(".checked.checked" in name or ".2.2" in name for name in names(folder))
    assert sums(folder)["表.checked.xlsx"] == before["表.checked.xlsx"]


def test_foreign_files_and_folders_of_that_name_stay(folder: Path) -> None:
    foreign = folder / "表.checked.xlsx"
    foreign.write_bytes(book_with({"A1": "别人的"}))
    (folder / "表.checked.2.xlsx").mkdir()
    (folder / "表.checked.3.xlsx").write_text("不是工作簿", encoding="utf-8")
    before = sums(folder)
    run("check", folder / "表.xlsx")
    assert {name: value for name, value in sums(folder).items() if name in before} == before
    assert is_unedited((folder / "表.checked.4.xlsx").read_bytes())


def test_no_file_that_was_named_is_written_over(folder: Path) -> None:
    """Also a copy of ours that nobody has edited, when it is handed in itself."""
    run("check", folder / "表.xlsx")
    before = sums(folder)
    run("check", folder / "表.xlsx", folder / "表.checked.xlsx", "--lang", "en")
    assert {name: value for name, value in sums(folder).items() if name in before} == before
    assert names(folder) == ["表.checked.2.xlsx", "表.checked.3.xlsx", "表.checked.xlsx", "表.xlsx"]


def test_out_keeps_folders_and_tells_files_of_one_name_apart(folder: Path, tmp_path: Path) -> None:
    given, out = folder / "交来", tmp_path / "结果"
    for below in ("甲", "乙"):
        (given / below).mkdir(parents=True)
        shutil.copy(THIRTY, given / below / "表.xlsx")
    before = sums(given)
    run("check", given, "--out", out)
    assert names(out) == ["乙/表.checked.xlsx", "甲/表.checked.xlsx"]
    assert sums(given) == before
    run("check", given / "甲" / "表.xlsx", given / "乙" / "表.xlsx", "--out", out / "一起")
    assert names(out / "一起") == ["表.checked.2.xlsx", "表.checked.xlsx"]


def judged(*arguments: str | Path) -> list[str]:
    result = run("check", *arguments, "--format", "json")
    return sorted(Path(file["path"]).name for file in json.loads(result.stdout_bytes)["files"])


def test_a_folder_walk_passes_over_copies_that_nobody_edited(folder: Path) -> None:
    run("check", folder)
    assert judged(folder) == ["表.xlsx"]
    assert judged(folder / "表.checked.xlsx") == ["表.checked.xlsx"]
    (folder / "表.checked.2.xlsx").unlink(missing_ok=True)
    edit(folder / "表.checked.xlsx")
    assert judged(folder) == ["表.checked.xlsx", "表.xlsx"]
    # Now there are copies of both; they are no submissions.
    assert judged(folder) == ["表.checked.xlsx", "表.xlsx"]


def test_a_copy_without_its_original_is_a_submission(folder: Path) -> None:
    run("check", folder)
    (folder / "表.xlsx").unlink()
    assert judged(folder) == ["表.checked.xlsx"]


def test_results_below_out_are_passed_over(folder: Path) -> None:
    out = folder / "结果"
    run("check", folder, "--out", out)
    assert judged(folder, "--out", out) == ["表.xlsx"]
    edit(out / "表.checked.xlsx")
    assert judged(folder, "--out", out) == ["表.checked.xlsx", "表.xlsx"]


def test_nothing_is_written_without_annotation(folder: Path) -> None:
    assert run("check", folder, "--no-annotate").exit_code == 1
    assert names(folder) == ["表.xlsx"]


def test_unmark_gives_the_original_back(folder: Path) -> None:
    run("check", folder / "表.xlsx")
    result = run("check", "--unmark", folder / "表.checked.xlsx")
    assert result.exit_code == 0
    assert "表.unmarked.xlsx" in result.stdout
    after = sums(folder)
    assert after["表.unmarked.xlsx"] == after["表.xlsx"]
    assert names(folder) == ["表.checked.xlsx", "表.unmarked.xlsx", "表.xlsx"]
    assert run("check", "--unmark", folder / "表.checked.xlsx").exit_code == 0
    assert sums(folder) == after
    result = run("check", "--unmark", folder / "表.xlsx")
    assert (result.exit_code, "没有标注" in result.stdout) == (0, True)
    assert sums(folder) == after


def test_unmark_never_overwrites(folder: Path) -> None:
    run("check", folder / "表.xlsx")
    (folder / "表.unmarked.xlsx").write_bytes(b"x")
    run("check", "--unmark", folder / "表.checked.xlsx")
    assert (folder / "表.unmarked.xlsx").read_bytes() == b"x"
    assert digest((folder / "表.unmarked.2.xlsx").read_bytes()) == sums(folder)["表.xlsx"]


def test_unmark_of_a_bad_file_is_one_sentence(folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\3\4 nothing")
    result = run("check", "--unmark", folder / "坏.xlsx")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr.count("\n") == 1
