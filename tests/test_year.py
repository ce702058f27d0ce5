"""A year of five units: targets, twelve months of monitoring, self-assessments; through the drop
folder and its summaries, with faults planted on the way.

Each month the workbooks of `PLANTED` come first, and what is found in them beside what is true of
the unit anyway must be exactly what the table says. Then every unit hands in the truth, and
nothing is found but `KNOWN`.
"""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import xltool
from tests.drop_folder import Drop
from tests.test_consolidate import table
from tests.year import (
    YEAR,
    Cells,
    Unit,
    assessment_workbook,
    edited,
    monitoring_workbook,
    target_workbook,
    units,
)
from xltool.forms.load import load_forms
from xltool.language import clock
from xltool.ledger.ledger import Ledger
from xltool.watch.kept_summary import MonthSummary
from xltool.watch.loop import WatchLoop

Found = set[tuple[str, str]]
"""Rules with the cells that they name first."""


@dataclass(frozen=True)
class Plant:
    """A workbook with faults: what is typed into the true one, and what must be found of it.

    `found` are the rules with their cells in the answer, `compared` those of the month's summary,
    which needs the months before or the target form.
    """

    month: int
    unit: str
    what: str
    cells: Cells
    found: Mapping[str, str] = field(default_factory=dict)
    compared: Mapping[str, str] = field(default_factory=dict)


PLANTED = (
    Plant(1, "439001", "the total is not the sum of its parts",
          {"H6": 30000, "=L6": 30000 / 368800}, {"XL408": "H6"}),
    Plant(1, "439002", "an actual value is left blank", {"E14": None}, {"XL001": "E14"}),
    Plant(2, "512001", "a count without a number", {"E13": "若干次"}, {"XL911": "E13"}),
    Plant(2, "603001", "a rate written as a fraction", {"E14": "0.92"}, {"XL912": "E14"}),
    Plant(3, "603001", "money where kilometres are asked for", {"E13": "22万元"}, {"XL912": "E13"}),
    Plant(3, "439001", "no likelihood is ticked", {"M14": None}, {"XL921": "M14"}),
    Plant(3, "810001", "two likelihoods are ticked", {"N13": "√"}, {"XL921": "M13"}),
    Plant(4, "810001", "a red light without a reason", {"E13": "30人次"},
          {"XL931": "E13"}, {"XL942": "E13"}),
    Plant(4, "439001", "execution is red without a reason; it fell, too",
          {"H6": 40000, "H7": 40000, "=L6": 40000 / 368800, "=L7": 40000 / 368800},
          {"XL905": "H6"}, {"XL941": "H6"}),
    Plant(5, "439001", "expected less than is executed",
          {"M6": 100000, "M7": 100000}, {"XL904": "M6 M7"}),
    Plant(5, "512001", "a rate typed over its formula", {"L6": 0.62}, {"XL901": "L6"}),
    Plant(6, "439002", "executed above the initial budget, none adjusted",
          {"H6": 3100000, "H7": 3000000, "H8": 100000, "M6": 3100000, "M7": 3000000,
           "=L6": 31 / 30, "=L7": 30 / 29, "=L8": 1}, {"XL902": "H6"}),
    Plant(6, "603001", "the month before is stated", {"D3": "2022年5月"}, {"XL122": "D3"}),
    Plant(7, "439002", "executed above the adjusted budget",
          {"H6": 2900000, "H7": 2800000, "H8": 100000,
           "=L6": 29 / 30, "=L7": 28 / 29, "=L8": 1}, {"XL903": "H6 H7"}),
    Plant(7, "512001", "another cause, not explained", {"L13": None}, {"XL923": "K13"}),
    Plant(8, "512001", "cannot be met, without a reason",
          {"N13": None, "O13": "√", "K13": None, "L13": None}, {"XL924": "O13"}),
    Plant(8, "439001", "may be met, without saying why", {"M15": None, "N15": "√"},
          {"XL922": "N15"}),
    Plant(8, "810001", "a cause is ticked without a word", {"H15": "√"}, {"XL925": "H15"}),
    Plant(8, "439002", "certain to be done in November, due in October",
          {"M15": "√", "N15": None}, {"XL926": "F15"}),
    Plant(9, "810001", "certain to miss", {"F13": "300人次"}, {"XL926": "F13"}),
    Plant(9, "603001", "far above the target without a reason", {"E13": "110公里"},
          {"XL913": "E13"}),
    Plant(9, "439001", "money in words", {"H7": "25万"}, {"XL401": "H7"}),
    Plant(10, "439001", "less is executed than the month before",
          {"H6": 270000, "H7": 270000, "=L6": 270000 / 368800, "=L7": 270000 / 368800},
          {}, {"XL941": "H6"}),
    Plant(10, "810001", "a count fell", {"E13": "240人次"}, {}, {"XL942": "E13"}),
    Plant(10, "512001", "a target is lowered", {"D13": "≥34次"}, {}, {"XL943": "D13"}),
    Plant(11, "603001", "an indicator is renamed", {"C15": "病害修补的及时率（%）"},
          {}, {"XL944": "C15"}),
    Plant(11, "810001", "an indicator has vanished",
          {f"{column}18": None for column in "ABCDEFM"}, {}, {"XL944": "B4"}),
)  # fmt: skip

ASSESSED = (
    Plant(12, "512001", "a score above its weight, a reason taken away",
          {"G17": 16, "=G56": 98.05, "H16": None}, {"XL951": "G17", "XL960": "H16"}),
    Plant(12, "439002", "full points for a date that was missed, a rate typed wrong",
          {"G18": 10, "=G56": 99.6, "B57": "优", "G7": 0.98}, {"XL956": "G18", "XL958": "G7"}),
    Plant(12, "512001", "more spent than there was, an outcome that says nothing",
          {"E7": 510000, "E8": 510000, "=G7": 1.02, "=H7": 10, "=G56": 97.75, "E13": "已完成"},
          {"XL968": "E7", "XL515": "E13"}),
    Plant(12, "603001", "no weight, a copied sign, a wrong total",
          {"F19": 0, "G19": 0, "F16": 25, "G16": 25, "E18": "≥96%", "G56": 95},
          {"XL952": "F19", "XL969": "E18", "XL955": "G56"}),
    Plant(12, "810001", "far above the target, points of another grade, a reason of a miss",
          {"E16": "450人次", "E21": "未达成", "H21": "制度正在修订", "H17": "合格率未达标"},
          {"XL961": "E16", "XL963": "G21", "XL962": "G17"}),
    Plant(12, "512001", "the points of the money, the points of a miss, the grade",
          {"H7": 10, "G16": 15, "=G56": 100, "B57": "良"},
          {"XL959": "H7", "XL956": "G16", "XL967": "B57", "XL964": "G56"}),
    Plant(12, "439001", "85 % of the money is spent, and nothing says why",
          {"E7": 313480, "E8": 313480, "=G7": 0.85, "=H7": 8.5, "=G56": 98.39},
          {"XL966": "G7", "XL964": "G56"}),
    Plant(12, "810001", "a quarter of the money is left",
          {"E7": 480000, "E8": 480000, "=G7": 0.75, "=H7": 7.5, "=G56": 97.5},
          {"XL965": "E7", "XL964": "G56"}),
)  # fmt: skip

DROPPED = (1, 6, 12)
"""Months in which the truth comes into the drop folder, one by one; in the others it is
consolidated at once, which takes less time."""

KNOWN: dict[tuple[int, str], Mapping[str, str]] = {}
"""What is found in the truth of a month and a unit."""


def cells_of(found: Mapping[str, str]) -> Found:
    """The rules with each of their cells, which stand behind one another: `M6 M7`."""
    return {(rule, cell) for rule, cells in found.items() for cell in cells.split()}


class Desk(Drop):
    """The drop folder of the year; it keeps a summary where a month is to be compared."""

    summarised = False

    @contextmanager
    def loop(self, poll: float = 5) -> Iterator[WatchLoop]:
        with super().loop(poll) as loop:
            if self.summarised:
                loop._summary = MonthSummary(self.folders, self.ledger_file, load_forms(), 0)
            yield loop

    def hand_in(self, files: Mapping[str, bytes], *, summary: bool) -> None:
        """Drop the files and have them answered."""
        for below, data in files.items():
            self.drop(below, data)
        self.summarised = summary
        self.once()

    def found(self, name: str) -> Found:
        """What was found in the newest file of a name."""
        with Ledger(self.ledger_file) as ledger:
            rows = ledger.connection.execute(
                "SELECT f.submission, f.rule, f.cell FROM findings f JOIN submissions s ON "
                "s.id = f.submission WHERE s.path LIKE ? ORDER BY f.submission, f.place",
                (f"%{name}",),
            ).fetchall()
            (last,) = ledger.connection.execute(
                "SELECT max(id) FROM submissions WHERE path LIKE ?", (f"%{name}",)
            ).fetchone()
        assert last, name
        return {(rule, cell) for submission, rule, cell in rows if submission == last}

    def summary(self, month: int) -> Path:
        return self.folders.summaries / f"{YEAR}-{month:02}.xlsx"


def compared_in(summary: Path) -> dict[str, Found]:
    """What a month's summary found by comparing, by unit."""
    found: dict[str, Found] = {}
    for row in table(summary, "问题清单"):
        rule = str(row["规则"])[:5]
        if row["单位编码"] and rule[:4] in ("XL94", "XL80", "XL81", "XL82"):
            place = str(row["出处"]).rpartition("!")[2]
            found.setdefault(str(row["单位编码"]), set()).add((rule, place))
    return found


@dataclass
class Year:
    """What happened: what was found of each planted workbook, and of the truth."""

    planted: dict[str, tuple[Found, Found]] = field(default_factory=dict)
    true: dict[tuple[int, str, str], Found] = field(default_factory=dict)
    compared: dict[tuple[int, str], Found] = field(default_factory=dict)
    errors: int = 0


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as patch:
        seconds, month = itertools.count(), [1]

        def now() -> datetime.datetime:
            day = datetime.datetime(YEAR, month[0], 9, 10, tzinfo=clock.BEIJING)
            return day + datetime.timedelta(seconds=next(seconds))

        patch.setattr(clock, "now", now)
        done, desk, all_units = Year(), Desk(folder), units()
        sources = {unit.code: folder / f"{unit.code}.xlsx" for unit in all_units.values()}
        for unit in all_units.values():
            sources[unit.code].write_bytes(target_workbook(unit))
        targets = {f"目标/{code}.xlsx": path.read_bytes() for code, path in sources.items()}
        desk.hand_in(targets, summary=False)
        done.true |= {(1, code, "目标"): desk.found(f"{code}.xlsx") for code in all_units}
        last = dict(sources)
        for month[0] in range(1, 13):
            last = _month(desk, done, month[0], all_units, last)
        _assessments(desk, done, all_units, {**last, "439001": sources["439001"]})
        with Ledger(desk.ledger_file) as ledger:
            (done.errors,) = ledger.connection.execute(
                "SELECT sum(errors) FROM submissions WHERE path LIKE '%真%' OR path LIKE '%目标%'"
            ).fetchone()
        yield done


def _month(
    desk: Desk, done: Year, month: int, all_units: Mapping[str, Unit], last: Mapping[str, Path]
) -> dict[str, Path]:
    """Hand in what is planted, then the truth; returns where the truth lies."""
    folder = desk.root.parent / f"{month:02}"
    folder.mkdir()
    made = {code: folder / f"{code}真.xlsx" for code in all_units}
    for code, unit in all_units.items():
        made[code].write_bytes(monitoring_workbook(unit, month, last[code]))
    planted = [each for each in PLANTED if each.month == month]
    period = f"{YEAR}-{month:02}"
    files = {
        f"{period}/{each.unit}假{n}.xlsx": edited(made[each.unit].read_bytes(), each.cells)
        for n, each in enumerate(planted)
    }
    wrong: dict[str, Found] = {}
    if files:
        desk.hand_in(files, summary=any(each.compared for each in planted))
        wrong = compared_in(desk.summary(month)) if desk.summarised else {}
    summary = _truth(desk, month, folder)
    for code in all_units:
        done.true[month, code, "监控"] = desk.found(f"{code}真.xlsx")
    compared = compared_in(summary)
    done.compared |= {(month, code): found for code, found in compared.items()}
    for n, each in enumerate(planted):
        usual = done.true[month, each.unit, "监控"]
        both = compared.get(each.unit, set())
        done.planted[each.what] = (
            desk.found(f"{each.unit}假{n}.xlsx") - usual,
            wrong.get(each.unit, set()) - both,
        )
    return made


def _truth(desk: Desk, month: int, folder: Path) -> Path:
    """Hand in a month's true workbooks, into the drop folder or by `consolidate` with the same
    ledger; returns the month's summary.
    """
    period = f"{YEAR}-{month:02}"
    if month in DROPPED:
        files = {f"{period}/{path.name}": path.read_bytes() for path in folder.iterdir()}
        desk.hand_in(files, summary=True)
        return desk.summary(month)
    received = f"{clock.now().astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}"
    out, ledger = desk.root.parent / f"{period}.xlsx", desk.ledger_file
    xltool.consolidate([folder], period=period, out=out, ledger=ledger, received=received)
    return out


def _assessments(
    desk: Desk, done: Year, all_units: Mapping[str, Unit], sources: Mapping[str, Path]
) -> None:
    """Hand in the self-assessments, each with faults and then in truth."""
    made = {code: assessment_workbook(unit, sources[code]) for code, unit in all_units.items()}
    files = {
        f"自评/{each.unit}假评{n}.xlsx": edited(made[each.unit], each.cells)
        for n, each in enumerate(ASSESSED)
    }
    desk.hand_in(files, summary=False)
    desk.hand_in({f"自评/{code}真评.xlsx": data for code, data in made.items()}, summary=True)
    for code in all_units:
        done.true[12, code, "自评"] = desk.found(f"{code}真评.xlsx")
    for n, each in enumerate(ASSESSED):
        usual = done.true[12, each.unit, "自评"]
        done.planted[each.what] = (desk.found(f"{each.unit}假评{n}.xlsx") - usual, set())


@pytest.mark.parametrize("plant", [*PLANTED, *ASSESSED], ids=lambda each: each.what)
def test_what_is_planted_is_found_at_its_cell_and_nothing_else(plant: Plant, year: Year) -> None:
    found, compared = year.planted[plant.what]
    assert (found, compared) == (cells_of(plant.found), cells_of(plant.compared))


def test_the_truth_has_no_error_and_only_the_warnings_that_are_known(year: Year) -> None:
    found: Counter[tuple[int, str]] = Counter()
    for (month, code, form), each in year.true.items():
        expected = set(KNOWN.get((month, code), {}).items())
        assert each == expected, (month, code, form)
        found[month, code] += 1
    assert len(found) == 60
    assert year.errors == 0


def test_the_summaries_of_the_truth_compare_without_a_finding(year: Year) -> None:
    assert year.compared == {}


def test_at_least_twenty_five_faults_are_planted() -> None:
    faults = [rule for each in (*PLANTED, *ASSESSED) for rule in (*each.found, *each.compared)]
    assert len(faults) >= 40
    assert len(set(faults)) >= 30
