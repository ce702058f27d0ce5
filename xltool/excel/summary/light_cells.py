"""Lights in a list: their words, and the colours that lie over them."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from xltool.excel.summary.columns import SummaryColumn, Value, ValueOf
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light

_FLAGS = {
    Light.RED: "returned",
    Light.YELLOW: "pending",
    Light.GREEN: "passed",
    Light.BLUE: "ahead",
}


def light_text(name: str, lang: str) -> str:
    """A light in words; — where there is none: the form has none, or it was unclear."""
    return LIGHT_WORDS[Light(name)](lang) if name else "—"


def light_column(key: str, title: Words) -> SummaryColumn:
    """The column of a light, whose name the row holds as `key`."""
    get = attrgetter(key)

    def value(row: Any, sheet: ListSheet) -> Value:
        return light_text(get(row), sheet.book.lang)

    return SummaryColumn(key, title, 8, "centre", value)


def colour_lights(rows: ListSheet, key: str) -> None:
    """Lay the colours over a column: a cell goes on having them when rows are sorted."""
    letter = rows.letter(key)
    for page in rows.pages:
        for light, flag in _FLAGS.items():
            page.sheet.conditional_format(
                f"{letter}{page.first}:{letter}{page.last}",
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{LIGHT_WORDS[light](rows.book.lang)}"',
                    "format": rows.book.looks.flag(flag),
                },
            )


def form_value(name: str) -> ValueOf:
    """The title of the form whose key a row holds under `name`."""
    get = attrgetter(name)
    return lambda row, sheet: sheet.book.month.form_title(get(row))


def origin_value(row: Any, sheet: ListSheet) -> Value:
    """A link to the cell of a row that holds its own path, sheet and cell."""
    return sheet.book.link(row.path, row.sheet, row.cell)
