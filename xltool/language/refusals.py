"""Why a file was not read, each reason with its remedy."""

from __future__ import annotations

from xltool.language.words import Words

REFUSALS: dict[str, Words] = {
    "empty": Words(
        "文件是空的，里面没有任何内容。请打开原来的工作簿重新保存，或重新传送一次。",
        "The file is empty. Save the original workbook again, or send it again.",
    ),
    "gone": Words(
        "找不到这个文件，可能已被移走或改名。请检查路径是否写对。",
        "The file was not found; it may have been moved or renamed. Check the path.",
    ),
    "crash": Words(
        "检查程序打开这个文件时出了故障，没能检查完。文件很可能已损坏。请用 Excel 或 WPS 打开，"
        "另存为新的 .xlsx 文件再检查；仍不行的，请联系管理员。",
        "The file brings the checking program to a stop and is probably damaged. Open it in Excel "
        "or WPS, save it as a new .xlsx file and check that; if that does not help, ask your "
        "administrator.",
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
    "lock": Words(
        "文件名以 ~$ 开头的是打开工作簿时自动生成的临时文件，里面没有内容。"
        "请保存并关闭工作簿，交不带 ~$ 的那个文件。",
        "A file whose name begins with ~$ only says that a workbook is open. Save and close the "
        "workbook, and hand in the file without ~$.",
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
    "near_form": Words(
        "没有认出表单：工作表“{sheet}”第 {row} 行像“{form}”的表头，但找不到“{missing}”。"
        "请把这一行的栏目名称改回空白表上的写法。",
        "No known form was recognised: row {row} of sheet “{sheet}” looks like the headings of "
        "“{form}”, but “{missing}” is missing. Put the headings of that row back as they stand in "
        "the blank workbook.",
    ),
    "unknown_form": Words(
        "没有认出表单：各工作表（{sheets}）中找不到标准表的标题栏（如“项目编码”“一级指标”“指标值”）。"
        "请使用标准工作簿填报，并保留表中的标题栏。",
        "No known form was recognised: none of its sheets ({sheets}) has the form's "
        "headings, such as 项目编码, 一级指标, 指标值. Fill in the standard "
        "workbook and keep its headings.",
    ),
}
"""The sentences by the reason code of `UnreadableWorkbookError`."""

_SAVE_AS = (
    "请用 Word 或 WPS 打开，另存为 .docx 再导入。",
    "Open it in Word or WPS, save it as .docx and import that.",
)
DOCUMENT_REFUSALS: dict[str, Words] = {
    "doc": Words(
        "{path} 是旧版 Word 文档（.doc），无法读取。" + _SAVE_AS[0],
        "{path} is an old Word document (.doc), which cannot be read. " + _SAVE_AS[1],
    ),
    "wps": Words(
        "{path} 是 WPS 文字文档（.wps），无法读取。" + _SAVE_AS[0],
        "{path} is a WPS document (.wps), which cannot be read. " + _SAVE_AS[1],
    ),
    "pdf": Words(
        "{path} 是 PDF，无法读取。请找到生成它的文档，用 Word 或 WPS 另存为 .docx 再导入。",
        "{path} is a PDF, which cannot be read. Find the document it was made from, save it as "
        ".docx in Word or WPS and import that.",
    ),
    "other": Words(
        "{path} 不是 .docx 或 .txt 文档，无法导入。如果是文字文档，" + _SAVE_AS[0],
        "{path} is no .docx or .txt document. If it is a text document: " + _SAVE_AS[1],
    ),
    "old_or_locked": Words(
        "{path} 虽然叫 .docx，却是旧版文档或设了打开密码。请去掉密码，另存为 .docx 再导入。",
        "{path} is named .docx but is an old document or needs a password. Remove the password, "
        "save it as .docx and import that.",
    ),
    "encoding": Words(
        "{path} 的文字编码认不出来（不是 UTF-8，也不是 GB18030）。请用记事本另存为 UTF-8 再导入。",
        "{path} is text in an unknown encoding (neither UTF-8 nor GB18030). Save it as UTF-8 and "
        "import that.",
    ),
    "damaged": Words(
        "{path} 不完整或已损坏，可能是没有复制完。请重新复制一份；如仍不行，" + _SAVE_AS[0],
        "{path} is incomplete or damaged. Copy it again; if that does not help: " + _SAVE_AS[1],
    ),
    "too_large": Words(
        "{path} 太大，没有读取。请删去图片等与绩效目标无关的内容后再导入。",
        "{path} is too large to be read. Remove pictures and what else does not belong, and "
        "import it again.",
    ),
    "gone": Words("找不到 {path}。请检查路径是否写对。", "{path} was not found. Check the path."),
    "empty": Words(
        "{path} 是空的。请重新保存或传送一次。", "{path} is empty. Save it or send it again."
    ),
    "no_access": Words(
        "{path} 打不开：可能正在 Word 或 WPS 中打开，也可能没有读取权限。"
        "请先关闭该文件，或请管理员开放权限。",
        "{path} cannot be opened: it may be open in Word or WPS, or you may not be allowed to "
        "read it. Close it, or ask for access.",
    ),
}
"""The sentences by the reason code of `UnreadableDocumentError`."""
