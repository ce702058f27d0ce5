"""The format of cases itself: what is wrongly written fails, and what differs is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_workbooks.make import base_book
from tests.book import content_of
from tests.book_file import book_bytes
from tests.case_files import Case, CaseError, read_cases
from xltool.excel.read.workbook import read_workbook
from xltool.model.workbook import Kind
from xltool.pipeline.check import check

GOOD = """# A rule

## A heading
options: year=2022

| sheet | cell | value |
|-------|------|-------|
| 项目1 | F16  | ≥950% |

| rule  | sheet | cells |
|-------|-------|-------|
| XL203 | 项目1 | F16   |
"""


def one_case(tmp_path: Path, text: str) -> Case:
    path = tmp_path / "xl000_case.md"
    path.write_text(text, encoding="utf-8")
    (case,) = read_cases(path)
    return case


def differences(tmp_path: Path, text: str) -> list[str]:
    case = one_case(tmp_path, text)
    path = tmp_path / "收件" / "book.xlsx"  # tmp_path itself may read as a year: …_XL203_0
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(book_bytes(case.edited(base_book())))
    return case.differences(*check([path]))


def test_a_case_that_is_right(tmp_path: Path) -> None:
    assert differences(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "starts"),
    [
        ("| F16   |", "| F15   |", ["missing", "unexpected"]),
        ("XL203", "XL204", ["missing", "unexpected"]),
        ("| XL203 | 项目1 | F16   |\n", "", ["unexpected"]),
        ("| F16   |", "| F16, F15 |", ["missing", "unexpected"]),
        ("≥950%", "≥95%", ["missing"]),
    ],
)
def test_a_case_that_differs(tmp_path: Path, old: str, new: str, starts: list[str]) -> None:
    found = differences(tmp_path, GOOD.replace(old, new))
    assert [line.split()[0] for line in found] == starts


def test_optional_columns_are_compared(tmp_path: Path) -> None:
    wide = GOOD.replace(
        "| cells |\n|-------|-------|-------|\n| XL203 | 项目1 | F16   |",
        "| cells | severity |\n|---|---|---|---|\n| XL203 | 项目1 | F16 | error |",
    )
    assert differences(tmp_path, wide) == []
    assert len(differences(tmp_path, wide.replace("error", "note"))) == 2


def test_a_piece_of_the_message_is_looked_for(tmp_path: Path) -> None:
    wide = GOOD.replace(
        "| cells |\n|-------|-------|-------|\n| XL203 | 项目1 | F16   |",
        "| cells | says |\n|---|---|---|---|\n| XL203 | 项目1 | F16 | ≥950% |",
    )
    assert differences(tmp_path, wide) == []
    assert len(differences(tmp_path, wide.replace("F16 | ≥950%", "F16 | ≥95.0%"))) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| rule  | sheet | cells |", "| rule  | sheet | place |"),
        ("| rule  | sheet | cells |", "| rule  | sheet | cells | colour |"),
        ("| 项目1 | F16  | ≥950% |", "| 项目1 | F16  |"),
        ("|-------|-------|-------|\n", ""),
        ("options: year=2022", "options: month=3"),
        ("options:", "option:"),
        ("## A heading", "A heading"),
        ("| rule  | sheet | cells |\n|-------|-------|-------|\n| XL203 | 项目1 | F16   |\n", ""),
    ],
)
def test_a_case_that_is_wrongly_written(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(CaseError):
        one_case(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("F16", "formula:=1"),
        ("B8:C9", "x"),
        ("C3", "under a merge"),
        ("row 3", "moved"),
        ("*", "x"),
    ],
)
def test_an_edit_that_cannot_be_made(tmp_path: Path, cell: str, value: str) -> None:
    text = GOOD.replace("| F16  | ≥950% |", f"| {cell} | {value} |")
    with pytest.raises(CaseError):
        one_case(tmp_path, text).edited(base_book())


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("≥95%", Kind.TEXT, "≥95%"),
        ("`  a  `", Kind.TEXT, "  a  "),
        ("一\\n二", Kind.TEXT, "一\n二"),
        ("number:0.95", Kind.NUMBER, 0.95),
        ("percent:0.95", Kind.PERCENT, 0.95),
        ("formula:=C4*2 -> 5", Kind.NUMBER, 5),
        ("formula:=A1 -> text", Kind.TEXT, "text"),
        ("formula:=100% -> percent:1", Kind.PERCENT, 1),
        ("formula:=1+1 -> none", Kind.NO_RESULT, None),
        ("formula:=1/0 -> #DIV/0!", Kind.ERROR, "#DIV/0!"),
        ("error:#REF!", Kind.ERROR, "#REF!"),
        ("bool:TRUE", Kind.BOOLEAN, True),
    ],
)
def test_a_value_arrives_in_the_file(
    tmp_path: Path, written: str, kind: Kind, value: object
) -> None:
    book = base_book()
    book.edit("项目1", "F16", written)
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_bytes(book))
    cell = next(s for s in read_workbook(path).sheets if s.name == "项目1").cells[16, 6]
    assert (cell.kind, cell.value) == (kind, value)
    assert bool(cell.formula) == (content_of(written).formula is not None)


def test_rows_columns_and_sheets_are_edited() -> None:
    book = base_book()
    for edit in (
        ("项目1", "row 11", "inserted"),
        ("项目1", "row 10", "deleted"),
        ("项目2", "column B", "inserted"),
        ("项目3", "column A", "deleted"),
        ("部门整体", "*", "renamed:部门"),
        ("部门", "*", "hidden"),
    ):
        book.edit(*edit)
    first, second, third = book.sheets[1:]
    areas = [{(a.top, a.left, a.bottom, a.right) for a in sheet.merges} for sheet in book]
    assert first.cells[10, 1].value == "产出指标"
    assert (10, 1, 13, 1) in areas[1]
    assert first.cells[11, 2].value == "质量指标"
    assert second.cells[3, 3].value == "13020522P00082810002R"
    assert (1, 1, 1, 8) in areas[2]
    assert third.cells[1, 1].value == "3.行政审批综合管理事务本级绩效目标表"
    assert third.cells[3, 1].value == "13020522P00897310001A"
    assert (book.sheets[0].name, book.sheets[0].hidden) == ("部门", True)
    book.edit("部门", "*", "deleted")
    assert len(book.sheets) == 3
