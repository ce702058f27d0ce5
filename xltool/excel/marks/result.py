"""Any workbook file + ProblemList -> the workbook to give back: a marked copy, or a list apart."""

from __future__ import annotations

import io
from zipfile import ZipFile, ZipInfo

from xltool.excel.marks.annotate import add_problem_sheet, is_signed, marked, with_original_part
from xltool.excel.marks.styles import add_styles
from xltool.excel.marks.unmark import without_marks
from xltool.excel.package.workbook_part import BookPart
from xltool.excel.package.zip_package import Package
from xltool.excel.read.guard import FileKind, guarded
from xltool.language.errors import UnreadableWorkbookError
from xltool.reports.problems import ProblemList

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BLANK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000"/>'
    "</bookViews><sheets></sheets></workbook>",
}
_SUFFIXES = {  # by what the content type of the workbook part ends in
    "sheet.macroenabled.main+xml": ".xlsm",
    "template.macroenabled.main+xml": ".xltm",
    "template.main+xml": ".xltx",
}


def result_workbook(data: bytes, problems: ProblemList) -> tuple[bytes, str]:
    """The workbook with its problems, and the ending that its name must have.

    An .xlsx, .xlsm, .xltx or .xltm file is marked; marks of an earlier check are taken off first.
    Any other file, a signed one and a damaged one stays as it is: its problems come in a workbook
    of their own.
    """
    try:
        kind, opened = guarded(data)
        if kind is FileKind.XLSX:
            package = Package(data, opened)
            if is_signed(package):
                return _apart(problems, "signed"), ".xlsx"
            book = without_marks(package)
            return marked(book, problems), _suffix(book)
    except UnreadableWorkbookError:
        return _apart(problems, ""), ".xlsx"
    return _apart(problems, "apart"), ".xlsx"


def _apart(problems: ProblemList, remark: str) -> bytes:
    """A workbook of ours with the problem sheet alone; `remark` says why."""
    made = io.BytesIO()
    with ZipFile(made, "w") as file:
        for name, content in _BLANK.items():
            file.writestr(ZipInfo(name), (_HEAD + content).encode())
    book = BookPart(Package(made.getvalue()))
    add_problem_sheet(book, problems, {}, add_styles(book), remark)
    return with_original_part(book)


def _suffix(book: BookPart) -> str:
    """Excel refuses a workbook whose name does not end as its content asks."""
    content_type = book.types.of(book.part).lower()
    return next((s for ending, s in _SUFFIXES.items() if content_type.endswith(ending)), ".xlsx")
