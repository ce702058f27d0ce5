"""Page -> what answers while it is filled in: check cells, and colours for what is still blank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.template.check_cell import BAD, GOOD, Check
from xltool.excel.template.checks import row_begun, to_fill_in
from xltool.excel.template.columns import spread
from xltool.excel.template.formats import (
    BAD_COLOUR,
    BLANK_FILL,
    GOOD_COLOUR,
    LIGHT_FILLS,
    TemplateFormats,
)
from xltool.excel.template.indicator_lights import LATE, LitRow
from xltool.excel.template.page import CHECKS, FormPage, TableArea
from xltool.extract.template_drift import CHECK, PREFIX
from xltool.language.text import display_width
from xltool.model.workbook import Area, a1, absolute_a1, column_letters


def write_checks(
    sheet: Worksheet, page: FormPage, checks: list[Check], looks: TemplateFormats
) -> list[Area]:
    """Write the check cells side by side into the first row, and give their areas.

    That row is frozen, so they are seen wherever the filler is, and is not printed; it stands
    above everything that is read, so that no check can be taken for a value.
    """
    look = looks.check()
    widths = [display_width(check.result) + 4.0 for check in checks]
    areas = []
    for check, (left, right) in zip(checks, spread(widths, page.widths), strict=True):
        if left < right:
            sheet.merge_range(CHECKS - 1, left - 1, CHECKS - 1, right - 1, "", look)
        sheet.write_formula(CHECKS - 1, left - 1, check.formula, look, check.result)
        areas.append(Area(CHECKS, left, CHECKS, right))
    first = f"A{CHECKS}"
    for mark, colour in ((GOOD, GOOD_COLOUR), (BAD, BAD_COLOUR)):
        rule = {
            "type": "formula",
            "criteria": f'=LEFT({first},1)="{mark}"',
            "format": looks.of(font_color=colour, bold=mark == BAD),
        }
        sheet.conditional_format(CHECKS - 1, 0, CHECKS - 1, page.right - 1, rule)
    return areas


def colour_blanks(sheet: Worksheet, page: FormPage, looks: TemplateFormats) -> None:
    """Colour every required cell as long as it is blank; of a table, those of rows in use."""
    fill = looks.of(bg_color=BLANK_FILL)
    for slot in page.slots:
        if slot.record is None and to_fill_in(slot.field):
            rule = {"type": "formula", "criteria": f"=LEN(TRIM({slot.a1}))=0", "format": fill}
            _put(sheet, slot.area, rule)
    for table in page.tables:
        for field in filter(to_fill_in, table.section.fields):
            left, right = table.columns[field.name]
            area = Area(table.top, left, table.bottom, right)
            letter, top = column_letters(left), table.top
            blank = f"LEN(TRIM(${letter}{top}))=0,{_in_use(table)}"
            if field.fill_down:  # a blank level takes the one above it, if there is one
                blank += f",COUNTA(${letter}${top}:${letter}{top})=0"
            rule = {"type": "formula", "criteria": f"=AND({blank})", "format": fill}
            _put(sheet, area, rule)


def colour_lights(sheet: Worksheet, rows: Iterable[LitRow], looks: TemplateFormats) -> None:
    """Give each actual value the colour of its light, and its reason that of a blank that must be
    filled in, as long as it is red or yellow and nothing is said.
    """
    for row in rows:
        for light, condition in row.conditions.items():
            _colour(sheet, row.actual.area, condition, looks.of(bg_color=LIGHT_FILLS[light]))
        late = [row.conditions[each] for each in LATE if each in row.conditions]
        if late and row.reasons:
            blank = f"COUNTA({','.join(slot.a1 for slot in row.reasons)})=0"
            condition = f"AND({blank},OR({','.join(late)}))"
            _colour(sheet, row.reasons[0].area, condition, looks.of(bg_color=BLANK_FILL))


def _colour(sheet: Worksheet, area: Area, condition: str, look: Format) -> None:
    _put(sheet, area, {"type": "formula", "criteria": f"={condition}", "format": look})


def show_decimals(sheet: Worksheet, page: FormPage, looks: TemplateFormats) -> None:
    """Show 12.5 % with its decimals; a format for both it and 25 % there is none."""
    decimals = looks.of(num_format="0.00%")
    areas = [slot.area for slot in page.slots if slot.field.type == "percent"]
    areas += [
        Area(table.top, table.columns[field.name][0], table.bottom, table.columns[field.name][1])
        for table in page.tables
        for field in table.section.fields
        if field.type == "percent"
    ]
    for area in areas:
        first = a1(area.top, area.left)
        criteria = f"=ROUND({first},2)<>ROUND({first},6)"
        _put(sheet, area, {"type": "formula", "criteria": criteria, "format": decimals})


def _in_use(table: TableArea) -> str:
    """A row that was begun, or the first of a table in which none was."""
    begun = row_begun(table)
    whole = "+".join(
        f"COUNTA({table.column(f.name)})"
        for f in table.section.fields
        if not (f.numbered or f.computed)
    )
    return f"OR(({begun})>0,AND(ROW()={table.top},({whole})=0))"


def _put(sheet: Worksheet, area: Area, rule: dict[str, Any]) -> None:
    sheet.conditional_format(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, rule)


def name_cells(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, page: FormPage, checks: list[Area]
) -> None:
    """Give single fields, tables and check cells names of their sheet.

    Names of a sheet go along when it is copied, and follow their cells when rows are inserted.
    """
    name = sheet.get_name()
    cells = {f"{PREFIX}{s.field.name}": s.area for s in page.slots if s.record is None}
    cells |= {f"{CHECK}{number}": area for number, area in enumerate(checks, 1)}
    for field, area in cells.items():
        workbook.define_name(f"'{name}'!{field}", f"='{name}'!{absolute_a1(area.top, area.left)}")
    for table in page.tables:
        first, last = absolute_a1(table.top, 1), absolute_a1(table.bottom, page.right)
        workbook.define_name(f"'{name}'!{PREFIX}{table.section.name}", f"='{name}'!{first}:{last}")
