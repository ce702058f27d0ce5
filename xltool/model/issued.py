"""Form -> the form as its blank workbook has it."""

from __future__ import annotations

from collections.abc import Collection

from xltool.model.form import Form, Matrix, Part, Section


def issued(form: Form, filled: Collection[str] = ()) -> Form:
    """The form without what only other prints have, but with those of its fields that are
    `filled`.
    """
    parts = tuple(_issued_part(part, filled) for part in form.parts)
    copy = form.model_copy(update={"parts": parts})
    copy.__dict__["digest"] = form.digest  # what is stamped is the form that it was made from
    return copy


def _issued_part(part: Part, filled: Collection[str]) -> Part:
    sections: list[Section] = []
    for section in part.sections:
        if isinstance(section, Matrix):
            columns = tuple(
                column
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
                field
                for field in section.fields
                if field.printed != "elsewhere" or field.name in filled
            )
            update, kept = {"fields": fields}, bool(fields)
        if kept:
            sections.append(section.model_copy(update=update))
    return part.model_copy(update={"sections": tuple(sections)})
