"""A row of a list -> its XML, as xlsxwriter writes it, at a sixth of the cost.

xlsxwriter takes 20 µs a cell, and the lists of a month of 2,000 workbooks have a million. What
stands above and below a list, and every other sheet, it writes itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from xlsxwriter.format import Format

from xltool.excel.package.xml_text import cell_text_xml, text_xml
from xltool.excel.summary.columns import Value
from xltool.excel.summary.links import Formula
from xltool.model.workbook import column_letters

Heads = Sequence[tuple[str, str]]
"""What stands before and behind the number of the row in the tag of each cell."""

_LONGEST = 32_767  # of a text, in characters as Excel counts them: two beyond U+FFFF
_NO_NUMBER = Formula("=#NUM!", "#NUM!")


def heads_of(looks: Sequence[Format]) -> Heads:
    """The heads of a row's cells, from its first column on."""
    return [
        (f'<c r="{column_letters(column)}', f'" s="{look._get_xf_index()}"')
        for column, look in enumerate(looks, 1)
    ]


def row_xml(line: int, height: float, heads: Heads, values: Sequence[Value]) -> str:
    """The row: `line` counts from 1, `height` is in points."""
    pieces = [f'<row r="{line}" ht="{height:.16g}" customHeight="1">']
    for (before, behind), value in zip(heads, values, strict=True):
        head = f"{before}{line}{behind}"
        if value is None or value == "":
            pieces.append(f"{head}/>")
        elif isinstance(value, str):
            pieces.append(f"{head}{_text_cell(value)}")
        elif isinstance(value, Formula):
            pieces.append(_formula_cell(head, value))
        elif math.isfinite(value):
            pieces.append(f"{head}><v>{value:.16G}</v></c>")
        else:
            pieces.append(_formula_cell(head, _NO_NUMBER))
    pieces.append("</row>")
    return "".join(pieces)


@lru_cache(1024)  # units, projects and levels stand in many rows
def _text_cell(text: str) -> str:
    if len(text) * 2 > _LONGEST:
        units = text.encode("utf-16-le", "replace")[: _LONGEST * 2]
        text = units.decode("utf-16-le", "ignore")
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{kept}>{cell_text_xml(text)}</t></is></c>'


def _formula_cell(head: str, formula: Formula) -> str:
    text, value = formula
    kind, shown = "", str(value)
    if isinstance(value, str) and value:
        kind, shown = ' t="e"' if formula is _NO_NUMBER else ' t="str"', text_xml(value)
    return f"{head}{kind}><f>{text_xml(text[1:])}</f><v>{shown}</v></c>"
