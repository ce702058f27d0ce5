"""Book -> the bytes of an .xlsx file: a published look, and the same bytes at every making."""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Mapping
from functools import cache

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.book import Book, Content, Look, Place, SheetPlan, Value
from xltool.language.text import display_width
from xltool.model.workbook import Area

CREATED = datetime.datetime(2022, 1, 20, 9, 0)
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_BOXED = {**_FONT, "border": 1, "text_wrap": True}
_LOOKS: Mapping[Look, Mapping[str, object]] = {
    Look.TITLE: {**_FONT, "bold": True, "font_size": 16, "align": "center", "text_wrap": True},
    Look.LINE: {**_FONT, "align": "left"},
    Look.LINE_RIGHT: {**_FONT, "align": "right"},
    Look.LABEL: {**_BOXED, "align": "center", "bold": True},
    Look.TEXT: {**_BOXED, "align": "left", "indent": 1},
    Look.CENTRE: {**_BOXED, "align": "center"},
    Look.AMOUNT: {**_BOXED, "align": "right", "num_format": "#,##0.00_ "},
    Look.PART: {**_FONT, "bold": True, "font_size": 18, "align": "center"},
    Look.HEADING: {**_FONT, "bold": True, "font_size": 14, "text_wrap": True},
    Look.PARAGRAPH: {**_FONT, "font_size": 12, "text_wrap": True, "valign": "top"},
}
_NO_RESULT = "_no_result_"
_LINE_HEIGHT = 1.45  # of the font's size


def book_bytes(book: Book, created: datetime.datetime = CREATED) -> bytes:
    """The workbook as a file that says it was made, and last saved, at this time (UTC)."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        made,
        {"in_memory": True, "default_format_properties": {"font_name": "宋体", "font_size": 11}},
    )
    workbook.set_properties({"created": created})
    formats = _Formats(workbook)
    for plan in book:
        _write_sheet(workbook.add_worksheet(plan.name), plan, formats)
    visible = next(
        (sheet for sheet, plan in zip(workbook.worksheets(), book, strict=True) if not plan.hidden),
        None,
    )
    if visible:
        visible.activate()
        visible.set_first_sheet()
    workbook.close()
    bare = any(c.formula and c.value is None for plan in book for c in plan.cells.values())
    return _without_results(made.getvalue()) if bare else made.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Look, str], Format] = {}

    def of(self, content: Content) -> Format:
        number = _number_format(content)
        key = (content.look, number)
        if key not in self._made:
            properties = dict(_LOOKS[content.look])
            if number:
                properties["num_format"] = number
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def _number_format(content: Content) -> str:
    if content.percent:
        return "0%"
    return "yyyy-mm-dd" if isinstance(content.value, datetime.date) else ""


def _write_sheet(sheet: Worksheet, plan: SheetPlan, formats: _Formats) -> None:
    if plan.hidden:
        sheet.hide()
    for column, width in plan.widths.items():
        sheet.set_column(column - 1, column - 1, width)
    for row, height in _heights(plan).items():
        sheet.set_row(row - 1, height)
    for area in plan.merges:
        content = plan.cells.get((area.top, area.left), Content())
        corners = (area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
        sheet.merge_range(*corners, "", formats.of(content))
    for place, content in sorted(plan.cells.items()):
        _write_cell(sheet, place, content, formats.of(content))
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


def _write_cell(sheet: Worksheet, place: Place, content: Content, look: Format) -> None:
    row, column, value = place[0] - 1, place[1] - 1, content.value
    if content.formula:
        result = _NO_RESULT if value is None else value
        sheet.write_formula(row, column, content.formula, look, result)
    elif value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_string(row, column, value, look)


def _heights(plan: SheetPlan) -> dict[int, float]:
    """Row heights that show every text whole."""
    areas = {(area.top, area.left): area for area in plan.merges}
    heights: dict[int, float] = {}
    for place, content in plan.cells.items():
        area = areas.get(place, Area(*place, *place))
        size = float(str(_LOOKS[content.look]["font_size"]))
        rows = area.bottom - area.top + 1
        least = plan.row_height if "border" in _LOOKS[content.look] else 0.0
        lines = _lines(content.value, content.look, _width(plan, area), size)
        needed = (lines * size * _LINE_HEIGHT + 6) / rows
        for row in range(area.top, area.bottom + 1):
            heights[row] = max(heights.get(row, 22.0), least, min(needed, 409.0))
    return heights


@cache
def _lines(value: Value, look: Look, width: float, size: float) -> int:
    if not isinstance(value, str) or not _LOOKS[look].get("text_wrap"):
        return 1
    # Room is left for the indent, and for punctuation that may not begin a line.
    room = width - 2.5 if look is Look.TEXT else width + 4
    per_line = max(2.0, room * 11 / size)
    return sum(max(1, math.ceil(display_width(line) / per_line)) for line in value.split("\n"))


def _width(plan: SheetPlan, area: Area) -> float:
    return sum(plan.widths.get(column, 8.43) for column in range(area.left, area.right + 1))


def _without_results(data: bytes) -> bytes:
    """Take out the results of formulas that have none: xlsxwriter always writes one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(data).items():
            bare = re.sub(rb' t="str"(><f>[^<]*</f>)<v>%b</v>' % _NO_RESULT.encode(), rb"\1", part)
            archive.writestr(zipfile.ZipInfo(name), bare, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
