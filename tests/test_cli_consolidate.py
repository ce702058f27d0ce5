"""`xltool consolidate` as the reviewer meets it."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sample_workbooks.make import HERE
from tests.test_cli import process
from xltool.cli.main import main

MONTHS = HERE / "months"
ROSTER = MONTHS / "报送名单.csv"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["consolidate", *map(str, arguments)])


def test_a_month_in_one_command(tmp_path: Path) -> None:
    out, feedback = tmp_path / "汇总.xlsx", tmp_path / "意见"
    options = ("--period", "2022-03", "--out", out, "--roster", ROSTER, "--feedback", feedback)
    result = run(MONTHS, *options)
    assert result.exit_code == 1  # one unit has errors
    assert result.stdout.splitlines() == [
        "收到文件 4 个，计入 2 个。",
        "发现的问题：错误 1、警告 11、提示 28。",
        "报送情况：按时报送 1、逾期报送 1、有错误待改 1、零报送 1、未报送 1。",
        f"汇总表：{out}",
        f"意见表和催报：4 个文件，在 {feedback}",
    ]
    assert sorted(path.name for path in feedback.iterdir()) == [
        "催报.txt",
        "审核意见表-439001-唐山市开平区行政审批局本级.xlsx",
        "审核意见表-439002-唐山市开平区政务服务中心.xlsx",
        "审核意见表-512001-唐山市开平区文化广电和旅游局本级.xlsx",
    ]
    reminders = (feedback / "催报.txt").read_text("utf-8-sig")
    assert "周涛 3366301" in reminders and "唐山市开平区交通运输局本级（603001）" in reminders
    assert "截止日期 2022-02-10" in reminders and "439001" not in reminders
    (line,) = [line for line in reminders.splitlines() if "439002" in line]
    assert "有 1 处错误，改好以前不计入2022年3月汇总（截止日期 2022-02-10）" in line


def test_a_sheet_for_a_unit_can_be_printed_and_signed(tmp_path: Path) -> None:
    options = ("--period", "2022-03", "--out", tmp_path / "汇总.xlsx", "--roster", ROSTER)
    run(MONTHS, *options, "--feedback", tmp_path)
    (path,) = tmp_path.glob("*439002*.xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.orientation == "portrait"
    texts = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    for wanted in (
        "439002 唐山市开平区政务服务中心",
        "退回修改：错误 1 处，另有 1 处需要核对或说明。",
        "2022-02-10",
        "项目1!C4",
        "审核人（签字）：",
        "填报单位（盖章）：",
    ):
        assert wanted in texts
    assert any("相差 20,000" in text for text in texts)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["公开文本三个项目.xlsx"], 0),
        (["公开文本三个项目.xlsx", "三十处错误.xlsx"], 1),
        (["三十处错误.xlsx"], 1),
        (["公开文本三个项目.xlsx", "空.xlsx"], 2),
        (["空.xlsx"], 1),  # nothing counts
    ],
)
def test_exit_codes(files: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    for name in files:
        source = HERE / name
        if source.exists():
            shutil.copy(source, tmp_path / "报送" / name)
        else:
            (tmp_path / "报送" / name).write_bytes(b"")
    result = run(tmp_path / "报送", "--period", "2022-03", "--out", tmp_path / "汇总.xlsx")
    assert result.exit_code == code, result.output
    assert (tmp_path / "汇总.xlsx").exists()


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--period", "2022-13"), "不是月份"),
        (("--period", "2022-03", "--close"), "--ledger"),
        (("--period", "2022-03", "--roster", "没有.csv"), "没有.csv"),
        (("--period", "2022-03", "--previous", "没有.xlsx"), "没有.xlsx"),
        (
            ("--period", "2022-03", "--previous", HERE / "三十处错误.xlsx"),
            "不是 xltool 生成的汇总表",
        ),
        (("--period", "2022-03", "--ledger", HERE / "content.yaml"), "不是 xltool 的台账"),
    ],
)
def test_our_errors_are_one_sentence_and_leave_nothing(
    options: tuple[str | Path, ...], hint: str, tmp_path: Path
) -> None:
    result = run(MONTHS, "--out", tmp_path / "汇总.xlsx", *options)
    assert result.exit_code == 2
    assert hint in result.stderr and result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_bad_roster_is_an_error_with_its_row(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位编码,单位名称,应报表单\n439001,甲局,目标表格\n", "utf-8")
    out = tmp_path / "汇总.xlsx"
    result = run(MONTHS, "--period", "2022-03", "--out", out, "--roster", roster)
    assert result.exit_code == 2 and not out.exists()
    assert "名单.csv 第 2 行“应报表单”" in result.stderr


def test_a_changed_summary_is_kept_and_said(tmp_path: Path) -> None:
    out = tmp_path / "汇总.xlsx"
    shutil.copy(HERE / "三套指标完整.xlsx", out)
    kept = out.read_bytes()
    result = run(MONTHS, "--period", "2022-03", "--out", tmp_path / "汇总")
    assert "没有覆盖" in result.stderr and "汇总.2.xlsx" in result.stdout
    assert out.read_bytes() == kept


def test_closing_a_month(tmp_path: Path) -> None:
    options = ("--period", "2022-03", "--ledger", tmp_path / "台账.db", "--close")
    result = run(MONTHS, *options, "--out", tmp_path / "汇总.xlsx")
    assert "2022-03 已封账" in result.stderr


def test_in_english_and_on_a_gbk_console(tmp_path: Path) -> None:
    arguments = ("consolidate", MONTHS, "--period", "2022-03", "--out", tmp_path / "s.xlsx")
    english = process(*arguments, "--lang", "en").stdout.decode()
    assert "Files that came: 4; that count: 2." in english
    chinese = process(*arguments, PYTHONIOENCODING="gbk")
    assert chinese.returncode == 1
    assert "收到文件 4 个" in chinese.stdout.decode("gbk")
