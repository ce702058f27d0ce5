"""What is not marked and why, findings made by hand, failures, and other languages."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import xltool
from tests import forked
from tests.marked_files import FINDING, ROOT, edit, names, run, with_errors
from tests.marking import mark, original, problems_of
from tests.test_marks import digest
from tests.zoo import CHOICES, NAME, file_name
from xltool.excel.marks.result import result_workbook
from xltool.forms.load import load_forms
from xltool.language.errors import (
    ChangedFileError,
    NoSuchSheetError,
    OutputError,
    UnreadableWorkbookError,
)
from xltool.model.report import Finding
from xltool.pipeline.mark import mark as mark_file
from xltool.pipeline.outputs import Results


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_errors(tmp_path)


def ods() -> bytes:
    """As much of an OpenDocument workbook as it takes to be known for one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return made.getvalue()


NOT_MARKED: dict[str, Callable[[], bytes]] = {
    "csv": lambda: "项目名称,金额\n档案数字化加工,100\n".encode(),
    "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "ods": ods,
    "damaged": lambda: original("plain")[:-300],
    "signed": lambda: original("signed"),
}


@pytest.mark.parametrize("kind", NOT_MARKED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_marked_gets_a_list_apart(kind: str, lang: str, tmp_path: Path) -> None:
    data = NOT_MARKED[kind]()
    made, suffix = result_workbook(data, problems_of([FINDING], lang))
    assert suffix == ".xlsx"
    assert made == result_workbook(data, problems_of([FINDING], lang))[0]
    path = tmp_path / "结果.xlsx"
    path.write_bytes(made)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [{"zh": "问题清单", "en": "Problems"}[lang]]
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    texts = [str(cell.value) for cell in cells if cell.value]
    assert {NAME, "C4", "金额过大", "请核对。"} <= set(texts)
    assert ("签名" in " ".join(texts)) == (kind == "signed" and lang == "zh")
    assert not any(cell.hyperlink for cell in cells)


def test_a_signed_workbook_is_left_alone_and_the_reason_is_said(tmp_path: Path) -> None:
    source = tmp_path / file_name("signed")
    source.write_bytes(original("signed"))
    written = xltool.annotate(source, [FINDING], tmp_path / "结果.xlsx")
    assert digest(source.read_bytes()) == digest(original("signed"))
    assert openpyxl.load_workbook(written).sheetnames == ["问题清单"]


def test_annotate_names_the_sheets_when_a_finding_names_none(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(original("plain"))
    assert xltool.sheet_names(source) == (NAME, CHOICES)
    with pytest.raises(NoSuchSheetError, match=f"“没有”.*{NAME}、{CHOICES}"):
        xltool.annotate(source, [Finding.at("没有", "A1", message="x")], tmp_path / "出.xlsx")
    assert names(tmp_path) == ["表.xlsx"]
    source.write_bytes(mark(original("plain")))
    assert xltool.sheet_names(source) == (NAME, CHOICES)


def test_annotate_never_writes_over_its_source(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(original("plain"))
    written = xltool.annotate(source, [FINDING], source)
    assert written.name == "表.2.xlsx"
    assert digest(source.read_bytes()) == digest(original("plain"))
    english = xltool.annotate(source, [FINDING], tmp_path / "深" / "层" / "en.xlsx", lang="en")
    assert openpyxl.load_workbook(english).sheetnames == [NAME, CHOICES, "Problems"]


@pytest.mark.parametrize("cell", ["", "B", "7", "B0", "XFE1", "A1048577", "B7:C9", "1B"])
def test_a_finding_on_no_cell_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Finding.at(NAME, cell, message="x")


def test_a_file_that_changed_during_the_check_is_not_marked(folder: Path) -> None:
    path = folder / "表.xlsx"
    report = xltool.check(path)[0]
    assert report.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    edit(path)
    with pytest.raises(ChangedFileError, match="changed while it was being checked"):
        mark_file(path, report, load_forms(), "zh")
    assert names(folder) == ["表.xlsx"]


def test_a_damaged_file_cannot_be_annotated_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(original("plain")[:-300])
    with pytest.raises(UnreadableWorkbookError):
        xltool.annotate(path, [FINDING], tmp_path / "出.xlsx")


def test_a_folder_that_may_not_be_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said in one sentence, with exit code 2; the result of the check is shown all the same."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("xltool.reports.safe_file.os.replace", refused)
    result = run("check", folder / "表.xlsx")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "表.checked.xlsx" in result.stderr
    assert "Permission denied" in result.stderr
    assert "XL203" in result.stdout
    assert names(folder) == ["表.xlsx"]
    with pytest.raises(OutputError):
        Results().write(folder, "新", ".xlsx", b"x")


def test_a_file_stands_where_the_folder_should_be(folder: Path) -> None:
    result = run("check", folder / "表.xlsx", "--out", folder / "表.xlsx" / "下面")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert names(folder) == ["表.xlsx"]


def test_no_half_written_file_is_left_when_renaming_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a copy that is open in Excel cannot be replaced."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    assert run("check", folder / "表.xlsx").exit_code == 2
    assert names(folder) == ["表.xlsx"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_console_in_gbk(folder: Path, lang: str) -> None:
    """Chinese Windows; a name may hold what GBK does not."""
    (folder / "表.xlsx").rename(folder / "📊é预算.xlsx")
    environment = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    words = ("check", str(folder), "--lang", lang)
    result = forked.xltool(words, cwd=ROOT, environment=environment)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert "预算.checked.xlsx" in result.stdout.decode("gbk").replace("\n", "").replace(
        "\r", ""
    ).replace(" ", "")
    assert names(folder) == ["📊é预算.checked.xlsx", "📊é预算.xlsx"]


def test_english_all_through(folder: Path) -> None:
    run("check", folder / "表.xlsx", "--lang", "en")
    book = openpyxl.load_workbook(folder / "表.checked.xlsx")
    sheet = book["Problems"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"Severity", "Sheet", "Cell", "Problem", "What to do", "State", "Explanation"} <= set(
        texts
    )
    assert any('"Open"' in text and '"Deleted"' in text for text in texts)
    assert not any("单元格" in text or "怎么改" in text for text in texts)
    comments = [cell.comment for row in book["项目1"].iter_rows() for cell in row if cell.comment]
    assert comments
    assert all("怎么改" not in comment.text for comment in comments)
