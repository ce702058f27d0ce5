"""The summary is open, or the power goes while it is written: the old or the new one, whole."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import os
import re
import shutil
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sample_workbooks.make import HERE
from tests.drop_folder import BAD, Drop, unlike
from tests.test_consolidate import ROSTER, table
from tests.test_decisions import cells, decide, type_in
from tests.test_watch_month import Desk, unit_439002
from tests.test_watch_month import desk as desk
from tests.test_watch_month import first_look as first_look
from tests.test_watch_month import march as march
from xltool.excel.summary import workbook
from xltool.excel.summary.reviewed import reviewed
from xltool.language import clock
from xltool.ledger.decisions import kept_decisions
from xltool.ledger.ledger import Ledger

MARCH = HERE / "months" / "2022-03"
SUMMARY = "2022-03.xlsx"
TIMES = 7


def test_killed_while_it_is_updated(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    summary = desk.folders.summaries / SUMMARY
    shutil.copy(ROSTER, desk.root / "名单.csv")
    desk.drop("439002.xlsx", MARCH / "439002.xlsx")
    begun = time.monotonic()
    look(desk)
    whole = time.monotonic() - begun
    decided, ends = [], set[str]()
    for number in range(TIMES):
        opinion = f"第 {number} 次"
        decide_at(summary, "退回" if number % 2 else "认可", opinion, number)
        decided.append(opinion)
        desk.drop(f"512001-{number}.xlsx", unlike(MARCH / "512001.xlsx", number))
        before = summary.read_bytes()
        half = number % 3 == 0  # every third end comes as the new one is written
        ended = look(desk, whole * (number + 1) / TIMES / (4 if half else 1), half=half)
        after = summary.read_bytes()
        ends.add("done" if not ended else "old" if after == before else "new")
        with zipfile.ZipFile(summary) as package:
            assert package.testzip() is None
        held = {row.opinion for row in reviewed(summary, "").decisions}
        assert opinion in held
    assert "old" in ends, ends
    look(desk)
    journal = (desk.folders.originals / "审核记录.jsonl").read_text("utf-8")
    entries = [json.loads(line) for line in journal.splitlines()]
    # One that was typed over before it was read is nobody's; each that was read stands in both.
    noted = [entry["opinion"] for entry in entries if entry["kind"] == "decision"]
    with Ledger(desk.ledger_file) as book:
        kept = [row.opinion for row in kept_decisions(book, ("2022",)) if row.decided]
    assert noted == kept == sorted(set(noted)) and noted[-1] == decided[-1]
    rows = {row["单位编码"]: row for row in table(summary, "报送情况")}
    assert rows["439002"]["报送情况"] == rows["512001"]["报送情况"] == "逾期报送"
    (row,) = [row for row in table(summary, "问题清单") if row["处理"]]
    assert (row["处理"], row["审核意见"]) == ("认可", decided[-1])
    came = list(desk.folders.originals.rglob("*.xlsx"))
    assert len(came) == TIMES + 1 and not list(desk.folders.waiting.iterdir())


def test_what_a_sudden_end_left_beside_it_goes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.folders.summaries.mkdir()
    left, wps = (desk.folders.summaries / name for name in (f".~{'0a' * 8}.xlsx", f".~{SUMMARY}"))
    fresh = left.with_name(f".~{'1b' * 8}.xlsx")
    for path in (left, wps, fresh):
        path.write_bytes(b"half")
    yesterday = time.time() - 86400
    os.utime(left, (yesterday, yesterday))
    os.utime(wps, (yesterday, yesterday))
    desk.once()
    assert not left.exists()
    assert wps.exists() and fresh.exists()  # open in WPS; being written by another watcher


def test_an_open_summary_waits(march: Desk) -> None:
    lock = march.summary.with_name(f"~${march.summary.name}")
    lock.write_bytes(b"")
    before = march.summary.read_bytes()
    march.drop("a.xlsx", unlike(BAD, 1))
    march.once()
    assert march.summary.read_bytes() == before
    assert "关闭后自动更新" in march.folders.page.read_text("utf-8")
    lock.unlink()
    with march.loop() as loop:
        assert loop._summary
        loop._summary.answered()
        loop.run(once=True)
    assert march.summary.read_bytes() != before
    assert "关闭后自动更新" not in march.folders.page.read_text("utf-8")


@pytest.mark.parametrize("lock", ["~$2022-03.xlsx", ".~2022-03.xlsx", ".~lock.2022-03.xlsx#"])
def test_excel_wps_and_libreoffice_keep_it_waiting(march: Desk, lock: str) -> None:
    before = march.summary.read_bytes()
    (march.folders.summaries / lock).write_bytes(b"")
    march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
    march.once()
    assert march.summary.read_bytes() == before
    page = march.folders.page.read_text("utf-8")
    assert "汇总/2022-03.xlsx 正在打开，关闭后自动更新。" in page
    # Who is missing is known without the summary.
    assert [*re.findall(r'data-state="(\w+)"', page)].count("late") == 1


def test_a_summary_that_windows_does_not_let_go_waits(
    march: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened between the look and the rename: what the reviewer has typed until then stays."""
    decide(march.summary, "认可", "已核实", 单位编码="439002", 程度="错误")
    before = march.summary.read_bytes()
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target == march.summary:
            raise PermissionError(13, "used by another process", str(self), 32, str(target))
        return replace(self, target)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "replace", refused)
        march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
        march.once()
    assert march.summary.read_bytes() == before
    assert "正在打开，关闭后自动更新" in march.folders.page.read_text("utf-8")
    assert sorted(path.name for path in march.folders.summaries.iterdir()) == [
        "2022-03.xlsx",
        "2022-03.上一版.xlsx",
    ]
    march.once()
    rows = {row["单位编码"]: row for row in table(march.summary, "报送情况")}
    assert rows["439002"]["报送情况"] == rows["512001"]["报送情况"] == "逾期报送"


def test_what_is_saved_while_it_is_made_is_not_lost(
    march: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reviewer saves after the decisions were read and before the new one takes its place."""
    write = workbook.write_summary

    def slowly(*given: Any) -> None:
        write(*given)
        decide(march.summary, "认可", "最后一刻", 单位编码="439002", 程度="错误")

    with monkeypatch.context() as late:
        late.setattr("xltool.pipeline.month_summary.write_summary", slowly)
        march.drop("512001.xlsx", next((HERE / "months" / "2022-03").glob("512001*")))
        march.once()
    assert not list(march.folders.summaries.glob("*.2.xlsx"))
    march.once()
    assert [r["审核意见"] for r in table(march.summary, "问题清单") if r["处理"]] == ["最后一刻"]


def test_an_answer_that_a_sudden_end_left_out_is_in_it_after_the_start(desk: Desk) -> None:
    """No list, no summary yet: the file was answered, and the power went."""
    Drop.once(desk)
    desk.drop("439002.xlsx", unit_439002())
    with Drop.loop(desk) as loop:
        loop.run(once=True)
    assert not desk.summary.exists()
    desk.once()
    assert desk.summary.exists()


def test_only_what_is_behind_is_written_at_a_start(march: Desk) -> None:
    other = march.folders.summaries / "2022-02.xlsx"
    with march.loop() as loop:
        assert loop._summary
        loop._summary._pending.add("2022-02")
        loop.run(once=True)
    times = [path.stat().st_mtime_ns for path in (march.summary, other)]
    march.once()
    assert [path.stat().st_mtime_ns for path in (march.summary, other)] == times


def decide_at(summary: Path, said: str, opinion: str, number: int) -> None:
    where = {"单位编码": "439002", "程度": "错误"}
    said_at, why_at = cells(summary, "问题清单", "处理", "审核意见", **where).values()
    type_in(
        summary,
        {("问题清单", said_at): said, ("问题清单", why_at): opinion},
        f"2022-04-01T01:00:{number:02}Z",
    )


def look(desk: Desk, seconds: float | None = None, *, half: bool = False) -> bool:
    """One look of the desk in a process of its own, killed after a time; whether it was.

    With `half` the time begins when half of a new summary lies there.
    """
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["tests.test_watch_month", "xltool.pipeline.month_summary"])
    process = context.Process(target=_once, args=(desk.root.parent,))
    process.start()
    while half and process.is_alive() and not list(desk.folders.summaries.glob(".~*.xlsx")):
        time.sleep(0.005)
    process.join(seconds)
    ended = process.is_alive()
    process.kill()
    process.join()
    for left in desk.folders.summaries.glob(".~*.xlsx"):
        left.unlink()
    return bool(ended)


def _once(root: Path) -> None:
    now = datetime.datetime(2022, 3, 9, 10, 0, tzinfo=clock.BEIJING)
    begun = time.monotonic()
    clock.now = lambda: now + datetime.timedelta(seconds=time.monotonic() - begun)
    Desk(root).once()
