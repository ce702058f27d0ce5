"""The list of units that must hand in: as bureaus write it, and what is wrong with a bad one."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from xltool.excel.read.table import table_rows
from xltool.forms.load import load_forms
from xltool.language.errors import RosterError, RosterHeadingError
from xltool.month.roster import RosterRow, parse_roster

HEAD = ["单位编码", "单位名称", "应报表单", "联系人", "截止日期", "零报送"]
GOOD = ["439001", "行政审批局", "部门预算绩效目标表", "王芳", "2022-03-10", "否"]


def parsed(*rows: list[str]) -> list[RosterRow]:
    return list(parse_roster(rows, "名单.csv", load_forms()).rows)


def test_a_good_row() -> None:
    (unit,) = parsed(HEAD, GOOD)
    assert (unit.code, unit.name, unit.contact) == ("439001", "行政审批局", "王芳")
    assert unit.due == datetime.date(2022, 3, 10) and not unit.nil
    assert [form.keys for form in unit.forms] == [("hebei-target@2022",)]


def test_english_headings_a_title_above_and_blank_rows_between() -> None:
    head = ["Unit code", "Unit name", "Forms due", "Due date", "Nil return"]
    row = ["439001", "Bureau", "hebei-target", "2022/3/10", "yes"]
    (unit,) = parsed([" March 2022"], head, [], row)
    assert unit.nil and unit.due == datetime.date(2022, 3, 10) and unit.contact == ""


@pytest.mark.parametrize("due", ["2022-3-10", "2022年3月10日", "20220310", "２０２２.3.10"])
def test_dates_as_people_write_them(due: str) -> None:
    assert parsed(HEAD, [*GOOD[:4], due, ""])[0].due == datetime.date(2022, 3, 10)


def test_several_forms_in_one_cell() -> None:
    row = [*GOOD[:2], "部门预算绩效目标表、monitoring@2022", *GOOD[3:]]
    assert [form.title.zh for form in parsed(HEAD, row)[0].forms] == [
        "部门预算绩效目标表",
        "绩效运行监控表",
    ]


@pytest.mark.parametrize(
    ("place", "value", "column", "hint"),
    [
        (0, "43900A", "单位编码", "43900A"),
        (0, "", "单位编码", "不是单位编码"),
        (1, "", "单位名称", "没有填写"),
        (2, "", "应报表单", "没有填写"),
        (2, "部门预算绩效目标", "应报表单", "可以写：部门预算绩效目标表"),
        (4, "三月十日", "截止日期", "2022-03-10"),
        (4, "2022-02-30", "截止日期", "不是日期"),
        (5, "也许", "零报送", "请填“是”或“否”"),
    ],
)
def test_a_bad_row_is_named_with_its_column(place: int, value: str, column: str, hint: str) -> None:
    row = [*GOOD]
    row[place] = value
    with pytest.raises(RosterError) as raised:
        parsed(HEAD, ["512001", *GOOD[1:]], row)
    sentence = raised.value.sentence("zh")
    assert "第 3 行" in sentence and f"“{column}”" in sentence and hint in sentence
    assert "row 3" in raised.value.sentence("en")


def test_a_unit_has_a_row_for_each_form_with_a_deadline_of_its_own() -> None:
    monitored = [*GOOD[:2], "绩效运行监控表", "李强", "2022-04-10", "是"]
    rows = parsed(HEAD, GOOD, ["512001", *GOOD[1:]], monitored)
    assert [(row.code, row.due, row.contact, row.nil) for row in rows] == [
        ("439001", datetime.date(2022, 3, 10), "王芳", False),
        ("512001", datetime.date(2022, 3, 10), "王芳", False),
        ("439001", datetime.date(2022, 4, 10), "李强", True),
    ]
    assert [form.keys for row in rows for form in row.forms][2] == ("monitoring@2022",)


@pytest.mark.parametrize(
    "forms", ["部门预算绩效目标表", "hebei-target@2022", "monitoring、hebei-target"]
)
def test_a_unit_and_form_that_stand_twice(forms: str) -> None:
    with pytest.raises(RosterError) as raised:
        parsed(HEAD, ["512001", *GOOD[1:]], GOOD, [], [*GOOD[:2], forms, *GOOD[3:]])
    sentence = raised.value.sentence("zh")
    assert "第 5 行“应报表单”" in sentence
    assert "439001 的“部门预算绩效目标表”在第 3 行已经有了" in sentence
    assert "stands in row 3 already" in raised.value.sentence("en")


def test_a_form_written_twice_in_one_cell_is_due_once() -> None:
    row = [*GOOD[:2], "部门预算绩效目标表、部门预算绩效目标表", *GOOD[3:]]
    assert len(parsed(HEAD, row)[0].forms) == 1


def test_rows_of_one_unit_agree_on_its_name() -> None:
    other = [GOOD[0], "政务服务中心", "绩效运行监控表", *GOOD[3:]]
    with pytest.raises(RosterError) as raised:
        parsed(HEAD, GOOD, other)
    sentence = raised.value.sentence("zh")
    assert "第 3 行“单位名称”" in sentence and "第 2 行的名称是“行政审批局”" in sentence
    spaced = [GOOD[0], " 行政审批局 ", "绩效运行监控表", *GOOD[3:]]
    assert len(parsed(HEAD, GOOD, spaced)) == 2


def test_a_column_or_the_headings_are_missing() -> None:
    with pytest.raises(RosterError, match="应报表单"):
        parsed(HEAD[:2], GOOD[:2])
    with pytest.raises(RosterHeadingError):
        parsed(GOOD, GOOD)


def test_xlsx_and_csv_in_both_encodings_read_alike(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD)
    sheet.append(GOOD)
    sheet["E2"] = datetime.date(2022, 3, 10)
    sheet["A2"] = 439001
    book.save(tmp_path / "名单.xlsx")
    text = "\r\n".join(",".join(row) for row in (HEAD, GOOD))
    (tmp_path / "utf8.csv").write_text(text, "utf-8-sig")
    (tmp_path / "gbk.csv").write_text(text, "gb18030")
    read = [parsed(*table_rows(path)) for path in sorted(tmp_path.iterdir())]
    assert len(read) == 3
    assert read[0] == read[1] == read[2]
