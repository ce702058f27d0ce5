"""The same workbook with rows, columns and sheets moved gives the same findings, moved along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import xltool
from sample_workbooks.make import HERE, base_book
from tests.book import Book, Content, SheetPlan
from tests.book_file import book_bytes
from tests.case_files import read_cases
from xltool.model.workbook import CellRef

Move = Callable[[Book], Callable[[CellRef], CellRef]]
"""Changes a book and returns where each cell has gone."""


def thirty_mistakes() -> Book:
    return next(iter(read_cases(HERE / "三十处错误.md"))).edited(base_book())


def row_inserted(at: int) -> Move:
    def move(book: Book) -> Callable[[CellRef], CellRef]:
        for sheet in book:
            sheet.insert(row=at)
        return lambda ref: CellRef(ref.sheet, ref.row + (ref.row >= at), ref.column)

    return move


def column_inserted(at: int) -> Move:
    def move(book: Book) -> Callable[[CellRef], CellRef]:
        for sheet in book:
            sheet.insert(column=at)
        return lambda ref: CellRef(ref.sheet, ref.row, ref.column + (ref.column >= at))

    return move


def sheets_renamed(book: Book) -> Callable[[CellRef], CellRef]:
    names = {sheet.name: f"表 {number}" for number, sheet in enumerate(book)}
    for sheet in book:
        sheet.name = names[sheet.name]
    return lambda ref: CellRef(names[ref.sheet], ref.row, ref.column)


def sheets_reordered(book: Book) -> Callable[[CellRef], CellRef]:
    book.sheets = [*book.sheets[1:], book.sheets[0]]
    return lambda ref: ref


def list_sheet_added(book: Book) -> Callable[[CellRef], CellRef]:
    """A list of what may be chosen and an index of projects are no forms."""
    lists = SheetPlan("可选项")
    for row, text in enumerate(("一级指标", "产出指标", "效益指标", "满意度指标"), 1):
        lists.cells[row, 1] = Content(text)
    for column, text in enumerate(("项目编码", "项目名称", "预算数", "财政资金", "其他资金"), 1):
        lists.cells[10, column] = Content(text)
        lists.cells[11, column] = Content("甲")
    book.sheets.insert(0, lists)
    return lambda ref: ref


MOVES: dict[str, Move] = {
    **{f"row {at}": row_inserted(at) for at in (1, 2, 3, 4, 6, 8, 9, 12, 14)},
    **{f"column {at}": column_inserted(at) for at in (1, 2, 4, 6, 7)},
    "sheets renamed": sheets_renamed,
    "sheets reordered": sheets_reordered,
    "list sheet added": list_sheet_added,
}


def findings(book: Book, path: Path) -> dict[tuple[str, str], tuple[CellRef, ...]]:
    path.write_bytes(book_bytes(book))
    return {(f.rule, f.id): f.refs for f in xltool.check([path])[0]}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_findings_move_with_their_cells(move: Move, tmp_path: Path) -> None:
    before = findings(thirty_mistakes(), tmp_path / "前.xlsx")
    book = thirty_mistakes()
    gone_to = move(book)
    after = findings(book, tmp_path / "后.xlsx")
    assert after == {key: tuple(map(gone_to, refs)) for key, refs in before.items()}
