"""What a workbook says -> its sheets, in the published layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from tests.book import Book, Look, SheetPlan

Facts = Mapping[str, Any]
NUMERALS = "一二三四五六七八九十"
_PROJECT_WIDTHS = {1: 13, 2: 18, 3: 21, 4: 17, 5: 17, 6: 15, 7: 14}


def published_layout(facts: Facts) -> Book:
    """The department's part on one sheet, and one sheet for each project."""
    sheets = [_department(facts)]
    for number, project in enumerate(facts["projects"], 1):
        sheets.append(_project(number, project, facts["unit"]))
    return Book(sheets)


def chinese(text: str) -> str:
    """A folded text of the content file without the spaces that folding put in."""
    return text.replace(" ", "")


def _department(facts: Facts) -> SheetPlan:
    sheet = SheetPlan("部门整体", widths={1: 80})
    department = facts["department"]
    lines: list[tuple[str, Look]] = [
        ("第一部分 部门整体绩效目标", Look.PART),
        (facts["unit"], Look.LINE),
        ("一、总体绩效目标", Look.HEADING),
        (chinese(department["overall"]), Look.PARAGRAPH),
        ("二、分项绩效目标", Look.HEADING),
    ]
    for numeral, subgoal in zip(NUMERALS, department["subgoals"], strict=False):
        lines += [
            (f"（{numeral}）{subgoal['name']}", Look.PARAGRAPH),
            (f"绩效目标：{subgoal['goal']}", Look.PARAGRAPH),
            (f"绩效指标：{subgoal['measure']}", Look.PARAGRAPH),
        ]
    lines.append(("三、工作保障措施", Look.HEADING))
    lines += [(text, Look.PARAGRAPH) for text in department["safeguards"]]
    for row, (text, look) in enumerate(lines, 1):
        sheet.put(f"A{row}", text, look)
    return sheet


def _project(number: int, project: Facts, unit: str) -> SheetPlan:
    sheet = SheetPlan(f"项目{number}", widths=dict(_PROJECT_WIDTHS))
    sheet.put("A1:G1", f"{number}.{project['name']}绩效目标表", Look.TITLE)
    sheet.put("A2:E2", unit, Look.LINE)
    sheet.put("F2:G2", "单位：元", Look.LINE_RIGHT)
    sheet.put("A3", "项目编码", Look.LABEL)
    sheet.put("B3:C3", project["code"], Look.CENTRE)
    sheet.put("D3", "项目名称", Look.LABEL)
    sheet.put("E3:G3", project["name"], Look.CENTRE)
    _money(sheet, project)
    _plan(sheet, project["plan"])
    sheet.put("A8", "绩效目标", Look.LABEL)
    sheet.put("B8:G8", chinese(project["goal"]))
    _indicators(sheet, project["indicators"])
    return sheet


def _money(sheet: SheetPlan, project: Facts) -> None:
    sheet.put("A4:A5", "预算规模及资金用途", Look.LABEL)
    sheet.put("B4", "预算数", Look.LABEL)
    sheet.put("C4", project["budget"], Look.AMOUNT)
    sheet.put("D4", "其中：财政    资金", Look.LABEL)
    sheet.put("E4", project["fiscal"], Look.AMOUNT)
    sheet.put("F4", "其他资金", Look.LABEL)
    sheet.put("G4", project["other"], Look.AMOUNT)
    sheet.put("B5:G5", chinese(project["purpose"]))


def _plan(sheet: SheetPlan, plan: Sequence[int]) -> None:
    sheet.put("A6:A7", "资金支出计划（%）", Look.LABEL)
    areas = ("B{0}", "C{0}:D{0}", "E{0}", "F{0}:G{0}")
    for area, month, points in zip(
        areas, ("3月底", "6月底", "10月底", "12月底"), plan, strict=True
    ):
        sheet.put(area.format(6), month, Look.LABEL)
        sheet.put(area.format(7), points / 100, Look.CENTRE, percent=True)


def _indicators(sheet: SheetPlan, indicators: Sequence[Sequence[str | None]]) -> None:
    headings = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
    areas = ("A{0}", "B{0}", "C{0}", "D{0}:E{0}", "F{0}", "G{0}")
    for area, heading in zip(areas, headings, strict=True):
        sheet.put(area.format(9), heading, Look.LABEL)
    row = 10
    for level1, group in groupby(indicators, key=lambda indicator: indicator[0]):
        members = list(group)
        last = row + len(members) - 1
        sheet.put(f"A{row}" if last == row else f"A{row}:A{last}", level1, Look.CENTRE)
        for indicator in members:
            looks = (Look.CENTRE, Look.CENTRE, Look.TEXT, Look.CENTRE, Look.CENTRE)
            for area, text, look in zip(areas[1:], indicator[1:], looks, strict=True):
                sheet.put(area.format(row), text, look)
            row += 1
