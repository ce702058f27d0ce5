"""What monitoring workbooks say -> their sheets, one for each project, as the form is printed."""

from __future__ import annotations

from sample_workbooks.layouts import Facts, chinese
from tests.book import Book, Look, SheetPlan

_WIDTHS = {1: 14, 2: 16, 3: 20, 4: 15, 5: 15, 6: 15, **dict.fromkeys(range(7, 12), 7), 12: 24}
_WIDTHS |= dict.fromkeys(range(13, 16), 8) | {16: 14}
_CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
_CHANCES = ("确定能", "有可能", "完全不可能")
_MONEY = ("年初预算数", "调整后预算数", "{month}执行数", "{month}执行率", "全年预计执行数")
_MONEY_CELLS = ("C", "D", "E", "F:L", "M:P")
_LINES = ("年度资金总额", "其中：财政拨款", "其他资金")


def monitoring_layout(facts: Facts) -> Book:
    """One sheet for each project."""
    return Book(
        [_sheet(project, facts, number) for number, project in enumerate(facts["projects"], 1)]
    )


def _sheet(project: Facts, facts: Facts, number: int) -> SheetPlan:
    sheet = SheetPlan(f"监控{number}", widths=dict(_WIDTHS), row_height=24)
    sheet.put("A1:P1", "项目支出绩效运行监控表", Look.TITLE)
    sheet.put("A2:D2", f"（{facts['year']}年1-{facts['month']}月）", Look.LINE)
    sheet.put("M2:P2", "单位：元", Look.LINE_RIGHT)
    for where, text in (("A3", "项目名称"), ("D3", "项目编码"), ("A4", "实施单位")):
        sheet.put(where, text, Look.LABEL)
    sheet.put("B3:C3", project["name"], Look.CENTRE)
    sheet.put("E3:P3", project["code"], Look.CENTRE)
    sheet.put("B4:P4", facts["unit"], Look.CENTRE)
    _money(sheet, project["money"], facts["month"])
    sheet.put("A9", "年度总体目标", Look.LABEL)
    sheet.put("B9:P9", chinese(project["goal"]))
    _headings(sheet, facts["month"])
    row = 12
    for indicator in project["indicators"]:
        _indicator(sheet, row, indicator)
        row += 1
    sheet.put(f"A{row}", "偏差或不能完成目标原因分析", Look.LABEL)
    sheet.put(f"B{row}:P{row}", project["reason"])
    return sheet


def _money(sheet: SheetPlan, lines: list[list[float | None]], month: int) -> None:
    """The lines of the funds: initial, adjusted, executed, expected; the rate is worked out."""
    sheet.put("A5:A8", "项目资金", Look.LABEL)
    for cells, heading in zip(_MONEY_CELLS, _MONEY, strict=True):
        sheet.put(_across(cells, 5), heading.format(month=f"1-{month}月"), Look.LABEL)
    for row, (label, amounts) in enumerate(zip(_LINES, lines, strict=True), 6):
        sheet.put(f"B{row}", label, Look.LABEL)
        initial, adjusted, executed, expected = amounts
        budget = adjusted or initial
        rate = executed / budget if executed and budget else None
        values = (initial, adjusted, executed, rate, expected)
        for cells, value in zip(_MONEY_CELLS, values, strict=True):
            sheet.put(_across(cells, row), value, Look.AMOUNT, percent=cells == "F:L")


def _across(cells: str, row: int) -> str:
    return ":".join(f"{letter}{row}" for letter in cells.split(":"))


def _headings(sheet: SheetPlan, month: int) -> None:
    names = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        f"1-{month}月执行情况",
        "全年预计完成值",
    )
    for letter, text in zip("ABCDEF", names, strict=True):
        sheet.put(f"{letter}10:{letter}11", text, Look.LABEL)
    sheet.put("G10:L10", "偏差原因分析", Look.LABEL)
    sheet.put("M10:O10", "完成目标可能性", Look.LABEL)
    sheet.put("P10:P11", "备注", Look.LABEL)
    for letter, text in zip("GHIJKLMNO", (*_CAUSES, "原因说明", *_CHANCES), strict=True):
        sheet.put(f"{letter}11", text, Look.LABEL)


def _indicator(sheet: SheetPlan, row: int, indicator: list[str]) -> None:
    """Levels, name, target, actual, expected, chance, and where it deviates cause and words."""
    *values, chance, cause, explained = [*indicator, *[""] * (9 - len(indicator))]
    for letter, value in zip("ABCDEF", values, strict=True):
        sheet.put(f"{letter}{row}", value, Look.CENTRE)
    for letter, text in zip("GHIJK", _CAUSES, strict=True):
        sheet.put(f"{letter}{row}", "√" if text == cause else None, Look.CENTRE)
    sheet.put(f"L{row}", explained or None)
    for letter, text in zip("MNO", _CHANCES, strict=True):
        sheet.put(f"{letter}{row}", "√" if text == chance else None, Look.CENTRE)
    sheet.put(f"P{row}", None)
