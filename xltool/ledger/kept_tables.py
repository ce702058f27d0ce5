"""The ledger's rows of a submission -> its tables again, typed, with their cells."""

from __future__ import annotations

from xltool.ledger.ledger import Ledger
from xltool.ledger.record_rows import RecordRow, ValueRow
from xltool.ledger.row_sql import columns
from xltool.ledger.stored_value import StoredValue, typed_value
from xltool.model.form import Form
from xltool.model.submission import Record
from xltool.model.workbook import CellRef


def kept_tables(ledger: Ledger, submission: int, form: Form) -> dict[str, tuple[Record, ...]]:
    """All tables of a submission, as they were when it came.

    A blank field is None; so is one that the workbook did not print. Fields that the form no
    longer has are left out.
    """
    run = ledger.connection.execute
    query = f"SELECT {columns(ValueRow)} FROM record_values WHERE submission = ? ORDER BY place"
    values: dict[int, list[ValueRow]] = {}
    for row in map(ValueRow._make, run(query, (submission,))):
        values.setdefault(row.record, []).append(row)
    tables: dict[str, list[Record]] = {table: [] for table in form.tables()}
    query = f"SELECT {columns(RecordRow)} FROM records WHERE submission = ? ORDER BY place"
    for record in map(RecordRow._make, run(query, (submission,))):
        if record.record_table in tables:
            filled = values.get(record.place, [])
            tables[record.record_table].append(_record(record, filled, form))
    return {table: tuple(records) for table, records in tables.items()}


def _record(row: RecordRow, filled: list[ValueRow], form: Form) -> Record:
    fields = {field.name: field for field in form.tables()[row.record_table]}
    values: dict[str, object] = dict.fromkeys(fields)
    if any(part.table == row.record_table for part in form.parts):
        values["missing"] = ()  # labels that were not found are no content of the month
    refs = {"part": CellRef.of(row.sheet, row.cell)} if row.cell else {}
    for each in filled:
        if each.field in fields:
            stored = StoredValue(each.text, each.number, each.sign, each.unit, each.kind)
            values[each.field] = typed_value(stored, fields[each.field])
            sheet, _, cell = each.cell.rpartition("!")
            if cell:
                refs[each.field] = CellRef.of(sheet or row.sheet, cell)
    return Record(values, refs, row.project)
