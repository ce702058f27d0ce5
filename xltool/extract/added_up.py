"""Workbook -> the cells that its formulas add up; an amount that is text there is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xltool.model.submission import Record
from xltool.model.workbook import Area, CellRef, Workbook, column_number
from xltool.values.cell_value import Number, Written

_ADDING = ("SUM", "SUBTOTAL", "SUMIF", "SUMIFS", "SUMPRODUCT", "AGGREGATE")
_MAY_ADD = re.compile(rf"\b(?:{'|'.join(_ADDING)})\s*\(", re.IGNORECASE)
_OF_ODS = re.compile(r"\[(?:\$?([^.\[\]]+))?\.([^.:\[\]]+)(?::[^.\[\]]*\.([^.:\[\]]+))?\]")
# A quoted text, a function or bracket that opens, one that closes, a range.
_TOKEN = re.compile(
    r""""(?:[^"]|"")*"|((?:[A-Za-z][\w.]*)?\s*\()|(\))|"""
    r"""((?:(?:'[^']+'|(?<![\w.])[\w.]+)!|(?<![\w.$!]))"""
    r"""\$?(?:[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?|[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"""
    r"""|\d+:\$?\d+)(?![\w.(]))"""
)
_RANGE = re.compile(r"(?:'?([^!']+)'?!)?([A-Z]{0,3})(\d*)(?::([A-Z]{0,3})(\d*))?", re.IGNORECASE)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def with_added(records: Sequence[Record], workbook: Workbook) -> list[Record]:
    """The records, with every amount that is text in a range that is added up marked as `added`.

    Excel leaves such a text out. In `E4+G4` it counts, so that a formula of this kind is no reason.
    """
    texts = [name for record in records for name, _ in _texts(record.values)]
    areas = list(_added_areas(workbook)) if texts else []
    return [_marked(record, areas) for record in records] if areas else list(records)


def _texts(values: Mapping[str, object]) -> Iterator[tuple[str, Number]]:
    for name, value in values.items():
        if isinstance(value, Number) and value.written is Written.TEXT:
            yield name, value


def _marked(record: Record, areas: Sequence[tuple[str, Area]]) -> Record:
    added = {
        name: replace(value, added=True)
        for name, value in _texts(record.values)
        if any(_lies_in(record.refs[name], *area) for area in areas)
    }
    return replace(record, values={**record.values, **added})


def _lies_in(ref: CellRef, sheet: str, area: Area) -> bool:
    inside = area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right
    return inside and sheet == ref.sheet.casefold()


def _added_areas(workbook: Workbook) -> Iterator[tuple[str, Area]]:
    """The ranges that formulas add up, each with the name of its sheet, caseless."""
    for sheet in workbook.sheets:
        for cell in sheet.cells.values():
            if cell.formula and _MAY_ADD.search(cell.formula):
                for text in _ranges(_OF_ODS.sub(_as_in_xlsx, cell.formula)):
                    found = _RANGE.fullmatch(text.replace("$", ""))
                    if found and (area := _area(*found.groups()[1:])):
                        yield (found[1] or sheet.name).casefold(), area


def _as_in_xlsx(found: re.Match[str]) -> str:
    """`[.E4:.G4]` of an .ods file -> `E4:G4`."""
    sheet, first, last = found.groups()
    named = f"'{sheet.strip(chr(39))}'!" if sheet else ""
    return f"{named}{first}:{last}" if last else f"{named}{first}"


def _ranges(formula: str) -> Iterator[str]:
    """The ranges among the arguments of functions that add up."""
    adding: list[bool] = []  # of the functions and brackets that are open
    for found in _TOKEN.finditer(formula):
        opened, closed, text = found.groups()
        if opened:
            name = opened[:-1].strip().upper()
            adding.append(name in _ADDING if name else any(adding[-1:]))
        elif closed and adding:
            adding.pop()
        elif text and any(adding[-1:]):
            yield text


def _area(left: str, top: str, right: str | None, bottom: str | None) -> Area | None:
    """The area of `E4`, `E4:G9`, `E:G` or `4:9`; None for a name that is none of these."""
    if right is None and bottom is None:
        right, bottom = (left, top) if left and top else ("", "")
    if not (left and right) and not (top and bottom):
        return None
    return Area(
        int(top or 1),
        column_number(left) if left else 1,
        int(bottom or _LAST_ROW),
        column_number(right) if right else _LAST_COLUMN,
    )
