"""指标清单: one row an indicator, its value parsed and as it was filled in."""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.summary.columns import (
    CODE,
    HIDDEN,
    KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.submission_rows import write_by_submission
from xltool.language.words import Words
from xltool.month.counts import row_count
from xltool.month.records import counted_indicators

_ABOUT = Words(
    "符号、数值和计量单位由指标值解析得出，最后以原文为准。",
    "Sign, number and unit are parsed from the value; the text as filled in is what holds.",
)


def _number(text: str | None) -> float | str | None:
    """A number as such, a range as text."""
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return text


INDICATORS = (
    UNIT,
    UNIT_NAME,
    replace(PROJECT, value=plain_value("project.name")),
    SummaryColumn("level1", Words("一级指标", "Level 1"), 11, value=plain_value("record.level1")),
    SummaryColumn("level2", Words("二级指标", "Level 2"), 15, value=plain_value("record.level2")),
    SummaryColumn("level3", Words("三级指标", "Level 3"), 24, value=plain_value("record.level3")),
    SummaryColumn("sign", Words("符号", "Sign"), 6, "centre", plain_value("record.sign")),
    SummaryColumn(
        "number", Words("数值", "Number"), 9, "count", lambda row, _: _number(row.record.number)
    ),
    SummaryColumn(
        "measure", Words("计量单位", "Unit of measure"), 9, "centre", plain_value("record.unit")
    ),
    SummaryColumn(
        "text", Words("指标值原文", "As filled in"), 15, value=plain_value("record.text")
    ),
    SummaryColumn("basis", Words("确定依据", "Basis"), 11, value=plain_value("record.basis")),
    ORIGIN,
    SummaryColumn("code", CODE.title, 10, "hidden", plain_value("project.code")),
    *(column for column in HIDDEN if column is not KEY),
    replace(KEY, value=plain_value("project.key")),
)


def indicator_list(book: SummaryBook) -> ListSheet:
    """The empty list."""
    count = row_count(book.month, "indicators")
    return ListSheet(book, "indicators", INDICATORS, count, _ABOUT(book.lang))


def write_indicators(sheet: ListSheet) -> None:
    """Write them all."""
    write_by_submission(sheet, counted_indicators)
