"""A workbook in memory with one cell changed, and how its reading compares with the first one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.other_book import filled_forms, save
from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract, roles_of
from xltool.extract.recognise import recognise
from xltool.extract.roles import LayoutRole, Roles
from xltool.forms.load import load_forms
from xltool.model.form import Field, Form, Matrix, Row
from xltool.model.submission import ABSENT, Submission
from xltool.model.workbook import Cell, CellRef, Kind, Workbook

SAMPLES = Path(__file__).parent.parent.parent / "sample_workbooks"
FORMS = load_forms()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the role of each cell, and the records."""

    form: str
    roles: Roles
    submission: Submission


def read(workbook: Workbook, forms: Sequence[Form] = FORMS) -> Reading:
    """Recognise and read a workbook."""
    match = recognise(workbook, forms)
    assert match, "not recognised"
    return Reading(match.form.key, roles_of(workbook, match), extract(workbook, match))


def with_text(workbook: Workbook, ref: CellRef, text: str) -> Workbook:
    """The workbook with another text in one cell."""
    sheets = []
    for sheet in workbook.sheets:
        cells = dict(sheet.cells)
        if sheet.name == ref.sheet:
            cells[ref.row, ref.column] = Cell(ref, text, Kind.TEXT)
        sheets.append(replace(sheet, cells=dict(sorted(cells.items()))))
    return replace(workbook, sheets=tuple(sheets))


Key = tuple[str, int, str]


def values_read(submission: Submission) -> dict[Key, tuple[CellRef | None, str]]:
    """Every value with its cell."""
    return {
        (table, number, field): (record.refs.get(field), str(value))
        for table, records in submission.tables.items()
        for number, record in enumerate(records)
        for field, value in record.values.items()
        if field != "missing" and value is not None and value is not ABSENT
    }


def differences(before: Reading, after: Reading, typed: CellRef) -> list[str]:
    """What changed beside the cell that was typed in."""
    found = [f"form {before.form} -> {after.form}"] if before.form != after.form else []
    for ref, role in before.roles.items():
        if ref != typed and after.roles.get(ref) != role:
            found.append(f"{ref.a1}: {role} -> {after.roles.get(ref)}")
    old, new = (values_read(each.submission) for each in (before, after))
    own = {key for each in (old, new) for key, (ref, _) in each.items() if ref == typed}
    for key in (old.keys() | new.keys()) - own:
        if old.get(key) != new.get(key):
            found.append(f"{key}: {old.get(key)} -> {new.get(key)}")
    return found


def value_cells(reading: Reading) -> list[CellRef]:
    """The filled cells that hold values, of every field one in its first record; not numbered
    paragraphs, whose label or number is a part of their text.
    """
    form = next(form for form in FORMS if form.key == reading.form)
    outlines = {s.name for part in form.parts for s in part.repeats() if s.outline}
    first: dict[tuple[str, str], CellRef] = {}
    for ref, each in sorted(reading.roles.items()):
        if (
            each.role in (LayoutRole.VALUE, LayoutRole.RECORD)
            and each.field
            and each.table not in outlines
        ):
            first.setdefault((each.table, each.field), ref)
    return list(first.values())


def label_texts(forms: Sequence[Form] = FORMS) -> list[str]:
    """Every text that is a label of any form."""
    texts: dict[str, None] = {}
    for form in forms:
        for part in form.parts:
            for section in part.sections:
                entries: tuple[Field | Row, ...] = section.fields
                if isinstance(section, Matrix):
                    entries = (*section.rows, *section.columns)
                labels = (*section.labels, *(text for e in entries for text in e.labels))
                texts |= dict.fromkeys(text.format(month=7, year=2022) for text in labels)
            texts |= dict.fromkeys(part.boxes)
    return list(texts)


def books(folder: Path) -> Iterator[tuple[str, Workbook]]:
    """One filled workbook of each form, and one of another layout."""
    for form in filled_forms():
        yield form.form, read_workbook(save(folder / f"{form.form}.xlsx", (form,)))
    for name in ("三套指标完整", "换了版式"):
        yield name, read_workbook(SAMPLES / f"{name}.xlsx")
