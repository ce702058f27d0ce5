"""指标清单: one row an indicator, its value parsed and as it was filled in."""

from __future__ import annotations

from xltool.excel.summary.columns import INDICATORS
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words

_ABOUT = Words(
    "符号、数值和计量单位由指标值解析得出，最后以原文为准。",
    "Sign, number and unit are parsed from the value; the text as filled in is what holds.",
)


def indicator_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    return ListSheet(
        book, "indicators", INDICATORS, book.month.count("indicators"), _ABOUT(book.lang)
    )


def write_indicators(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in book.month.indicators():
        sheet.row(
            (
                row.unit,
                row.unit_name,
                row.project,
                row.level1,
                row.level2,
                row.level3,
                row.sign,
                _number(row.number),
                row.measure,
                row.text,
                row.basis,
                book.link(row.path, row.sheet, row.cell),
                row.code,
                row.form,
                book.shown(row.path),
                row.sheet,
                row.cell,
                row.key,
            )
        )


def _number(text: str | None) -> float | str | None:
    """A number as such, a range as text."""
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return text
