"""Submission -> Filling by what its values mean: 368800.00 in a text is the number.

`extract.raw_values` gives them as they were typed instead; a document has no numbers, only
texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xltool.language.text import squeezed
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Field, Form
from xltool.model.submission import Record, Submission, Unread
from xltool.model.workbook import CellValue
from xltool.values.cell_value import TYPED, Number, Percent


def filling_from(submission: Submission, form: Form) -> Filling:
    """The values of a submission as a person types them: amounts are numbers, 25% is 0.25."""
    return Filling(
        {
            table: tuple(
                FilledRecord(_typed_in(record, fields), record.project)
                for record in submission.tables[table]
            )
            for table, fields in form.tables().items()
        }
    )


def _typed_in(record: Record, fields: Sequence[Field]) -> dict[str, CellValue]:
    values = {field.name: record.values.get(field.name) for field in fields}
    bare = (v.points for v in values.values() if isinstance(v, Percent) and not v.marked)
    # A plan of 0.25, 0.5, 1 is written in fractions; one with 25 in it is not.
    whole = Decimal(100 if any(points > 1 for points in bare if points) else 1)
    raw = {name: _raw(value, whole) for name, value in values.items()}
    for field in fields:
        year = raw[field.name]
        if field.type == "year" and isinstance(year, str) and year.isdecimal():
            raw[field.name] = int(year)
    return raw


def _raw(value: object, whole: Decimal) -> CellValue:
    """A value as it is typed in; one that could not be read stays the text that it was."""
    if isinstance(value, Number):
        readable = value.amount is not None and squeezed(value.raw)[-1:].isdigit()
        return value.amount if readable else value.raw
    if isinstance(value, Percent) and value.points is not None:
        return value.points / (100 if value.marked else whole)
    return shown(value) or None


def shown(value: object) -> str:
    """A value as the document shows it; "" for what is blank or was not found."""
    if isinstance(value, Unread):
        return value.shown
    return str(value) if isinstance(value, (*TYPED, str)) else ""
