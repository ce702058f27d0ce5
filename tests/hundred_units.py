"""A hundred units and what becomes of each in a month: their workbooks, roster and other lists."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl

from sample_workbooks.layouts import published_layout
from sample_workbooks.months import read_month_facts
from tests.book_file import book_bytes
from tests.other_book import Filled, book_of, filled_forms

TARGET, MONITORING = "hebei-target@2022", "monitoring@2022"
TITLES = {TARGET: "部门预算绩效目标表", MONITORING: "绩效运行监控表"}
DUE = "2022-07-20"
STORIES = {
    TARGET: {
        "good": 49,
        "late": 4,
        "missing": 4,
        "nil": 3,
        "corrected": 2,  # by its filler, in the marked copy
        "wrong": 1,  # and stays so
        "accepted": 2,  # the reviewer accepts its error
        "refused": 1,  # the reviewer does not
        "exempted": 1,  # its error is on the list of exemptions
        "explained": 1,  # its warning must be answered, and is
        "unexplained": 1,
        "returned": 1,  # by the reviewer, and stays so
        "resent": 1,  # returned by the reviewer, and other bytes come
        "restored": 1,  # returned by the reviewer, who takes that back
        "adjusted": 1,  # corrected after the month was closed
    },
    MONITORING: {"good": 21, "late": 2, "missing": 2, "corrected": 1, "wrong": 1},
}
"""How many units have which story, by the form that they must hand in."""

STANDS = {
    **dict.fromkeys(("good", "corrected", "accepted", "exempted", "explained"), "按时报送"),
    **dict.fromkeys(("resent", "restored", "adjusted"), "按时报送"),
    **dict.fromkeys(("wrong", "refused", "unexplained"), "有错误待改"),
    "late": "逾期报送",
    "missing": "未报送",
    "nil": "零报送",
    "returned": "审核退回",
}
"""How a unit stands in the end."""

COUNTING = frozenset(story for story, state in STANDS.items() if state in ("按时报送", "逾期报送"))
MUST_ANSWER = """\
form: our-target
version: "2023"
title: {zh: 本区目标表, en: Our targets}
extends: hebei-target@2022
judges: [hebei-target@2022]
rules:
  XL206: {must_answer: true}
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that must hand in one form; `number` counts all units from 1."""

    number: int
    form: str
    story: str

    @property
    def code(self) -> str:
        return f"{601000 + self.number}"

    @property
    def name(self) -> str:
        return f"唐山市开平区第{self.number}小学"

    @property
    def path(self) -> str:
        """Where it drops its workbook."""
        return f"{self.code}/{self.code}.xlsx"

    @property
    def has_error(self) -> bool:
        return self.story in ("corrected", "wrong", "accepted", "refused", "exempted")

    def book(self, more: int = 0) -> bytes:
        """What it hands in; `more` is added to its budget, in the form's own unit of money."""
        made = self._target(more) if self.form == TARGET else self._monitoring(more)
        return book_bytes(made)

    def _target(self, more: int) -> Any:
        culture = read_month_facts()["culture"]
        opera = culture["projects"][1]
        budget = 300000 + 1000 * self.number + more
        indicators = [list(each) for each in opera["indicators"]]
        if self.story in ("explained", "unexplained"):
            indicators[0][4] = "140场"  # without its sign: XL206
        project = {
            **opera,
            "code": f"13020522P00C1A1{self.number:06d}",
            "budget": budget,
            "fiscal": budget - 10000 * self.has_error,  # its parts are less than the whole: XL408
            "indicators": indicators,
        }
        return published_layout({**culture, "unit": self.code + self.name, "projects": [project]})

    def _monitoring(self, more: int) -> Any:
        fiscal = 120 + self.number + more
        changes = {
            "D3:Q3": f"第{self.number}小学校舍维修",
            "K4:Q4": self.code + self.name,
            "E6:F6": fiscal + 30,
            "E7:F7": fiscal - 10 * self.has_error,
        }
        return book_of(_monitored().changed(changes))


@cache
def _monitored() -> Filled:
    return next(form for form in filled_forms() if form.form == MONITORING)


def hundred_units() -> Iterator[Unit]:
    """All of them."""
    number = 0
    for form, stories in STORIES.items():
        for story, count in stories.items():
            for _ in range(count):
                number += 1
                yield Unit(number, form, story)


def roster(units: list[Unit]) -> str:
    """The list of who must hand in what, as text."""
    rows = [["单位编码", "单位名称", "应报表单", "联系人", "截止日期", "零报送"]]
    for unit in units:
        nil = "是" if unit.story == "nil" else ""
        rows.append([unit.code, unit.name, TITLES[unit.form], f"联系人{unit.number}", DUE, nil])
    return "\n".join(map(",".join, rows))


def exemptions(units: list[Unit]) -> str:
    """The list of exemptions, as text."""
    rows = ["单位编码,规则,截止日期,理由,批准人"]
    rows += [
        f"{unit.code},XL408,2099-12-31,分次下达,赵局" for unit in units if unit.story == "exempted"
    ]
    return "\n".join(rows)


def corrected(marked: bytes, unit: Unit) -> bytes:
    """The marked copy as its filler saves it with the right figure, and nothing else changed."""
    sheet, cell = ("项目1", "E4") if unit.form == TARGET else ("绩效监控", "E7")
    number = openpyxl.load_workbook(io.BytesIO(marked), read_only=True).sheetnames.index(sheet) + 1
    right = 300000 + 1000 * unit.number if unit.form == TARGET else 120 + unit.number
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(marked)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == f"xl/worksheets/sheet{number}.xml":
                pattern = rb'(<c r="%s"[^>]*><v>)[^<]*' % cell.encode()
                part, count = re.subn(pattern, rb"\g<1>%d" % right, part)
                assert count == 1
            new.writestr(info, part)
    return made.getvalue()


def recounted(book: bytes, form: str) -> dict[str, Decimal]:
    """The sums of a workbook in 元, added up from its cells by another reader."""
    sheets = openpyxl.load_workbook(io.BytesIO(book), read_only=True, data_only=True)
    if form == TARGET:
        cells = {"预算数": "C4", "其中：财政资金": "E4"}
        sheet, factor = sheets["项目1"], Decimal(1)
    else:
        cells = {"预算数": "E6", "其中：财政资金": "E7", "累计执行数": "H6"}
        sheet, factor = sheets["绩效监控"], Decimal(10000)
    return {name: Decimal(str(sheet[cell].value)) * factor for name, cell in cells.items()}
