"""The zoo's workbooks with marks on them, made once for all tests."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from functools import cache

import xlsxwriter

from tests.zoo import CHOICES, NAME, ZOO
from xltool.excel.marks.result import result_workbook
from xltool.model.report import Finding, Report, Severity, Verdict
from xltool.reports.problems import ProblemList, problem_list

# Signed workbooks are not marked at all.
NAMES = [name for name in ZOO if name != "signed"]
KINDS = {  # of what stands in the cells of 目标表
    "text": "C3",
    "number": "C4",
    "percentage": "C5",
    "boolean": "C6",
    "date": "D6",
    "error": "C7",
    "formula": "D4",
    "formula with a text": "D10",
    "merged": "C2",
    "merged, not its first cell": "B9",
    "long text": "C8",
    "quotes and tags": "D8",
    "text like a formula": "C9",
    "blank": "D9",
    "in CDATA in one of the workbooks": "E5",
    "not in the XML": "G3",
    "far away": "ZZ9999",
}
FINDINGS = (
    *(
        Finding.at(NAME, cell, message=f"{kind}不对", severity=severity, remedy="请改。")
        for (kind, cell), severity in zip(KINDS.items(), list(Severity) * 6, strict=False)
    ),
    Finding.at(NAME, "C4", message="又一处问题", severity="note", rule="XL999"),
    Finding.at(NAME, "C4,C5,C10", message="合计不等于明细", value="1250125.50005"),
    Finding.at(CHOICES, "C2", message="金额为零", severity="warning"),
    Finding.at(CHOICES, "H30", message="应填"),
)
OTHERS = (
    Finding.at(NAME, "B3", message="别的问题"),
    Finding.at(CHOICES, "A1", message="别处的问题", severity="note"),
)


def problems_of(
    findings: Sequence[Finding], lang: str = "zh", path: str = "表.xlsx"
) -> ProblemList:
    """Findings made by hand as the list that is written."""
    verdict = Verdict.FINDINGS if findings else Verdict.CLEAN
    return problem_list(Report(path, verdict, findings=tuple(findings)), None, lang)


def mark(data: bytes, findings: Sequence[Finding] = FINDINGS, lang: str = "zh") -> bytes:
    """The marked copy of a workbook."""
    return result_workbook(data, problems_of(findings, lang))[0]


@cache
def original(name: str) -> bytes:
    """A workbook of the zoo."""
    return ZOO[name]()


@cache
def copy(name: str) -> bytes:
    """A workbook of the zoo with marks on it."""
    return mark(original(name))


def book_with(
    texts: dict[str, str], name: str = NAME, others: Sequence[str] = (), options: str = ""
) -> bytes:
    """A workbook of texts by their cells, on a sheet of this name, and empty sheets beside it."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2022, 1, 20, 9)})
    sheet = book.add_worksheet(name)
    for cell, text in texts.items():
        sheet.write_string(cell, text)
    for other in others:
        book.add_worksheet(other)
    if options == "hidden":
        book.worksheets()[-1].activate()
        sheet.hide()
    book.close()
    return made.getvalue()
