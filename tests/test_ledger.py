"""The ledger: what it keeps, two writers at once, files of other versions, closed months."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import xltool
import xltool.ledger.ledger
from sample_workbooks.layouts import published_layout
from sample_workbooks.make import HERE, read_content
from tests.book_file import book_bytes
from tests.test_consolidate import MONTHS, run, table
from xltool.cli.main import main
from xltool.language.errors import LedgerError, NoLedgerError
from xltool.language.text import display_width
from xltool.ledger.ledger import Ledger
from xltool.ledger.migrations import MIGRATIONS
from xltool.ledger.network_share import on_network
from xltool.watch.answer_log import AnswerLog

FIRST = 368800 + 3000000 + 500000


def submitted(path: Path, budget: int) -> Path:
    """The published workbook with another budget of its first project."""
    content = read_content()["published"]
    first, *others = content["projects"]
    projects = [{**first, "budget": budget, "fiscal": budget}, *others]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book_bytes(published_layout({**content, "projects": projects})))
    return path


def month(folder: Path, path: Path, period: str, **options: Any) -> Path:
    out = folder / f"{period}.xlsx"
    ledger = folder / "台账.db"
    return run(out, paths=[path], ledger=ledger, period=period, roster=None, **options).path


def test_what_came_before_stands_in_the_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "台账.db"
    run(tmp_path / "一月.xlsx", paths=[MONTHS / "2022-01"], ledger=ledger, period="2022-01")
    later = run(tmp_path / "三月.xlsx", paths=[MONTHS / "2022-03"], ledger=ledger)
    assert later.statuses == {"counted": 2, "invalid": 1}
    assert table(later.path, "项目清单")[-1]["预算数"] == FIRST + 1320000


def test_the_receipt_decides_before_the_date_of_saving(tmp_path: Path) -> None:
    """Both say that they were saved at the same time; the first was received last."""
    late = submitted(tmp_path / "甲" / "表.xlsx", 400000)
    early = submitted(tmp_path / "乙" / "表.xlsx", 500000)
    month(tmp_path, late, "2022-03", received="2022-03-09T01:00:00")
    path = month(tmp_path, early, "2022-03", received="2022-03-08T01:00:00")
    assert table(path, "项目清单")[0]["预算数"] == 400000
    assert not [row for row in table(path, "问题清单") if row["规则"] == "XL803"]


def test_what_was_received_later_does_not_stand_in_an_earlier_month(tmp_path: Path) -> None:
    path = submitted(tmp_path / "表.xlsx", 400000)
    month(tmp_path, path, "2022-04", received="2022-04-02T01:00:00")
    summary = month(tmp_path, path, "2022-03")
    assert [row["单位编码"] for row in table(summary, "项目清单")] == ["（无）", "合计"]


def test_a_closed_month_stays_and_shows_adjustments(tmp_path: Path) -> None:
    before = submitted(tmp_path / "甲" / "表.xlsx", 400000)
    month(tmp_path, before, "2022-03", received="2022-03-08T01:00:00", close=True)
    after = submitted(tmp_path / "乙" / "表.xlsx", 450000)
    path = month(tmp_path, after, "2022-03", received="2022-03-20T01:00:00", close=True)
    assert table(path, "项目清单")[-1]["预算数"] == FIRST - 368800 + 400000
    adjusted = [row for row in table(path, "环比变化") if row["变化"].startswith("封账后")]
    assert [(row["内容"], row["上期"], row["本期"]) for row in adjusted] == [
        ("预算数", 400000, 450000),
        ("其中：财政资金", 400000, 450000),
    ]
    files = {row["文件"]: row["是否计入"] for row in table(path, "来源与校验")[:2]}
    assert files == {"甲/表.xlsx": "计入", "乙/表.xlsx": "封账后收到"}
    # The next month counts what is newest, and tells the change.
    path = month(tmp_path, after, "2022-04")
    assert table(path, "项目清单")[-1]["预算数"] == FIRST - 368800 + 450000
    assert [row["变化"] for row in table(path, "环比变化")] == ["金额变化", "金额变化"]


def test_closing_needs_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError):
        run(tmp_path / "汇总.xlsx", close=True)


def test_ledger_and_workbooks_can_be_moved_together(tmp_path: Path) -> None:
    shutil.copytree(MONTHS, tmp_path / "旧" / "报送")
    old = tmp_path / "旧"
    run(old / "汇总.xlsx", paths=[old / "报送"], ledger=old / "台账.db")
    new = tmp_path / "新"
    old.rename(new)
    out = new / "再汇总.xlsx"
    run(out, paths=[new / "报送"], ledger=new / "台账.db")
    with Ledger(new / "台账.db") as ledger:
        rows = ledger.connection.execute("SELECT path FROM submissions").fetchall()
    assert sorted(path for (path,) in rows) == [
        f"报送/{name}"
        for name in (
            "2022-01/439001.xlsx",
            "2022-02/512001.xlsx",
            "2022-03/439002.xlsx",
            "2022-03/512001.xlsx",
        )
    ]


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom xltool.ledger.ledger import Ledger\n"
        "from xltool.ledger.entry import entry_of\n"
        "from xltool.model.report import Report, Verdict\n"
        "with Ledger(Path(sys.argv[1])) as ledger:\n"
        "    for number in range(40):\n"
        "        report = Report(f'{sys.argv[2]}-{number}.xlsx', Verdict.CLEAN, digest='d')\n"
        "        ledger.add([entry_of(report)])\n"
    )
    path = tmp_path / "台账.db"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b", "c")
    ]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    with Ledger(path) as ledger:
        assert ledger.connection.execute("SELECT count(*) FROM submissions").fetchone() == (120,)
        mode = ledger.connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == ("delete",)


def test_a_ledger_that_stays_locked_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.db"
    with Ledger(path):
        pass
    monkeypatch.setattr(xltool.ledger.ledger, "WAIT_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger(path) as ledger, pytest.raises(LedgerError, match="another program"):
        ledger.add([])
    other.close()


def test_a_ledger_that_is_locked_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.db"
    with Ledger(path):
        pass
    monkeypatch.setattr(xltool.ledger.ledger, "WAIT_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    ledger = Ledger(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match="another program"), ledger:
        ledger.last_month()
    other.close()


def test_an_older_ledger_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.db"
    run(tmp_path / "汇总.xlsx", ledger=path)
    scripts = (*MIGRATIONS, "ALTER TABLE submissions ADD COLUMN remark TEXT")
    monkeypatch.setattr(xltool.ledger.ledger, "MIGRATIONS", scripts)
    with Ledger(path) as ledger:
        rows = ledger.connection.execute("SELECT count(*), max(remark) FROM submissions")
        assert rows.fetchone() == (4, None)
        assert ledger.connection.execute("PRAGMA user_version").fetchone() == (len(scripts),)
    monkeypatch.undo()
    with pytest.raises(LedgerError, match="newer"):
        Ledger(path)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 40, None])
def test_a_file_that_is_no_ledger(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "别的.db"
    if content:
        path.write_bytes(content)
    else:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE addresses (name TEXT)")
        other.commit()
        other.close()
    kept = path.read_bytes()
    with pytest.raises(LedgerError, match="no ledger of xltool"):
        Ledger(path)
    assert path.read_bytes() == kept


def test_a_ledger_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / "没有" / "台账.db")


def test_network_paths_are_known() -> None:
    assert on_network(Path("//server/share/台账.db"))
    assert not on_network(HERE)


def test_status_lists_who_has_handed_in(tmp_path: Path) -> None:
    from click.testing import CliRunner

    ledger = tmp_path / "台账.db"
    run(tmp_path / "汇总.xlsx", ledger=ledger, close=True)
    arguments = ["status", "--ledger", str(ledger), "--roster", str(MONTHS / "报送名单.csv")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1  # 603001 is missing and its day has come
    lines = result.stdout.splitlines()
    assert lines[0] == "2022年3月报送情况（已封账）"
    assert [line.split()[:2] for line in lines[1:6]] == [
        ["未报送", "603001"],
        ["有错误待改", "439002"],
        ["逾期报送", "512001"],
        ["按时报送", "439001"],
        ["零报送", "512002"],
    ]
    starts = {display_width(line[: line.index("部门预算")]) for line in lines[1:6]}
    assert len(starts) == 1  # a table
    units = json.loads(CliRunner().invoke(main, [*arguments, "--format", "json"]).stdout)["units"]
    assert [(u["unit"], u["status"], u["overdue"]) for u in units[:2]] == [
        ("603001", "missing", True),
        ("439002", "invalid", False),
    ]
    assert units[1]["errors"] == 1 and units[1]["path"].endswith("439002.xlsx")
    arguments.remove("--roster")
    arguments.pop()
    assert CliRunner().invoke(main, arguments).exit_code == 0  # nobody is known to be missing
    arguments += ["--roster", str(MONTHS / "报送名单.csv")]
    assert lines[6] == "合计：按时报送 1、逾期报送 1、有错误待改 1、零报送 1、未报送 1"
    other = CliRunner().invoke(main, [*arguments, "--period", "2022-01", "--lang", "en"])
    assert other.stdout.splitlines()[0] == "Submissions, January 2022"
    missing = CliRunner().invoke(main, ["status", "--ledger", str(tmp_path / "没有.db")])
    assert missing.exit_code == 2 and "没有.db" in missing.stderr
    assert not (tmp_path / "没有.db").exists()


def test_answers_of_a_ledger_from_before_they_were_its_own(tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    before = sqlite3.connect(path)
    for script in MIGRATIONS[:4]:
        before.executescript(script)
    texts = ("number", "folder", "name", "stem", "digest", "rules", "received", "place", "verdict")
    more = ("form", "unit", "unit_name", "year", "period", "kept", "receipt", "copy", "copy_digest")
    columns = [*texts, *more, "findings", "told", "errors", "warnings", "notes"]
    defined = ", ".join(f"{column} DEFAULT ''" for column in columns)
    before.execute(f"CREATE TABLE desk ({defined}, PRIMARY KEY (number))")
    before.execute("CREATE INDEX desk_by_unit ON desk (form, unit, received)")
    before.execute("INSERT INTO desk (number, findings, told) VALUES ('0007', '[]', '{}')")
    before.execute("PRAGMA user_version = 4")
    before.commit()
    before.close()
    with Ledger(path) as ledger:
        answer = AnswerLog(ledger).of_number("0007")
        assert answer is not None and answer.receipt_text == "{}"
        tables = ledger.connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'desk%'")
        assert tables.fetchall() == []
