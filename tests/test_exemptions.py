"""Exemptions as a list: made with drop-downs, read with its mistakes named, obeyed and reported."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sample_workbooks.make import HERE
from tests.test_consolidate import ROSTER, table
from xltool.cli.main import main

LINE = {
    "单位编码": "439002",
    "规则": "XL408 合计与各部分不符",
    "截止日期": "2099-12-31",
    "理由": "财政局已同意分次下达",
    "批准人": "赵局",
}
HEADINGS = ["单位编码", "规则", "项目", "栏目", "起始日期", "截止日期", "理由", "批准人"]


def listed(path: Path, *lines: dict[str, str]) -> Path:
    rows = [HEADINGS, *([line.get(name, "") for name in HEADINGS] for line in lines)]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    return path


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, words)], catch_exceptions=False)


def workbook_439002() -> Path:
    (path,) = (HERE / "months").rglob("439002.xlsx")
    return path


def test_a_list_is_made_with_drop_downs_filled_in_and_obeyed(tmp_path: Path) -> None:
    out = tmp_path / "豁免.xlsx"
    assert call("new", "exemptions", "--out", out, "--roster", ROSTER).exit_code == 0
    book = openpyxl.load_workbook(out)
    sheet, lists = book.worksheets
    assert [cell.value for cell in sheet[3]] == HEADINGS
    assert lists.sheet_state == "hidden" and lists["A2"].value == "439002"
    rules = [cell.value for cell in lists["B"]]
    assert any(str(text).startswith("XL408 ") for text in rules)
    ranges = [str(each.sqref) for each in sheet.data_validations.dataValidation]
    assert ranges == ["A4:A503", "B4:B503", "E4:E503", "F4:F503"]
    for name, text in LINE.items():
        sheet.cell(4, HEADINGS.index(name) + 1, text)
    sheet["F4"] = datetime.date(2099, 12, 31)
    book.save(out)
    result = call("check", workbook_439002(), "--no-annotate", "--exemptions", out)
    assert result.exit_code == 0
    assert "用到 1 条，没有用到 0 条" in result.stderr


def test_check_says_in_json_what_is_exempted(tmp_path: Path) -> None:
    path = listed(tmp_path / "豁免.csv", LINE)
    options = ("--no-annotate", "--format", "json")
    plain = json.loads(call("check", workbook_439002(), *options).stdout)["files"][0]
    assert not plain["accepted"]
    file = json.loads(call("check", workbook_439002(), *options, "--exemptions", path).stdout)
    file = file["files"][0]
    assert file["accepted"]
    found = {each["rule"]: each for each in file["findings"]}
    assert found["XL408"]["exempted"] is True and "赵局" in found["XL408"]["exemption"]
    assert found["XL206"]["exempted"] is None


@pytest.mark.parametrize(
    ("change", "used"),
    [
        ({}, True),
        ({"项目": "窗口人员与终端运维经费"}, True),
        ({"项目": "13020522P00D2B2200019", "栏目": "预算数"}, True),
        ({"项目": "别的项目"}, False),
        ({"栏目": "绩效目标"}, False),
        ({"单位编码": "439001"}, False),
        ({"规则": "XL206"}, False),
        ({"起始日期": "2099-01-01"}, False),
        ({"截止日期": "2020-01-31"}, False),
    ],
)
def test_what_an_exemption_covers(change: dict[str, str], used: bool, tmp_path: Path) -> None:
    path = listed(tmp_path / "豁免.csv", {**LINE, **change})
    result = call("check", workbook_439002(), "--no-annotate", "--exemptions", path)
    assert result.exit_code == (0 if used else 1)
    other = change.get("规则") == "XL206"  # it is needed, but not by the error
    assert ("（第 2 行）" in result.stderr) == (not used and not other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"单位编码": "四三九"}, "第 3 行“单位编码”：“四三九”不是单位编码"),
        ({"规则": "XL999"}, "第 3 行“规则”：没有“XL999”这条规则"),
        ({"截止日期": "三月底"}, "第 3 行“截止日期”：“三月底”不是日期"),
        ({"截止日期": ""}, "第 3 行“截止日期”：没有填写"),
        ({"理由": ""}, "第 3 行“理由”：没有填写"),
        ({"起始日期": "2099-12-31", "截止日期": "2022-01-01"}, "早于起始日期"),
    ],
)
def test_a_mistake_is_named_with_its_row(change: dict[str, str], said: str, tmp_path: Path) -> None:
    path = listed(tmp_path / "豁免.csv", LINE, {**LINE, **change})
    result = call("check", workbook_439002(), "--no-annotate", "--exemptions", path)
    assert result.exit_code == 2 and said in result.stderr


def test_no_headings_and_no_file(tmp_path: Path) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text("甲,乙\n", encoding="utf-8")
    for path in (empty, tmp_path / "没有.xlsx"):
        result = call("check", workbook_439002(), "--no-annotate", "--exemptions", path)
        assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1


def test_yaml_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "exemptions.yaml"
    path.write_text(
        "exemptions:\n- unit: '439002'\n  rule: XL408\n  until: 2099-12-31\n"
        "  reason: agreed\n  approver: Zhao\n",
        encoding="utf-8",
    )
    result = call("check", workbook_439002(), "--no-annotate", "--exemptions", path)
    assert result.exit_code == 0


def test_a_month_counts_what_is_exempted_and_reports_the_rest(tmp_path: Path) -> None:
    shutil.copytree(HERE / "months", tmp_path / "报送")
    over = {**LINE, "单位编码": "512001", "截止日期": "2022-02-28"}
    unused = {**LINE, "单位编码": "512001"}
    path = listed(tmp_path / "豁免.csv", LINE, over, unused)
    out = tmp_path / "汇总.xlsx"
    options = ("--period", "2022-03", "--out", out, "--roster", ROSTER, "--exemptions", path)
    result = call("consolidate", tmp_path / "报送", *options)
    assert result.exit_code == 0 and "计入 3 个" in result.stdout
    assert "已使用：第 2 行 439002 XL408" in result.stderr
    assert "没有用到：第 4 行" in result.stderr and "不在有效期内：第 3 行" in result.stderr
    row = next(r for r in table(out, "问题清单") if r["规则"] == "XL408")
    assert str(row["建议意见"]).startswith("已豁免：财政局已同意分次下达")
