"""What a text means under a form, worked out once however many rules ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar

from xltool.model.form import Form

Text = TypeVar("Text", bound=Hashable)
Meaning = TypeVar("Meaning")
MOST = 20_000
"""Texts remembered by a function; a chunk of 500 workbooks has about as many indicators."""


def remembered(function: Callable[[Text, Form], Meaning]) -> Callable[[Text, Form], Meaning]:
    """A function of a text and a form that is asked the same again and again."""
    known: dict[tuple[Hashable, str], Meaning] = {}

    @wraps(function)
    def asked(text: Text, form: Form) -> Meaning:
        key = (text, form.digest)
        try:
            return known[key]
        except KeyError:
            meaning = function(text, form)
        if len(known) >= MOST:
            known.clear()
        known[key] = meaning
        return meaning

    return asked
