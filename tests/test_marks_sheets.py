"""Many findings, sheets of any name, hidden ones, and texts that look like formulas."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from tests.marking import book_with, mark, original, problems_of
from tests.opc import Opc, children, local
from tests.test_marks import digest
from tests.test_marks_formulas import formulas_of, hold_against_limits
from tests.zoo import NAME
from tests.zoo.sheets import NAMES as ODD_NAMES
from xltool.excel.marks.result import result_workbook
from xltool.excel.marks.unmark import unmarked
from xltool.language.words import PROBLEM_COLUMNS
from xltool.model.report import Finding
from xltool.model.workbook import Answer

HEADINGS = [words.zh for words in PROBLEM_COLUMNS.values()]
LIKE_FORMULAS = ("=1+1", "+86 10", "-12", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1", "'=1", "=")


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """The lines of a problem sheet, each cell by its heading."""
    rows = list(sheet.iter_rows())
    texts = [[cell.value for cell in row][: len(HEADINGS)] for row in rows]
    top = texts.index(HEADINGS)
    return [dict(zip(HEADINGS, row, strict=False)) for row in rows[top + 1 :]]


def problem_sheet(data: bytes) -> Any:
    book = loaded(data)
    return book[book.sheetnames[-1]]


def test_three_hundred_findings_on_one_sheet() -> None:
    """Among them cells that hold nothing and rows far below what the sheet holds."""
    data = original("plain")
    findings = [
        Finding.at(NAME, f"{'BCDEF'[n % 5]}{1 + n // 5}", message=f"第{n}处", severity="warning")
        for n in range(300)
    ]
    marked = mark(data, findings)
    whole = Opc(marked)
    ranges = [
        str(block.get("sqref"))
        for block in children(whole.root(whole.sheets[NAME]), "conditionalFormatting")
    ]
    # C2:D2 and B8:B9 are merged: two findings lie on each.
    assert len(ranges) == len(set(ranges)) == 298
    assert {"C2:D2", "B8:B9", "F60"} <= set(ranges)
    (comments,) = whole.targets(whole.sheets[NAME], "comments")
    assert len(list(children(whole.root(comments), "comment"))) == 298
    rows = rows_of(problem_sheet(marked))
    assert [row["问题"].value for row in rows] == [f"第{n}处" for n in range(300)]
    assert [row["单元格"].value for row in rows[:2]] == ["B1", "C1"]
    assert rows[299]["单元格"].hyperlink.location == f"'{NAME}'!F60"
    assert digest(unmarked(marked)) == digest(data)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_sheets_of_any_name(name: str) -> None:
    marked = mark(original("odd_sheet_names"), [Finding.at(name, "C4", message="不对")])
    whole = Opc(marked)
    state = list(formulas_of(whole))
    for formula in state:
        hold_against_limits(formula)
    quoted = "'" + name.replace("'", "''") + "'!"
    assert sum(f"{quoted}$C$4" in formula for formula in state) == 1
    assert len([f for f in state if "_xltool_marks" in f]) == 1
    sheet = problem_sheet(marked)
    (row,) = rows_of(sheet)
    assert (row["工作表"].value, row["工作表"].data_type) == (name, "s")
    assert row["单元格"].hyperlink.location == f"{quoted}C4"
    assert digest(unmarked(marked)) == digest(original("odd_sheet_names"))


def test_letter_case_of_a_sheet_name_does_not_matter() -> None:
    data = book_with({"B2": "对"}, "Sheet A")
    whole = Opc(mark(data, [Finding.at("sheet a", "B2", message="不对")]))
    assert any("_xltool_marks" in formula for formula in formulas_of(whole))
    assert any("'Sheet A'!$B$2" in formula for formula in formulas_of(whole))


@pytest.mark.parametrize("name", ["隐藏", "深藏"])
def test_hidden_sheets_are_marked_and_stay_hidden(name: str) -> None:
    data = original("hidden_sheets")
    marked = mark(data, [Finding.at(name, "C4", message="不对")])
    states = {sheet.title: sheet.sheet_state for sheet in loaded(data).worksheets}
    book = loaded(marked)
    assert states[name] == {"隐藏": "hidden", "深藏": "veryHidden"}[name]
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets[:-1]} == states
    assert book.worksheets[-1].sheet_state == "visible"
    assert book[name]["C4"].comment.text.count("不对") == 1


def test_the_copy_opens_on_the_problem_sheet_and_the_original_as_before() -> None:
    data = book_with({"B2": "对"}, "第一", ["第二", "第三"], "hidden")
    marked = mark(data, [Finding.at("第一", "B2", message="不对")])
    book = loaded(marked)
    assert book.active.title == "问题清单"
    selected = {s.title for s in book.worksheets if s.sheet_view.tabSelected}
    assert selected == {"问题清单"}
    assert unmarked(marked) == data
    # Saved by another program, the copy opens on a sheet that can be seen.
    edited = io.BytesIO()
    book["第一"]["B3"] = "又一格"
    book.save(edited)
    back = loaded(unmarked(edited.getvalue()))
    assert back.active.sheet_state == "visible"
    assert [sheet.title for sheet in back.worksheets] == ["第一", "第二", "第三"]


def test_the_head_counts_what_is_still_open() -> None:
    data = book_with({"B2": "对", "B3": "错"}, "第一")
    findings = [Finding.at("第一", cell, message="不对") for cell in ("B2", "B3")]
    sheet = loaded(mark(data, findings))["问题清单"]
    (formula,) = [
        cell.value for (cell,) in sheet.iter_rows(1, 8, 1, 1) if str(cell.value).startswith("=")
    ]
    assert "COUNTIF" in formula and "还没有改" in formula


def test_a_users_own_problem_sheet_stays() -> None:
    data = original("own_problem_sheet")  # it has 问题清单 and 问题清单(2)
    marked = mark(data, [Finding.at("问题清单", "B2", message="不对")])
    book = loaded(marked)
    assert book.sheetnames[-3:] == ["问题清单", "问题清单(2)", "问题清单(3)"]
    assert book["问题清单"]["B2"].value == "自己记的问题"
    (row,) = rows_of(book["问题清单(3)"])
    assert (row["工作表"].value, row["问题"].value) == ("问题清单", "不对")
    assert loaded(mark(book_with({}, others=["问题清单"]), ())).sheetnames[-1] == "问题清单(2)"
    assert digest(mark(marked, [Finding.at("问题清单", "B2", message="不对")])) == digest(marked)


@pytest.mark.parametrize("text", LIKE_FORMULAS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_texts_like_formulas_stay_texts(text: str, lang: str) -> None:
    name = text.replace("/", "")[:31].strip("'") or "="
    finding = Finding.at(
        name,
        "B2",
        message=text,
        value=text,
        project=text,
        remedy=text,
        rule="XL999",
    )
    data = book_with({"B2": text}, name)
    marked, _ = result_workbook(data, problems_of([finding], lang, f"{text}.xlsx"))
    whole = Opc(marked)
    part = list(whole.sheets.values())[-1]
    looks = next(item for item in whole.root(whole.styles) if local(item) == "cellXfs")
    cells = list(children(whole.root(part), "c"))
    assert (
        len([cell for cell in cells if cell.find("{*}f") is not None]) == 2
    )  # the head and the state
    seen = 0
    for cell in cells:
        said = "".join(str(item.text or "") for item in children(cell, "t"))
        assert cell.get("t") in ("inlineStr", "str", None)
        if said == text:
            seen += 1
            if text[0] in "=+-@":
                assert looks[int(str(cell.get("s")))].get("quotePrefix") == "1"
    assert seen == 4 + (name == text)  # value, project, message, remedy, and the sheet
    sheet = loaded(marked).worksheets[-1]
    kinds = [(cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row]
    assert sum(kind == "f" for _, kind in kinds) == 2  # the head and the state
    assert kinds.count((text, "s")) == seen


def test_explanations_like_formulas_stay_texts() -> None:
    """What the filler has typed is written into the next copy."""
    finding = Finding.at(NAME, "B2", message="不对")
    answered = replace(finding, answer=Answer('=HYPERLINK("x")', finding.value_digest))
    whole = Opc(mark(original("plain"), [answered]))
    root = whole.root(list(whole.sheets.values())[-1])
    looks = next(item for item in whole.root(whole.styles) if local(item) == "cellXfs")
    cells = children(root, "c")
    (cell,) = [cell for cell in cells if "=HYPERLINK" in str(cell.findtext("{*}is/{*}t"))]
    assert cell.get("t") == "inlineStr"
    assert looks[int(str(cell.get("s")))].get("quotePrefix") == "1"


def test_control_characters_and_escapes_come_back_as_they_are() -> None:
    text = "甲\x07乙_x0041_\r\n丙\t丁 & <戊> ]]>"
    marked = mark(original("plain"), [Finding.at(NAME, "B2", message=text, value=text)])
    whole = Opc(marked)
    root = whole.root(list(whole.sheets.values())[-1])
    said = [str(item.text) for item in children(root, "t") if "甲" in str(item.text)]
    expected = "甲_x0007_乙_x005F_x0041__x000D_\n丙\t丁 & <戊> ]]>"
    assert said == [expected, expected]


@pytest.mark.parametrize("length", [1_000, 32_767, 40_000])
def test_no_cell_or_note_is_longer_than_excel_takes(length: int) -> None:
    """A text of more than 32,767 characters makes Excel repair the file."""
    long = "长" * length
    finding = Finding.at(
        NAME, "B2", message=long, value=long, remedy=long, project=long, field=long
    )
    whole = Opc(mark(original("plain"), [finding]))
    root = whole.root(list(whole.sheets.values())[-1])
    assert max(len(str(item.text)) for item in children(root, "t")) <= 32_767
    (comments,) = whole.targets(whole.sheets[NAME], "comments")
    for note in children(whole.root(comments), "comment"):
        assert sum(len(str(item.text)) for item in children(note, "t")) <= 32_767


def test_the_problem_sheet_is_laid_out_to_be_read_and_printed() -> None:
    marked = mark(original("plain"))
    whole = Opc(marked)
    root = whole.root(list(whole.sheets.values())[-1])
    sheet = problem_sheet(marked)
    rows = rows_of(sheet)
    top = rows[0]["程度"].row - 1
    assert sheet.freeze_panes == f"A{top + 1}"
    assert sheet.auto_filter.ref == f"A{top}:M{top + len(rows)}"
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(row["问题"].alignment.wrap_text for row in rows)
    assert sheet.column_dimensions["N"].hidden
    assert all(row["情况说明"].value is None for row in rows)
    assert {row["状态"].data_type for row in rows} == {"f"}
    formulas = [cell for cell in children(root, "c") if cell.find("{*}f") is not None]
    shown = [cell.findtext("{*}v") for cell in formulas]
    assert shown == [
        f"现在还没有改的：{len(rows)} 处，已改、待复核的：0 处",
        *(["未改"] * len(rows)),
    ]


def test_all_that_a_finding_says_is_in_its_line() -> None:
    finding = Finding.at(
        NAME,
        "C5,C4",
        message="合格率偏低",
        severity="warning",
        remedy="请核对。",
        rule="XL999",
        value="95%",
        field="验收合格率",
        project="档案数字化加工",
    )
    (row,) = rows_of(problem_sheet(mark(original("plain"), [finding])))
    said = {heading: cell.value for heading, cell in row.items() if heading != "状态"}
    assert said == {
        "程度": "警告",
        "工作表": NAME,
        "单元格": "C5、C4",
        "项目": "档案数字化加工",
        "栏目": "验收合格率",
        "现填内容": "95%",
        "应为": None,
        "问题": "合格率偏低",
        "怎么改": "请核对。",
        "规则": "XL999",
        "审核意见": None,
        "情况说明": None,
    }


def test_a_name_leads_to_the_problem_sheet() -> None:
    whole = Opc(mark(original("plain")))
    names = {str(item.get("name")): str(item.text) for item in whole.names()}
    assert re.fullmatch(r"'问题清单'!\$A\$1", names["问题清单"])
