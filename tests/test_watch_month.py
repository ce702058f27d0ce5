"""The drop folder keeps the month's summary current, and obeys what is saved in it."""

from __future__ import annotations

import base64
import datetime
import hashlib
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from click.testing import CliRunner

from sample_workbooks.make import HERE
from tests.drop_folder import BAD, GOOD, Drop, unlike
from tests.test_consolidate import ROSTER, table
from tests.test_decisions import cell, conclude, decide, type_in
from tests.test_marks_answers import explained
from tests.test_marks_sheets import problem_sheet, rows_of
from xltool.cli.main import main
from xltool.forms.load import load_forms
from xltool.language import clock
from xltool.watch.kept_summary import MonthSummary
from xltool.watch.loop import WatchLoop

STORED = Path(__file__).parent / "stored"
MONTH = f"{clock.now():%Y-%m}"


class Desk(Drop):
    """A drop folder that keeps a summary."""

    @contextmanager
    def loop(self, poll: float = 5) -> Iterator[WatchLoop]:
        with super().loop(poll) as loop:
            loop._summary = MonthSummary(self.folders, self.ledger_file, load_forms(), 0)
            yield loop

    @property
    def summary(self) -> Path:
        return self.folders.summaries / f"{MONTH}.xlsx"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def unit_439002() -> bytes:
    (path,) = (HERE / "months").rglob("439002.xlsx")
    return path.read_bytes()


NOW = datetime.datetime(2022, 3, 9, 10, 0, tzinfo=clock.BEIJING)


@pytest.fixture(scope="module")
def first_look(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder whose desk has answered one workbook, and a copy of it that no test changes."""
    base = tmp_path_factory.mktemp("三月")
    folder, kept = base / "收件", base / "留存"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        desk = Desk(folder)
        shutil.copy(ROSTER, desk.root / "名单.csv")
        desk.drop("439002.xlsx", unit_439002())
        desk.once()
    shutil.copytree(folder, kept)
    return folder, kept


@pytest.fixture
def march(first_look: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in March 2022, so that the samples are of its year."""
    folder, kept = first_look
    shutil.rmtree(folder)  # the ledger knows the files by their paths: they must lie here again
    shutil.copytree(kept, folder)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr("tests.test_watch_month.MONTH", "2022-03")
    return Desk(folder)


def test_the_summary_is_there_after_an_answer(march: Desk) -> None:
    rows = {row["单位编码"]: row["报送情况"] for row in table(march.summary, "报送情况")}
    assert rows["439002"] == "有错误待改" and rows["603001"] == "未报送"
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    rows = {row["单位编码"]: row["报送情况"] for row in table(march.summary, "报送情况")}
    assert rows["512001"] == "逾期报送"
    assert sorted(path.name for path in march.folders.summaries.iterdir()) == ["2022-03.xlsx"]


def test_nothing_new_writes_nothing(march: Desk) -> None:
    before = march.summary.stat().st_mtime_ns
    with march.loop() as loop:
        assert loop._summary
        loop._summary.update()
        loop._summary.update()
        after = march.summary.stat().st_mtime_ns
        loop._summary.update()
    assert march.summary.stat().st_mtime_ns == after >= before


def test_a_decision_saved_in_it_is_obeyed(march: Desk) -> None:
    decide(march.summary, "认可", "已核实", 单位编码="439002", 程度="错误")
    march.once()
    (row,) = [r for r in table(march.summary, "报送情况") if r["单位编码"] == "439002"]
    assert row["报送情况"] == "逾期报送"
    assert any(r["处理"] == "认可" for r in table(march.summary, "问题清单"))
    journal = march.folders.originals / "审核记录.jsonl"
    assert "已核实" in journal.read_text("utf-8")
    # A lost ledger gets it back from the originals and the journal.
    march.ledger_file.unlink()
    march.summary.unlink()
    march.drop("别的.xlsx", GOOD)
    march.once()
    (row,) = [r for r in table(march.summary, "报送情况") if r["单位编码"] == "439002"]
    assert row["报送情况"] == "逾期报送"


def test_the_month_is_closed_by_choosing_so(march: Desk) -> None:
    decide(march.summary, "认可", "", 单位编码="439002", 程度="错误")
    type_in(march.summary, {("总览", "G2"): "封账"})
    march.once()
    about = openpyxl.load_workbook(march.summary)["总览"]["A2"].value
    assert "已封账" in str(about)
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    files = [r["是否计入"] for r in table(march.summary, "来源与校验") if r.get("单位编码")]
    assert sorted(files) == ["封账后收到", "计入"]


def test_a_broken_list_is_said_and_files_are_answered(march: Desk) -> None:
    (march.root / "豁免.csv").write_text("单位编码,规则\n439002,XL408\n", encoding="utf-8")
    march.drop("a.xlsx", unlike(BAD, 2))
    march.once()
    assert len(march.answered()) == 2
    assert "豁免.csv" in march.folders.page.read_text("utf-8")


def test_what_was_accepted_is_not_asked_again(march: Desk) -> None:
    decide(march.summary, "认可", "已核实", 单位编码="439002", 程度="错误")
    march.once()
    march.drop("再报.xlsx", unlike_bytes(unit_439002()))
    march.once()
    # What had been returned for it passes too; its unit need not hand it in again.
    both = [
        f"{name}.{ending}" for name in ("439002", "再报") for ending in ("checked.xlsx", "回执.txt")
    ]
    assert march.names("通过") == both and march.names("退回") == []
    for name in ("439002", "再报"):
        said = march.receipt(f"通过/{name}.回执.txt")
        assert "结果：通过" in said and "另有 1 处已由审核人认可或已豁免" in said
    receipt = march.receipt("通过/再报.回执.txt")
    assert "另有 1 处已由审核人认可或已豁免" in receipt and "相差" not in receipt


def test_what_is_exempted_passes(march: Desk) -> None:
    (march.root / "豁免.csv").write_text(
        "单位编码,规则,截止日期,理由,批准人\n439002,XL408,2022-12-31,分次下达,赵局\n", "utf-8"
    )
    with march.loop() as loop:
        loop.responder.exemptions = lambda: march.folders.listed("exemptions")
        march.drop("再报.xlsx", unlike_bytes(unit_439002()))
        loop.run(once=True)
    assert "再报.checked.xlsx" in march.names("通过")
    assert any("已豁免" in str(r["建议意见"]) for r in table(march.summary, "问题清单"))


def test_an_exemption_that_is_over_takes_back_nothing_beside_a_decision(march: Desk) -> None:
    """What passed by it stays, though something else of the unit was decided; a decision that is
    taken back returns the file.
    """
    listed, passed = march.root / "豁免.csv", ["439002.checked.xlsx", "439002.回执.txt"]
    line = "单位编码,规则,截止日期,理由,批准人\n439002,XL408,{},分次下达,赵局\n"
    listed.write_text(line.format("2022-12-31"), "utf-8")
    with march.loop() as loop:
        loop.responder.exemptions = lambda: march.folders.listed("exemptions")
        loop.run(once=True)
        assert march.names("通过") == passed
        decide(march.summary, "待定", "再问", 单位编码="439002", 程度="警告")
        listed.write_text(line.format("2022-01-31"), "utf-8")
        loop.run(once=True)
        assert march.names("通过") == passed
        decide(march.summary, "退回", "请改", 单位编码="439002", 程度="错误")
        loop.run(once=True)
        assert march.names("退回") == passed


def test_a_returned_unit_gets_a_receipt_that_says_why(march: Desk) -> None:
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    assert "512001.回执.txt" in march.names("通过")
    conclude(march.summary, "512001", "退回", "没有盖章")
    march.once()
    assert "512001.回执.txt" not in march.names("通过")
    receipt = march.receipt("退回/512001.回执.txt")
    assert "结果：退回（审核退回：没有盖章；审核人 王审）" in receipt
    # The same bytes again are returned again; other bytes pass.
    march.drop("512001 又.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.drop("512001 新.xlsx", unlike(next((HERE / "months" / "2022-03").glob("512001*")), 3))
    march.once()
    assert "512001 又.回执.txt" in march.names("退回")
    assert "512001 新.回执.txt" in march.names("通过")


def test_a_return_that_is_withdrawn_gets_a_receipt_that_it_passed(march: Desk) -> None:
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    passed = march.receipt("通过/512001.回执.txt")
    conclude(march.summary, "512001", "退回", "没有盖章", "2022-03-10T01:00:00Z")
    march.once()
    assert "审核退回" in march.receipt("退回/512001.回执.txt")
    conclude(march.summary, "512001", "通过", "章已补", "2022-03-11T01:00:00Z")
    march.once()
    assert march.receipt("通过/512001.回执.txt") == passed
    assert not [name for name in march.names("退回") if name.startswith("512001")]


def test_an_acceptance_that_is_withdrawn_returns_the_file(march: Desk) -> None:
    decide(march.summary, "认可", "", 单位编码="439002", 程度="错误")
    march.drop("又.xlsx", unlike_bytes(unit_439002()))
    march.once()
    march.once()
    assert march.names("退回") == []
    where = {"单位编码": "439002", "程度": "错误"}
    typed = {("问题清单", cell(march.summary, "问题清单", "处理", **where)): "退回"}
    type_in(march.summary, typed, "2022-04-02T01:00:00Z")
    march.once()
    assert "又.回执.txt" in march.names("退回") and march.names("通过") == []
    (row,) = [r for r in table(march.summary, "报送情况") if r["单位编码"] == "439002"]
    assert row["报送情况"] == "有错误待改"


ERROR = {"单位编码": "439002", "程度": "错误"}


@pytest.fixture
def told(march: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk after 439002 explained its error in the marked copy and handed that in."""
    path = march.folders.answers["returned"] / "439002.checked.xlsx"
    problem = table(march.summary, "问题清单")
    (error,) = [row for row in problem if all(row[key] == text for key, text in ERROR.items())]
    later = datetime.datetime(2022, 3, 9, 10, 30, tzinfo=clock.BEIJING)
    monkeypatch.setattr(clock, "now", lambda: later)
    data = explained(path.read_bytes(), str(error["问题"]), "分两次下达")
    march.drop("439002 说明.xlsx", data)
    march.once()
    return march


def line_of_439002(desk: Desk) -> str:
    """Its line among those that are due, without markup."""
    page = desk.folders.page.read_text("utf-8")
    rows = re.findall(r"<tr data-state.*?</tr>", page)
    (row,) = [row for row in rows if ">439002<" in row]
    return re.sub(r"<[^>]*>", " ", row)


def answer_of_439002(desk: Desk) -> str:
    """Its line among those who have handed in, which needs no roster, without markup."""
    page = desk.folders.page.read_text("utf-8").partition("<h2>报送情况</h2>")[2]
    (row,) = [row for row in re.findall(r"<tr>.*?</tr>", page) if ">439002<" in row]
    return re.sub(r"<[^>]*>", " ", row)


def status_of_439002(desk: Desk) -> tuple[str, tuple[int, int]]:
    """Its line of `xltool status`, and what is explained and accepted in the JSON."""
    arguments = ["status", "--ledger", str(desk.ledger_file), "--period", "2022-03"]
    text = CliRunner().invoke(main, arguments).stdout
    (line,) = [line for line in text.splitlines() if "439002" in line]
    out = CliRunner().invoke(main, [*arguments, "--format", "json"]).stdout
    (unit,) = [unit for unit in json.loads(out)["units"] if unit["unit"] == "439002"]
    return line, (unit["explained"], unit["accepted"])


def test_page_and_status_show_what_is_explained_and_what_was_accepted(told: Desk) -> None:
    line, counts = status_of_439002(told)
    assert counts == (1, 0)
    for shown in (line, line_of_439002(told)):
        assert "已说明，待审核 1" in shown and "已认可" not in shown
    decide(told.summary, "认可", "已核实", **ERROR)
    told.once()
    line, counts = status_of_439002(told)
    assert counts == (0, 1)
    for shown in (line, line_of_439002(told)):
        assert "已认可 1" in shown and "待审核" not in shown


def test_without_a_roster_the_page_shows_it_where_the_files_stand(told: Desk) -> None:
    assert "已说明，待审核 1" in answer_of_439002(told)
    (told.root / "名单.csv").unlink()
    decide(told.summary, "认可", "已核实", **ERROR)
    told.once()
    page = told.folders.page.read_text("utf-8")
    assert "应报情况" not in page and "<script>" not in page
    assert "已认可 1" in answer_of_439002(told) and "待审核" not in answer_of_439002(told)


def test_an_explanation_that_was_returned_waits_no_more_until_it_comes_again(
    told: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {
        ("问题清单", cell(told.summary, "问题清单", heading, **ERROR)): text
        for heading, text in (("处理", "退回"), ("审核意见", "请附下达文件"))
    }
    type_in(told.summary, typed, "2022-03-09T03:00:00Z")
    told.once()
    assert status_of_439002(told)[1] == (0, 0) and "待审核" not in line_of_439002(told)
    later = datetime.datetime(2022, 3, 9, 14, 0, tzinfo=clock.BEIJING)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = told.folders.answers["returned"] / "439002 说明.checked.xlsx"
    told.drop("439002 又.xlsx", unlike_bytes(answer.read_bytes()))
    told.once()
    assert status_of_439002(told)[1] == (1, 0) and "已说明，待审核 1" in line_of_439002(told)


def test_what_the_reviewer_says_of_a_finding_stands_beside_it(march: Desk) -> None:
    assert "审核意见：" not in march.receipt("退回/439002.回执.txt")
    decide(march.summary, "退回", "请附下达文件", **ERROR)
    march.once()
    march.drop("再报.xlsx", unlike_bytes(unit_439002()))
    march.once()
    lines = march.receipt("退回/再报.回执.txt").splitlines()
    (at,) = [at for at, line in enumerate(lines) if "审核意见：" in line]
    assert lines[at].strip() == "审核意见：退回 请附下达文件"
    head = max(above for above in range(at) if lines[above].startswith("  错误"))
    assert "[XL408]" in "".join(lines[head:at])
    problems = problem_sheet((march.folders.answers["returned"] / "再报.checked.xlsx").read_bytes())
    said = [row["规则"].value for row in rows_of(problems) if "审核意见" in str(row["问题"].value)]
    assert said == ["XL408"]
    # Of another value the reviewer has said nothing yet.
    book = openpyxl.load_workbook(io.BytesIO(unit_439002()))
    book["项目1"]["C4"] = 630000
    book.save(march.folders.waiting / "改.xlsx")
    march.once()
    assert "审核意见：" not in march.receipt("退回/改.回执.txt")


def test_what_december_needs_is_decided_in_january(
    march: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The summary is of the old year; the receipts of the new year obey it."""
    january = datetime.datetime(2023, 1, 9, 10, 0, tzinfo=clock.BEIJING)
    monkeypatch.setattr(clock, "now", lambda: january)
    decide(march.summary, "认可", "", 单位编码="439002", 程度="错误")
    march.once()
    assert "439002.回执.txt" in march.names("通过")


def unlike_bytes(data: bytes) -> bytes:
    """The same workbook with other bytes."""
    book = io.BytesIO(data)
    with zipfile.ZipFile(book, "a") as package:
        package.comment = b"again"
    return book.getvalue()


def test_the_page_lists_the_missing_first_with_links_to_the_answers(march: Desk) -> None:
    roster = march.root / "名单.csv"
    text = roster.read_text("utf-8-sig")
    roster.write_text(text.replace("603001,", "603001,<b>坏</b>", 1), "utf-8-sig")
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    page = march.folders.page.read_text("utf-8")
    states = re.findall(r'<tr data-state="(\w+)">', page)
    assert states[0] == "missing" and states[1:] == ["missing", "invalid", "late", "nil"]
    assert "未报送，已到期" in page and "2022-03 应报情况" in page
    assert "<b>" not in page and "&lt;b&gt;坏" in page
    links = [unquote(html.unescape(each)) for each in re.findall(r'href="([^"]*)"', page)]
    assert links and all((march.root / each).is_file() for each in links)
    assert {"退回/439002.checked.xlsx", "通过/512001.回执.txt"} <= set(links)
    # The one script is the one that the page's own policy allows.
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    options = re.findall(r'<option value="(\w*)">([^<]*)', page)
    assert ("missing", "未报送 2") in options and options[0] == ("", "全部 5")


def test_a_new_month_begins_with_who_is_due(march: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing came yet, but there is a roster."""
    april = datetime.datetime(2022, 4, 1, 8, 0, tzinfo=clock.BEIJING)
    monkeypatch.setattr(clock, "now", lambda: april)
    before = march.summary.stat().st_mtime_ns
    march.once()
    assert march.summary.stat().st_mtime_ns == before
    rows = table(march.folders.summaries / "2022-04.xlsx", "报送情况")
    assert [row["报送情况"] for row in rows].count("未报送") == 3
    assert "2022-04 应报情况" in march.folders.page.read_text("utf-8")


def test_a_month_of_the_version_before_is_carried_on(desk: Desk) -> None:
    """Its summary and its ledger, with a decision in each, and the month closed."""
    shutil.copy(STORED / "month-2022-07.ledger", desk.ledger_file)
    desk.folders.summaries.mkdir()
    summary = desk.folders.summaries / "2022-07.xlsx"
    shutil.copy(STORED / "summary-2022-07.xlsx", summary)
    decide(summary, "认可", "看过", 规则="XL312", 填报内容="时效指标", 项目名称="平台运维费用本级")
    desk.once()
    assert {path.name for path in desk.folders.summaries.iterdir()} == {
        "2022-07.xlsx",
        "2022-07.上一版.xlsx",
    }
    decided = {
        (r["规则"], r["审核意见"]) for r in table(summary, "问题清单") if r["处理"] == "认可"
    }
    assert decided == {("XL601", "已核实"), ("XL312", "看过")}
    assert "已封账" in str(openpyxl.load_workbook(summary)["总览"]["A2"].value)
