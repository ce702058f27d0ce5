"""The ledger's records of any form: one row a record, one row a filled field of it.

What the month adds up stands in tables of its own besides (`projects`, `indicators`): sums over
columns are what SQL is quick at. Whoever needs a field that these have no column for, such as an
actual value or a score, or compares two months of one form, reads these rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xltool.language.text import printable, squeezed
from xltool.ledger.stored_text import stored_place, stored_text
from xltool.ledger.stored_value import stored_value
from xltool.model.form import Form
from xltool.model.submission import ABSENT, Record, Submission
from xltool.values.project_code import tidy


class RecordRow(NamedTuple):
    """A record; `number` is its place in its table, `project` that of its project.

    `key` tells it from the other records of its table, and is the same next month: a project's
    code, else its name; an indicator's levels, with its occurrence from the second on.
    """

    place: int
    record_table: str
    number: int
    project: int | None
    key: str
    sheet: str
    cell: str


class ValueRow(NamedTuple):
    """A filled field of a record, in the form's own unit; blank fields have no row.

    `record` is the place of its record. The other columns are those of `StoredValue`; `cell`
    names its sheet only where that is not the record's.
    """

    place: int
    record: int
    field: str
    text: str
    number: str | None
    sign: str
    unit: str
    kind: str
    cell: str


def record_rows(
    submission: Submission, form: Form
) -> tuple[tuple[RecordRow, ...], tuple[ValueRow, ...]]:
    """All records of a submission in the order of the form's tables, and their values."""
    records: list[RecordRow] = []
    values: list[ValueRow] = []
    for table, fields in form.tables().items():
        names = tuple(field.name for field in fields)
        keys = _keys(submission.tables[table], _key_fields(form, table))
        for number, (record, key) in enumerate(zip(submission.tables[table], keys, strict=True)):
            sheet, cell = stored_place(record.refs.get("part"))
            row = RecordRow(len(records), table, number, record.project, key, sheet, cell)
            records.append(row)
            filled = enumerate(_filled(record, names, sheet), len(values))
            values += [ValueRow(at, row.place, *value) for at, value in filled]
    return tuple(records), tuple(values)


def _filled(
    record: Record, names: tuple[str, ...], sheet: str
) -> Iterator[tuple[str, str, str | None, str, str, str, str]]:
    """Each filled field: its name, the columns of its value, its cell."""
    for name in names:
        value = record.values.get(name)
        if value is None or value == ABSENT:
            continue
        ref = record.refs.get(name)
        cell = ref.a1 if ref else ""
        if ref and printable(ref.sheet) != sheet:
            cell = f"{printable(ref.sheet)}!{cell}"
        yield name, *stored_value(value), cell


def _key_fields(form: Form, table: str) -> tuple[str, ...]:
    """The fields that tell the records of a table apart; none for a part's own table."""
    for part in form.parts:
        for section in part.repeats():
            if section.name == table:
                return section.key
    return ()


def _keys(records: tuple[Record, ...], names: tuple[str, ...]) -> Iterator[str]:
    """The key of each record: unlike any other of its project."""
    seen: Counter[tuple[int | None, str]] = Counter()
    for record in records:
        own = record_key(record.values, names)
        seen[record.project, own] += 1
        count = seen[record.project, own]
        yield own if count == 1 else f"{own} {count}"


def record_key(values: Mapping[str, object], names: tuple[str, ...]) -> str:
    """What a record is known by: spaces and the way a code is written do not matter."""
    if names:
        return "/".join(squeezed(stored_text(values.get(name))) for name in names)
    return tidy(stored_text(values.get("code"))) or squeezed(stored_text(values.get("name")))
