"""A blank list of exemptions: a workbook with drop-downs for units, rules and dates."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xltool.excel.template.formats import FONT
from xltool.language.words import Words
from xltool.model.workbook import column_letters
from xltool.month.exemptions import COLUMNS
from xltool.rules.registry import all_rules

_ROWS = 500
"""Rows prepared; more may be written below."""

_SHEET, _LISTS = Words("豁免清单", "Exemptions"), "_列表"
_TITLE = Words("豁免清单", "Exemptions")
_ABOUT = Words(
    "一行一项：该单位在截止日期前不必遵守这条规则。项目、栏目不填表示全部；"
    "单位编码、规则、截止日期、理由、批准人必填。",
    "One line each: until the date the unit need not follow the rule. Project and field blank "
    "mean all; unit code, rule, until, reason and approver are required.",
)
_WIDTHS = {
    "unit": 12,
    "rule": 34,
    "project": 26,
    "field": 16,
    "start": 13,
    "until": 13,
    "reason": 40,
    "approver": 12,
}
_DATES = ("start", "until")
_DRAWN = 20
"""Rows drawn with lines."""

_HEADINGS_ROW = 2


def exemption_workbook(units: Sequence[tuple[str, str]], lang: str) -> bytes:
    """The workbook; `units` are codes and names that the drop-down offers."""
    data = io.BytesIO()
    workbook = xlsxwriter.Workbook(data, {"in_memory": True})
    workbook.set_properties({"created": datetime.datetime(2020, 1, 1)})
    offered = {
        "unit": [code for code, _ in units],
        "rule": [f"{rule.code} {rule.title(lang)}" for rule in all_rules()],
    }
    with workbook:
        sheet, lists = workbook.add_worksheet(_SHEET(lang)), workbook.add_worksheet(_LISTS)
        lists.hide()
        _head(workbook, sheet, lang)
        for at, key in enumerate(COLUMNS):
            _column(workbook, sheet, at, key)
            texts = offered.get(key, [])
            for row, text in enumerate(texts):
                lists.write_string(row, at, text)
            _offer(sheet, at, key, len(texts))
    return data.getvalue()


def _head(workbook: xlsxwriter.Workbook, sheet: Worksheet, lang: str) -> None:
    title = workbook.add_format({**FONT, "font_size": 16, "bold": True})
    about = workbook.add_format({**FONT, "font_color": "#555555"})
    look = {
        "bold": True,
        "bg_color": "#D6E0EE",
        "border": 1,
        "align": "center",
        "valign": "vcenter",
    }
    heading = workbook.add_format({**FONT, **look})
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _TITLE(lang), title)
    sheet.write_string(1, 0, _ABOUT(lang), about)
    sheet.set_row(_HEADINGS_ROW, 24)
    for row in range(_HEADINGS_ROW + 1, _HEADINGS_ROW + 1 + _DRAWN):
        sheet.set_row(row, 22)  # room to write by hand where the list is printed
    for at, words in enumerate(COLUMNS.values()):
        sheet.write_string(_HEADINGS_ROW, at, words(lang), heading)
    sheet.freeze_panes(_HEADINGS_ROW + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS_ROW)


def _column(workbook: xlsxwriter.Workbook, sheet: Worksheet, at: int, key: str) -> None:
    """Width and looks: texts, so that codes stay as typed, and dates."""
    shown = "yyyy-mm-dd" if key in _DATES else "@"
    box = {
        "border": 1,
        "border_color": "#AEB6C2",
        "text_wrap": True,
        "num_format": shown,
        "valign": "vcenter",
    }
    look = workbook.add_format({**FONT, **box})
    sheet.set_column(at, at, _WIDTHS[key])
    for row in range(_HEADINGS_ROW + 1, _HEADINGS_ROW + 1 + _DRAWN):
        sheet.write_blank(row, at, None, look)


def _offer(sheet: Worksheet, at: int, key: str, count: int) -> None:
    """The drop-down of a column that has a list of `count` texts, or the check of a date."""
    area = (_HEADINGS_ROW + 1, at, _HEADINGS_ROW + _ROWS, at)
    if count:
        letter = column_letters(at + 1)
        source = f"='{_LISTS}'!${letter}$1:${letter}${count}"
        # A unit may be written that the list does not hold.
        choice = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(*area, choice)
    elif key in _DATES:
        least = {"criteria": ">", "value": datetime.date(2000, 1, 1)}
        sheet.data_validation(*area, {"validate": "date", **least})
