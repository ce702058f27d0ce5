"""What the first sheet says above its sections, its columns and its charts."""

from __future__ import annotations

from xltool.language.words import Words
from xltool.month.submission_status import ENGLISH_MONTHS

SECTIONS = {
    "totals": Words("合计", "Totals"),
    "progress": Words("执行与完成", "Execution and attainment"),
    "plan": Words("支出计划", "Spending plan"),
    "status": Words("报送情况", "Submissions"),
    "problems": Words("发现的问题", "Problems found"),
    "units": Words("预算数最大的单位", "Units with the largest budgets"),
}
HEADINGS = {
    "form": Words("表单", "Form"),
    "files": Words("计入文件", "Files counted"),
    "units": Words("单位数", "Units"),
    "projects": Words("项目数", "Projects"),
    "date": Words("时间", "By the end of"),
    "amount": Words("计划支出", "Planned"),
    "share": Words("占预算（%）", "% of budget"),
    "status": Words("情况", "Status"),
    "count": Words("数量", "Count"),
    "problem": Words("程度", "Severity"),
    "rule": Words("其中最多的规则", "Rules with most"),
    "unit": Words("单位", "Unit"),
}
CHARTS = {
    "plan": Words("各时点计划支出", "Planned by date"),
    "status": Words("报送情况", "Submissions"),
    "problems": Words("各规则发现的问题数", "Problems by rule"),
    "units": Words("各单位预算数", "Budget by unit"),
}
PROJECTS_WITH = Words("{light}项目", "Projects with {light}")
ALL_FILES = Words("收到文件 {given} 个，全部计入。", "{given} files came and all of them count.")
FILES = Words(
    "收到文件 {given} 个，计入 {counted} 个；其余文件和原因见“{sheet}”。",
    "{given} files came, {counted} of them count; the others and why are in “{sheet}”.",
)


def month_end(month: int) -> Words:
    """The end of a month, as the plan's rows are called: 3月底, March."""
    return Words(f"{month}月底", ENGLISH_MONTHS[month - 1])
