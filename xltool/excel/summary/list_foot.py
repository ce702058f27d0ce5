"""What stands below a list: totals, lines of text, a small table, the block for signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.format import Format

from xltool.excel.summary.columns import TOTAL, SummaryColumn
from xltool.excel.summary.list_sheet import USUAL_HEIGHT, ListSheet
from xltool.language.words import Words

SIGNATURES = Words(
    "填表人：　　　　　　　　审核人：　　　　　　　　负责人：　　　　　　　　"
    "日期：　　　　年　　月　　日",
    "Prepared by:                    Reviewed by:                    Approved by:"
    "                    Date:",
)
LACKING = "—"
"""What stands in place of a sum that a form does not have: 0.00 would say that it is nothing."""

_Sums = Mapping[str, Decimal]


def write_totals(rows: ListSheet, sums: Mapping[str, _Sums], without: str = "") -> None:
    """Write a total row for each form, from the exact sums by form and column.

    `without` is the text of subtotals in the column of the units.
    """
    page = rows.pages[-1]
    rows.forms = len(sums)
    for place, (form, values) in enumerate(sums.items()):
        # The form's name stands in the narrow column of the unit codes, on two lines.
        page.sheet.set_row(page.last + place, USUAL_HEIGHT * (1.5 if len(sums) > 1 else 1))
        only = form if len(sums) > 1 else None
        for at in range(len(rows.columns)):
            _write_total(rows, page.last + place, at, values, only, without)
    rows.below = page.last + len(sums)


def _write_total(
    rows: ListSheet, row: int, at: int, values: _Sums, form: str | None, without: str
) -> None:
    """One cell of a total row; `form` where there are several."""
    column, sheet = rows.columns[at], rows.pages[-1].sheet
    look = rows.book.looks.of(column.kind, "total")
    summed = column.ratio or (column.key if column.total else "")
    if form and summed and summed not in values:
        sheet.write_string(row, at, LACKING, rows.book.looks.of("centre", "total"))
    elif column.total:
        total = float(values.get(column.key, Decimal(0)))
        formula = rows.sum_formula(column.key, form, without)
        sheet.write_formula(row, at, formula, look, total)
    elif column.ratio:
        formula, share = _ratio(rows, column, row + 1, values)
        sheet.write_formula(row, at, formula, look, share)
    elif column.key == "form" and form:
        sheet.write_string(row, at, form, look)
    elif at == 0:
        sheet.write_string(row, at, TOTAL(rows.book.lang), look)
    elif at == 1 and form:
        sheet.write_string(row, at, rows.book.month.form_title(form), look)
    else:
        sheet.write_blank(row, at, None, look)


def _ratio(rows: ListSheet, column: SummaryColumn, line: int, values: _Sums) -> tuple[str, float]:
    part, whole = f"{rows.letter(column.ratio)}{line}", f"{rows.letter('budget')}{line}"
    budget = values.get("budget", Decimal(0))
    share = values.get(column.ratio, Decimal(0)) / budget * 100 if budget else Decimal(0)
    rounded = share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"=IF({whole}=0,0,ROUND({part}/{whole}*100,2))", float(rounded)


def write_line(rows: ListSheet, text: str, look: Format | None = None) -> None:
    """Write a line of text; one with a look of its own begins a section."""
    row = max(rows.below, rows.pages[-1].last) + (1 if look else 0)
    rows.pages[-1].sheet.write_string(row, 0, text, look or rows.book.looks.plain)
    rows.below = row + 1


def write_cells(rows: ListSheet, values: Sequence[tuple[str, float] | str], kind: str) -> None:
    """Write a row of a small table: texts, and formulas with their values."""
    looks, sheet = rows.book.looks, rows.pages[-1].sheet
    sheet.set_row(rows.below, USUAL_HEIGHT)
    for at, value in enumerate(values):
        if not isinstance(value, str):
            sheet.write_formula(rows.below, at, value[0], looks.of(kind), value[1])
        elif kind == "heading":
            sheet.write_string(rows.below, at, value, looks.heading)
        else:
            sheet.write_string(rows.below, at, value, looks.of("centre" if at else "text"))
    rows.below += 1


def write_signatures(rows: ListSheet) -> None:
    """Write the block for names and date."""
    row = max(rows.below, rows.pages[-1].last) + 1
    rows.pages[-1].sheet.write_string(row, 0, SIGNATURES(rows.book.lang), rows.book.looks.plain)
