"""Marked copies that another program has saved: marks come off by content, and nothing else."""

from __future__ import annotations

import io
import warnings
from typing import Any

import openpyxl
import pytest

from tests.marking import FINDINGS, copy, mark, original
from tests.opc import Opc, children
from tests.test_marks import contents, digest, loaded
from tests.zoo import CHOICES, NAME
from xltool.excel.marks.original import is_unedited
from xltool.excel.marks.unmark import unmarked

SAVED = ("plain", "rich_notes", "conditional_formats", "defined_names", "odd_sheet_names")


def saved(data: bytes, change: Any = None) -> bytes:
    """The workbook as openpyxl saves it: other parts, other numbers, texts shared."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it cannot keep
        book = openpyxl.load_workbook(io.BytesIO(data))
        if change:
            change(book)
        book.save(made)
    return made.getvalue()


def has_marks(data: bytes) -> bool:
    return any(
        b"_xltool" in content or "xltool" in part or "── xltool".encode() in content
        for part, content in Opc(data).parts.items()
        if "sharedstrings" not in part  # texts that no cell uses do no harm
    )


@pytest.mark.parametrize("name", SAVED)
def test_marks_come_off_by_content(name: str) -> None:
    again = saved(copy(name))
    assert not is_unedited(again)
    bare, plain = unmarked(again), saved(original(name))
    assert not has_marks(bare)
    assert list(Opc(bare).sheets) == list(Opc(plain).sheets)
    before, after = loaded(plain, results=False), loaded(bare, results=False)
    assert sorted(before.defined_names) == sorted(after.defined_names)
    for sheet in before.worksheets:
        twin = after[sheet.title]
        assert list(contents(sheet)) == list(contents(twin))
        assert notes(sheet) == notes(twin)
        assert rules(sheet) == rules(twin)
        assert sorted(sheet.defined_names) == sorted(twin.defined_names)


def notes(sheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text.strip() for cell in sheet._cells.values() if cell.comment
    }


def rules(sheet: Any) -> list[tuple[str, object]]:
    return [
        (str(area.sqref), rule.formula)
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]


@pytest.mark.parametrize("name", SAVED)
def test_marking_what_was_saved_replaces_the_marks(name: str) -> None:
    marked = mark(saved(copy(name)))
    assert digest(mark(marked)) == digest(marked)
    assert list(Opc(marked).sheets) == list(Opc(copy(name)).sheets)
    for sheet in (NAME, CHOICES):
        formulas = [
            str(item.text)
            for item in children(Opc(marked).root(Opc(marked).sheets[sheet]), "formula")
            if "_xltool_marks" in str(item.text)
        ]
        before = [
            str(item.text)
            for item in children(Opc(copy(name)).root(Opc(copy(name)).sheets[sheet]), "formula")
            if "_xltool_marks" in str(item.text)
        ]
        assert len(formulas) == len(before)
    named = [str(item.get("name")) for item in Opc(marked).names()]
    assert named.count("_xltool_marks") == named.count("问题清单") == 1
    assert not has_marks(unmarked(marked))


def test_a_sheet_with_a_number_in_its_first_row_is_not_ours() -> None:
    """The stamp of our sheet is a shared text with a number; that number may stand anywhere."""

    def add_days(book: Any) -> None:
        sheet = book.create_sheet("按日", 0)
        for column in range(1, 400):
            sheet.cell(1, column, column)

    again = saved(copy("plain"), add_days)
    assert Opc(unmarked(again)).sheets.keys() == {"按日", NAME, CHOICES}
    assert list(Opc(mark(again, FINDINGS)).sheets) == ["按日", NAME, CHOICES, "问题清单"]


@pytest.mark.parametrize("name", ["旧问题清单", "我的 问题清单", "问题清单2", "it's问题清单"])
def test_names_of_other_sheets_stay(name: str) -> None:
    """A sheet's name may end, or begin, as ours does."""

    def add_name(book: Any) -> None:
        book.create_sheet(name)
        quoted = "'" + name.replace("'", "''") + "'"
        target = openpyxl.workbook.defined_name.DefinedName("旧的", attr_text=f"{quoted}!$A$1")
        bare = openpyxl.workbook.defined_name.DefinedName("旧的二", attr_text=f"SUM({name}!$A$1)")
        book.defined_names["旧的"] = target
        if name.isalnum():
            book.defined_names["旧的二"] = bare

    again = saved(copy("plain"), add_name)
    wanted = {"旧的", "旧的二"} if name.isalnum() else {"旧的"}
    for result in (unmarked(again), mark(again, FINDINGS)):
        assert name in Opc(result).sheets
        assert wanted <= {str(item.get("name")) for item in Opc(result).names()}


def test_our_sheet_is_known_in_whatever_place_and_by_whatever_name() -> None:
    def move(book: Any) -> None:
        sheet = book["问题清单"]
        sheet.title = "请看"  # Excel renames it in the names too
        book.defined_names["问题清单"].attr_text = "请看!$A$1"
        book.move_sheet(sheet, -2)
        book.active = 2

    again = saved(copy("defined_names"), move)
    bare = Opc(unmarked(again))
    assert list(bare.sheets) == [NAME, CHOICES]
    scopes = {
        (str(item.get("name")), item.get("localSheetId"))
        for item in bare.names()
        if not str(item.get("name")).startswith("_xlnm")
    }
    assert scopes == {("合格率", None), ("合格率", "1"), ("Rate", "0")}
    assert loaded(unmarked(again), results=False).active.title == CHOICES


def test_our_sheet_is_known_when_a_row_was_put_above_it() -> None:
    """As people do to write something of their own on top; its explanations must be found too."""
    again = saved(copy("plain"), lambda book: book["问题清单"].insert_rows(1))
    assert list(Opc(unmarked(again)).sheets) == [NAME, CHOICES]
    assert list(Opc(mark(again)).sheets) == [NAME, CHOICES, "问题清单"]


def test_a_user_cell_with_our_stamp_in_it_is_no_sheet_of_ours() -> None:
    """A text that only mentions it, or in another row than the first."""

    def mention(book: Any) -> None:
        book[CHOICES]["A30"] = "xltool problems 1"

    marked = mark(saved(original("plain"), mention))
    for result in (marked, mark(marked), saved(marked)):
        assert CHOICES in Opc(unmarked(result)).sheets
