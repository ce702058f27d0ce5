"""The month of a monthly workbook: every spelling that is read, and what none can be read from."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.other_book import filled_forms, save
from tests.template_book import form_named, opened, saved, target_of
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.raw_values import filling_of
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.report import Severity
from xltool.model.workbook import CellValue
from xltool.pipeline.check import check
from xltool.pipeline.consolidate import consolidate
from xltool.reports.sentences import message_of, remedy_of
from xltool.values.month import StatedMonth, month_of_date, stated_month

MONITORING = "monitoring@2022"
READ = {
    **dict.fromkeys(("5", "5月", "05月", "５月份", "五月", "1-5月", "1-5", "1月-5月"), (5, None)),
    **dict.fromkeys(("一至五月", "截至5月底", "截止 5 月", "截至五月末"), (5, None)),
    **dict.fromkeys(("2022-05", "2022-5", "2022.5", "2022/5", "202205", "2022.05"), (5, 2022)),
    **dict.fromkeys(("2022年5月", "2022年5", "22年5月", "２０２２年５月", "2022.5月"), (5, 2022)),
    **dict.fromkeys(("2022-05-31", "2022年5月31日", "2022.5.31", "2022/5/1"), (5, 2022)),
    **dict.fromkeys(("2022-01至2022-05", "2022年1-5月", "二〇二二年五月", "2022-05月"), (5, 2022)),
    **dict.fromkeys(("上半年", "第二季度", "二季度", "1-2季度"), (6, None)),
    **dict.fromkeys(("一季度", "第一季度", "1季度"), (3, None)),
    **dict.fromkeys(("前三季度", "第3季度", "三季度"), (9, None)),
    "2022年上半年": (6, 2022),
    "2021年12月-2022年1月": (1, 2022),
    "十二月": (12, None),
    "全年": (12, None),
    "2022.10": (10, 2022),
}
UNREAD = [
    *(
        "abc",
        "2022-13",
        "2022",
        "2022年",
        "13",
        "13月",
        "0",
        "0月",
        "202213",
        "二十月",
        "十三月",
        "本月",
    ),
    *("三个月", "44682", "2022.1", "3-5", "待定", "5.5", "第五季度", "20220532"),
]


@pytest.mark.parametrize(("text", "stated"), READ.items(), ids=list(READ))
def test_a_month_in_any_plain_spelling(text: str, stated: tuple[int, int | None]) -> None:
    assert stated_month(text) == StatedMonth(*stated)


@pytest.mark.parametrize("text", UNREAD)
def test_what_names_no_month_for_certain_is_not_read(text: str) -> None:
    assert stated_month(text) is None


def test_a_date_is_its_month_unless_it_may_have_been_a_range() -> None:
    assert month_of_date(datetime.date(2022, 5, 1)) == "2022年5月"
    assert month_of_date(datetime.date(2022, 1, 1)) == "2022年1月"
    assert month_of_date(datetime.date(2022, 1, 2)) == "", "perhaps 1-2 was typed"
    assert month_of_date(datetime.date(2022, 1, 12)) == ""
    assert month_of_date(datetime.date(2022, 1, 13)) == "2022年1月"
    assert month_of_date(datetime.date(2000, 5, 1)) == "2000年5月"
    assert month_of_date(datetime.date(2099, 5, 1)) == "2099年5月"
    assert (
        month_of_date(datetime.date(1999, 5, 1)) == month_of_date(datetime.date(2100, 5, 1)) == ""
    )
    assert month_of_date(datetime.date(2022, 1, 31)) == "2022年1月"
    assert month_of_date(datetime.date(2022, 1, 7)) == "", "1-7 is turned into it"
    assert month_of_date(datetime.date(1900, 5, 1)) == ""


def monthly(path: Path, period: CellValue, folder: Path) -> Path:
    """A monitoring workbook of ours, complete but for its period, which is typed in."""
    form = form_named(MONITORING)
    filled = next(each for each in filled_forms() if each.form == MONITORING)
    workbook = read_workbook(save(folder / "from.xlsx", (filled,)))
    match = recognise(workbook, load_forms())
    assert match
    filling = filling_of(workbook, extract(workbook, match), form)
    book = opened(build_template(form, filling, year=2022))
    sheet = book.worksheets[1]
    sheet[target_of(sheet, "xl_period_stated")] = period
    return saved(book, path)


@pytest.mark.parametrize(
    ("period", "rules"),
    [
        ("2022-05", []),
        (202205, []),
        (datetime.datetime(2022, 5, 1), []),
        (datetime.datetime(2022, 5, 31), []),
        ("五月", []),
        (None, ["XL001"]),
        ("abc", ["XL123"]),
        (2022.1, ["XL123"]),
        ("2023年5月", ["XL124"]),
        (datetime.datetime(2023, 5, 1), ["XL124"]),
        (datetime.datetime(2022, 1, 7), ["XL005"]),
    ],
)
def test_a_month_counts_where_it_is_read_and_nowhere_else(
    period: CellValue, rules: list[str], tmp_path: Path
) -> None:
    file = monthly(tmp_path / "收件" / "监控.xlsx", period, tmp_path)
    (report,) = check([file])
    errors = [finding for finding in report if finding.severity is Severity.ERROR]
    assert [(finding.rule, finding.field) for finding in errors] == [
        (rule, "period_stated") for rule in rules
    ]
    for month in ("2022-05", "2022-07"):
        out = tmp_path / month / "汇总.xlsx"
        out.parent.mkdir()
        outcome = consolidate([file.parent], period=month, out=out)
        counted = {"counted": 1} if month == "2022-05" else {"other_month": 1}
        assert outcome.statuses == ({"invalid": 1} if rules else counted)


def test_the_message_calls_the_cell_what_the_sheet_calls_it(tmp_path: Path) -> None:
    (report,) = check([monthly(tmp_path / "收件" / "监控.xlsx", "abc", tmp_path)])
    (finding,) = (finding for finding in report if finding.rule == "XL123")
    assert message_of(finding, "zh") == "“监控期间”填的是“abc”，读不出是哪个月。"
    assert remedy_of(finding, "zh") == "请写成“2022年5月”。"


def test_the_blank_workbook_marks_the_month_as_required() -> None:
    sheet = opened(build_template(form_named(MONITORING), year=2022)).worksheets[1]
    cell = target_of(sheet, "xl_period_stated")
    (said,) = (v for v in sheet.data_validations.dataValidation if cell in v.sqref)
    assert "必填" in str(said.prompt)
    coloured = [str(area.sqref) for area in sheet.conditional_formatting]
    assert any(cell in area.split() for area in coloured)
