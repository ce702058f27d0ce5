"""What a workbook says -> its sheets, laid out as a unit that made its own table might."""

from __future__ import annotations

from typing import Any

from sample_workbooks.layouts import NUMERALS, Facts, chinese
from tests.book import Book, Look, SheetPlan

_WIDTHS = {1: 2.5, 2: 2.5, 3: 20, 4: 25, 5: 23, 6: 30, 7: 15, 8: 32, 9: 14}
_HEADINGS = ("一级指标", "二 级 指 标", "三级指标名称", "指标值 ", "确定依据", "绩效指标描述")
_COLUMNS = "CDEFGH"
_PLAN = ("资金支出计划（%）：", "3 月底", "6 月底", "10 月底", "12 月底")


def other_layout(facts: Facts) -> Book:
    """All projects below each other on one sheet, beginning in column C; the department after."""
    projects = SheetPlan("预算项目", widths=dict(_WIDTHS), row_height=25)
    row = 2
    for number, project in enumerate(facts["projects"], 1):
        row = _project(projects, row, number, project, facts["unit"]) + 3
    return Book([projects, _department(facts)])


def _project(sheet: SheetPlan, row: int, number: int, project: Facts, unit: str) -> int:
    """Write a project from this row on, and give its last row."""
    sheet.put(f"C{row}:I{row}", f"{number}．{project['name']}绩效目标表", Look.TITLE)
    sheet.put(f"C{row + 1}", f"预算单位：{unit}", Look.LINE)
    sheet.put(f"I{row + 2}", "单位：元", Look.LINE_RIGHT)
    row += 3
    _pairs(sheet, "CDEF", row, ["项 目 编 码：", project["code"], "项目名称：", project["name"]])
    sheet.put(f"C{row + 2}", "预算规模及资金用途：", Look.LABEL)
    amounts = ["预 算 数", project["budget"], "其中： 财政资金", project["fiscal"]]
    _pairs(sheet, "DEFGHI", row + 2, [*amounts, "其他 资金：", project["other"]])
    sheet.put(f"D{row + 3}:I{row + 3}", chinese(project["purpose"]))
    for column, label in zip("CDEFG", _PLAN, strict=True):
        sheet.put(f"{column}{row + 5}", label, Look.LABEL)
    for column, points in zip("DEFG", project["plan"], strict=True):
        sheet.put(f"{column}{row + 6}", f"{points}%", Look.CENTRE)
    sheet.put(f"C{row + 8}", "绩 效 目 标：", Look.LABEL)
    sheet.put(f"D{row + 8}:I{row + 8}", chinese(project["goal"]))
    last = _indicators(sheet, row + 10, project["indicators"])
    sheet.put(
        f"C{last + 1}", "注：指标值为全年目标，跨年实施的项目填写本年应完成的部分。", Look.LINE
    )
    return last + 1


def _pairs(sheet: SheetPlan, columns: str, row: int, values: list[Any]) -> None:
    """Labels with their values beside them, in turn."""
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        look = Look.CENTRE if isinstance(value, str) else Look.AMOUNT
        sheet.put(f"{column}{row}", value, look if place % 2 else Look.LABEL)


def _indicators(sheet: SheetPlan, row: int, indicators: Any) -> int:
    """The table with its columns in another order; a level stands only where it begins."""
    for column, heading in zip(_COLUMNS, _HEADINGS, strict=True):
        sheet.put(f"{column}{row}", heading, Look.LABEL)
    above: tuple[str, str] = ("", "")
    for level1, level2, level3, description, value, basis in indicators:
        row += 1
        shown1 = None if level1 == above[0] else level1
        shown2 = None if (level1, level2) == above else level2
        texts = (shown1, shown2, level3, value, basis, description)
        for column, text in zip(_COLUMNS, texts, strict=True):
            sheet.put(f"{column}{row}", text, Look.CENTRE)
        above = (level1, level2)
    return row


def _department(facts: Facts) -> SheetPlan:
    sheet = SheetPlan("部门", widths={1: 16, 2: 24, 3: 36, 4: 36})
    department = facts["department"]
    sheet.put("A1:D1", "部门整体绩效目标", Look.TITLE)
    sheet.put("A3", "填报单位：", Look.LABEL)
    sheet.put("B3:D3", facts["unit"])
    sheet.put("A4", "总体 绩效目标：", Look.LABEL)
    sheet.put("B4:D4", chinese(department["overall"]))
    for column, heading in zip("ABCD", ("序 号", "分项名称", "绩效目标", "绩效指标"), strict=True):
        sheet.put(f"{column}6", heading, Look.LABEL)
    row = 7
    for numeral, subgoal in zip(NUMERALS, department["subgoals"], strict=False):
        sheet.put(f"A{row}", f"（{numeral}）", Look.CENTRE)
        for column, key in zip("BCD", ("name", "goal", "measure"), strict=True):
            sheet.put(f"{column}{row}", subgoal[key])
        row += 1
    sheet.put(f"A{row + 1}", "工作保障 措施：", Look.LABEL)
    for text in department["safeguards"]:
        row += 1
        sheet.put(f"B{row}:D{row}", text)
    return sheet
