"""The indicators of a project -> the set by which projects are found to be alike (雷同)."""

from __future__ import annotations

from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Form
from xltool.model.submission import Unread
from xltool.values.indicator_value import IndicatorValue


def indicator_set(rows: object, form: Form) -> frozenset[tuple[str, ...]] | None:
    """A project's indicators as they are compared, by the form's `similar` fields.

    None where they are blank or unreadable, or where the form compares nothing.
    """
    if not isinstance(rows, tuple) or not form.similar:
        return None
    values = [tuple(row.get(name) for name in form.similar) for row in rows]
    if any(isinstance(value, Unread) for indicator in values for value in indicator):
        return None
    found = frozenset(tuple(map(_key, indicator)) for indicator in values)
    return found if any(all(indicator) for indicator in found) else None


def _key(value: object) -> str:
    if value is None:
        return ""
    text = (value.standard or value.raw) if isinstance(value, IndicatorValue) else str(value)
    return squeezed(halfwidth(text))
