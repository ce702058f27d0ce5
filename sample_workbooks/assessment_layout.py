"""What a self-assessment says -> its sheets, one a project, laid out as the ministry prints it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sample_workbooks.layouts import Facts, chinese
from tests.book import Book, Look, SheetPlan

_WIDTHS = {1: 12, 2: 13, 3: 18, 4: 22, 5: 17, 6: 17, 7: 9, 8: 12, 9: 26}
_MONEY = ("年初\n预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分")
_INDICATORS = ("一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分")
_ROWS = {
    "total": "年度资金总额",
    "fiscal": "其中：当年财政拨款",
    "carried": "      上年结转资金",
    "other": "      其他资金",
}


def assessment_layout(facts: Facts) -> Book:
    """One sheet for each project."""
    return Book(
        [
            _sheet(number, project, facts["unit"], facts["year"])
            for number, project in enumerate(facts["projects"], 1)
        ]
    )


def _sheet(number: int, project: Facts, unit: str, year: int) -> SheetPlan:
    sheet = SheetPlan(f"自评{number}", widths=dict(_WIDTHS))
    sheet.put("A1:I1", "项目支出绩效自评表", Look.TITLE)
    sheet.put("A2:I2", f"（{year}年度）", Look.LINE)
    sheet.put("A3:B3", "项目名称", Look.LABEL)
    sheet.put("C3:E3", project["name"], Look.CENTRE)
    sheet.put("F3", "项目编码", Look.LABEL)
    sheet.put("G3:I3", project["code"], Look.CENTRE)
    sheet.put("A4:B4", "实施单位", Look.LABEL)
    sheet.put("C4:I4", unit, Look.CENTRE)
    _money(sheet, project["money"], project["execution"])
    sheet.put("A10:A11", "年度总体目标", Look.LABEL)
    sheet.put("B10:E10", "预期目标", Look.LABEL)
    sheet.put("F10:I10", "实际完成情况", Look.LABEL)
    sheet.put("B11:E11", chinese(project["goal"]))
    sheet.put("F11:I11", chinese(project["outcome"]))
    row = _indicators(sheet, project["indicators"])
    sheet.put(f"A12:A{row - 1}", "绩效指标", Look.LABEL)
    sheet.put(f"A{row}:F{row}", "总分", Look.LABEL)
    sheet.put(f"G{row}", 100, Look.CENTRE)
    sheet.put(f"H{row}", project["total"], Look.CENTRE)
    return sheet


def _money(sheet: SheetPlan, money: Facts, execution: Sequence[float]) -> None:
    """The amounts in 万元: initial, of the year, executed; then weight, rate in % and score."""
    sheet.put("A5:B9", "项目资金\n（万元）", Look.LABEL)
    for column, heading in zip("DEFGHI", _MONEY, strict=True):
        sheet.put(f"{column}5", heading, Look.LABEL)
    weight, rate, score = execution
    for row, (name, label) in enumerate(_ROWS.items(), 6):
        sheet.put(f"C{row}", label, Look.LABEL)
        for column, amount in zip("DEF", money.get(name, (None,) * 3), strict=True):
            sheet.put(f"{column}{row}", amount, Look.AMOUNT)
        for column in "GHI" if name != "total" else "":
            sheet.put(f"{column}{row}", "—", Look.CENTRE)
    sheet.put("G6", weight, Look.CENTRE)
    sheet.put("H6", rate / 100, Look.CENTRE, percent=True)
    sheet.put("I6", score, Look.CENTRE)


def _indicators(sheet: SheetPlan, indicators: Sequence[Sequence[Any]]) -> int:
    """The table from row 12 on; gives the first row behind it."""
    for column, heading in zip("BCDEFGH", _INDICATORS, strict=True):
        sheet.put(f"{column}12", heading, Look.LABEL)
    sheet.put("I12", "偏差原因分析\n及改进措施", Look.LABEL)
    row = 13
    for level1, group in groupby(indicators, key=lambda indicator: indicator[0]):
        members = list(group)
        last = row + len(members) - 1
        sheet.put(f"B{row}" if last == row else f"B{row}:B{last}", level1, Look.CENTRE)
        for _, *values in members:
            for column, value in zip("CDEFGHI", values, strict=True):
                sheet.put(f"{column}{row}", value, Look.TEXT if column == "I" else Look.CENTRE)
            row += 1
    return row
