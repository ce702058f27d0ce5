"""Page -> its sheet: widths, heights, what is locked and stays in sight, and printing."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.template.draft import ROW
from xltool.excel.template.page import CHECKS, FormPage
from xltool.model.workbook import a1

PORTRAIT_WIDTH = 150
"""Half-width characters that A4 upright can show legibly; wider pages lie on their side."""

PERMITTED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "insert_hyperlinks": True,
    "objects": True,
    "scenarios": True,
}
"""What a protected sheet lets the filler do: looks, row heights, opening and inserting rows."""


def _named_columns(page: FormPage) -> int:
    """The columns that stay in sight: of a page wider than a screen, those up to the names."""
    tables = [table for table in page.tables if "level3" in table.columns]
    if not tables or sum(page.widths) <= PORTRAIT_WIDTH:
        return 0
    return tables[0].columns["level3"][1]


def set_up(sheet: Worksheet, page: FormPage, tall: Format) -> None:
    """Widths, heights, protection and everything about printing."""
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    # Rows of the default height have none of their own, and so grow with what is typed into them;
    # set_default_row() would give them one.
    sheet.original_row_height = sheet.default_row_height = round(ROW * 4 / 3)
    folded = {row for t in page.tables for row in range(t.hidden, t.bottom + 1)}
    for row, height in page.heights.items():
        options = {"hidden": True} if row in folded else {}
        if row in page.growing:
            sheet.set_row(row - 1, ROW, None, options)
            sheet.write_blank(row - 1, page.right, None, tall)
        else:
            sheet.set_row(row - 1, height, None, options)
    sheet.protect("", PERMITTED)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(CHECKS, _named_columns(page))
    sheet.set_paper(9)
    if sum(page.widths) > PORTRAIT_WIDTH:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.print_area(CHECKS, 0, page.bottom - 1, page.right - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{a1(page.bottom, page.right)}"})
    if len(page.tables) == 1:
        sheet.repeat_rows(
            page.tables[0].top - 1 - page.tables[0].heading_rows, page.tables[0].top - 2
        )
