"""The names of a summary's sheets, by which it is known again."""

from __future__ import annotations

from xltool.language.words import Words

SHEETS = {
    "overview": Words("总览", "Overview"),
    "units": Words("单位汇总", "Units"),
    "projects": Words("项目清单", "Projects"),
    "indicators": Words("指标清单", "Indicators"),
    "department": Words("部门目标", "Department targets"),
    "plan": Words("支出计划", "Spending plan"),
    "execution": Words("执行进度", "Execution"),
    "attainment": Words("指标完成", "Attainment"),
    "misses": Words("未达目标", "Missed targets"),
    "scores": Words("自评得分", "Scores"),
    "problems": Words("问题清单", "Problems"),
    "status": Words("报送情况", "Submissions"),
    "decisions": Words("审核记录", "Decisions"),
    "changes": Words("环比变化", "Changes"),
    "sources": Words("来源与校验", "Sources and proof"),
}
"""Every sheet in the order of the workbook: a list that no form of the month fills is left out, one
that goes on has a number behind its name.
"""
