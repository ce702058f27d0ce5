"""The reviewer decides in the summary; the next run reads it, keeps it and acts."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from sample_workbooks.make import HERE
from tests.libreoffice import SOFFICE, Enter, LibreOffice
from tests.test_consolidate import ROSTER, run, table
from xltool.cli.main import main
from xltool.excel.summary.reviewed import reviewed
from xltool.model.workbook import column_letters

STORED = Path(__file__).parent / "stored"


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder after its first consolidation, and a copy of it that no test changes."""
    base = tmp_path_factory.mktemp("月")
    folder, kept = base / "本月", base / "留存"
    shutil.copytree(HERE / "months", folder / "报送")
    run_month(folder)
    shutil.copytree(folder, kept)
    return folder, kept


@pytest.fixture
def month(first_run: tuple[Path, Path]) -> Path:
    """A month whose unit 439002 has one error, and whose summary was written once."""
    folder, kept = first_run
    shutil.rmtree(folder)  # the ledger knows the files by their paths: they must lie here again
    shutil.copytree(kept, folder)
    return folder


def run_month(folder: Path, **options: Any) -> Any:
    given = {"paths": [folder / "报送"], "ledger": folder / "台账.ledger", **options}
    return run(folder / "汇总.xlsx", **given)


def cell(path: Path, sheet: str, heading: str, **where: Any) -> str:
    """The cell of a column in the row that these values stand in."""
    return cells(path, sheet, heading, **where)[heading]


def cells(path: Path, sheet: str, *headings: str, **where: Any) -> dict[str, str]:
    """The cells of some columns in the row that these values stand in."""
    for number, row in enumerate(table(path, sheet), 4):
        if all(row[key] == value for key, value in where.items()):
            names = list(row)
            return {each: f"{column_letters(names.index(each) + 1)}{number}" for each in headings}
    raise AssertionError(where)


def type_in(
    path: Path, typed: dict[tuple[str, str], str], time: str = "2022-04-01T01:00:00Z"
) -> None:
    """Type texts into cells as Excel saves them: results of formulas and all else stay."""
    sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    for (sheet, place), text in typed.items():
        name = f"xl/worksheets/sheet{sheets.index(sheet) + 1}.xml"
        value = f'<c r="{place}"\\1 t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
        pattern = rf'<c r="{place}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        parts[name], count = re.subn(pattern, value, parts[name], count=1)
        assert count == 1 or not text, place
    core = parts["docProps/core.xml"]
    core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{time}", core)
    by = "<cp:lastModifiedBy>李审核</cp:lastModifiedBy>"
    core = re.sub(r"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>|<cp:lastModifiedBy/>", by, core)
    parts["docProps/core.xml"] = core
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.encode())


def decide(path: Path, text: str, opinion: str = "", **where: Any) -> None:
    said, why = cells(path, "问题清单", "处理", "审核意见", **where).values()
    type_in(path, {("问题清单", said): text, ("问题清单", why): opinion})


ERROR = {"单位编码": "439002", "程度": "错误"}


def test_an_accepted_error_no_longer_blocks(month: Path) -> None:
    out = month / "汇总.xlsx"
    decide(out, "认可", "已核实", **ERROR)
    outcome = run_month(month)
    assert outcome.path == out and not outcome.kept
    assert outcome.statuses == {"counted": 3, "older": 1} and outcome.open_errors == 0
    row = next(
        r for r in table(out, "问题清单") if r["单位编码"] == "439002" and r["程度"] == "错误"
    )
    assert (row["处理"], row["审核意见"]) == ("认可", "已核实")
    (said,) = [r for r in table(out, "审核记录") if r["单位编码"] == "439002"]
    assert (said["决定"], said["填写人"], said["状态"]) == ("认可", "李审核", "有效")
    # What the reviewer had saved is kept beside it.
    kept = table(month / "汇总.上一版.xlsx", "问题清单")
    assert any(r["处理"] == "认可" for r in kept)
    # The ledger alone knows it from now on.
    out.unlink()
    assert run_month(month).statuses["counted"] == 3


def test_it_is_not_asked_again_this_year_while_its_value_stands(month: Path) -> None:
    decide(month / "汇总.xlsx", "认可", **ERROR)
    run_month(month)
    april = run(
        month / "四月.xlsx",
        paths=[month / "报送"],
        period="2022-04",
        ledger=month / "台账.ledger",
        feedback=month / "意见",
    )
    assert april.statuses["counted"] == 3
    (sheet,) = (month / "意见").glob("*439002*.xlsx")
    texts = [str(c.value) for row in openpyxl.load_workbook(sheet).worksheets[0] for c in row]
    assert not any("相差 20,000" in text for text in texts)


def test_a_decision_whose_value_changed_is_settled_and_the_finding_open(month: Path) -> None:
    decide(month / "汇总.xlsx", "认可", **ERROR)
    (path,) = (month / "报送").rglob("439002.xlsx")
    book = openpyxl.load_workbook(path)
    assert book["项目1"]["C4"].value == 620000
    book["项目1"]["C4"] = 630000
    book.save(path)
    outcome = run_month(month, ledger=None)  # a ledger would still know what was accepted
    assert outcome.open_errors == 1
    (row,) = [r for r in table(outcome.path, "审核记录") if r["单位编码"] == "439002"]
    assert row["状态"] == "已了结：问题已不存在或内容已改"
    assert not [r for r in table(outcome.path, "问题清单") if r["处理"]]


def test_a_returned_finding_stays_open_and_its_unit_counts(month: Path) -> None:
    where = {"单位编码": "439001", "程度": "提示"}
    decide(month / "汇总.xlsx", "退回", "请写明依据", **where)
    outcome = run_month(month, feedback=month / "意见")
    assert outcome.statuses["counted"] == 2
    (sheet,) = (month / "意见").glob("*439001*.xlsx")
    texts = [str(c.value) for row in openpyxl.load_workbook(sheet).worksheets[0] for c in row]
    assert "退回 请写明依据" in texts


def conclude(
    path: Path, unit: str, text: str, reason: str, time: str = "2022-04-01T01:00:00Z"
) -> None:
    typed = {"审核结论": text, "理由": reason, "审核人": "王审"}
    places = cells(path, "报送情况", *typed, 单位编码=unit)
    type_in(path, {("报送情况", places[heading]): said for heading, said in typed.items()}, time)


def test_a_returned_unit_is_out_until_other_bytes_come(month: Path) -> None:
    out = month / "汇总.xlsx"
    conclude(out, "512001", "退回", "附件没有盖章")
    outcome = run_month(month, feedback=month / "意见")
    assert outcome.statuses == {"counted": 1, "returned": 1, "invalid": 1, "older": 1}
    status = next(r for r in table(out, "报送情况") if r["单位编码"] == "512001")
    assert (status["报送情况"], status["审核结论"]) == ("审核退回", "退回")
    assert (status["理由"], status["审核人"]) == ("附件没有盖章", "王审")
    (sheet,) = (month / "意见").glob("*512001*.xlsx")
    texts = [str(c.value) for row in openpyxl.load_workbook(sheet).worksheets[0] for c in row]
    assert any("附件没有盖章" in text and "王审" in text for text in texts)
    # Other content of the unit comes.
    source = month / "报送" / "2022-03" / "512001.xlsx"
    book = openpyxl.load_workbook(source)
    book.save(source.with_name("512001 新.xlsx"))
    outcome = run_month(month)
    assert outcome.statuses["counted"] == 2
    states = {r["单位编码"]: r["状态"] for r in table(out, "审核记录")}
    assert states == {"512001": "已了结：已收到新的文件"}


def test_what_is_written_beside_a_missing_unit_stays(month: Path) -> None:
    out = month / "汇总.xlsx"
    conclude(out, "603001", "待定", "已电话催报")
    assert run_month(month).path == out
    row = next(r for r in table(out, "报送情况") if r["单位编码"] == "603001")
    assert (row["审核结论"], row["理由"], row["报送情况"]) == ("待定", "已电话催报", "未报送")


def test_only_what_the_reviewer_may_type_keeps_a_summary_replaceable(month: Path) -> None:
    out = month / "汇总.xlsx"
    type_in(out, {("问题清单", "M4"): "认可", ("问题清单", "N4"): "可以"})
    assert reviewed(out, "").only_reviewed
    type_in(out, {("项目清单", "E4"): "1"})
    assert not reviewed(out, "").only_reviewed
    kept = out.read_bytes()
    outcome = run_month(month)
    assert outcome.path == month / "汇总.2.xlsx" and outcome.exit_code == 2
    assert outcome.kept == (out,) and out.read_bytes() == kept


def test_rows_may_be_sorted(month: Path) -> None:
    out = month / "汇总.xlsx"
    first = table(out, "问题清单")[0]["问题编号"]
    name = "xl/worksheets/sheet7.xml"
    with zipfile.ZipFile(out) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    rows = dict(re.findall(rb'<row r="(4|6)"[^>]*>(.*?)</row>', parts[name], re.DOTALL))
    one, other = rows[b"4"], rows[b"6"]
    swapped = {
        one: re.sub(rb'r="([A-Z]+)6"', rb'r="\g<1>4"', other),
        other: re.sub(rb'r="([A-Z]+)4"', rb'r="\g<1>6"', one),
    }
    parts[name] = re.sub(
        b"|".join(map(re.escape, swapped)), lambda found: swapped[found[0]], parts[name]
    )
    with zipfile.ZipFile(out, "w") as package:
        for each, data in parts.items():
            package.writestr(each, data)
    assert table(out, "问题清单")[2]["问题编号"] == first
    decide(out, "认可", **ERROR)
    assert run_month(month).path == out and run_month(month).open_errors == 0


def test_decisions_are_read_from_a_summary_that_was_changed_otherwise(month: Path) -> None:
    out = month / "汇总.xlsx"
    decide(out, "认可", **ERROR)
    type_in(out, {("总览", "A1"): "我的三月"})
    outcome = run_month(month)
    assert outcome.path == month / "汇总.2.xlsx" and outcome.open_errors == 0
    # The newer one is the reviewer's desk from now on; what was said before stands.
    assert run_month(month).path == month / "汇总.2.xlsx"


@pytest.mark.parametrize("lock", ["~$汇总.xlsx", ".~lock.汇总.xlsx#"])
def test_an_open_summary_is_left_alone(month: Path, lock: str) -> None:
    (month / lock).write_bytes(b"")
    before = (month / "汇总.xlsx").read_bytes()
    options = ["consolidate", str(month / "报送"), "--period", "2022-03", "--roster", str(ROSTER)]
    result = CliRunner().invoke(main, [*options, "--out", str(month / "汇总.xlsx")])
    assert result.exit_code == 2 and "汇总.2.xlsx" in result.output
    assert (month / "汇总.xlsx").read_bytes() == before


def test_a_decision_can_be_taken_back(month: Path) -> None:
    out = month / "汇总.xlsx"
    decide(out, "认可", **ERROR)
    assert run_month(month).open_errors == 0
    typed = {("问题清单", cell(out, "问题清单", "处理", **ERROR)): ""}
    type_in(out, typed, "2022-04-02T01:00:00Z")
    assert run_month(month).open_errors == 1


def test_the_month_is_closed_in_a_cell(month: Path) -> None:
    out = month / "汇总.xlsx"
    type_in(out, {("总览", "G2"): "封账"})
    outcome = run_month(month)
    assert outcome.closed and outcome.path == out
    assert openpyxl.load_workbook(out)["总览"]["G2"].value == "封账"
    entries = [
        json.loads(line)
        for line in (month / "台账.ledger.审核记录.jsonl").read_text("utf-8").splitlines()
    ]
    assert [entry["kind"] for entry in entries] == ["closing"]


def test_a_lost_ledger_gets_decisions_and_closing_back(month: Path) -> None:
    out = month / "汇总.xlsx"
    decide(out, "认可", "已核实", **ERROR)
    run_month(month, close=True)
    out.unlink()
    (month / "台账.ledger").unlink()
    outcome = run_month(month)
    assert outcome.closed and outcome.statuses["counted"] == 3
    assert any(r["审核意见"] == "已核实" for r in table(out, "问题清单"))


def test_an_earlier_version_of_summary_and_ledger_is_carried_on(tmp_path: Path) -> None:
    """Both were written before there were decisions; its 同意 reads as 认可."""
    shutil.copytree(HERE / "months", tmp_path / "报送")
    shutil.copy(STORED / "month-2022-03.ledger", tmp_path / "台账.ledger")
    out = tmp_path / "汇总.xlsx"
    shutil.copy(STORED / "summary-2022-03.xlsx", out)
    decide(out, "同意", "可以", **ERROR)
    outcome = run_month(tmp_path)
    assert outcome.path == tmp_path / "汇总.2.xlsx"  # it has no digest of its cells
    assert outcome.open_errors == 0 and outcome.statuses["counted"] == 3
    row = next(r for r in table(outcome.path, "问题清单") if r["处理"])
    assert (row["处理"], row["审核意见"]) == ("认可", "可以")


def test_the_same_summary_gives_the_same_bytes(month: Path) -> None:
    out = month / "汇总.xlsx"
    decide(out, "认可", **ERROR)
    run_month(month)
    first = out.read_bytes()
    run_month(month)
    assert out.read_bytes() == first


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_typed_in_by_libreoffice(month: Path) -> None:
    out = month / "汇总.xlsx"
    steps = [
        Enter("问题清单", cell(out, "问题清单", "处理", **ERROR), "认可"),
        Enter("报送情况", cell(out, "报送情况", "审核结论", 单位编码="512001"), "退回"),
    ]
    LibreOffice().mend([(out, steps, out)])
    outcome = run_month(month)
    assert outcome.path == out and outcome.open_errors == 0
    assert outcome.statuses["returned"] == 1
