"""The zh and en words that belong to no rule: headings, labels, reasons, amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


class _Parts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"  # an error path must not crash over a missing part


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in Chinese and in English, each an original, with the same placeholders."""

    zh: str
    en: str

    def __call__(self, lang: str) -> str:
        """The text in `lang`, placeholders and all."""
        return self.zh if lang == "zh" else self.en

    def render(self, params: Mapping[str, object], lang: str) -> str:
        """The text in `lang` with its placeholders filled."""
        parts = _Parts({name: shown(value, lang) for name, value in params.items()})
        return self(lang).format_map(parts)


def shown(value: object, lang: str) -> str:
    """A parameter as a person reads it: amounts with separators, lists joined, blanks named."""
    if value is None or value == "":
        return "（空）" if lang == "zh" else "(blank)"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Words):
        return value(lang)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、" if lang == "zh" else ", ").join(shown(item, lang) for item in value)
    return str(value)


SEVERITIES = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
}
VERDICTS = {
    "clean": Words("通过，没有发现问题", "clean, nothing found"),
    "findings": Words("有错误，需要修改", "errors to correct"),
    "acceptable": Words("可以接收，有需要核对的内容", "acceptable, with points to check"),
    "unanswered": Words("有必须说明的问题还没有说明", "points that must still be explained"),
    "incomplete": Words("未能全部检查", "not fully checked"),
    "unreadable": Words("无法读取", "could not be read"),
    "unknown_form": Words("不是已知的表单", "not a known form"),
}
SOURCES = {
    "stamp": Words("按模板标记", "from the template"),
    "cell": Words("见 {cell}", "from {cell}"),
    "option": Words("按命令行选项", "as given with the command"),
    "path": Words("按文件名或文件夹名", "from the file or folder name"),
    "form": Words("按表单默认", "the form's default"),
    "codes": Words("按项目编码推定", "assumed from the project codes"),
}
NOT_RUN = {
    "year_unknown": Words(
        "不知道预算年度，以下规则没有执行：{rules}。请用 --year 指定年度，或在表头写明“2023年”。",
        "The fiscal year is unknown, so these rules did not run: {rules}. Give it with --year, or "
        "write it above the form.",
    ),
    "month_unknown": Words(
        "不知道是哪个月，以下规则没有执行：{rules}。"
        "请用 --period 指定月份，或在表头写明“截至3月”。",
        "The month is unknown, so these rules did not run: {rules}. Give it with --period, or "
        "write it above the form, as “截至3月”.",
    ),
    "not_printed": Words(
        "这份表没有印所需的栏目，以下规则没有执行：{rules}。",
        "The form is printed without the boxes that these rules need, so they did not run: "
        "{rules}.",
    ),
    "failed": Words(
        "以下规则执行中断，没有结论：{rules}。请把这个工作簿交给技术人员查看。",
        "These rules stopped before a result: {rules}. Show this workbook to your technician.",
    ),
}
UNREAD = Words(
    "有单元格的内容无法判断（见下），这份表没有全部检查。",
    "Some cells were unclear (see below), so the form was not checked in full.",
)


def count_of(number: int, zh: str, en: str, lang: str) -> str:
    """A count with its noun: 错误 3, 3 errors."""
    if lang == "zh":
        return f"{zh} {number}"
    return f"{number} {en}" if number == 1 else f"{number} {en}s"


JUDGED_BY = Words("检查标准：{judge}", "judged by {judge}")
"""Whose labels, thresholds and rules were used, where they are not the form's own."""

PAGE = {
    "message": Words("提示内容", "What it says"),
    "why": Words("为什么", "Why it matters"),
    "fix": Words("怎么改", "What to do"),
    "bad": Words("不符合的例子", "Breaks it"),
    "good": Words("符合的例子", "Does not break it"),
    "opinion": Words("对应审核意见", "Reviewer's opinion"),
    "params": Words("表单文件中可调的参数", "Parameters in the form file"),
    "words": Words("表单文件中的词表", "Word lists in the form file"),
    "source": Words("依据", "Where it comes from"),
    "nothing": Words("（无）", "(none)"),
    "year": Words("预算年度", "fiscal year"),
    "years": Words("预算年度", "fiscal year"),
    "periods": Words("月份", "month"),
    "hidden": Words("隐藏的工作表", "hidden sheets"),
    "passed_over": Words("没有检查的工作表", "sheets not checked"),
    "template": Words("空白表的改动", "changes of the template"),
    "missing": Words("缺少的栏目", "missing labels"),
    "parent": Words("所在项目", "its project"),
    "workbook": Words("工作簿", "workbook"),
    "projects": Words("项目", "projects"),
    "department": Words("部门整体", "department"),
    "indicators": Words("指标", "indicators"),
    "subgoals": Words("分项", "sub-targets"),
    "unit": Words("单位编码", "unit code"),
    "unit_name": Words("单位名称", "unit name"),
    "listed_name": Words("名单上的名称", "name on the roster"),
    "alike": Words("指标组", "set of indicators"),
    "file": Words("文件", "file"),
    "kind": Words("变化", "change"),
    "key": Words("识别码", "known by"),
    "before": Words("上期预算数", "budget of the month before"),
    "required": Words("必填", "required"),
    "labels": Words("标题", "labels"),
    "taxonomy": Words("指标分类", "Taxonomy"),
    "rules": Words("调整过的规则", "Rules set by this form"),
    "judges": Words("代为检查这些表单的工作簿：", "Judges workbooks of:"),
}
"""Headings of `xltool rule CODE` and `xltool forms FORM`."""

OPINIONS = {
    1: Words("指标不够完整", "Indicators are incomplete"),
    2: Words("指标不够细化、量化", "Indicators are not specific or measurable enough"),
    3: Words("指标与项目的相关性不够", "Indicators have little to do with the project"),
    4: Words("指标与指标值不匹配", "Indicator and value do not match"),
    5: Words("建议拆分指标", "The indicator should be split"),
    6: Words("一级指标类型错误", "Wrong first-level type"),
    7: Words("二级指标类型错误", "Wrong second-level type"),
    8: Words("建议增加明确效益指标", "A clear benefit indicator should be added"),
    9: Words("建议增加明确产出指标", "A clear output indicator should be added"),
    10: Words("建议增加满意度指标", "A satisfaction indicator should be added"),
    11: Words("其他", "Other"),
}
"""The opinions that a reviewer ticks."""

EXPLAINED = {
    "state": Words("已说明，待审核", "explained, to be reviewed"),
    "count": Words("其中 {count} 处已说明，待审核", "{count} explained, to be reviewed"),
    "reviewed": Words("审核意见：{text}", "Reviewer: {text}"),
    "asked": Words(
        "必须改正，或在“情况说明”栏写明原因，才能接收。",
        " It must be corrected, or explained under Explanation, before the workbook is taken.",
    ),
}
"""Problems that the filler has explained; a reviewer is to see them, the filler need not."""

PROBLEM_SHEET = {
    "name": Words("问题清单", "Problems"),
    "file": Words("问题清单：{file}", "Problems in {file}"),
    "facts": Words("填报情况：{facts}", "Form: {facts}"),
    "verdict": Words("检查结果：{verdict}", "Result: {verdict}"),
    "tool": Words("检查程序：xltool {version}", "Checked by xltool {version}"),
    "form": Words("表单：{form}", "form {form}"),
    "how": Words(
        "用法：点“单元格”一栏可跳到有问题的地方；改好后颜色自动消失，“状态”变为“已改，待复核”。"
        "确实无误、无需修改的，请在“情况说明”栏写明原因，再交一次即可。",
        "How to use: click a cell's name to go there. Once a cell is changed its colour goes and "
        "its state reads “Changed, to be checked”. Where a value is right as it stands, say why "
        "under “Explanation” and hand the workbook in again.",
    ),
    "apart": Words(
        "说明：这类文件不能直接标注，所以问题单独列在这里。请在原文件中按“工作表”和“单元格”修改后再交。",
        "This kind of file cannot be marked itself, so its problems are listed here. Correct them "
        "in the file, by sheet and cell, and hand it in again.",
    ),
    "signed": Words(
        "说明：原文件有数字签名，改动会使签名失效，所以没有在原文件上标注，问题单独列在这里。",
        "The file is digitally signed, and a mark would break the signature: its problems are "
        "listed here instead.",
    ),
    "clean": Words("没有发现问题。", "No problems were found."),
    "incomplete": Words(
        "已检查的部分没有发现问题；没有检查的部分见上面的说明。",
        "No problems were found in what was checked; for the rest see above.",
    ),
    "unread": Words(
        "这份文件没有检查，原因见上。", "This file was not checked, for the reason above."
    ),
    "open": Words("未改", "Open"),
    "explained": Words("已说明，待审核", "Explained, to be reviewed"),
    "changed": Words("已改，待复核", "Changed, to be checked"),
    "deleted": Words("已删除", "Deleted"),
    "unmatched": Words(
        "以下情况说明在这次检查中没有对应的问题（可能已改好、已删除或改名）。内容是上次检查时的，"
        "请核对：仍要说明的，把文字移到上面对应问题的“情况说明”栏；不再需要的，清空该格即可。",
        "These explanations belong to no problem of this check: it may have been solved, deleted "
        "or renamed. The lines read as in the last check. Move a text that is still needed to the "
        "“Explanation” of its problem above; clear the cell of one that is not.",
    ),
    "gone": Words("没有对应的问题", "No such problem"),
    "left": Words("现在还没有改的：{left} 处", "Still open: {left}"),
    "left_changed": Words(
        "，已改、待复核的：{changed} 处", ", changed and to be checked: {changed}"
    ),
    "before": Words(
        "（情况说明是针对修改前的内容写的，请核对。）",
        " (The explanation was written about an earlier value; please review it.)",
    ),
    "reviewed": Words("（审核意见：{text}）", " (Reviewer: {text})"),
    "threaded": Words(
        "（该单元格有批注对话，所以没有另加批注。）",
        " (The cell has a threaded comment, so no note was added to it.)",
    ),
    "found": Words("现填：{value}", "Found: {value}"),
    "expected": Words("应为：{expected}", "Expected: {expected}"),
    "remedy": Words("怎么改：{remedy}", "What to do: {remedy}"),
    "page": Words("第 &P 页，共 &N 页", "Page &P of &N"),
}
"""The problem sheet and the notes of a marked copy."""

UNMATCHED = Words(
    "有 {count} 条情况说明在这次检查中没有对应的问题，列在“问题清单”末尾，请核对。",
    "Explanations that belong to no problem of this check: {count}. They are listed at the end of "
    "the sheet “Problems”.",
)
"""A remark on a check; the lists themselves stand in the problem sheet."""

PROBLEM_COLUMNS = {
    "severity": Words("程度", "Severity"),
    "sheet": Words("工作表", "Sheet"),
    "cells": Words("单元格", "Cell"),
    "project": Words("项目", "Project"),
    "field": Words("栏目", "Field"),
    "value": Words("现填内容", "Found"),
    "expected": Words("应为", "Expected"),
    "message": Words("问题", "Problem"),
    "remedy": Words("怎么改", "What to do"),
    "rule": Words("规则", "Rule"),
    "opinion": Words("审核意见", "Reviewer's opinion"),
    "status": Words("状态", "State"),
    "explanation": Words("情况说明", "Explanation"),
}
"""The columns of the problem sheet, from the left."""
WATERMARK = "草稿"
"""Across the pages of a document that is not to be published yet; the document is Chinese."""
