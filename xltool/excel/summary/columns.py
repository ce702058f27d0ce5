"""The sheets of a summary and their columns: what the writers write and the readers look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xltool.language.words import Words
from xltool.month.submission_status import ENGLISH_MONTHS

Kind = Literal["text", "centre", "money", "count", "percent", "mixed", "link", "hidden"]

LAST_ROW = 1_048_576
"""Rows that a sheet may have."""

SUBTOTAL = Words("小计", "Subtotal")
TOTAL = Words("合计", "Total")


@dataclass(frozen=True, slots=True)
class SummaryColumn:
    """A column of a list; `total` where its values are added up at the end.

    `ratio` names the column whose total is shown as a percentage of the budget's.
    """

    key: str
    title: Words
    width: float
    kind: Kind = "text"
    total: bool = False
    ratio: str = ""


FORM = SummaryColumn("form_title", Words("表单", "Form"), 20)
FORM_KEY = SummaryColumn("form", Words("表单代码", "Form code"), 10, "hidden")
UNIT = SummaryColumn("unit", Words("单位编码", "Unit code"), 9, "centre")
UNIT_NAME = SummaryColumn("unit_name", Words("单位名称", "Unit"), 26)
CODE = SummaryColumn("code", Words("项目编码", "Project code"), 22, "centre")
PROJECT = SummaryColumn("name", Words("项目名称", "Project"), 22)
BUDGET = SummaryColumn("budget", Words("预算数", "Budget"), 14, "money", total=True)
FISCAL = SummaryColumn("fiscal", Words("其中：财政资金", "Fiscal funds"), 14, "money", total=True)
OTHER = SummaryColumn("other", Words("其他资金", "Other funds"), 13, "money", total=True)
EXECUTED = SummaryColumn("executed", Words("累计执行数", "Executed"), 14, "money", total=True)
ORIGIN = SummaryColumn("origin", Words("出处", "Origin"), 20, "link")

# Where a row comes from, for the next month's comparison: in columns that are not printed.
PATH = SummaryColumn("path", Words("文件路径", "Path"), 10, "hidden")
SHEET = SummaryColumn("sheet", Words("工作表", "Sheet"), 10, "hidden")
CELL = SummaryColumn("cell", Words("单元格", "Cell"), 10, "hidden")
KEY = SummaryColumn("key", Words("识别码", "Known by"), 10, "hidden")
HIDDEN = (FORM_KEY, PATH, SHEET, CELL, KEY)


def planned(month: int) -> SummaryColumn:
    """The column with the amount planned by the end of a month."""
    title = Words(f"计划到{month}月底", f"Planned by end of {ENGLISH_MONTHS[month - 1]}")
    return SummaryColumn(f"planned_{month}", title, 14, "money", total=True)


def share(month: int) -> SummaryColumn:
    """The column with the percentage of a plan at the end of a month."""
    title = Words(f"{month}月底（%）", f"{ENGLISH_MONTHS[month - 1]} (%)")
    return SummaryColumn(f"share_{month}", title, 9, "percent", ratio=f"planned_{month}")


def project_columns(
    months: Sequence[int], *, forms: bool, executed: bool, marks: bool
) -> tuple[SummaryColumn, ...]:
    """项目清单: the form only where there are several, the mark only where errors may count."""
    return (
        *((FORM,) if forms else ()),
        UNIT,
        UNIT_NAME,
        CODE,
        PROJECT,
        BUDGET,
        FISCAL,
        OTHER,
        *((EXECUTED,) if executed else ()),
        *map(planned, months),
        SummaryColumn("indicators", Words("指标数", "Indicators"), 8, "count", total=True),
        *((SummaryColumn("mark", Words("备注", "Remarks"), 12, "centre"),) if marks else ()),
        ORIGIN,
        *HIDDEN,
    )


def unit_columns(
    months: Sequence[int], *, forms: bool, executed: bool
) -> tuple[SummaryColumn, ...]:
    """单位汇总: one row a unit, a subtotal for each department."""
    return (
        *((FORM,) if forms else ()),
        SummaryColumn("department", Words("部门", "Department"), 9, "centre"),
        UNIT,
        SummaryColumn("unit_name", UNIT_NAME.title, 34),
        SummaryColumn("projects", Words("项目数", "Projects"), 8, "count", total=True),
        BUDGET,
        FISCAL,
        OTHER,
        *((EXECUTED,) if executed else ()),
        *map(planned, months),
        FORM_KEY,
    )


def plan_columns(months: Sequence[int], *, forms: bool) -> tuple[SummaryColumn, ...]:
    """支出计划: percentage and amount by date, one row a project."""
    dates = [column for month in months for column in (share(month), planned(month))]
    return (
        *((FORM,) if forms else ()),
        UNIT,
        UNIT_NAME,
        PROJECT,
        BUDGET,
        *dates,
        ORIGIN,
        FORM_KEY,
    )


INDICATORS = (
    UNIT,
    UNIT_NAME,
    PROJECT,
    SummaryColumn("level1", Words("一级指标", "Level 1"), 11),
    SummaryColumn("level2", Words("二级指标", "Level 2"), 15),
    SummaryColumn("level3", Words("三级指标", "Level 3"), 24),
    SummaryColumn("sign", Words("符号", "Sign"), 6, "centre"),
    SummaryColumn("number", Words("数值", "Number"), 9, "count"),
    SummaryColumn("measure", Words("计量单位", "Unit of measure"), 9, "centre"),
    SummaryColumn("text", Words("指标值原文", "As filled in"), 15),
    SummaryColumn("basis", Words("确定依据", "Basis"), 11),
    ORIGIN,
    SummaryColumn("code", CODE.title, 10, "hidden"),
    *HIDDEN,
)
SUBGOALS = (
    UNIT,
    UNIT_NAME,
    SummaryColumn("number", Words("序号", "No."), 7, "centre"),
    SummaryColumn("name", Words("分项名称", "Sub-target"), 28),
    SummaryColumn("goal", Words("绩效目标", "Target"), 46),
    SummaryColumn("measure", Words("绩效指标", "Measures"), 46),
    ORIGIN,
)
# Narrow, so that the print on one page's width can be read: texts wrap.
PROBLEMS = (
    replace(UNIT, width=8),
    replace(UNIT_NAME, width=15),
    SummaryColumn("severity", Words("程度", "Severity"), 5, "centre"),
    SummaryColumn("rule", Words("规则", "Rule"), 7, "centre"),
    replace(PROJECT, width=15),
    SummaryColumn("field", Words("栏目", "Field"), 9),
    SummaryColumn("value", Words("填报内容", "Found"), 11),
    SummaryColumn("message", Words("问题", "Problem"), 30),
    SummaryColumn("remedy", Words("改法", "What to do"), 26),
    SummaryColumn("advice", Words("建议意见", "Suggested opinion"), 11),
    replace(ORIGIN, width=13),
    SummaryColumn("explanation", Words("情况说明", "Explanation"), 11),
    SummaryColumn("opinion", Words("审核意见", "Reviewer's opinion"), 13),
    SummaryColumn("decision", Words("处理", "Decision"), 6, "centre"),
    SummaryColumn("identity", Words("问题编号", "Identity"), 10, "hidden"),
)
STATUS = (
    UNIT,
    SummaryColumn("unit_name", UNIT_NAME.title, 30),
    SummaryColumn("form_title", FORM.title, 22),
    SummaryColumn("due", Words("截止日期", "Due"), 12, "centre"),
    SummaryColumn("status", Words("报送情况", "Status"), 14, "centre"),
    SummaryColumn("time", Words("报送时间", "Handed in"), 17, "centre"),
    SummaryColumn("errors", Words("错误", "Errors"), 9, "count"),
    SummaryColumn("warnings", Words("警告", "Warnings"), 9, "count"),
    SummaryColumn("origin", Words("文件", "File"), 24, "link"),
    SummaryColumn("contact", Words("联系人", "Contact"), 16),
    SummaryColumn("reminder", Words("催报文字", "Reminder"), 40),
)
CHANGES = (
    UNIT,
    UNIT_NAME,
    SummaryColumn("kind", Words("变化", "Change"), 14, "centre"),
    CODE,
    PROJECT,
    SummaryColumn("item", Words("内容", "Item"), 22),
    SummaryColumn("before", Words("上期", "Before"), 18, "mixed"),
    SummaryColumn("after", Words("本期", "Now"), 18, "mixed"),
    SummaryColumn("difference", Words("增减", "Difference"), 14, "money"),
    SummaryColumn("before_at", Words("上期出处", "Origin before"), 20, "link"),
    SummaryColumn("after_at", Words("本期出处", "Origin now"), 20, "link"),
)
SOURCES = (
    SummaryColumn("origin", Words("文件", "File"), 44, "link"),
    SummaryColumn("form_title", FORM.title, 20),
    SummaryColumn("unit", UNIT.title, 17, "centre"),
    UNIT_NAME,
    SummaryColumn("status", Words("是否计入", "Counted"), 17, "centre"),
    SummaryColumn("reason", Words("原因", "Reason"), 44),
    SummaryColumn("verdict", Words("检查结论", "Verdict"), 16, "centre"),
    SummaryColumn("errors", Words("错误", "Errors"), 9, "count"),
    SummaryColumn("warnings", Words("警告", "Warnings"), 9, "count"),
    SummaryColumn("notes", Words("提示", "Notes"), 9, "count"),
    SummaryColumn("time", Words("时间", "Time"), 17, "centre"),
    SummaryColumn("digest", Words("摘要（SHA-256）", "Digest (SHA-256)"), 20, "centre"),
)


def titles(columns: Sequence[SummaryColumn]) -> Mapping[str, str]:
    """Every spelling of the headings of a list, to its key."""
    return {text: column.key for column in columns for text in (column.title.zh, column.title.en)}
