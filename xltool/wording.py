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
    if isinstance(value, Words):
        return value(lang)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ("、" if lang == "zh" else ", ").join(shown(item, lang) for item in value)
    return str(value)


REFUSALS: dict[str, Words] = {
    "empty": Words(
        "文件是空的，里面没有任何内容。请打开原来的工作簿重新保存，或重新传送一次。",
        "The file is empty. Save the original workbook again, or send it again.",
    ),
    "gone": Words(
        "找不到这个文件，可能已被移走或改名。请检查路径是否写对。",
        "The file was not found; it may have been moved or renamed. Check the path.",
    ),
    "no_access": Words(
        "文件打不开：可能正在 Excel 或 WPS 中打开，也可能没有读取权限。"
        "请先关闭该文件，或请管理员开放权限，然后再试。",
        "The file cannot be opened: it may be open in Excel or WPS, or you may not be allowed "
        "to read it. Close it, or ask for access, then try again.",
    ),
    "encrypted": Words(
        "文件有打开密码，无法读取。请去掉密码后另存一份再交。",
        "The file needs a password to open. Save a copy without the password and hand that in.",
    ),
    "web_page": Words(
        "文件名像工作簿，内容却是网页（常见于从系统导出的表格）。"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 再交。",
        "The file is named like a workbook but is a web page, as some systems export tables. "
        "Open it in Excel or WPS, save it as .xlsx and hand that in.",
    ),
    "xml_spreadsheet": Words(
        "文件是旧的 XML 表格格式，无法读取。请用 Excel 或 WPS 打开后另存为 .xlsx 再交。",
        "The file is an old XML spreadsheet, which cannot be read. Open it in Excel or WPS, "
        "save it as .xlsx and hand that in.",
    ),
    "text": Words(
        "文件是纯文本（例如 CSV），不是工作簿。请用 Excel 或 WPS 打开后另存为 .xlsx 再交。",
        "The file is plain text (CSV, for example), not a workbook. Open it in Excel or WPS, "
        "save it as .xlsx and hand that in.",
    ),
    "pdf": Words(
        "文件是 PDF，不是工作簿。请交填写时用的 Excel 文件（.xlsx）。",
        "The file is a PDF, not a workbook. Hand in the Excel file (.xlsx) it was made from.",
    ),
    "document": Words(
        "文件是文字或演示文稿，不是工作簿。请把内容填入标准工作簿（.xlsx）再交。",
        "The file is a document or a presentation, not a workbook. Fill in the standard "
        "workbook (.xlsx) and hand that in.",
    ),
    "picture": Words(
        "文件是图片，不是工作簿。请交填写时用的 Excel 文件（.xlsx）。",
        "The file is a picture, not a workbook. Hand in the Excel file (.xlsx) itself.",
    ),
    "archive": Words(
        "文件是压缩包，不是工作簿。请先解压，再交里面的工作簿。",
        "The file is an archive, not a workbook. Unpack it and hand in the workbook inside.",
    ),
    "not_workbook": Words(
        "文件不是工作簿，看不出是什么格式。请确认没有交错文件，并交 .xlsx 格式的工作簿。",
        "The file is not a workbook of any kind we know. Check that it is the right file, and "
        "hand in a workbook saved as .xlsx.",
    ),
    "damaged": Words(
        "文件不完整或已损坏，可能是没有复制完。请重新复制；"
        "如仍不行，请用 Excel 或 WPS 打开原文件，另存为 .xlsx 再交。",
        "The file is incomplete or damaged, perhaps copied only in part. Copy it again; if that "
        "does not help, open the original in Excel or WPS and save it as .xlsx.",
    ),
    "too_large": Words(
        "文件太大，展开后超出允许的大小，没有读取。请删去与填报无关的内容（图片、多余工作表）后再交。",
        "The file is too large once unpacked, so it was not read. Remove what does not belong "
        "to the form (pictures, spare sheets) and hand it in again.",
    ),
    "far_cell": Words(
        "工作表的内容一直延伸到 {cell} 单元格，范围太大，没有读取。"
        "请删除表格以外的行和列（选中整行、整列后删除），保存后再交。",
        "The contents of a sheet reach as far as cell {cell}, too far to be read. Delete the "
        "rows and columns beyond the form (select them whole, then delete), save, and hand "
        "it in again.",
    ),
}
"""Why a file was not read, by the reason code of `UnreadableWorkbookError`, with a remedy."""

SEVERITIES = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
}
VERDICTS = {
    "clean": Words("通过，没有发现问题", "clean, nothing found"),
    "findings": Words("有错误，需要修改", "errors to mend"),
    "acceptable": Words("可以接收，有需要核对的内容", "acceptable, with points to check"),
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
    "failed": Words(
        "以下规则执行中断，没有结论：{rules}。请把这个工作簿交给技术人员查看。",
        "These rules stopped before a result: {rules}. Show this workbook to your technician.",
    ),
}
REFUSALS["unknown_form"] = Words(
    "没有认出表单：各工作表（{sheets}）中找不到标准表的标题栏（如“项目编码”“一级指标”“指标值”）。"
    "请使用标准工作簿填报，并保留表中的标题栏。",
    "No known form was recognised: none of its sheets ({sheets}) has the form's headings, such as "
    "项目编码, 一级指标, 指标值. Fill in the standard workbook and keep its headings.",
)


def count_of(number: int, zh: str, en: str, lang: str) -> str:
    """A count with its noun: 错误 3, 3 errors."""
    if lang == "zh":
        return f"{zh} {number}"
    return f"{number} {en}" if number == 1 else f"{number} {en}s"


HELP = {
    "xltool": Words(
        "检查标准工作簿（预算绩效目标表），逐格指出问题和改法。",
        "Check standard workbooks (budget performance targets) cell by cell.",
    ),
    "version": Words("显示版本号。", "Show the version."),
    "check": Words(
        "检查工作簿或文件夹。没有错误时退出码为 0，有错误为 1，有文件无法检查为 2。",
        "Check workbooks or folders of them. Exit code 0: no errors, 1: errors found, 2: some "
        "file could not be checked.",
    ),
    "out": Words(
        "把每个工作簿的检查结果写成文本文件，放入这个文件夹。",
        "Write the result for each workbook as a text file into this folder.",
    ),
    "format": Words(
        "输出格式：给人看的文本，或给程序用的 JSON。", "Text for people or JSON for programs."
    ),
    "select": Words(
        "只执行这些规则；可写规则代码或其开头，如 XL2。",
        "Run only these rules: codes or their beginnings, as XL2.",
    ),
    "ignore": Words("不执行这些规则。", "Leave these rules out."),
    "year": Words(
        "表中没有写明年度时采用的预算年度。", "Fiscal year of workbooks that do not state one."
    ),
    "period": Words(
        "表中没有写明月份时采用的月份，如 2022-03。",
        "Month of workbooks that do not state one, as 2022-03.",
    ),
    "schemas": Words("自己的表单文件夹。", "A folder with forms of your own."),
    "lang": Words("输出语言。", "Language of the output."),
    "rule": Words("说明一条规则；不写代码时列出全部规则。", "Explain a rule, or list all of them."),
    "forms": Words(
        "说明一个表单；不写名称时列出全部表单。", "Describe a form, or list all of them."
    ),
    "form_schema": Words(
        "输出表单文件的 JSON Schema，供编辑器提示和检查。",
        "Print the JSON Schema of form files, by which editors complete them.",
    ),
    "partial": Words(
        "只执行了所选的 {count} 条规则，不能据此认定可以接收。",
        "Only the {count} chosen rules were run; this does not mean that the files are acceptable.",
    ),
    "interrupted": Words("已中断。", "Interrupted."),
    "usage": Words(
        "命令写法不对：{detail}。用 {command} --help 查看用法。",
        "The command is not written right: {detail}. See {command} --help.",
    ),
    "no_option": Words("没有选项 {name}", "there is no option {name}"),
    "no_argument": Words("缺少 {name}", "{name} is missing"),
    "bad_value": Words("{name} 的值不合要求", "{name} has a value that does not do"),
    "others": Words(
        "另有 {count} 个不是工作簿的文件，没有检查。",
        "{count} other files are no workbooks and were passed over.",
    ),
}
"""Help texts of the command line, and its own messages."""

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
    "missing": Words("缺少的栏目", "missing labels"),
    "parent": Words("所在项目", "its project"),
    "workbook": Words("工作簿", "workbook"),
    "projects": Words("项目", "projects"),
    "department": Words("部门整体", "department"),
    "indicators": Words("指标", "indicators"),
    "subgoals": Words("分项", "sub-targets"),
    "required": Words("必填", "required"),
    "labels": Words("标题", "labels"),
    "taxonomy": Words("指标分类", "Taxonomy"),
    "rules": Words("调整过的规则", "Rules set by this form"),
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
