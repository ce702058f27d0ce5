"""The label keys of a form: everything that it may have printed."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.extract.grid import Grid, LabelCell, keys_of
from xltool.model.form import Form


def label_spots(grid: Grid, form: Form) -> list[LabelCell]:
    """Every cell that reads as a label or heading of a form."""
    return grid.that_read(label_keys(form))


def label_keys(form: Form) -> frozenset[str]:
    """The label keys of everything that a form may have printed."""
    if form.digest not in _KEYS:
        keys = frozenset[str]()
        for part in form.parts:
            keys = keys.union(*map(keys_of, part.labelled.values()), keys_of(part.boxes))
            unders = (field.under for section in part.sections for field in section.fields)
            keys = keys.union(*map(keys_of, unders))
        _KEYS[form.digest] = keys
    return _KEYS[form.digest]


_KEYS: dict[str, frozenset[str]] = {}
"""Every label of a form, by its digest."""


def labels_of_all(forms: Sequence[Form]) -> frozenset[str]:
    """The label keys of everything that any of some forms may have printed."""
    digests = tuple(form.digest for form in forms)
    if digests not in _ALL_KEYS:
        _ALL_KEYS[digests] = frozenset[str]().union(*map(label_keys, forms))
    return _ALL_KEYS[digests]


_ALL_KEYS: dict[tuple[str, ...], frozenset[str]] = {}
"""Every label of some forms, by their digests."""
