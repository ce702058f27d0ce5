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

Heads = str
"""The tags of a row and of its cells; what is filled in is `%s`: the row's number and height, then
the number and the content of each cell.
"""

ANY_LINE = "\0"
"""The number of a row that stands anywhere: no XML holds it, so that it can be put in later."""

_LONGEST = 32_767  # of a text, in characters as Excel counts them: two beyond U+FFFF
_NO_NUMBER = Formula("=#NUM!", "#NUM!")


def heads_of(looks: Sequence[Format]) -> Heads:
    """The heads of a row's cells, from its first column on."""
    cells = [
        f'<c r="{column_letters(column)}%s" s="{look._get_xf_index()}"%s'
        for column, look in enumerate(looks, 1)
    ]
    return f'<row r="%s" ht="%s" customHeight="1">{"".join(cells)}</row>'


def row_xml(line: int | str, height: float, heads: Heads, values: Sequence[Value]) -> str:
    """The row: `line` counts from 1, or is `ANY_LINE`; `height` is in points."""
    parts: list[object] = [line] * (2 + 2 * len(values))
    parts[1] = f"{height:.16g}"
    parts[3::2] = [
        _text_cell(value) if value.__class__ is str else _other_cell(value) for value in values
    ]
    return heads % tuple(parts)


@lru_cache(1024)  # units, projects and levels stand in many rows
def _text_cell(text: str) -> str:
    if not text:
        return "/>"
    if len(text) * 2 > _LONGEST:
        units = text.encode("utf-16-le", "replace")[: _LONGEST * 2]
        text = units.decode("utf-16-le", "ignore")
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{kept}>{cell_text_xml(text)}</t></is></c>'


def _other_cell(value: Value) -> str:
    if value is None:
        return "/>"
    if isinstance(value, str):
        return _text_cell(str(value))
    if isinstance(value, Formula):
        return _formula_cell(value)
    return f"><v>{value:.16G}</v></c>" if math.isfinite(value) else _formula_cell(_NO_NUMBER)


def _formula_cell(formula: Formula) -> str:
    text, value = formula
    kind, shown = "", str(value)
    if isinstance(value, str) and value:
        kind, shown = ' t="e"' if formula is _NO_NUMBER else ' t="str"', text_xml(value)
    return f"{kind}><f>{text_xml(text[1:])}</f><v>{shown}</v></c>"
