"""How long marking takes: `python benchmarks/mark_one.py`.

Marks a three-project form (10 findings on one sheet, and spread over all four) and a workbook of
20 sheets, each with the problem sheet, and loads and saves the same files by openpyxl, in turn.
The form is another unit's each time, as in a month of workbooks made from one template.
Prints the median of each and the ratio, since machines differ.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl

from tests.book import Book, SheetPlan
from tests.book_file import book_bytes
from xltool.excel.marks.result import result_workbook
from xltool.excel.package.zip_package import Package
from xltool.forms.load import load_forms
from xltool.model.report import Finding
from xltool.pipeline.check import check
from xltool.pipeline.mark import sheet_names
from xltool.reports.problems import ProblemList, problem_list

SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三十处错误.xlsx"
FINDINGS = 10
TEXTS = "xl/sharedStrings.xml"
ROUNDS = 25


def form(sheet: str = "") -> tuple[bytes, ProblemList]:
    """The sample with some of its findings: on one sheet, else spread over all four."""
    (report,) = check(SAMPLE)
    findings = [f for f in report.findings if not sheet or f.refs[0].sheet == sheet]
    every = max(1, len(findings) // FINDINGS)
    some = replace(report, findings=tuple(findings[::every][:FINDINGS]))
    assert len(some.findings) == FINDINGS
    forms = {form.key: form for form in load_forms()}
    return SAMPLE.read_bytes(), problem_list(some, forms[report.form], "zh")


def twenty_sheets() -> tuple[bytes, ProblemList]:
    """Twenty sheets of 200 rows, with findings on the first two."""
    book = Book([SheetPlan(f"表{number}") for number in range(1, 21)])
    for sheet in book:
        for row in range(1, 201):
            for column in "ABCDEFGH":
                sheet.put(f"{column}{row}", row if column > "C" else f"{sheet.name} 第 {row} 行")
    (report,) = check(SAMPLE)
    findings = tuple(
        Finding.at(f"表{1 + number % 2}", f"D{10 + number}", message="这个数与上一行不连续。")
        for number in range(FINDINGS)
    )
    return book_bytes(book), problem_list(replace(report, findings=findings), None, "zh")


def units(data: bytes) -> list[bytes]:
    """The workbook as of one unit and another, each with a text of its own."""
    made = []
    for number in range(ROUNDS):
        package = Package(data)
        texts = package.read(TEXTS).decode()
        assert texts.count("平台") > 1
        package.write(TEXTS, texts.replace("平台", f"平台第{number}期").encode())
        made.append(package.to_bytes())
    return made


def paired(
    first: Callable[[bytes], object], second: Callable[[bytes], object], files: list[bytes]
) -> tuple[float, float]:
    """Median milliseconds of two pieces of work done in turn to each file."""
    times: tuple[list[float], list[float]] = ([], [])
    for data in files:
        for work, taken in zip((first, second), times, strict=True):
            start = time.perf_counter()
            work(data)
            taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Time both workbooks in one run."""
    assert sheet_names(SAMPLE)
    for name, (data, problems) in {
        "form, on one sheet": form("项目1"),
        "form, on all sheets": form(),
        "20 sheets": twenty_sheets(),
    }.items():

        def load_and_save(data: bytes) -> None:
            openpyxl.load_workbook(io.BytesIO(data)).save(io.BytesIO())

        def mark(data: bytes, problems: ProblemList = problems) -> None:
            result_workbook(data, problems)

        mark(data)
        files = units(data) if name.startswith("form") else [data] * ROUNDS
        ours, openpyxls = paired(mark, load_and_save, files)
        print(f"{name:<20} {ours:8.2f} ms   openpyxl {openpyxls:8.1f} ms   {ours / openpyxls:6.2%}")


if __name__ == "__main__":
    main()
