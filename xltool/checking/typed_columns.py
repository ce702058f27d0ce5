"""What many rules ask of one value, as columns of its table: sign, number, unit, is it a rate."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.language.words import Words
from xltool.model.form import Form


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A column that is worked out from others; its name in both languages."""

    name: str
    title: Words


def typed_columns(form: Form, table: str) -> tuple[TypedColumn, ...]:
    """The typed columns of a table."""
    return ()
