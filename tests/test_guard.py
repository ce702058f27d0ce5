"""Every refusal has a file in tests/unreadable, named after its reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.unreadable.make import files, ods, ole, sheet_xml, xlsb, xlsx
from xltool.excel.read import guard as guard_module
from xltool.excel.read.guard import FileKind, guard_bytes, load
from xltool.excel.read.workbook import read_workbook
from xltool.language.errors import UnreadableWorkbookError
from xltool.language.refusals import REFUSALS

FOLDER = Path(__file__).parent / "unreadable"
HOSTILE = sorted(path for path in FOLDER.glob("*.*.*") if path.suffix != ".pyc")
WORKBOOKS = Path(__file__).parent / "workbooks"
CELL = '<c r="A1"><v>1</v></c>'


def guard(path: Path) -> FileKind:
    return guard_bytes(load(path))


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
def test_hostile_file_is_refused_for_its_reason(path: Path) -> None:
    for judge in (guard, read_workbook):
        with pytest.raises(UnreadableWorkbookError) as caught:
            judge(path)
        assert caught.value.refusal.reason == path.name.split(".")[0]


def test_folder_holds_what_its_script_makes() -> None:
    assert {path.name for path in HOSTILE} == set(files())


def reasons() -> set[str]:
    return {path.name.split(".")[0] for path in HOSTILE} | {"no_access"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_reads_as_a_sentence(lang: str) -> None:
    for reason in reasons():
        sentence = REFUSALS[reason].render({"cell": "XFD1048576"}, lang)
        assert "?" not in sentence
        assert sentence.endswith("。" if lang == "zh" else ".")


def test_lying_length_would_fool_zipfile() -> None:
    with zipfile.ZipFile(FOLDER / "damaged.lying_length.xlsx") as package:
        assert package.testzip() is None


def test_what_says_that_a_workbook_is_open_is_no_csv(tmp_path: Path) -> None:
    """As Excel writes it: the name of the person who has it open."""
    path = tmp_path / "~$绩效目标表.xlsx"
    path.write_bytes(b"\x05admin" + b" " * 49)
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_workbook(path)
    assert caught.value.refusal.reason == "lock"
    assert "不带 ~$ 的那个文件" in caught.value.sentence()


@pytest.mark.parametrize("name", ["form.xls", "form.et", "form.xlsx", "form.txt"])
def test_content_decides_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(xlsx(sheet_xml(f'<row r="1">{CELL}</row>')))
    assert guard(path) is FileKind.XLSX


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ((WORKBOOKS / "plain.xls").read_bytes(), FileKind.XLS),
        ((WORKBOOKS / "plain.ods").read_bytes(), FileKind.ODS),
        (ole("Book"), FileKind.XLS),
        (xlsb({(1, 1): 1.0}), FileKind.XLSB),
    ],
)
def test_kinds(data: bytes, kind: FileKind) -> None:
    assert guard_bytes(data) is kind


def test_no_access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "open.xlsx"
    path.write_bytes(b"PK")
    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard(path)
    assert caught.value.refusal.reason == "no_access"


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard(tmp_path)
    assert caught.value.refusal.reason == "not_workbook"


def test_missing_file_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard(tmp_path / "none.xlsx")
    assert caught.value.refusal.reason == "gone"


def test_file_over_the_limit_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.xlsx"
    path.write_bytes(xlsx(sheet_xml("")))
    monkeypatch.setattr(guard_module, "MAX_TOTAL", 100)
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard(path)
    assert caught.value.refusal.reason == "too_large"


def test_all_members_together_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = xlsx(sheet_xml(""))
    monkeypatch.setattr(guard_module, "MAX_TOTAL", len(data))
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard_bytes(data)
    assert caught.value.refusal.reason == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        xlsx(sheet_xml(f'<row r="1">{CELL}</row>', '<dimension ref="A1:XFD1048576"/>')),
        xlsx(sheet_xml(f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>')),
        xlsx(sheet_xml(f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576"></c></row>')),
        xlsx(sheet_xml(f'<row r="1">{CELL}<c r="XFD1"><v>1</v></c></row>')),
        xlsx(sheet_xml('<row r="1048576"><c r="D1048576"><v>1</v></c></row>')),
        ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
    ],
    ids=["dimension", "styled", "styled_pair", "wide", "tall", "ods_blank_to_the_end"],
)
def test_far_blank_cells_and_long_sheets_are_fine(data: bytes) -> None:
    assert guard_bytes(data) in (FileKind.XLSX, FileKind.ODS)


def test_far_cell_is_found_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = xlsx(sheet_xml(f'<row r="1">{CELL}</row>' + far))
    for block in range(300, 400, 7):
        monkeypatch.setattr(guard_module, "_BLOCK", block)
        with pytest.raises(UnreadableWorkbookError) as caught:
            guard_bytes(data)
        assert caught.value.refusal.parts == (("cell", "XFD1048576"),)


def test_xls_whose_declared_extent_is_damaged() -> None:
    data = bytearray((WORKBOOKS / "plain.xls").read_bytes())
    extent = data.index(b"\0\x02\x0e\0")
    data[extent + 11] ^= 0xFF  # calamine would ask for more memory than there is, and abort
    with pytest.raises(UnreadableWorkbookError) as caught:
        guard_bytes(bytes(data))
    assert caught.value.refusal.reason == "damaged"


def test_package_without_its_end() -> None:
    whole = xlsx(sheet_xml(""))
    for length in range(1, len(whole), 97):
        with pytest.raises(UnreadableWorkbookError):
            guard_bytes(whole[:length])


def test_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsx(sheet_xml(f'<row r="1">{CELL}</row>')))
    before = path.read_bytes(), path.stat().st_mtime_ns
    read_workbook(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["form.xlsx"]
    assert zipfile.is_zipfile(io.BytesIO(before[0]))
