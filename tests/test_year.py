"""A year of five units: targets, twelve months of monitoring, self-assessments; through the drop
folder and its summaries, with faults planted on the way.

Each month the workbooks of `PLANTED` come first, and what is found in them beside what is true of
the unit anyway must be exactly what the table says. Then every unit hands in the truth, and
nothing is found but `KNOWN`.
"""

from __future__ import annotations

import datetime
import itertools
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
    Unit,
    assessment_workbook,
    edited,
    monitoring_workbook,
    target_workbook,
    units,
)
from tests.year_faults import ASSESSED, PLANTED, Found, Plant, cells_of
from xltool.forms.load import load_forms
from xltool.language import clock
from xltool.ledger.ledger import Ledger
from xltool.watch.kept_summary import MonthSummary
from xltool.watch.loop import WatchLoop

DROPPED = (1, 6, 12)
"""Months in which the truth comes into the drop folder, one by one; in the others it is
consolidated at once, which takes less time."""

KNOWN = {(month, "603001", "监控"): {("XL913", "E17")} for month in range(1, 13)}
"""What is found in the truth: accidents went down by 12 % where 10 % were planned, 20 % more than
the target, which asks for a reason; the unit gives none."""


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
    assert len(year.true) == 5 + 60 + 5
    assert {key: found for key, found in year.true.items() if found} == KNOWN
    assert year.errors == 0


def test_the_summaries_of_the_truth_compare_without_a_finding(year: Year) -> None:
    assert year.compared == {}


def test_at_least_twenty_five_faults_are_planted() -> None:
    faults = [rule for each in (*PLANTED, *ASSESSED) for rule in (*each.found, *each.compared)]
    assert len(faults) >= 40
    assert len(set(faults)) >= 30
