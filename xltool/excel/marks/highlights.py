"""Conditional formats on a worksheet that colour flagged cells until these are changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xltool.excel.package.splice import XmlPart
from xltool.excel.package.xml_text import schema_order, text_xml
from xltool.model.workbook import Area, a1

MARKS_NAME = "_xltool_marks"
"""A hidden name that is TRUE: each rule of ours asks for it, so that it is known from others."""

WORKSHEET_ORDER = schema_order(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
    "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst"
)


_NUMBER = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Highlight:
    """One flagged cell with its merged range, the formula that keeps it coloured, and its look."""

    area: Area
    formula: str
    dxf: int


def add_highlights(
    sheet: XmlPart, pivots: Iterable[XmlPart], highlights: Sequence[Highlight]
) -> None:
    """Add one rule for each, before all rules that the sheet has: a banded table of the user's
    would hide ours. LibreOffice goes by the order of the blocks, Excel by the priorities.

    `pivots` are the pivot tables on the sheet: they name rules of the sheet by their priorities.
    """
    if not highlights:
        return
    _renumber((sheet, *pivots), behind=len(highlights))
    rules = [
        f'<conditionalFormatting sqref="{_range(highlight.area)}">'
        f'<cfRule type="expression" dxfId="{highlight.dxf}" priority="{priority}">'
        f"<formula>{text_xml(f'AND({MARKS_NAME},{highlight.formula})')}</formula>"
        "</cfRule></conditionalFormatting>"
        for priority, highlight in enumerate(highlights, 1)
    ]
    new = b"".join(map(sheet.own, rules))
    sheet.insert_in_order("conditionalFormatting", new, WORKSHEET_ORDER, first=True)


def _renumber(parts: Iterable[XmlPart], behind: int) -> None:
    """Number rules, those in extensions too, from `behind` + 1 on, in the order that they had."""
    rules = [
        (part, rule, int(priority))
        for part in parts
        for name in ("cfRule", "conditionalFormat")
        for rule in part.named(name)
        if _NUMBER.fullmatch(priority := part.attributes(rule).get("priority", ""))
    ]
    numbers = sorted({priority for _, _, priority in rules})
    places = {number: place for place, number in enumerate(numbers, behind + 1)}
    for part, rule, number in rules:
        part.set_attribute(rule, "priority", str(places[number]))


def remove_highlights(sheet: XmlPart) -> bool:
    """Take out the rules of ours; returns whether there were any."""
    found = False
    for block in sheet.children():
        if block.local != "conditionalFormatting":
            continue
        rules = [rule for rule in sheet.children(block) if rule.local == "cfRule"]
        ours = [rule for rule in rules if MARKS_NAME.encode() in sheet.source(rule)]
        found = found or bool(ours)
        for element in [block] if ours and len(ours) == len(rules) else ours:
            sheet.remove(element)
    return found


def _range(area: Area) -> str:
    first = a1(area.top, area.left)
    last = a1(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"
