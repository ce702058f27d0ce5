"""A sheet of a form, as xlsxwriter writes it, without its search for functions of the future."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class FormSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose formulas use only functions that Excel 2007 knew.

    xlsxwriter looks in every formula for 140 later ones, one after another, to give them a prefix:
    half of the time that a blank takes. A test compares what it writes with and without this.
    """

    def _prepare_formula(self, formula: Any, _expand_future_functions: Any = False) -> Any:
        return formula.removeprefix("=")
