"""指标完成: what was reached of each target, red and yellow first."""

from __future__ import annotations

from dataclasses import replace

from xltool.excel.summary.columns import (
    FORM,
    FORM_KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.light_cells import (
    colour_lights,
    form_value,
    light_column,
    origin_value,
)
from xltool.excel.summary.list_foot import write_signatures
from xltool.excel.summary.list_sheet import ListSheet
from xltool.language.words import Words
from xltool.month.attained import attained, attained_count
from xltool.month.attainment_rows import AttainmentRow

_ABOUT = Words(
    "红灯、黄灯在前；完成率 = 完成值 ÷ 年度指标值（≤ 和区间、定性、日期不算）；— 表示不亮灯。",
    "Red and yellow first; reached = actual value ÷ target (not for ≤, ranges, words and dates); — "
    "where there is no light.",
)


def _share(row: AttainmentRow, _: ListSheet) -> Value:
    return None if row.share is None else float(row.share)


def _points(text: str | None) -> Value:
    return None if text is None else float(text)


ATTAINMENT = (
    replace(FORM, width=15, value=form_value("form")),
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, value=plain_value("unit_name"), width=22),
    replace(PROJECT, value=plain_value("name"), width=20),
    SummaryColumn("level1", Words("一级指标", "Level 1"), 10, value=plain_value("level1")),
    SummaryColumn("level2", Words("二级指标", "Level 2"), 13, value=plain_value("level2")),
    SummaryColumn("level3", Words("三级指标", "Level 3"), 20, value=plain_value("level3")),
    SummaryColumn("target", Words("年度指标值", "Target"), 12, value=plain_value("target")),
    SummaryColumn("actual", Words("完成值", "Reached"), 12, value=plain_value("actual")),
    SummaryColumn("share", Words("完成率（%）", "Reached (%)"), 9, "percent", _share),
    light_column("light", Words("亮灯", "Light")),
    SummaryColumn(
        "expected", Words("全年预计", "By year’s end"), 12, value=plain_value("expected")
    ),
    SummaryColumn(
        "weight", Words("分值", "Weight"), 7, "count", lambda row, _: _points(row.weight)
    ),
    SummaryColumn("score", Words("得分", "Score"), 7, "count", lambda row, _: _points(row.score)),
    replace(ORIGIN, value=origin_value, width=18),
    replace(FORM_KEY, value=plain_value("form")),
    SummaryColumn("key", Words("识别码", "Known by"), 10, "hidden", plain_value("key")),
)
_ONLY = {"light", "expected", "weight", "score", "share"}
"""Columns that a form may lack: left out where no form of the month has them."""


def attainment_list(book: SummaryBook) -> ListSheet | None:
    """The empty list; None where no form of the month says what was reached."""
    count = attained_count(book.month)
    if not count:
        return None
    columns = [c for c in ATTAINMENT if c.key not in _ONLY or attained_count(book.month, c.key)]
    return ListSheet(book, "attainment", columns, count, _ABOUT(book.lang))


def write_attainment(book: SummaryBook, sheet: ListSheet) -> None:
    """Write them all."""
    for row in attained(book.month):
        sheet.write(row)
    if any(column.key == "light" for column in sheet.columns):
        colour_lights(sheet, "light")
    write_signatures(sheet)
