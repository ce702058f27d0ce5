"""Workbook + Submission -> Filling: the raw values of a filled workbook."""

from __future__ import annotations

from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Form
from xltool.model.submission import Record, Submission, Unread
from xltool.model.workbook import Cell, CellRef, CellValue, Kind, Workbook
from xltool.values.cell_value import BudgetUnit, Number, Percent
from xltool.values.indicator_value import IndicatorValue


def filling_of(workbook: Workbook, submission: Submission, form: Form) -> Filling:
    """The values that were filled in, as they were typed, by table and field of the form.

    Numbers and percentages (0.25 for 25 %) are those of the cells; a text that runs over several
    rows is joined by line breaks, a level that is left blank downwards has the one above it.
    What is blank, or is an error or a formula without a result, is left out.
    """
    cells = {
        cell.ref: cell
        for sheet in workbook.sheets
        if sheet.name in submission.sheets
        for cell in sheet.cells.values()
    }
    return Filling(
        {
            table: tuple(_entry(record, cells, form, table) for record in records)
            for table, records in submission.tables.items()
        }
    )


def _entry(record: Record, cells: dict[CellRef, Cell], form: Form, table: str) -> FilledRecord:
    values: dict[str, CellValue] = {}
    for field in form.tables()[table]:
        ref = record.refs.get(field.name)
        raw = _raw(record.values.get(field.name), cells.get(ref) if ref else None)
        if raw is not None and raw != "":
            values[field.name] = raw
    return FilledRecord(values, record.project)


def _raw(value: object, cell: Cell | None) -> CellValue:
    """The value as it was typed: of a part of a cell (单位：元), only that part."""
    if isinstance(value, (Number, Percent)):
        # A formula counts by its result.
        numeric = cell is not None and cell.kind in (Kind.NUMBER, Kind.PERCENT)
        return cell.value if cell and numeric else value.raw
    if isinstance(value, (BudgetUnit, IndicatorValue)):
        return value.raw
    if isinstance(value, Unread):
        return value.shown if value.why == "wrong_type" else None
    return value if isinstance(value, str) else None
