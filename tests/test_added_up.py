"""Which amounts that are text stand in a range that a formula adds up."""

from __future__ import annotations

import pytest

from xltool.extract.added_up import with_added
from xltool.model.field import Field
from xltool.model.submission import Record
from xltool.model.workbook import Cell, CellRef, Kind, Sheet, Workbook
from xltool.values.cell_value import typed_record

AMOUNT = CellRef("表1", 4, 5)  # E4


def added(formula: str, sheet: str = "表1") -> bool:
    text = Cell(AMOUNT, "368,800.00", Kind.TEXT)
    sum_ = Cell(CellRef(sheet, 9, 9), 0.0, Kind.NUMBER, formula)
    cells = {"表1": {(4, 5): text}, "表2": {}}
    cells[sheet][9, 9] = sum_
    book = Workbook("a.xlsx", "", tuple(Sheet(name, True, each) for name, each in cells.items()))
    title = {"zh": "财政资金", "en": "fiscal funds"}
    field = Field.model_validate({"name": "fiscal", "type": "money", "title": title})
    record = Record(typed_record({"fiscal": text}, [field]), {"fiscal": AMOUNT, "part": AMOUNT})
    (marked,) = with_added([record], book)
    value = marked.values["fiscal"]
    return bool(getattr(value, "added"))  # noqa: B009 - typed as object


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(E4:G4)",
        "ROUND(SUM($E$4,G4),2)",
        "sum(1,(C4:E9))",
        "SUM(E:E)/10000",
        "SUM(4:4)",
        "SUMIF(A1:A9,\"财政\",E1:E9)",
        "IF(A1=\"\",\"\",SUBTOTAL(9,E2:E8))",
        "'表1'!A1+SUM('表1'!E4)",
        "SUM([.E4:.G4])",
        "SUM([$'表1'.E4:.E9])",
    ],
)  # fmt: skip
def test_a_range_that_is_added_up(formula: str) -> None:
    assert added(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "E4+G4",
        "SUM(E5:G9)",
        "SUM(金额)",
        "SUM(MAX(E4:E9),1)",
        "E4&\"SUM(E4)\"",
        "SUM(表2!E4:G4)",
        "COUNTA(E4:G4)+SUM(F4:G4)",
        "SUM(#REF!)",
        "",
    ],
)  # fmt: skip
def test_a_formula_that_leaves_it_alone(formula: str) -> None:
    assert not added(formula)


def test_a_sheet_without_the_amount_adds_up_its_own_cells() -> None:
    assert not added("SUM(E4:G4)", sheet="表2")
    assert added("SUM(表1!E4:G4)", sheet="表2")
