"""`xltool watch` as it runs: a crowd of drops, sudden ends, a browser."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from tests.drop_folder import BAD, GOOD, SAMPLES, Drop, count_all, unlike
from tests.forked import Forked, xltool
from xltool.watch import fs_events as hasten

ROOT = Path(__file__).parent.parent
ONE_PROJECT = SAMPLES / "months" / "2022-01" / "439001.xlsx"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUICK = ("--poll", "0.5", "--settle", "0.2")


class Watch:
    """xltool watch in a process of its own."""

    def __init__(self, inbox: Path, *options: str) -> None:
        self.inbox, self.ledger = inbox, inbox.parent / "desk.ledger"
        self.options = (*QUICK, "--ledger", str(self.ledger), *options)
        self.process: Forked | None = None

    def start(self) -> Forked:
        self.process = Forked(("watch", str(self.inbox), *self.options), cwd=ROOT)
        return self.process

    def end(self, signal_: int = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(signal_)
        return self.process.wait(60)

    def once(self) -> subprocess.CompletedProcess[bytes]:
        words = ("watch", str(self.inbox), "--once", *self.options)
        return xltool(words, cwd=ROOT, environment={"PYTHONIOENCODING": "utf-8"})


def until(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.1)


def answers(inbox: Path) -> int:
    return sum(1 for place in ("通过", "退回") for _ in (inbox / place).rglob("*.回执.txt"))


def slowly(path: Path, data: bytes, pieces: int, pause: float) -> None:
    """As a slow line copies: in pieces, with times of rest between them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, len(data), len(data) // pieces + 1):
            file.write(data[start : start + len(data) // pieces + 1])
            file.flush()
            time.sleep(pause)


def renamed(path: Path, data: bytes, pause: float) -> None:
    """As a browser saves, and as a person who gives it its name while it still comes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    middle = len(data) // 2
    first, second = path.with_name(f"{path.name}.part"), path.with_name(f"新建-{path.name}")
    first.write_bytes(data[:middle])
    time.sleep(pause)
    first.rename(second)
    time.sleep(pause)
    with second.open("ab") as file:
        file.write(data[middle:])
    second.rename(path)


class Crowd:
    """Two hundred drops from several hands at once, and what must become of each."""

    def __init__(self, waiting: Path) -> None:
        self.waiting = waiting
        self.files: dict[str, bytes] = {}
        self.passes: set[str] = set()
        self._work: list[Callable[[], None]] = []
        for number in range(200):
            self._plan(number)

    def _plan(self, number: int) -> None:
        unit = f"{439001 + number % 20}"
        name = f"{unit}/{number:03}.xlsx"
        kind = number % 10
        if kind == 9:
            name = f"{unit}/{number:03}.xls"
            data = f"not a workbook, {number}".encode()
        elif kind == 8:
            data = unlike(BAD, number)[:-300]  # will never be whole
        elif kind == 7:
            data = unlike(BAD, number)
        else:
            data = unlike(GOOD if kind < 2 else ONE_PROJECT, number)
            self.passes.add(name)
        if number in (40, 41):  # two units, the same bytes
            data = unlike(GOOD, 40)
        path = self.waiting / name
        self.files[name] = data
        if kind in (2, 3):
            self._work.append(lambda: slowly(path, data, 5, 0.1))
        elif kind in (4, 5):
            self._work.append(lambda: renamed(path, data, 0.15))
        else:
            self._work.append(lambda: self._put(path, data))

    def _put(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def drop(self) -> None:
        hands = [threading.Thread(target=self._hand, args=(start,)) for start in range(8)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

    def _hand(self, start: int) -> None:
        for work in self._work[start::8]:
            work()


@pytest.mark.skipif(sys.platform == "win32", reason="ends the process by a POSIX signal")
def test_two_hundred_drops_while_it_runs(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    (inbox / "待检").mkdir(parents=True)
    crowd = Crowd(inbox / "待检")
    watch = Watch(inbox)
    watch.start()
    crowd.drop()
    until(lambda: answers(inbox) == 200, 400)
    # Some once more, under the same name and under another.
    again = {f"{439001 + n % 20}/又-{n:03}.xlsx": unlike(GOOD, n) for n in (0, 10, 20)}
    for name, data in again.items():
        (inbox / "待检" / name).write_bytes(data)
    until(lambda: answers(inbox) == 203, 60)
    assert watch.end() == 0
    count_all(inbox, watch.ledger, {**crowd.files, **again})
    for name in crowd.files:
        place = "通过" if name in crowd.passes else "退回"
        assert (inbox / place / name).with_suffix(".回执.txt").exists(), name
    for name in again:
        text = (inbox / "通过" / name).with_suffix(".回执.txt").read_text("utf-8-sig")
        assert "内容完全相同" in text
    page = Shown.of(inbox / "状态.html")
    assert page.numbers["this-files"] == 203
    assert page.numbers["this-waiting"] == 0


def test_a_watcher_that_gets_no_events_still_answers(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    with drop.loop(poll=0.3) as loop:

        def hand() -> None:
            time.sleep(0.5)
            drop.drop("439001/表.xls", b"text")
            try:
                until(lambda: answers(drop.root) == 1, 30)
            finally:
                loop.stop()

        thread = threading.Thread(target=hand)
        thread.start()
        tally = loop.run()
        thread.join()
    assert tally.done == 1


def test_an_event_hastens_the_look(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles")
    woken = threading.Event()
    with hasten.wake_on_changes(tmp_path, woken.set):
        time.sleep(0.5)
        (tmp_path / "表.xlsx").write_bytes(b"x")
        assert woken.wait(10)


def test_what_cannot_be_watched_is_no_trouble(tmp_path: Path) -> None:
    with hasten.wake_on_changes(tmp_path / "nowhere", lambda: None):
        time.sleep(0.1)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_killed_thirty_times(tmp_path: Path) -> None:
    kill_often(tmp_path, times=30, seed=7)


def kill_often(folder: Path, times: int, seed: int) -> Counter[str]:
    """Kill the desk at random moments while files come; then count. Returns where it was."""
    chance = random.Random(seed)  # noqa: S311
    inbox = folder / "in"
    (inbox / "待检").mkdir(parents=True)
    watch = Watch(inbox, "--settle", "0.05")
    dropped: dict[str, bytes] = {}
    seen: Counter[str] = Counter()
    for number in range(times):
        source = chance.choice((GOOD, BAD, ONE_PROJECT, None))
        name = f"{439001 + number % 3}/{number:03}.xlsx"
        data = unlike(source, number) if source else f"text {number}".encode()
        path = inbox / "待检" / name
        path.parent.mkdir(exist_ok=True)
        path.with_name(f"{path.name}.tmp").write_bytes(data)
        path.with_name(f"{path.name}.tmp").rename(path)
        dropped[name] = data
        process = watch.start()
        before = answers(inbox)
        if number % 2:  # every other end comes as it answers, the others at any time
            deadline = time.monotonic() + 20
            while answers(inbox) == before and time.monotonic() < deadline:
                time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.4) if number % 2 else chance.uniform(0, 2.5))
        process.kill()
        process.wait()
        begun = [p for p in (inbox / "原件" / ".处理中").rglob("*") if p.is_file()]
        seen["while answering" if begun else "between"] += 1
    done = watch.once()
    assert done.returncode in (1, 2), done.stderr.decode()
    count_all(inbox, watch.ledger, dropped)
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="ends the process by POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_clean_stop(tmp_path: Path, number: int) -> None:
    inbox = tmp_path / "in"
    watch = Watch(inbox)
    watch.start()
    until(lambda: (inbox / "状态.html").exists(), 30)
    assert watch.end(number) == 0
    assert "已停止" in (tmp_path / "desk.log").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="ends the process by a POSIX signal")
def test_a_second_watcher_is_refused(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    watch = Watch(inbox)
    watch.start()
    until(lambda: (inbox / "状态.html").exists(), 30)
    done = watch.once()
    watch.end()
    assert done.returncode == 2
    assert "已经有一个 xltool watch" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("dropped", "code"), [({"a.xlsx": GOOD}, 0), ({"a.xlsx": BAD}, 1), ({"a.xlsx": b"text"}, 2)]
)
def test_once_says_by_its_exit_code_what_there_was(
    tmp_path: Path, dropped: dict[str, bytes | Path], code: int
) -> None:
    drop = Drop(tmp_path)
    for name, data in dropped.items():
        drop.drop(name, data)
    done = Watch(drop.root).once()
    assert done.returncode == code, done.stderr.decode()
    assert "开始值守" in done.stderr.decode()


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("a file")
    for inbox in (tmp_path / "nowhere" / "in", tmp_path / "in"):
        done = Watch(inbox).once()
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert done.stderr.count(b"\n") == 1, done.stderr.decode()


def test_five_thousand_waiting_files_are_begun_at_once(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    for number in range(5000):
        drop.drop(f"{439001 + number % 50}/{number}.xls", f"text {number}".encode())
    said: list[str] = []
    with drop.loop(poll=2) as loop:
        say = loop.notices.log

        def heard(key: str, **parts: object) -> None:
            said.append(key)
            say(key, **parts)
            if said.count("unjudged") == 20:
                loop.stop()

        loop.notices.log = heard  # type: ignore[method-assign]
        start = time.monotonic()
        loop.run()
        taken = time.monotonic() - start
    assert said[0] == "found"
    assert "progress" in said
    assert loop.stability.waiting() == 4980
    assert Shown.of(drop.root / "状态.html").numbers["this-waiting"] == 4980
    assert taken < 60, "it must not go through all of them first"


class Shown(HTMLParser):
    """The status page as a program reads it: numbers by their ids, tags, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self.tags: Counter[str] = Counter()
        self.text = ""
        self._id = ""

    @classmethod
    def of(cls, page: Path) -> Shown:
        shown = cls()
        shown.feed(page.read_text("utf-8"))
        return shown

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self._id = dict(attrs).get("id") or (self._id if tag == "dd" else "")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._id and data.strip().isdigit():
            self.numbers[self._id] = int(data)


HOSTILE = '<img src=x onerror="alert(1)"><script>document.title="taken"</script>&lt;b&gt;\'"'


def test_no_text_from_a_workbook_becomes_markup(tmp_path: Path) -> None:
    drop = hostile(tmp_path)
    shown = Shown.of(drop.root / "状态.html")
    assert {"img", "script", "b"}.isdisjoint(shown.tags)
    assert '<img src=x onerror="al' in shown.text  # shown as it was typed
    assert "<b>甲<b>/<script>x<script>.xlsx" in shown.text


def hostile(tmp_path: Path) -> Drop:
    """A workbook whose unit is markup, in a folder and under a name that are markup too."""
    drop = Drop(tmp_path)
    book = openpyxl.load_workbook(BAD)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("439001"):
                    cell.value = f"439001{HOSTILE}"
    book["项目1"]["C4"] = HOSTILE
    book.save(tmp_path / "x.xlsx")
    drop.drop("<b>甲<b>/<script>x<script>.xlsx", tmp_path / "x.xlsx")
    drop.drop("439002/好.xlsx", SAMPLES / "months" / "2022-03" / "512001.xlsx")
    drop.once()
    return drop


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_the_page_opens_in_a_browser_and_shows_the_counts(tmp_path: Path) -> None:
    drop = hostile(tmp_path)
    command = [
        CHROMIUM or "chromium",
        *("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000"),
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    page = (drop.root / "状态.html").as_uri()
    done = subprocess.run(
        [*command, "--dump-dom", page], capture_output=True, timeout=120, check=True
    )
    seen = Shown()
    seen.feed(done.stdout.decode())
    assert seen.numbers["this-files"] == 2
    assert seen.numbers["this-units_passed"] + seen.numbers["this-units_returned"] == 2
    assert "收件状态" in seen.text
    assert "taken" not in seen.text.split("document.title")[0]
    assert "<title>收件状态</title>" in done.stdout.decode()
    picture = tmp_path / "page.png"
    subprocess.run(
        [*command, "--window-size=1300,900", f"--screenshot={picture}", page],
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert picture.read_bytes().startswith(b"\x89PNG")
