"""What calamine does not tell about an ods workbook: errors, formulas, merges, hidden sheets."""

from __future__ import annotations

import re
from zipfile import ZipFile

from lxml import etree

from xltool.excel.read.sheet_facts import SAFE, CellFacts, SheetFacts
from xltool.model.workbook import Area

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ODS_NUMBER = re.compile(r"([^\d.,+-]*)([-+]?[\d,]*\.?\d+)([^\d.,+-]*)")
_ODS_ERROR = re.compile(r"#N/A|#\S+[!?！？]|Err:\d{3}")


def read_ods_facts(package: ZipFile) -> dict[str, SheetFacts]:
    """The facts about every sheet of an ods package."""
    by_sheet: dict[str, SheetFacts] = {}
    hidden: set[str | None] = set()
    cells: dict[tuple[int, int], CellFacts] = {}
    merges: list[Area] = []
    row = 1
    tags = (f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-row")
    with package.open("content.xml") as stream:
        for event, element in etree.iterparse(stream, events=("start", "end"), tag=tags, **SAFE):
            if element.tag == tags[1] and event == "start":
                visible = element.get(f"{_TABLE}style-name") not in hidden
                sheet = SheetFacts(visible=visible)
                cells, merges, row = sheet.cells, sheet.merges, 1
                by_sheet[str(element.get(f"{_TABLE}name"))] = sheet
            elif element.tag == tags[2] and event == "end":
                times = _times(element, "number-rows-repeated")
                _look_ods_row(element, row, times, cells, merges)
                row += times
                element.clear()
            elif event == "end":
                properties = element.find(f"{_STYLE}table-properties")
                if properties is not None and properties.get(f"{_TABLE}display") == "false":
                    hidden.add(element.get(f"{_STYLE}name"))
    return by_sheet


def _times(element: etree._Element, attribute: str) -> int:
    return int(element.get(f"{_TABLE}{attribute}") or 1)


def _look_ods_row(
    element: etree._Element,
    row: int,
    times: int,
    cells: dict[tuple[int, int], CellFacts],
    merges: list[Area],
) -> None:
    column = 1
    for cell in element.iterchildren(*_CELLS):
        repeat = _times(cell, "number-columns-repeated")
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1:
            merges.append(Area(row, column, row + down - 1, column + across - 1))
        if seen := _ods_seen(cell):
            for place in range(times * repeat):
                cells[row + place // repeat, column + place % repeat] = seen
        column += repeat


def _ods_seen(cell: etree._Element) -> CellFacts | None:
    """The facts of one table cell; None where there is nothing to tell."""
    kind = cell.get(f"{_OFFICE}value-type")
    percent = kind == "percentage"
    formula = cell.get(f"{_TABLE}formula")
    number = kind == "float"
    telling = formula is not None or percent or cell.get(f"{_CALC}value-type") == "error"
    if not telling and not number:
        return None
    lines = ["".join(map(str, p.itertext())) for p in cell.iterchildren(f"{_TEXT}p")]
    shown = "".join(lines)
    words = _ods_words(shown, cell.get(f"{_OFFICE}value")) if number else ("", "")
    if not telling and not any(words):
        return None
    is_error = cell.get(f"{_CALC}value-type") == "error" or (
        formula is not None and _ODS_ERROR.fullmatch(shown) is not None
    )
    return CellFacts(
        error=(shown or "#?") if is_error else None,
        # A result that is an empty text has its paragraph and no type.
        no_result=formula is not None and kind is None and not lines,
        formula=None if formula is None else str(formula).partition("=")[2],  # of:=SUM([.A1])
        percent=percent and not is_error,
        words=words,
    )


def _ods_words(shown: str, value: str | None) -> tuple[str, str]:
    """The words around a number as shown, unless it is shown scaled and they are another's."""
    found = _ODS_NUMBER.fullmatch(shown)
    if found is None or value is None or not (found[1].strip() or found[3].strip()):
        return "", ""
    number = found[2].replace(",", "")
    places = len(number.partition(".")[2])
    same = abs(float(number) - float(value)) * 10**places <= 0.5001
    return (found[1].strip(" ¥￥$"), found[3].strip()) if same else ("", "")
