"""Form -> the form as its blank workbook has it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from xltool.model.field import label_of_month
from xltool.model.form import Field, Form, Matrix, Part, Section

AnyField = TypeVar("AnyField", bound=Field)


def issued(form: Form, filled: Collection[str] = (), month: int | None = None) -> Form:
    """The form without what only other prints have, but with those of its fields that are
    `filled`; with a `month` (1 to 12), under headings that name it.
    """
    parts = tuple(_issued_part(part, filled, month) for part in form.parts)
    copy = form.model_copy(update={"parts": parts})
    copy.__dict__["digest"] = form.digest  # what is stamped is the form that it was made from
    return copy


def _issued_part(part: Part, filled: Collection[str], month: int | None) -> Part:
    sections: list[Section] = []
    for section in part.sections:
        if isinstance(section, Matrix):
            columns = tuple(
                _of_month(column, month)
                for column in section.columns
                if column.printed != "elsewhere"
                or any(f"{row.name}_{column.name}" in filled for row in section.rows)
            )
            rows = tuple(
                row
                for row in section.rows
                if row.printed != "elsewhere"
                or any(f"{row.name}_{column.name}" in filled for column in section.columns)
            )
            update: dict[str, object] = {"rows": rows, "columns": columns}
            kept = bool(rows and columns)
        else:
            fields = tuple(
                _of_month(field, month)
                for field in section.fields
                if field.printed != "elsewhere" or field.name in filled
            )
            update, kept = {"fields": fields}, bool(fields)
        if kept:
            sections.append(section.model_copy(update=update))
    return part.model_copy(update={"sections": tuple(sections)})


def _of_month(field: AnyField, month: int | None) -> AnyField:
    """A field whose heading names the month, where the form has such a spelling."""
    label = label_of_month(field, month) if month else None
    return field.model_copy(update={"labels": (label, *field.labels)}) if label else field
