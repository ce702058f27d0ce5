"""A month of a hundred units: fillers, the reviewer and the desk, and nobody types a command."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.drop_folder import Drop
from tests.hundred_units import (
    COUNTING,
    MUST_ANSWER,
    STANDS,
    TARGET,
    Unit,
    corrected,
    exemptions,
    hundred_units,
    recounted,
    roster,
)
from tests.libreoffice import SOFFICE, Enter, LibreOffice
from tests.test_consolidate import table
from tests.test_decisions import cells
from tests.test_marks_answers import explained
from tests.test_marks_sheets import problem_sheet, rows_of
from xltool.forms.load import load_forms
from xltool.language import clock
from xltool.watch.kept_summary import MonthSummary
from xltool.watch.loop import WatchLoop

PERIOD = "2022-07"


class Calendar:
    """The day of July 2022 that the desk's clock shows; it goes on by itself."""

    def __init__(self) -> None:
        self.at(5)

    def at(self, day: int) -> None:
        self._start = datetime.datetime(2022, 7, day, 9, 0, tzinfo=clock.BEIJING)
        self._since = time.monotonic()

    def now(self) -> datetime.datetime:
        return self._start + datetime.timedelta(seconds=10 * (time.monotonic() - self._since))


class Summary(MonthSummary):
    """The kept summary, which counts how often it was looked after."""

    looks = 0

    def update(self, *, now: bool = False) -> None:
        super().update(now=now)
        Summary.looks += 1


class Desk(Drop):
    """A drop folder with a watcher that runs in a thread until the end of the month."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.dropped: dict[str, bytes] = {}
        self.kept: MonthSummary | None = None
        self.failed: list[BaseException] = []

    @property
    def summary(self) -> Path:
        return self.folders.summaries / f"{PERIOD}.xlsx"

    @contextmanager
    def watched(self) -> Iterator[None]:
        started, loops = threading.Event(), list[WatchLoop]()

        def watch() -> None:
            try:
                with self.loop(0.2) as loop:
                    self.kept = Summary(self.folders, self.ledger_file, load_forms(self.schemas), 0)
                    loop._summary = self.kept
                    loop.responder.exemptions = lambda: self.folders.listed("exemptions")
                    loops.append(loop)
                    started.set()
                    loop.run()
            except BaseException as error:  # shown by the test, not lost in the thread
                self.failed.append(error)
                started.set()

        thread = threading.Thread(target=watch)
        thread.start()
        started.wait()
        try:
            yield
        finally:
            for loop in loops:
                loop.stop()
            thread.join()

    def hand_in(self, path: str, data: bytes) -> None:
        """As a program saves: whole at once."""
        aside = self.root / "saving.tmp"
        aside.write_bytes(data)
        target = self.folders.waiting / path
        target.parent.mkdir(exist_ok=True)
        aside.rename(target)
        self.dropped[hashlib.sha256(data).hexdigest()] = data

    def settle(self) -> None:
        """Wait until all is answered and the summary is current: the first look may have begun
        before, the third begins when the second has answered all anew.
        """
        Summary.looks = 0
        deadline = time.monotonic() + 300
        while not self._is_settled():
            assert time.monotonic() < deadline and not self.failed, self.failed
            time.sleep(0.2)

    def _is_settled(self) -> bool:
        assert self.kept
        if Summary.looks < 3 or self.kept._pending:
            return False
        return not any(path.is_file() for path in self.folders.waiting.rglob("*"))

    def answer_of(self, unit: Unit) -> tuple[str, str]:
        """The folder in which its answer lies, and the receipt."""
        ((place, path),) = [
            (place, path)
            for place in ("通过", "退回")
            for path in (self.root / place / unit.code).glob("*.回执.txt")
        ]
        return place, path.read_text("utf-8-sig")

    def marked(self, unit: Unit) -> bytes:
        (path,) = (self.root / "退回" / unit.code).glob("*.checked.xlsx")
        return path.read_bytes()


class Reviewer:
    """Decides in the summary with LibreOffice, and saves it where it lies."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.office = desk, LibreOffice()

    def types(self, *steps: Enter) -> None:
        self.office.mend([(self.desk.summary, steps, self.desk.summary)])
        self.desk.settle()

    def on_finding(self, unit: Unit, said: str, opinion: str) -> Iterator[Enter]:
        where = {"单位编码": unit.code, "程度": "错误"}
        typed = {"处理": said, "审核意见": opinion}
        places = cells(self.desk.summary, "问题清单", *typed, **where)
        yield from (Enter("问题清单", places[heading], text) for heading, text in typed.items())

    def on_unit(self, unit: Unit, said: str, reason: str) -> Iterator[Enter]:
        typed = {"审核结论": said, "理由": reason, "审核人": "王审"}
        places = cells(self.desk.summary, "报送情况", *typed, 单位编码=unit.code)
        yield from (Enter("报送情况", places[heading], text) for heading, text in typed.items())


def by_story(units: list[Unit]) -> Callable[..., list[Unit]]:
    """Ask for the units of some stories."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        found[unit.story].append(unit)
    return lambda *stories: [unit for story in stories for unit in found[story]]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_month_of_a_hundred_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units = list(hundred_units())
    of = by_story(units)
    assert len(units) == 100
    calendar = Calendar()
    monkeypatch.setattr(clock, "now", calendar.now)
    desk = Desk(tmp_path)
    reviewer = Reviewer(desk)
    # Who looks after the machine: the form with what must be explained, and the lists.
    desk.schemas = tmp_path / "表单"
    desk.schemas.mkdir()
    (desk.schemas / "our-target@2023.yaml").write_text(MUST_ANSWER, "utf-8")
    (desk.root / "名单.csv").write_text(roster(units), "utf-8-sig")
    (desk.root / "豁免.csv").write_text(exemptions(units), "utf-8-sig")
    counted: dict[str, bytes] = {}
    with desk.watched():
        for unit in units:
            if unit.story not in ("late", "missing", "nil"):
                counted[unit.code] = unit.book()
                desk.hand_in(unit.path, counted[unit.code])
        desk.settle()
        assert desk.answer_of(of("exempted")[0])[0] == "通过"

        calendar.at(6)
        for unit in of("corrected"):
            counted[unit.code] = corrected(desk.marked(unit), unit)
            desk.hand_in(f"{unit.code}/{unit.code}.checked.xlsx", counted[unit.code])
        (unit,) = of("explained")
        marked = desk.marked(unit)
        (asked,) = [r for r in rows_of(problem_sheet(marked)) if r["规则"].value == "XL206"]
        counted[unit.code] = explained(
            marked, str(asked["问题"].value), "按场次计，已与主管部门核对"
        )
        desk.hand_in(f"{unit.code}/{unit.code}.checked.xlsx", counted[unit.code])
        desk.settle()

        calendar.at(8)
        reviewer.types(
            *(
                step
                for unit in of("accepted")
                for step in reviewer.on_finding(unit, "认可", "属实")
            ),
            *(step for unit in of("refused") for step in reviewer.on_finding(unit, "退回", "请改")),
            *(
                step
                for unit in of("returned", "resent", "restored")
                for step in reviewer.on_unit(unit, "退回", "没有盖章")
            ),
        )
        for unit in of("returned", "resent", "restored"):
            place, said = desk.answer_of(unit)
            assert place == "退回" and "审核退回：没有盖章；审核人 王审" in said
        for unit in of("accepted"):
            place, said = desk.answer_of(unit)
            assert place == "通过" and "另有 1 处已由审核人认可或已豁免" in said

        (unit,) = of("unexplained")
        assert "有必须说明的问题还没有说明" in desk.answer_of(unit)[1]

        calendar.at(9)
        (unit,) = of("resent")
        counted[unit.code] = unit.book(more=500)
        desk.hand_in(unit.path, counted[unit.code])
        desk.settle()

        calendar.at(25)
        for unit in of("late"):
            counted[unit.code] = unit.book()
            desk.hand_in(unit.path, counted[unit.code])
        desk.settle()

        calendar.at(28)
        (unit,) = of("restored")
        reviewer.types(*reviewer.on_unit(unit, "通过", "章已补"), Enter("总览", "G2", "封账"))
        assert desk.answer_of(unit)[0] == "通过"
        closed = sums(desk.summary)

        calendar.at(30)
        (unit,) = of("adjusted")
        after = unit.book(more=7000)
        desk.hand_in(unit.path, after)
        desk.settle()

    assert sums(desk.summary) == closed == recount(units, counted)
    states_are_as_told(desk, units)
    nothing_is_lost(desk)
    decisions_are_kept(desk, of)
    the_adjustment_is_listed(desk, unit)


def sums(summary: Path) -> dict[tuple[str, str], Decimal]:
    """The sums of the listed projects by form, and what the totals of the list say, alike."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    totals: dict[tuple[str, str], Decimal] = {}
    for row in table(summary, "项目清单"):
        for name in ("预算数", "其中：财政资金", "累计执行数"):
            if isinstance(row[name], (int, float)):
                key = (row["表单代码"], name)
                if row["项目名称"]:
                    found[key] += Decimal(str(row[name]))
                else:
                    totals[key] = Decimal(str(row[name]))
    assert totals == found
    return dict(found)


def recount(units: list[Unit], counted: dict[str, bytes]) -> dict[tuple[str, str], Decimal]:
    """What must come out, added up from the workbooks that count."""
    total: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for unit in units:
        if unit.story in COUNTING:
            for name, amount in recounted(counted[unit.code], unit.form).items():
                total[unit.form, name] += amount
    return dict(total)


def states_are_as_told(desk: Desk, units: list[Unit]) -> None:
    """In the summary, on the page, and in the folders of answers."""
    rows = {row["单位编码"]: row["报送情况"] for row in table(desk.summary, "报送情况")}
    assert rows == {unit.code: STANDS[unit.story] for unit in units}
    page = desk.folders.page.read_text("utf-8")
    shown = re.findall(r'<tr data-state="(\w+)">', page)
    expected = Counter(STANDS[unit.story] for unit in units)
    names = {"missing": "未报送", "returned": "审核退回", "invalid": "有错误待改"}
    names |= {"late": "逾期报送", "on_time": "按时报送", "nil": "零报送"}
    assert Counter(names[each] for each in shown) == expected
    assert list(dict.fromkeys(shown))[:3] == ["missing", "returned", "invalid"]
    for unit in units:
        if unit.story not in ("missing", "nil"):
            place = "通过" if unit.story in COUNTING else "退回"
            assert desk.answer_of(unit)[0] == place, unit


def nothing_is_lost(desk: Desk) -> None:
    originals = list(desk.folders.originals.rglob("*.xlsx"))
    kept = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in originals)
    assert kept == Counter(list(desk.dropped))
    assert sorted(path.name for path in desk.folders.summaries.iterdir()) == [
        f"{PERIOD}.xlsx",
        f"{PERIOD}.上一版.xlsx",
    ]


def decisions_are_kept(desk: Desk, of: Callable[..., list[Unit]]) -> None:
    """In the journal, and in the summary, where what no longer matters is said to be settled."""
    journal = desk.folders.originals / "审核记录.jsonl"
    entries = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    said = {(e["unit"], e["decision"], e["opinion"]) for e in entries if e["kind"] == "decision"}
    expected = {(unit.code, "accepted", "属实") for unit in of("accepted")}
    expected |= {(unit.code, "returned", "请改") for unit in of("refused")}
    stories = ("returned", "resent", "restored")
    expected |= {(unit.code, "returned", "没有盖章") for unit in of(*stories)}
    expected |= {(unit.code, "passed", "章已补") for unit in of("restored")}
    assert said == expected
    assert [entry["period"] for entry in entries if entry["kind"] == "closing"] == [PERIOD]
    listed = {(row["单位编码"], row["决定"]) for row in table(desk.summary, "审核记录")}
    words = {"accepted": "认可", "returned": "退回", "passed": "通过"}
    latest = {(unit, words[what]) for unit, what, _ in expected}
    assert listed == latest - {(unit.code, "退回") for unit in of("restored")}


def the_adjustment_is_listed(desk: Desk, unit: Unit) -> None:
    assert "已封账" in str(openpyxl.load_workbook(desk.summary, read_only=True)["总览"]["A2"].value)
    rows = [r for r in table(desk.summary, "来源与校验") if r.get("单位编码") == unit.code]
    assert sorted(row["是否计入"] for row in rows) == ["封账后收到", "计入"]
    budgets = [r["预算数"] for r in table(desk.summary, "项目清单") if r["单位编码"] == unit.code]
    assert budgets == [300000 + 1000 * unit.number] and unit.form == TARGET
