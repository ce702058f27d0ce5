"""The data that every workbook of the zoo holds, and how a feature is added to it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.zoo.parts import SHEET, Parts

Write = Callable[[Any, Worksheet], None]  # an xlsxwriter workbook and its first sheet
Edit = Callable[[Parts, str], None]  # the parts and the name of the sheet's part

CREATED = datetime.datetime(2022, 1, 20, 9, 0)
NAME = "目标表"
CHOICES = "清单"
LONG = "按合同约定的标准验收，不合格的退回重做。" * 15  # 300 characters
ROWS = (("教育股", 1, 100.5), ("文化股", 2, 80.0), ("教育股", 3, 60.25), ("文化股", 4, 40.0))


@dataclass(frozen=True, slots=True)
class Feature:
    """What a workbook holds besides its data: written by xlsxwriter, edited in its XML, or both."""

    write: Write | None = None
    edit: Edit | None = None


def new_book(made: io.BytesIO, options: Mapping[str, object] | None = None) -> Any:
    """An empty workbook with a fixed date."""
    book = xlsxwriter.Workbook(made, {"in_memory": True, **(options or {})})
    book.set_properties({"created": CREATED, "author": "王会计"})
    return book


def add_data(book: Any, name: str = NAME) -> Worksheet:
    """A sheet with a value of every kind in B2:D10, and some around it."""
    sheet: Worksheet = book.add_worksheet(name)
    percent = book.add_format({"num_format": "0.00%", "border": 1})
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    sheet.set_column("B:D", 18)
    sheet.write_string("A1", "项目绩效目标")
    sheet.write_string("B2", "项目名称", boxed)
    sheet.merge_range("C2:D2", "档案数字化加工", boxed)
    sheet.write_string("B3", "项目编码", boxed)
    sheet.write_string("C3", "13020522P00B8J810002R", boxed)
    sheet.write_string("D3", "0120", boxed)
    sheet.write_string("B4", "预算金额", boxed)
    sheet.write_number("C4", 1250000.5, money)
    sheet.write_formula("D4", "=C4/10000", money, 125.00005)
    sheet.write_string("B5", "验收合格率", boxed)
    sheet.write_number("C5", 0.95, percent)
    sheet.write_string("D5", "≥95%", boxed)
    sheet.write_string("B6", "已公开", boxed)
    sheet.write_boolean("C6", True, boxed)
    sheet.write_datetime("D6", datetime.datetime(2022, 3, 31), date)
    sheet.write_string("B7", "单位成本", boxed)
    sheet.write_formula("C7", "=C4/0", money, "#DIV/0!")
    sheet.write_formula("D7", "=NA()", boxed, "#N/A")
    sheet.merge_range("B8:B9", "说明", boxed)
    sheet.write_string("C8", LONG, boxed)
    sheet.write_string("D8", '他说"好" & <不错>', boxed)
    sheet.write_string("C9", "=不是公式", boxed)
    sheet.write_blank("D9", None, boxed)
    sheet.write_string("B10", "合计", boxed)
    sheet.write_formula("C10", "=SUM(C4,D4)", money, 1250125.50005)
    sheet.write_formula("D10", '=B2&"！"', boxed, "项目名称！")
    sheet.write_string("E5", "右边")
    sheet.write_number("A11", 11)
    sheet.write_string("F12", "下边")
    return sheet


def add_choices(book: Any, name: str = CHOICES) -> Worksheet:
    """A sheet of choices in A1:C5, for dropdowns, charts and pivot tables."""
    sheet: Worksheet = book.add_worksheet(name)
    for column, heading in enumerate(("部门", "季度", "金额")):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(ROWS, 1):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    return sheet


def plain_parts(write: Write | None = None) -> Parts:
    """The parts of the plain workbook, with what `write` adds."""
    made = io.BytesIO()
    book = new_book(made)
    sheet = add_data(book)
    add_choices(book)
    if write:
        write(book, sheet)
    book.close()
    return Parts(made.getvalue())


def made_with(feature: Feature) -> bytes:
    """The plain workbook with one feature on its first sheet."""
    made = plain_parts(feature.write)
    if feature.edit:
        feature.edit(made, SHEET)
    return made.to_bytes()
