"""The sheets of a summary and their columns: what the writers write and the readers look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xltool.standing import ENGLISH_MONTHS
from xltool.wording import Words

Kind = Literal["text", "centre", "money", "count", "percent", "mixed", "link", "hidden"]

LAST_ROW = 1_048_576
"""Rows that a sheet may have."""

SUBTOTAL = Words("小计", "Subtotal")
TOTAL = Words("合计", "Total")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; `total` where its values are added up at the end.

    `ratio` names the column whose total is shown as a percentage of the budget's.
    """

    key: str
    title: Words
    width: float
    kind: Kind = "text"
    total: bool = False
    ratio: str = ""


FORM = Column("form_title", Words("表单", "Form"), 20)
FORM_KEY = Column("form", Words("表单代码", "Form code"), 10, "hidden")
UNIT = Column("unit", Words("单位编码", "Unit code"), 9, "centre")
UNIT_NAME = Column("unit_name", Words("单位名称", "Unit"), 26)
CODE = Column("code", Words("项目编码", "Project code"), 22, "centre")
PROJECT = Column("name", Words("项目名称", "Project"), 22)
BUDGET = Column("budget", Words("预算数", "Budget"), 14, "money", total=True)
FISCAL = Column("fiscal", Words("其中：财政资金", "Fiscal funds"), 14, "money", total=True)
OTHER = Column("other", Words("其他资金", "Other funds"), 13, "money", total=True)
EXECUTED = Column("executed", Words("累计执行数", "Executed"), 14, "money", total=True)
ORIGIN = Column("origin", Words("出处", "Origin"), 20, "link")

# Where a row comes from, for the next month's comparison: in columns that are not printed.
PATH = Column("path", Words("文件路径", "Path"), 10, "hidden")
SHEET = Column("sheet", Words("工作表", "Sheet"), 10, "hidden")
CELL = Column("cell", Words("单元格", "Cell"), 10, "hidden")
KEY = Column("key", Words("识别码", "Known by"), 10, "hidden")
HIDDEN = (FORM_KEY, PATH, SHEET, CELL, KEY)


def planned(month: int) -> Column:
    """The column with the amount planned by the end of a month."""
    title = Words(f"计划到{month}月底", f"Planned by end of {ENGLISH_MONTHS[month - 1]}")
    return Column(f"planned_{month}", title, 14, "money", total=True)


def share(month: int) -> Column:
    """The column with the percentage of a plan at the end of a month."""
    title = Words(f"{month}月底（%）", f"{ENGLISH_MONTHS[month - 1]} (%)")
    return Column(f"share_{month}", title, 9, "percent", ratio=f"planned_{month}")


def project_columns(
    months: Sequence[int], *, forms: bool, executed: bool, marks: bool
) -> tuple[Column, ...]:
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
        Column("indicators", Words("指标数", "Indicators"), 8, "count", total=True),
        *((Column("mark", Words("备注", "Remarks"), 12, "centre"),) if marks else ()),
        ORIGIN,
        *HIDDEN,
    )


def unit_columns(months: Sequence[int], *, forms: bool, executed: bool) -> tuple[Column, ...]:
    """单位汇总: one row a unit, a subtotal for each department."""
    return (
        *((FORM,) if forms else ()),
        Column("department", Words("部门", "Department"), 9, "centre"),
        UNIT,
        Column("unit_name", UNIT_NAME.title, 34),
        Column("projects", Words("项目数", "Projects"), 8, "count", total=True),
        BUDGET,
        FISCAL,
        OTHER,
        *((EXECUTED,) if executed else ()),
        *map(planned, months),
        FORM_KEY,
    )


def plan_columns(months: Sequence[int], *, forms: bool) -> tuple[Column, ...]:
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
    Column("level1", Words("一级指标", "Level 1"), 11),
    Column("level2", Words("二级指标", "Level 2"), 15),
    Column("level3", Words("三级指标", "Level 3"), 24),
    Column("sign", Words("符号", "Sign"), 6, "centre"),
    Column("number", Words("数值", "Number"), 9, "count"),
    Column("measure", Words("计量单位", "Unit of measure"), 9, "centre"),
    Column("text", Words("指标值原文", "As filled in"), 15),
    Column("basis", Words("确定依据", "Basis"), 11),
    ORIGIN,
    Column("code", CODE.title, 10, "hidden"),
    *HIDDEN,
)
SUBGOALS = (
    UNIT,
    UNIT_NAME,
    Column("number", Words("序号", "No."), 7, "centre"),
    Column("name", Words("分项名称", "Sub-target"), 28),
    Column("goal", Words("绩效目标", "Target"), 46),
    Column("measure", Words("绩效指标", "Measures"), 46),
    ORIGIN,
)
# Narrow, so that the print on one page's width can be read: texts wrap.
PROBLEMS = (
    replace(UNIT, width=8),
    replace(UNIT_NAME, width=15),
    Column("severity", Words("程度", "Severity"), 5, "centre"),
    Column("rule", Words("规则", "Rule"), 7, "centre"),
    replace(PROJECT, width=15),
    Column("field", Words("栏目", "Field"), 9),
    Column("value", Words("填报内容", "Found"), 11),
    Column("message", Words("问题", "Problem"), 30),
    Column("remedy", Words("改法", "What to do"), 26),
    Column("advice", Words("建议意见", "Suggested opinion"), 11),
    replace(ORIGIN, width=13),
    Column("explanation", Words("情况说明", "Explanation"), 11),
    Column("opinion", Words("审核意见", "Reviewer's opinion"), 13),
    Column("decision", Words("处理", "Decision"), 6, "centre"),
    Column("identity", Words("问题编号", "Identity"), 10, "hidden"),
)
STATUS = (
    UNIT,
    Column("unit_name", UNIT_NAME.title, 30),
    Column("form_title", FORM.title, 22),
    Column("due", Words("截止日期", "Due"), 12, "centre"),
    Column("status", Words("报送情况", "Status"), 14, "centre"),
    Column("time", Words("报送时间", "Handed in"), 17, "centre"),
    Column("errors", Words("错误", "Errors"), 9, "count"),
    Column("warnings", Words("警告", "Warnings"), 9, "count"),
    Column("origin", Words("文件", "File"), 24, "link"),
    Column("contact", Words("联系人", "Contact"), 16),
    Column("reminder", Words("催报文字", "Reminder"), 40),
)
CHANGES = (
    UNIT,
    UNIT_NAME,
    Column("kind", Words("变化", "Change"), 14, "centre"),
    CODE,
    PROJECT,
    Column("item", Words("内容", "Item"), 22),
    Column("before", Words("上期", "Before"), 18, "mixed"),
    Column("after", Words("本期", "Now"), 18, "mixed"),
    Column("difference", Words("增减", "Difference"), 14, "money"),
    Column("before_at", Words("上期出处", "Origin before"), 20, "link"),
    Column("after_at", Words("本期出处", "Origin now"), 20, "link"),
)
SOURCES = (
    Column("origin", Words("文件", "File"), 44, "link"),
    Column("form_title", FORM.title, 20),
    Column("unit", UNIT.title, 17, "centre"),
    UNIT_NAME,
    Column("status", Words("是否计入", "Counted"), 17, "centre"),
    Column("reason", Words("原因", "Reason"), 44),
    Column("verdict", Words("检查结论", "Verdict"), 16, "centre"),
    Column("errors", Words("错误", "Errors"), 9, "count"),
    Column("warnings", Words("警告", "Warnings"), 9, "count"),
    Column("notes", Words("提示", "Notes"), 9, "count"),
    Column("time", Words("时间", "Time"), 17, "centre"),
    Column("digest", Words("摘要（SHA-256）", "Digest (SHA-256)"), 20, "centre"),
)


def titles(columns: Sequence[Column]) -> Mapping[str, str]:
    """Every spelling of the headings of a list, to its key."""
    return {text: column.key for column in columns for text in (column.title.zh, column.title.en)}
