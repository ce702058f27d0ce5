"""What the desk answers: where it goes, what it says, and how often."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import sys
import threading
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import openpyxl
import pytest

from tests.drop_folder import BAD, GOOD, SAMPLES, Drop, InPlace, count_all, unlike
from xltool.excel.read.workbook import read_workbook
from xltool.language import clock
from xltool.ledger.ledger import Ledger
from xltool.pipeline.check import check
from xltool.pipeline.outputs import Marked
from xltool.reports.text_file import is_unedited_text
from xltool.watch.ahead import Ahead
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.board import board_of
from xltool.watch.folders import Claim, WatchFolders, received_at, watcher_name
from xltool.watch.receipt import ReceiptComparison, unit_warning
from xltool.watch.responder import Responder
from xltool.watch.tasks import Checked, CheckTask, MarkTask
from xltool.watch.worker import Broken, FailureReason


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    return Drop(tmp_path)


def test_answers_go_back_to_the_subfolder_they_came_from(drop: Drop) -> None:
    drop.drop("439001/好.xlsx", GOOD)
    drop.drop("439001/三月/坏.xlsx", BAD)
    tally = drop.once().notices.tally
    assert (tally.passed, tally.returned, tally.unjudged) == (1, 1, 0)
    assert drop.names("通过") == ["439001/好.checked.xlsx", "439001/好.回执.txt"]
    assert drop.names("退回") == ["439001/三月/坏.checked.xlsx", "439001/三月/坏.回执.txt"]
    assert drop.names("待检") == []
    kept = drop.names("原件")
    assert [Path(name).parent.as_posix() for name in kept] == ["439001", "439001/三月"]
    assert (drop.root / "原件" / kept[0]).read_bytes() == GOOD.read_bytes()
    assert (drop.root / "状态.html").exists()


def test_the_folders_speak_the_language_they_were_made_in(tmp_path: Path) -> None:
    english = Drop(tmp_path, "en")
    english.drop("bad.xlsx", BAD)
    again = WatchFolders(english.root, "zh", "me")
    assert again.lang == "en"
    english.once()
    assert english.names("returned") == ["bad.checked.xlsx", "bad.receipt.txt"]
    assert "Result: returned (errors to correct" in english.receipt("returned/bad.receipt.txt")
    assert (english.root / "status.html").exists()


def test_receipts_end_their_lines_as_old_notepads_need_it(drop: Drop) -> None:
    """One that an earlier version wrote with other line ends is still known as ours."""
    drop.drop("坏.xlsx", BAD)
    drop.once()
    receipt = drop.root / "退回" / "坏.回执.txt"
    data = receipt.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r") > 5
    assert is_unedited_text(receipt)
    receipt.write_bytes(data.replace(b"\r\n", b"\n"))
    assert is_unedited_text(receipt)


def test_the_receipt_says_what_how_many_and_what_to_do_next(drop: Drop) -> None:
    drop.drop("439001/坏.xlsx", BAD)
    drop.once()
    text = drop.receipt("退回/439001/坏.回执.txt")
    for said in (
        "文件：坏.xlsx",
        "439001 唐山市开平区行政审批局本级",
        "结果：退回（有错误，需要修改 · 错误 12、警告 15、提示 1）",
        "错误 部门整体!A10",
        "打开同一文件夹中的“坏.checked.xlsx”",
        "放回“待检”文件夹（原来的“439001”子文件夹）",
    ):
        assert said in text
    drop.drop("好.xlsx", GOOD)
    drop.once()
    text = drop.receipt("通过/好.回执.txt")
    assert "结果：通过，没有发现问题" in text
    assert "不用再做什么" in text


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.xlsx", b"", "文件是空的"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "内容却是网页"),
        ("半截.xlsx", BAD.read_bytes()[:-200], "不完整或已损坏"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 100, "文件是图片"),
        ("表.csv", "单位,金额\n甲,1\n".encode(), "纯文本"),
    ],
)
def test_what_is_no_workbook_is_returned_with_the_reason(
    drop: Drop, name: str, data: bytes, said: str
) -> None:
    drop.drop(name, data)
    tally = drop.once().notices.tally
    assert tally.unjudged == 1
    stem = name.rpartition(".")[0]
    assert drop.names("退回") == [f"{stem}.回执.txt"]
    assert said in drop.receipt(f"退回/{stem}.回执.txt").replace("\n  ", "")
    count_all(drop.root, drop.ledger_file, {name: data})


def test_the_same_bytes_again_are_answered_from_the_ledger(drop: Drop) -> None:
    drop.drop("坏.xlsx", BAD)
    drop.once()
    asked = drop.worker.asked
    drop.drop("改名.xlsx", BAD)
    drop.drop("坏.xlsx", BAD)
    drop.once()
    assert drop.worker.asked == asked
    assert len(drop.answered()) == 3
    assert drop.names("退回") == sorted(
        f"{stem}{end}" for stem in ("坏", "改名") for end in (".checked.xlsx", ".回执.txt")
    )
    text = drop.receipt("退回/改名.回执.txt")
    assert "内容完全相同" in text
    assert "打开同一文件夹中的“改名.checked.xlsx”" in text
    assert len(drop.names("原件")) == 3  # every original is kept


def test_a_marked_copy_that_was_taken_away_is_made_again(drop: Drop) -> None:
    drop.drop("坏.xlsx", BAD)
    drop.once()
    (drop.root / "退回" / "坏.checked.xlsx").unlink()
    drop.drop("坏.xlsx", BAD)
    drop.once()
    assert drop.names("退回") == ["坏.checked.xlsx", "坏.回执.txt"]


def test_two_units_with_the_same_bytes_are_two_submissions(drop: Drop) -> None:
    drop.drop("439001/表.xlsx", BAD)
    drop.drop("512001/表.xlsx", BAD)
    asked = drop.worker.asked
    drop.once()
    assert drop.worker.asked - asked == 4  # checked and marked twice
    assert sorted(answered.folder for answered in drop.answered()) == ["439001", "512001"]
    assert "放在“512001”文件夹，表中填的单位却是“439001" in drop.receipt("退回/512001/表.回执.txt")
    assert "放在" not in drop.receipt("退回/439001/表.回执.txt")


class Helper(InPlace):
    """A helper of `Ahead` that notes what it was given; with `late` the file changes meanwhile."""

    seen: ClassVar[list[str]] = []
    late: ClassVar[dict[str, bytes]] = {}

    def ask(self, task: CheckTask | MarkTask) -> Checked | Marked | Broken:
        self.seen.append(task.path.name)
        found = super().ask(task)
        if task.path.name in self.late:
            task.path.write_bytes(self.late.pop(task.path.name))
        return found


def test_many_that_wait_are_checked_ahead_and_answered_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xltool.watch.ahead.FULL", 3)
    now = clock.now()  # a copy names the time of the submission before
    monkeypatch.setattr("xltool.language.clock.now", lambda: now)
    dropped = {f"439001/{n}.xlsx": unlike((GOOD, BAD)[n % 2], n) for n in range(4)}
    dropped["text.xlsx"] = b"no workbook"
    found = []
    for helpers in (0, 1):
        (tmp_path / str(helpers)).mkdir()
        drop = Drop(tmp_path / str(helpers))
        for name, data in dropped.items():
            drop.drop(name, data)
        Helper.late = {"3.xlsx": unlike(BAD, 9)} if helpers else {}
        late = {**dropped, "439001/3.xlsx": unlike(BAD, 9)}
        if not helpers:
            drop.drop("439001/3.xlsx", late["439001/3.xlsx"])
        with drop.loop() as loop:
            loop.responder.ahead = Ahead(helpers, Helper)  # type: ignore[arg-type]
            loop.run(once=True)
        count_all(drop.root, drop.ledger_file, late)
        entries = [
            replace(each, number="", received="", kept="", receipt="", receipt_text="")
            for each in drop.answered()
        ]
        copies = {
            path.relative_to(drop.root): path.read_bytes()
            for path in drop.root.rglob("*.checked.xlsx")
        }
        with Ledger(drop.ledger_file) as book:
            rows = book.connection.execute(
                "SELECT digest, form, unit, month, verdict, judging, judged_as FROM submissions "
                "ORDER BY digest"
            ).fetchall()
            times = book.connection.execute(
                "SELECT count(*) FROM submissions JOIN answers USING (digest, received)"
            ).fetchone()
        assert times == (4,)  # no digest is kept of what is no workbook
        found.append((sorted(entries, key=lambda each: each.name), copies, rows))
    assert found[0] == found[1]
    assert sorted(Helper.seen) == sorted(Path(name).name for name in dropped)
    assert drop.worker.asked == 4 + 1  # marked, but for the text; and checked, the one that changed


def test_a_changed_form_answers_anew(drop: Drop, tmp_path: Path) -> None:
    drop.schemas = tmp_path / "forms"
    shutil.copytree(SAMPLES.parent / "schemas", drop.schemas)
    drop.drop("表.xlsx", BAD)
    drop.once()
    asked = drop.worker.asked
    form = drop.schemas / "hebei-target@2022.yaml"
    form.write_text(form.read_text("utf-8") + "\n# changed\n", "utf-8")
    drop.drop("表.xlsx", BAD)
    drop.once()
    assert drop.worker.asked == asked + 2
    first, second = drop.answered()
    assert first.rules != second.rules


def test_fixed_new_and_still_open_since_the_last_submission(drop: Drop, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BAD)
    sheet = book["项目1"]
    sheet["C4"] = 368800  # one error mended: it said 36.88万元
    book["项目2"]["B3"] = "1302"  # and one made
    mended = tmp_path / "坏.xlsx"
    book.save(mended)
    drop.drop("坏.xlsx", BAD)
    drop.once()
    drop.drop("坏.xlsx", mended)
    drop.once()
    last, first = drop.answered()
    since = ReceiptComparison.of(first, last.findings)
    assert since.fixed >= 1
    assert since.new >= 1
    assert since.open >= 20
    assert since.fixed + since.open == len(set(first.findings))
    sentence = since.sentence("zh")
    assert sentence in drop.receipt("退回/坏.回执.txt")
    copy = openpyxl.load_workbook(drop.root / "退回" / "坏.checked.xlsx")
    head = [copy["问题清单"].cell(row, 1).value for row in range(1, 12)]
    assert sentence in head
    # The head does not come between the filler and what was found.
    assert len(read_workbook(drop.root / "退回" / "坏.checked.xlsx").sheets) == len(book.sheetnames)


def corrected(copy: Path, target: Path) -> Path:
    """The marked copy of the sample with its three codes put right, one of its amounts, and two
    names written otherwise; an explanation stands beside each warning.
    """
    book = openpyxl.load_workbook(copy)
    for name, code, title in (
        ("项目1", "13020522P00B8J810002R", "政务平台运维费用"),
        ("项目2", "13020522P00082810002R", "政务大厅提升改造"),
        ("项目3", "13020522P00897310001A", "行政审批综合管理事务本级"),
    ):
        book[name]["B3"], book[name]["E3"] = code, title
    book["项目1"]["C4"] = 368800
    for row in book["问题清单"].iter_rows():
        if row[0].value == "警告":
            row[12].value = "已与财政核实。"
    book.save(target)
    return target


@pytest.mark.parametrize("stored", ["fingerprints", "identities"])
def test_a_corrected_code_is_no_new_problem(drop: Drop, tmp_path: Path, stored: str) -> None:
    """Four were put right: the codes of XL101, XL102 and XL105, and the amount of XL401."""
    drop.drop("坏.xlsx", BAD)
    drop.once()
    (first,) = drop.answered()
    assert len(first.findings) == 30
    if stored == "identities":  # as older versions kept them
        with closing(sqlite3.connect(drop.ledger_file)) as ledger, ledger:
            ids = json.dumps([finding.id for finding in first.findings])
            ledger.execute("UPDATE answers SET findings = ?", (ids,))
    drop.drop("坏.xlsx", corrected(drop.root / "退回" / "坏.checked.xlsx", tmp_path / "改.xlsx"))
    drop.once()
    last, first = drop.answered()
    since = ReceiptComparison.of(first, last.findings)
    assert since.fixed + since.open == 30
    if stored == "fingerprints":
        assert (since.fixed, since.new, since.open) == (4, 0, 26)
    receipt = drop.receipt("退回/坏.回执.txt")
    assert since.sentence("zh") in receipt
    # Two of the fifteen that were explained are among the four.
    assert "有 2 条情况说明在这次检查中没有对应的问题" in "".join(receipt.split("\n  "))
    report = check(drop.root / "退回" / "坏.checked.xlsx")[0]
    assert len([finding for finding in report if finding.explanation]) == 13
    assert [line.rule for line in report.unmatched] == ["XL102", "XL105"]


def test_a_file_in_the_folder_of_another_unit_does_not_stand_for_its_own(drop: Drop) -> None:
    """The page shows both, and the receipt names the file that it is compared with."""
    drop.drop("439001/自己的.xlsx", GOOD)
    drop.once()
    drop.drop("512001/放错的.xlsx", BAD)
    drop.once()
    with Ledger(drop.ledger_file) as book:
        board = board_of(AnswerLog(book), clock.now(), "zh")
    shown = [(row.unit, row.last.name, row.misplaced) for row in board.rows if row.last]
    assert shown == [("439001", "自己的.xlsx", ""), ("439001", "放错的.xlsx", "512001")]
    assert "（放在“512001”文件夹，请核对）" in (drop.root / "状态.html").read_text("utf-8")
    receipt = drop.receipt("退回/512001/放错的.回执.txt")
    assert "和上次报送的“439001/自己的.xlsx”（" in receipt


def test_an_answer_that_passes_takes_the_place_of_the_one_that_was_returned(drop: Drop) -> None:
    drop.drop("439001/表.xlsx", BAD)
    drop.once()
    drop.drop("439001/表.xlsx", GOOD)
    drop.once()
    assert drop.names("退回") == []
    assert drop.names("通过") == ["439001/表.checked.xlsx", "439001/表.回执.txt"]
    assert "已改好 30 处" in drop.receipt("通过/439001/表.回执.txt")


def test_an_answer_that_somebody_changed_stays(drop: Drop) -> None:
    drop.drop("表.xlsx", BAD)
    drop.once()
    copy = drop.root / "退回" / "表.checked.xlsx"
    book = openpyxl.load_workbook(copy)
    book.worksheets[0]["A1"] = "我的"
    book.save(copy)
    mine = copy.read_bytes()
    receipt = drop.root / "退回" / "表.回执.txt"
    receipt.write_text(receipt.read_text("utf-8-sig") + "已电话告知", "utf-8")
    drop.drop("表.xlsx", unlike(BAD, 2))
    drop.once()
    assert copy.read_bytes() == mine
    assert receipt.read_text("utf-8").endswith("已电话告知")
    assert drop.names("退回") == sorted(
        ["表.checked.xlsx", "表.回执.txt", "表.checked.2.xlsx", "表.回执.2.txt"]
    )


def test_another_unit_with_the_same_file_name_gets_an_answer_of_its_own(drop: Drop) -> None:
    drop.drop("表.xlsx", BAD)
    drop.once()
    drop.drop("表.xlsx", SAMPLES / "months" / "2022-03" / "512001.xlsx")
    drop.once()
    assert sum(name.endswith(".txt") for p in ("通过", "退回") for name in drop.names(p)) == 2


def test_what_was_saved_as_we_asked_takes_the_place_of_the_refusal(drop: Drop) -> None:
    drop.drop("439001/表.xls", b"<html><table></table></html>")
    drop.once()
    drop.drop("439001/表.xlsx", GOOD)
    drop.once()
    assert drop.names("退回") == []
    assert drop.names("通过") == ["439001/表.checked.xlsx", "439001/表.回执.txt"]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (FailureReason.CRASH, "出了故障"),
        (FailureReason.TIME, "很久也没有查完"),
        (FailureReason.MEMORY, "内存超过了限度"),
    ],
)
def test_a_file_that_breaks_the_worker_is_returned(
    drop: Drop, why: FailureReason, said: str
) -> None:
    drop.worker.broken = Broken(why)
    drop.drop("炸弹.xlsx", b"one")
    drop.once()
    assert said in drop.receipt("退回/炸弹.回执.txt").replace("\n  ", "")
    assert drop.worker.asked == (2 if why is FailureReason.CRASH else 1)
    drop.worker.broken = None
    drop.drop("别的.xlsx", b"another")
    drop.once()
    assert "别的.回执.txt" in drop.names("退回")


def test_a_fault_of_ours_is_answered_too(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Answered:
        raise KeyError("a fault")

    monkeypatch.setattr(Responder, "_answer", fail)
    drop.drop("表.xlsx", GOOD)
    drop.once()
    assert drop.names("退回") == ["表.回执.txt"]
    count_all(drop.root, drop.ledger_file, {"表.xlsx": GOOD.read_bytes()})


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing_is_said_and_tried_again(
    drop: Drop, number: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    files = {f"{n}.xls": f"text {n}".encode() for n in range(6)}
    for name, data in files.items():
        drop.drop(name, data)
    put = WatchFolders.put

    def full(_self: WatchFolders, path: Path, _data: bytes) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(WatchFolders, "put", full)
    with caplog.at_level("INFO", "xltool.watch"):
        inbox = drop.once()
    assert inbox.notices.tally.failed
    assert inbox.notices.tally.done == 0
    said = {errno.ENOSPC: "磁盘已满", errno.EROFS: "只读", errno.EACCES: "没有权限"}[number]
    assert any(said in record.message for record in caplog.records)
    # Not all were claimed: those that wait can still be seen to wait.
    assert len(drop.names("待检")) == 3
    assert len(drop.claims()) == 3
    monkeypatch.setattr(WatchFolders, "put", put)
    drop.once()
    count_all(drop.root, drop.ledger_file, files)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder_is_said(drop: Drop) -> None:
    drop.drop("表.xlsx", BAD)
    drop.folders.waiting.chmod(0o500)
    try:
        assert drop.once().notices.tally.failed
    finally:
        drop.folders.waiting.chmod(0o700)
    assert drop.names("待检") == ["表.xlsx"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_in_another_encoding(drop: Drop) -> None:
    """A share that was filled by Windows machines holds names in GBK."""
    name = os.fsdecode("表".encode("gbk") + b".xlsx")
    drop.drop(f"439001/{name}", BAD)
    drop.once()
    drop.drop(f"439001/{name}", BAD)
    drop.once()
    assert len(drop.names("原件")) == 2
    assert len(drop.names("退回")) == 2
    assert not drop.claims()


def test_a_share_that_is_gone_is_waited_for(drop: Drop) -> None:
    away = drop.root.rename(drop.root.with_name("away"))
    assert drop.once().notices.tally.failed
    assert not drop.root.exists()
    away.rename(drop.root)
    drop.drop("表.xlsx", b"text")
    assert drop.once().notices.tally.done == 1


def test_a_form_file_with_a_mistake_returns_nothing(drop: Drop, tmp_path: Path) -> None:
    drop.schemas = tmp_path / "forms"
    drop.schemas.mkdir()
    (drop.schemas / "a.yaml").write_text("form: [", "utf-8")
    drop.drop("表.xlsx", BAD)
    inbox = drop.once()
    assert inbox.notices.tally.failed
    assert inbox.notices.tally.done == 0
    assert "a.yaml" in (drop.root / "状态.html").read_text("utf-8")
    (drop.schemas / "a.yaml").unlink()
    drop.once()
    assert drop.names("退回") == ["表.checked.xlsx", "表.回执.txt"]


class Killed(BaseException):
    """The end of the process, at one of its steps."""


def _steps(monkeypatch: pytest.MonkeyPatch, end_at: int) -> list[str]:
    """Let every step that leaves a trace count, and end the process before one of them."""
    steps: list[str] = []

    def counted(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def step(*arguments: object, **options: object) -> object:
            steps.append(name)
            if len(steps) == end_at:
                raise Killed
            return real(*arguments, **options)

        monkeypatch.setattr(owner, name, step)

    from xltool.watch.answer_log import AnswerLog

    counted(WatchFolders, "claim")
    counted(WatchFolders, "put")
    counted(WatchFolders, "keep")
    counted(AnswerLog, "add")
    counted(Ledger, "add")
    counted(Path, "unlink")
    return steps


@pytest.mark.parametrize("end_at", range(1, 36))
def test_an_end_at_any_step_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, end_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = Drop(tmp_path)
    files = {"a.xlsx": unlike(BAD, 1), "439001/b.xlsx": b"one text", "c.xls": b"another"}
    files["d.xlsx"] = files["a.xlsx"]  # answered from the ledger
    for name, data in files.items():
        drop.drop(name, data)
    with monkeypatch.context() as patched:
        steps = _steps(patched, end_at)
        try:
            drop.once()
        except Killed:
            assert len(steps) == end_at
        else:
            assert len(steps) < end_at
            assert end_at > 20  # the steps of four files were all tried
    Drop(tmp_path).once()
    count_all(drop.root, drop.ledger_file, files)
    submissions = [(row.kept, row.received) for row in drop.answered()]
    with Ledger(drop.ledger_file) as book:
        kept = book.connection.execute("SELECT path, received FROM submissions").fetchall()
    assert sorted(kept) == sorted(submissions)


def test_what_another_watcher_left_is_taken_over_after_a_while(tmp_path: Path) -> None:
    mine, other = Drop(tmp_path), Drop(tmp_path, name="other")
    fresh = clock.now()
    for name, taken in (("old.xlsx", fresh - timedelta(hours=2)), ("new.xlsx", fresh)):
        path = other.drop(name, unlike(BAD, len(name) + name.count("o")))
        waiting = next(file for file in other.folders.scan() if file.path == path)
        other.folders.claim(waiting, taken)
    mine.once()
    assert [answered.name for answered in mine.answered()] == ["old.xlsx"]
    assert [claim.name for claim in other.claims()] == ["new.xlsx"]


def test_what_waits_is_answered_however_long_the_interrupted_takes(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One run for a scheduler answers all that waits, also after a long first check."""
    drop.drop("begun.xlsx", unlike(GOOD, 1))
    (seen,) = drop.folders.scan()
    drop.folders.claim(seen, clock.now())
    drop.drop("waits.xlsx", unlike(GOOD, 2))
    late = 0.0
    ask, ticks = drop.worker.ask, time.monotonic

    def slow(task: CheckTask | MarkTask) -> Checked | Marked | Broken:
        nonlocal late
        late += 3600
        return ask(task)

    monkeypatch.setattr(drop.worker, "ask", slow)
    monkeypatch.setattr("xltool.watch.loop.time.monotonic", lambda: ticks() + late)
    drop.once()
    assert {answered.name for answered in drop.answered()} == {"begun.xlsx", "waits.xlsx"}


def test_one_of_two_watchers_has_a_file(tmp_path: Path) -> None:
    mine, other = Drop(tmp_path), Drop(tmp_path, name="other")
    mine.drop("表.xlsx", BAD)
    (seen,) = mine.folders.scan()
    mine.folders.claim(seen, clock.now())
    with pytest.raises(FileNotFoundError):
        other.folders.claim(seen, clock.now())


def test_two_watchers_at_once_answer_each_file_once(tmp_path: Path) -> None:
    mine, other = Drop(tmp_path), Drop(tmp_path, name="other")
    files = {f"{n}.xls": f"text {n}".encode() for n in range(60)}
    for name, data in files.items():
        mine.drop(name, data)
    threads = [threading.Thread(target=watcher.once) for watcher in (mine, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mine.names("原件")) == 60
    assert len(mine.names("退回")) == 60
    assert mine.names("待检") == []
    assert not mine.claims() and not other.claims()


def test_a_lost_ledger_is_rebuilt_from_originals_and_receipts(drop: Drop) -> None:
    drop.drop("439001/坏.xlsx", BAD)
    drop.drop("好.xlsx", GOOD)
    drop.drop("文字.xls", b"text")
    drop.once()
    before = drop.answered()
    drop.ledger_file.unlink()
    drop.once()
    after = drop.answered()

    def facts(answered: Answered) -> tuple[object, ...]:
        names: tuple[str, ...] = (
            "number",
            "folder",
            "name",
            "digest",
            "received",
            "place",
            "verdict",
            "form",
        )
        names += ("unit", "year", "errors", "warnings", "findings", "kept", "receipt")
        return tuple(getattr(answered, name) for name in names)

    assert sorted(map(facts, after)) == sorted(map(facts, before))
    drop.drop("439001/坏.xlsx", GOOD)
    drop.once()
    assert "已改好" in drop.receipt("通过/439001/坏.回执.txt")


def test_the_ledger_serves_the_consolidation(drop: Drop) -> None:
    from click.testing import CliRunner

    from xltool.cli.main import main

    drop.drop("439001/坏.xlsx", BAD)
    drop.drop("439001/好.xlsx", GOOD)
    drop.once()
    out = drop.root / "汇总.xlsx"
    month = f"2022-{clock.now():%m}"
    arguments = ["consolidate", str(drop.root / "原件"), "--period", month, "--out", str(out)]
    done = CliRunner().invoke(main, [*arguments, "--ledger", str(drop.ledger_file)])
    assert out.exists(), done.output
    assert "收到文件 2 个" in done.output


def test_numbers_and_names_of_originals() -> None:
    number = "20261124-173005-kqzta"
    assert received_at(number).isoformat() == "2026-11-24T09:30:05+00:00"
    folders = WatchFolders(Path("/desk"), "zh", "me")
    claim = Claim(number, Path("x"), "439001", "2023年" + "表" * 100 + ".xlsx")
    name = folders.kept_path(claim, "0123456789abcdef" * 4).name
    assert name.startswith(f"{number}_abcdefghijkl_2023年表")
    assert name.endswith(".xlsx")
    assert len(name.encode()) <= 255
    assert watcher_name("财政-1", Path("a")) != watcher_name("财政-1", Path("b"))


@pytest.mark.parametrize(
    ("folder", "unit", "name", "warned"),
    [
        ("", "439001", "审批局", False),
        ("439001", "439001", "审批局", False),
        ("439", "439001", "审批局", False),
        ("439001审批局", "439002", "服务中心", True),
        ("三月/439002", "439001", "审批局", True),
        ("2022-03", "439001", "审批局", False),
        ("第一批", "439001", "审批局", False),
        ("审批局", "439001", "唐山市开平区行政审批局本级", False),
        ("教育局", "439001", "唐山市开平区行政审批局本级", True),
        ("439001", "", "", False),
    ],
)
def test_a_folder_named_for_another_unit(folder: str, unit: str, name: str, warned: bool) -> None:
    assert bool(unit_warning(folder, unit, name, "zh")) is warned


def test_a_marked_copy_that_was_mended_is_a_submission_of_its_unit(drop: Drop) -> None:
    """The usual way: mend the marked copy and drop it as it is called."""
    drop.drop("439001/表.xlsx", BAD)
    drop.once()
    copy = drop.root / "退回" / "439001" / "表.checked.xlsx"
    book = openpyxl.load_workbook(copy)
    book["项目1"]["C4"] = 368800
    target = drop.folders.waiting / "439001" / copy.name
    book.save(target)
    data = target.read_bytes()
    drop.once()
    assert drop.names("退回") == ["439001/表.checked.xlsx", "439001/表.回执.txt"]
    assert "已改好" in drop.receipt("退回/439001/表.回执.txt")
    with zipfile.ZipFile(copy) as package:
        assert package.testzip() is None
    assert any((drop.root / "原件" / n).read_bytes() == data for n in drop.names("原件"))
