"""What a filler explains in a marked copy arrives, whatever else was corrected in that copy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_marks_sheets import problem_sheet, rows_of
from xltool.excel.read.answers import SHEET_MARKER
from xltool.forms.load import load_forms
from xltool.language.words import SEVERITIES
from xltool.model.report import Report
from xltool.pipeline.check import check
from xltool.pipeline.mark import mark
from xltool.pipeline.outputs import Results

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
THIRTY = SAMPLES / "三十处错误.xlsx"
ALIKE = SAMPLES / "公开文本三个项目.xlsx"  # its three projects have the same indicators
SHEETS = ("项目1", "项目2", "项目3")
Cells = Mapping[tuple[str, str], str | None]

CODES: Cells = {
    ("项目1", "B3"): "13020522P00B8J810003R",
    ("项目2", "B3"): "13020522P00082810003R",
    ("项目3", "B3"): "13020522P00897310003A",
}
NAMES: Cells = {
    ("项目1", "E3"): "政务平台运维费用",
    ("项目2", "E3"): "政务大厅提升改造",
    ("项目3", "E3"): "行政审批综合管理",
}
INDICATORS: Cells = {
    (sheet, f"C{row}"): name
    for sheet in SHEETS
    for row, name in (
        (10, "受理率（%）"),
        (12, "设备合格率（%）"),
        (13, "采购费用降低率（%）"),
        (15, "便民水平（%）"),
    )
}


def checked(path: Path) -> Report:
    (report,) = check(path)
    return report


def copy_of(path: Path, report: Report | None = None) -> Path:
    """The marked copy of a workbook, the next one where there is one already."""
    report = report or checked(path)
    name = f"{path.name.partition('.')[0]}.checked"
    marked = mark(path, report, load_forms(), "zh")
    return Results([path]).write(path.parent, name, marked.suffix, marked.data)


def explain(path: Path, severity: str = SEVERITIES["warning"].zh) -> list[str]:
    """Type an explanation beside each problem of a severity; returns the texts."""
    book = openpyxl.load_workbook(path)
    texts: list[str] = []
    for row in rows_of(book[book.sheetnames[-1]]):
        if row["程度"].value == severity:
            texts.append(f"第{len(texts) + 1}条：{row['工作表'].value}按批复填写。")
            row["情况说明"].value = texts[-1]
    book.save(path)
    assert texts
    return texts


def correct(path: Path, cells: Cells) -> None:
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        assert book[sheet][cell].value != value
        book[sheet][cell] = value
    book.save(path)


def answered(report: Report) -> list[tuple[str, str, str]]:
    """Rule, sheet and explanation of the findings that have one which holds."""
    return sorted((f.rule, f.refs[0].sheet, f.explanation) for f in report if f.explanation)


def listed(path: Path) -> list[dict[str, Any]]:
    """The lines below the problems: explanations that belong to none."""
    rows = rows_of(problem_sheet(path.read_bytes()))
    (top, *_) = [n for n, row in enumerate(rows) if "没有对应的问题" in str(row["程度"].value)]
    return rows[top + 1 :]


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    source = tmp_path / "表.xlsx"
    source.write_bytes(ALIKE.read_bytes())
    return copy_of(source)


@pytest.fixture
def thirty(tmp_path: Path) -> Path:
    source = tmp_path / "表.xlsx"
    source.write_bytes(THIRTY.read_bytes())
    return copy_of(source)


@pytest.mark.parametrize(
    "cells",
    [
        CODES,
        NAMES,
        INDICATORS,
        {**CODES, **NAMES},
        {**CODES, **INDICATORS},
        {**CODES, **NAMES, **INDICATORS},
    ],
    ids=["codes", "names", "indicators", "codes+names", "codes+indicators", "all"],
)
def test_explanations_arrive_whatever_name_was_corrected(alike: Path, cells: Cells) -> None:
    """The indicators of the three projects are the same: none goes to another project."""
    texts = explain(alike)
    before = answered(checked(alike))
    assert [text for *_, text in before] != []
    correct(alike, cells)
    after = checked(alike)
    assert sorted(f.answer.text for f in after if f.answer) == sorted(texts)
    # What was said of a name that reads otherwise now is shown, but holds no longer.
    held = answered(after)
    changed = [each for each in before if each not in held]
    assert {rule for rule, *_ in changed} <= {"XL601"}
    assert all(each in before for each in held)
    assert after.unmatched == ()


def test_an_explanation_of_an_indicator_that_was_removed_is_listed(alike: Path) -> None:
    """Its line stays until its writer clears it, and the others go on holding."""
    texts = explain(alike)
    row = {("项目2", f"{column}13"): None for column in "BCDF"}
    correct(alike, {**CODES, **row})
    report = checked(alike)
    (gone,) = report.unmatched
    assert (gone.rule, gone.sheet, gone.value) == ("XL315", "项目2", "≥90%")
    kept = [f.explanation for f in report if f.explanation]
    assert gone.answer
    assert sorted([*kept, gone.answer.text]) == sorted(texts)
    second = copy_of(alike, report)
    (line,) = listed(second)
    assert line["情况说明"].value == gone.answer.text
    assert line["项目"].value == "政务服务大厅提升改造工程本级"
    assert line["现填内容"].value == "≥90%"
    assert line["问题"].value == gone.message
    head = [str(row[0].value) for row in problem_sheet(second.read_bytes()).iter_rows(max_row=8)]
    assert any("有 1 条情况说明" in text for text in head)
    # Nobody touches the second copy: the third says the same.
    assert checked(second).unmatched == report.unmatched
    (again,) = listed(copy_of(second))
    assert [cell.value for cell in again.values()] == [cell.value for cell in line.values()]
    book = openpyxl.load_workbook(second)
    sheet = book[book.sheetnames[-1]]
    (cell,) = (c for row in sheet.iter_rows() for c in row if c.value == gone.answer.text)
    cell.value = None
    book.save(second)
    assert checked(second).unmatched == ()


def test_an_explanation_comes_back_with_its_problem(alike: Path) -> None:
    """Also one that was only not looked for, because some rules alone were run."""
    texts = explain(alike)
    (part,) = check(alike, select="XL312")
    assert len(part.unmatched) == len(texts) - 3
    second = copy_of(alike, part)
    assert answered(checked(second)) == answered(checked(alike))
    assert checked(second).unmatched == ()


def test_a_changed_value_is_shown_with_what_was_said_of_the_old_one(alike: Path) -> None:
    explain(alike)
    (said,) = (f for f in checked(alike) if f.rule == "XL315" and f.refs[0].sheet == "项目3")
    correct(alike, {**CODES, ("项目3", "F13"): "≥80%"})
    report = checked(alike)
    (now,) = (f for f in report if f.rule == "XL315" and f.refs[0].sheet == "项目3")
    assert now.explanation == ""
    assert now.answer
    assert now.answer == said.answer
    lines = rows_of(problem_sheet(copy_of(alike, report).read_bytes()))
    (line,) = (row for row in lines if row["情况说明"].value == now.answer.text)
    assert line["问题"].value.endswith("（情况说明是针对修改前的内容写的，请核对。）")


def test_an_explanation_of_a_value_that_was_put_right_is_listed(alike: Path) -> None:
    explain(alike)
    (said,) = (f for f in checked(alike) if f.rule == "XL315" and f.refs[0].sheet == "项目3")
    correct(alike, {("项目3", "F13"): "≥5%"})
    report = checked(alike)
    assert [line.answer for line in report.unmatched] == [said.answer]
    (line,) = listed(copy_of(alike, report))
    assert line["情况说明"].value == said.explanation
    assert line["状态"].value == "没有对应的问题"


def test_a_copy_without_fingerprints_is_matched_by_its_identities(alike: Path) -> None:
    """As older versions wrote them; what they cannot match is listed too."""
    texts = explain(alike)
    book = openpyxl.load_workbook(alike)
    sheet = book[book.sheetnames[-1]]
    (stamp,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == SHEET_MARKER)
    sheet.delete_cols(stamp.column + 1)
    book.save(alike)
    assert len(answered(checked(alike))) == len(texts)
    correct(alike, {("项目1", "B3"): CODES["项目1", "B3"]})
    report = checked(alike)
    lost = [line.answer.text for line in report.unmatched if line.answer]
    assert sorted(lost + [f.explanation for f in report if f.explanation]) == sorted(texts)
    assert len(lost) == 4
    assert [row["情况说明"].value for row in listed(copy_of(alike, report))] == lost


def test_a_workbook_that_is_no_longer_known_keeps_its_explanations(alike: Path) -> None:
    texts = explain(alike)
    book = openpyxl.load_workbook(alike)
    for sheet in book.worksheets[:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                if type(cell).__name__ == "Cell":
                    cell.value = None
    book.save(alike)
    report = checked(alike)
    assert report.verdict == "unknown_form"
    lines = listed(copy_of(alike, report))
    assert [row["情况说明"].value for row in lines] == texts


def test_two_projects_of_one_code_keep_their_own_explanations(alike: Path) -> None:
    """The second was copied from the first with its code; then that is corrected."""
    correct(alike, {("项目2", "B3"): "13020522P00B8J810002R"})
    copy = copy_of(alike)
    for row in rows_of(problem_sheet(copy.read_bytes())):
        assert f"{row['工作表'].value}!" in row["单元格"].hyperlink.location.replace("'", "")
    texts = explain(copy)
    said = {(f.rule, f.refs[0].sheet): f.explanation for f in checked(copy) if f.explanation}
    correct(copy, {("项目2", "B3"): "13020522P00082810002R"})
    now = {(f.rule, f.refs[0].sheet): f.explanation for f in checked(copy) if f.explanation}
    assert set(now.values()) <= set(texts)
    assert now
    assert {key: said[key] for key in now} == now
    assert {("XL315", "项目1"), ("XL315", "项目2"), ("XL312", "项目2")} <= set(now)
