"""A new workbook as a filler changes it: opened with openpyxl, cells typed into, saved."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.book import content_of
from tests.case_files import Case
from tests.facts import filling_of_facts
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.forms.load import find_form, load_forms
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form
from xltool.model.workbook import CellRef, CellValue

TARGET = "hebei-target@2022"


def form_named(name: str = TARGET) -> Form:
    return find_form(name, load_forms())


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def edited_template(case: Case) -> bytes:
    """The complete facts in a new workbook, with the edits of a case typed over them."""
    book = opened(build_template(form_named(), filling_of_facts("complete"), year=2022))
    for sheet, cell, value in case.edits:
        content = content_of(value)
        book[sheet][cell] = content.formula or content.value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def target_of(sheet: Worksheet, name: str) -> str:
    """Where a name of the sheet points to: `B4`, or `A11:G50`."""
    return str(sheet.defined_names[name].attr_text).rpartition("!")[2].replace("$", "")


def type_in(book: Workbook, form: Form, filling: Filling) -> None:
    """Type a filling into the blank workbook, finding each cell by the names of its sheet."""
    for part in form.parts:
        sheets = [
            s for s in book.worksheets if f"xl_{part.single_fields()[0].name}" in s.defined_names
        ]
        mine = [s for s in sheets if all(f"xl_{r.name}" in s.defined_names for r in part.repeats())]
        for number, entry in enumerate(filling.tables[part.table]):
            sheet = mine[number]
            for name, value in entry.values.items():
                if name != "money_unit":
                    sheet[target_of(sheet, f"xl_{name}")] = value
            for section in part.repeats():
                records = [
                    e for e in filling.tables[section.name] if not part.many or e.project == number
                ]
                names = [field.name for field in section.fields]
                _type_records(sheet, target_of(sheet, f"xl_{section.name}"), names, records)


def _type_records(
    sheet: Worksheet, area: str, names: list[str], records: list[FilledRecord]
) -> None:
    rows = sheet[area]
    for row, record in zip(rows, records, strict=False):
        # A field that is merged over two columns stands in the first.
        cells = [cell for cell in row if type(cell).__name__ != "MergedCell"]
        for name, cell in zip(names, cells, strict=True):
            if record.values.get(name) is not None:
                cell.value = record.values[name]


def unlocked(book: Workbook) -> set[tuple[str, str]]:
    """The input cells, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }


def cells_of(refs: tuple[CellRef, ...]) -> Iterator[tuple[str, str]]:
    for ref in refs:
        yield ref.sheet, ref.a1


def plain(filling: Filling) -> dict[str, list[tuple[int | None, Mapping[str, CellValue]]]]:
    """A filling without blanks, to be compared."""
    return {
        table: [
            (entry.project, {n: v for n, v in entry.values.items() if v not in (None, "")})
            for entry in entries
        ]
        for table, entries in filling.tables.items()
    }


class Folders(NamedTuple):
    """Workbooks by name as they were made, and as LibreOffice saved them."""

    made: Path
    saved: Path


def write(data: bytes, folder: Path, name: str = "a.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def folders(of: pytest.TempPathFactory, name: str) -> Folders:
    made = of.mktemp(f"{name}-made") / "收件"  # the name of the one above may read as a year
    made.mkdir()
    return Folders(made, of.mktemp(f"{name}-saved"))


def shown(path: Path) -> dict[tuple[str, str], CellValue]:
    """What formulas show, by sheet and cell; one that shows nothing is left out."""
    return {
        (sheet.name, cell.ref.a1): cell.value
        for sheet in read_workbook(path).sheets
        for cell in sheet.cells.values()
        if cell.formula is not None and cell.value
    }
