"""What the XML of a workbook tells about cells and sheets beside their values, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xltool.excel.read.number_formats import NumberFormat
from xltool.model.workbook import Area

# Nothing outside the file is ever fetched, and no entity is ever expanded.
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}


class CellFacts(NamedTuple):
    """What the XML tells about one cell; `formula` is "" where it is shared with another cell.

    `words` are what its number format shows before and behind the number.
    """

    error: str | None = None
    no_result: bool = False
    formula: str | None = None
    percent: bool = False
    words: tuple[str, str] = ("", "")

    @classmethod
    def of(
        cls, kind: str | None, formula: str | None, value: str | None, shown: NumberFormat
    ) -> CellFacts:
        """The facts of a cell in SpreadsheetML, by its type and what it holds; None for nothing."""
        # Without a number, an empty <v> is an empty result only where the result is a text.
        no_result = formula is not None and not value and (value is None or kind != "str")
        number = bool(value) and kind in (None, "n")
        return cls(
            error=(value or "#?") if kind == "e" and not no_result else None,
            no_result=no_result,
            formula=formula,
            percent=shown.percent and number,
            words=shown.words if number else ("", ""),
        )


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the XML tells about one sheet; only cells with something to tell are in `cells`."""

    cells: dict[tuple[int, int], CellFacts] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)  # ods only
    visible: bool = True  # ods only
    hidden_rows: set[int] = field(default_factory=set)  # xlsx only
    hidden_columns: set[int] = field(default_factory=set)
