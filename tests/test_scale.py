"""Many files, in this process and in others: the same results in the same order."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.scale_work import ReadWork
from xltool.cli.main import main
from xltool.cli.scale import time_left
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.ledger.judged import JudgedAs, judging_key, reporting_key
from xltool.ledger.ledger import Ledger
from xltool.ledger.report_row import ReportRow
from xltool.model.report import Finding, Report, Verdict
from xltool.pipeline import submissions
from xltool.pipeline.check_work import CheckedFile, CheckWork
from xltool.pipeline.chunks import Scale, in_chunks
from xltool.pipeline.cluster_errors import WorkerVersionError
from xltool.pipeline.consolidate import consolidate
from xltool.pipeline.file_tasks import Chunk, FileTask, PackedForms, Tick, Unseen, done
from xltool.pipeline.local_pool import LocalPool
from xltool.pipeline.progress import Progress

SAMPLES = sorted((Path(__file__).parent.parent / "sample_workbooks").glob("*.xlsx"))


@dataclass
class Clock:
    """Seconds that pass when work is done."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class NearPool:
    """A pool in this process; a chunk with one of the `deadly` files ends its worker."""

    workers: int = 2
    remote: bool = False
    deadly: tuple[str, ...] = ()
    chunks: list[list[str]] = field(default_factory=list)

    def __enter__(self) -> NearPool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, chunk: Chunk[Any]) -> Future[Any]:
        self.chunks.append([file.path.name for file in chunk.files])
        future: Future[Any] = Future()
        died = set(self.chunks[-1]) & set(self.deadly)
        future.set_result(None if died else done(chunk))
        return future

    def wait(self, future: Future[Any]) -> Any:
        return future.result()


def written(folder: Path, names: Sequence[str]) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"text of {path.name}")
    return paths


def check_work(marking: bool = True) -> CheckWork:
    return CheckWork(PackedForms.of(load_forms()), Given(2022), marking=marking)


@pytest.fixture(scope="module")
def here() -> list[CheckedFile]:
    return list(in_chunks(SAMPLES, check_work()))


def test_a_process_that_dies_costs_its_one_file(tmp_path: Path) -> None:
    names = [f"{number:02}" for number in range(24)]
    names[13] = "deadly"
    paths = written(tmp_path, names)
    found = list(in_chunks(paths, ReadWork(), Scale(LocalPool(2), worth_it=0)))
    expected = [f"{name}: text of {name}" for name in names]
    expected[13] = "deadly: refused"
    assert found == expected


@pytest.mark.parametrize("deadly", [("00",), ("39",), ("10", "11"), ("03", "17", "31")])
def test_chunks_are_halved_until_the_bad_files_are_left(
    tmp_path: Path, deadly: tuple[str, ...]
) -> None:
    names = [f"{number:02}" for number in range(40)]
    pool = NearPool(deadly=deadly)
    found = list(in_chunks(written(tmp_path, names), ReadWork(), Scale(pool, 0)))
    refused = [each.partition(":")[0] for each in found if each.endswith("refused")]
    assert refused == list(deadly)
    assert [each[:2] for each in found] == names
    for name in deadly:
        assert [name] in pool.chunks


def test_a_refused_workbook_is_named_with_a_reason() -> None:
    checked = check_work().refused(FileTask(SAMPLES[0]))
    assert checked.report.verdict is Verdict.UNREADABLE
    assert checked.report.path == SAMPLES[0].as_posix() and checked.report.digest
    assert checked.report.reason == ("crash", {})


def test_little_work_starts_no_process(tmp_path: Path) -> None:
    paths = written(tmp_path, [f"{number:03}" for number in range(60)])
    pool = NearPool()
    assert len(list(in_chunks(paths, ReadWork(), Scale(pool)))) == 60
    assert not pool.chunks


def test_much_work_goes_to_the_pool_once_that_is_known(tmp_path: Path) -> None:
    paths = written(tmp_path, [f"{number:03}" for number in range(60)])
    clock, pool = Clock(), NearPool()
    progress = Progress(60, lambda _: setattr(clock, "now", clock.now + 2), clock)
    assert (
        len(list(in_chunks(paths, ReadWork(), Scale(pool, shown=lambda _: nullcontext(progress)))))
        == 60
    )
    assert sum(map(len, pool.chunks)) == 40


def test_files_that_a_worker_cannot_see_are_sent(tmp_path: Path) -> None:
    paths = written(tmp_path, ["a", "b", "c"])
    (tmp_path / "other").mkdir()
    away = [FileTask(path, tmp_path / "other" / path.name, path.stat().st_size) for path in paths]
    found = done(Chunk(ReadWork(), tuple(away)))
    assert isinstance(found, list) and all(isinstance(each, Unseen) for each in found)
    # Another file of the same name on the worker's own disk is not the one that is meant.
    (tmp_path / "other" / "a").write_text("something else")
    (other,) = done(Chunk(ReadWork(), tuple(away[:1])))  # type: ignore[misc]
    assert isinstance(other, Unseen)
    sent = done(Chunk(ReadWork(), tuple(each.with_bytes() for each in away)))
    assert sent == ["a: text of a", "b: text of b", "c: text of c"]


def test_bytes_that_are_sent_give_the_same_report(here: list[CheckedFile]) -> None:
    sent = tuple(FileTask.remote(path).with_bytes() for path in SAMPLES)
    assert done(Chunk(check_work(), sent)) == here


def test_a_worker_of_another_version_is_refused() -> None:
    found = done(Chunk(ReadWork(), (), "0.0.9"))
    assert isinstance(found, WorkerVersionError) and "0.0.9" in found.sentence("zh")
    pool = NearPool()
    pool.submit = lambda _: _future(found)  # type: ignore[assignment]
    with pytest.raises(WorkerVersionError):
        list(in_chunks(SAMPLES, check_work(), Scale(pool, 0)))


def _future(result: XltoolError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(result)
    return future


@dataclass(frozen=True)
class TimedWork:
    """Takes seconds of a clock: to load at first, to read each, to judge all, to mark each."""

    clock: Clock

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> list[int]:
        if not self.clock.now:
            self.clock.now += 1.2
        for _ in files:
            self.clock.now += 0.02
            tick(0.4)
        self.clock.now += 0.1 + 0.02 * len(files)
        tick(0.35 * len(files))
        for _ in files:
            self.clock.now += 0.015
            tick(0.25)
        return [0] * len(files)

    def refused(self, file: FileTask) -> int:
        raise AssertionError(file)


@pytest.mark.parametrize("count", [60, 200, 2000])
def test_the_time_left_is_true_at_half_way(count: int) -> None:
    clock = Clock()
    told: list[tuple[float, float | None]] = []
    progress = Progress(count, lambda p: told.append((clock.now, p.seconds_left())), clock)
    list(
        in_chunks(
            [Path("x")] * count, TimedWork(clock), Scale(shown=lambda _: nullcontext(progress))
        )
    )
    assert told[0][0] < 1.5  # once xltool is loaded it moves with the first file
    half = next(left for now, left in told if now >= clock.now / 2)
    assert half == pytest.approx(clock.now / 2, rel=0.3)
    assert progress.files == count and told[-1][1] == pytest.approx(0, abs=0.01)


@dataclass
class TimedPool(NearPool):
    """Workers that take two seconds to start and 0.07 a file, one chunk after another."""

    clock: Clock = field(default_factory=Clock)
    free: list[float] = field(default_factory=list)

    def submit(self, chunk: Chunk[Any]) -> Future[Any]:
        self.free = self.free or [self.clock.now + 2] * self.workers
        first = self.free.index(min(self.free))
        self.free[first] = max(self.free[first], self.clock.now) + 0.07 * len(chunk.files)
        future: Future[Any] = Future()
        future.set_result((self.free[first], [0] * len(chunk.files)))
        return future

    def wait(self, future: Future[Any]) -> Any:
        ready, results = future.result()
        self.clock.now = max(self.clock.now, ready)
        return results


@pytest.mark.parametrize("workers", [2, 8])
@pytest.mark.parametrize("count", [400, 2000])
def test_the_time_left_is_true_when_processes_took_over(workers: int, count: int) -> None:
    clock = Clock()
    told: list[tuple[float, float | None]] = []
    progress = Progress(count, lambda p: told.append((clock.now, p.seconds_left())), clock)
    pool = TimedPool(workers, clock=clock)
    list(
        in_chunks(
            [Path("x")] * count,
            TimedWork(clock),
            Scale(pool, shown=lambda _: nullcontext(progress)),
        )
    )
    assert pool.free
    half = next(left for now, left in told if now >= clock.now / 2)
    assert half == pytest.approx(clock.now / 2, rel=0.3)


def copies_of_samples(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for path in SAMPLES[:5]:
        shutil.copy(path, folder)
    return folder


def test_a_month_after_a_check_checks_nothing_anew_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copies_of_samples(tmp_path / "2022-03")
    ledger = tmp_path / "a.ledger"
    words = ("check", str(folder), "--no-annotate", "--ledger", str(ledger))
    with pytest.raises(SystemExit):
        main(words, standalone_mode=False)
    read: list[str] = []
    before = submissions.read_submission

    def counted(path: Path, *rest: Any) -> Any:
        read.append(path.name)
        return before(path, *rest)

    monkeypatch.setattr("xltool.pipeline.entry_work.read_submission", counted)
    out = tmp_path / "month.xlsx"
    month = partial(consolidate, folder, period="2022-03", out=out)
    known, of_known = month(ledger=ledger), out.read_bytes()
    assert not read
    fresh, of_fresh = month(ledger=tmp_path / "fresh.ledger"), out.read_bytes()
    assert len(read) == 5
    assert known == fresh and of_known == of_fresh

    read.clear()
    shutil.copy(SAMPLES[6], folder / SAMPLES[0].name)
    (folder / SAMPLES[1].name).rename(folder / "moved.xlsx")
    month(ledger=ledger)
    assert read == [SAMPLES[0].name]
    of_known = out.read_bytes()

    # Once all is known pandera is not even loaded.
    given = f"{str(folder)!r}, period='2022-03', out={str(out)!r}, ledger={str(ledger)!r}"
    code = f"from xltool.pipeline.consolidate import consolidate; consolidate({given}); import sys;"
    code += "assert not {'pandas', 'pandera'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert out.read_bytes() == of_known


def test_a_second_check_with_a_ledger_reads_what_has_changed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder, read = Path("in"), list[str]()
    folder.mkdir()
    for number, path in enumerate(SAMPLES[:3]):
        shutil.copy(path, folder / f"{number}.xlsx")
    before = submissions.read_submission

    def counted(path: Path, *rest: Any) -> Any:
        read.append(path.name)
        return before(path, *rest)

    monkeypatch.setattr("xltool.pipeline.check_work.read_submission", counted)

    def said(*words: object) -> bytes:
        read.clear()
        with pytest.raises(SystemExit):
            main(("check", "in", "--no-annotate", "--format", "json", *map(str, words)))
        return capsysbinary.readouterr().out

    with_ledger = ("--ledger", "a.ledger")
    plain = said()
    assert said(*with_ledger) == plain and len(read) == 3
    assert said(*with_ledger) == plain and not read
    # Another year or month is another question; its answer is kept in the other's place.
    plain = said("--period", "2022-04")
    assert said(*with_ledger, "--period", "2022-04") == plain and len(read) == 3
    assert said(*with_ledger, "--period", "2022-04") == plain and not read
    # Some of the rules, and exemptions, are never the ledger's.
    assert said(*with_ledger, "--select", "XL2") == said("--select", "XL2") and len(read) == 3
    shutil.copy(SAMPLES[3], folder / "0.xlsx")
    (folder / "1.xlsx").rename(folder / "moved.xlsx")
    assert len(said(*with_ledger, "--period", "2022-04")) and read == ["0.xlsx"]
    with Ledger(Path("a.ledger")) as book:
        kept = book.connection.execute("SELECT path FROM submissions ORDER BY path").fetchall()
    assert ("in/moved.xlsx",) in kept


def test_a_kept_report_is_read_back_whole(here: list[CheckedFile]) -> None:
    for report in (checked.report for checked in here):
        row = ReportRow.of(report, "key")
        assert row is not None and row.read() == report
        assert row._replace(report=row.report[:-5]).read() is None
    words = Words("一", "one")
    finding = Finding.at("表1", "B7", message="…")
    params = {"a": ("b", [Decimal("0.10"), None, True, 1.5]), "w": words}
    report = Report("a.xlsx", Verdict.FINDINGS, findings=(replace(finding, params=params),))
    row = ReportRow.of(report, "key")
    assert row is not None and row.read() == report
    odd = replace(report, findings=(replace(finding, params={"a": object()}),))
    assert ReportRow.of(odd, "key") is None


def test_the_report_of_a_check_depends_on_what_path_and_command_say() -> None:
    keys = [
        reporting_key("a", given, path)
        for given in (Given(), Given(2022), Given(None, "2022-03"))
        for path in ("x.xlsx", "x.xls", "2021年/x.xlsx", "2022-03/x.xlsx")
    ]
    assert len(set(keys)) == len(keys)
    assert reporting_key("b", Given(), "x.xlsx") not in keys
    assert reporting_key("a", Given(), "elsewhere/y.xlsx") == keys[0]


JUDGED = JudgedAs("2022", "stamp", "", ("2022",), (), False)
MONTHLY = JudgedAs("2022", "cell", "2022-03", ("2022",), ("2022-03",), True)


@pytest.mark.parametrize(
    ("judged", "given", "path", "month", "holds"),
    [
        (JUDGED, Given(), "a.xlsx", None, True),
        (JUDGED, Given(None, "2022-03"), "2022-03/a.xlsx", "2022-03", True),
        (JUDGED, Given(2022), "a.xlsx", None, True),
        (JUDGED, Given(2023), "a.xlsx", None, False),  # XL121 says so
        (JUDGED, Given(), "2021年/a.xlsx", None, False),
        (replace(JUDGED, own_years=(), year_source="codes"), Given(), "a.xlsx", None, True),
        # A month takes its own year instead of the codes'.
        (
            replace(JUDGED, own_years=(), year_source="codes"),
            Given(None, "2022-03"),
            "a.xlsx",
            "2022-03",
            False,
        ),
        (
            replace(JUDGED, own_years=(), year_source="option"),
            Given(None, "2022-03"),
            "a.xlsx",
            "2022-03",
            True,
        ),
        (
            replace(JUDGED, own_years=(), year_source="option"),
            Given(None, "2023-03"),
            "a.xlsx",
            "2023-03",
            False,
        ),
        (MONTHLY, Given(None, "2022-03"), "a.xlsx", "2022-03", True),
        (MONTHLY, Given(None, "2022-04"), "a.xlsx", "2022-04", False),  # XL122 says so
        (MONTHLY, Given(), "2022-05/a.xlsx", None, False),
        (
            replace(MONTHLY, own_periods=(), period=""),
            Given(None, "2022-03"),
            "a.xlsx",
            "2022-03",
            False,
        ),
    ],
)
def test_a_verdict_holds_for_the_same_year_and_month(
    judged: JudgedAs, given: Given, path: str, month: str | None, holds: bool
) -> None:
    read = JudgedAs.read(judged.kept())
    assert read == judged
    assert read.holds(given, path, month) is holds


def test_the_key_of_a_verdict_depends_on_forms_rules_and_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forms = load_forms()
    keys = [
        judging_key(forms),
        judging_key(forms[1:]),
        judging_key(forms, frozenset({"XL201"})),
        judging_key(forms, frozenset()),
    ]
    monkeypatch.setattr("xltool.ledger.judged._version", lambda _: "9.9")
    keys.append(judging_key(forms))
    monkeypatch.setattr("xltool.ledger.judged.__version__", "9.9")
    keys.append(judging_key(forms))
    assert len(set(keys)) == len(keys)


def test_the_words_of_the_bar_are_in_gbk() -> None:
    clock = Clock()
    progress = Progress(2000, clock=clock)
    clock.now = 60
    progress.advance(400)
    assert time_left(progress, "zh") == "400/2000 个文件，还要约 4 分钟"
    assert time_left(progress, "en") == "400/2000 files, about 4 min left"
    assert time_left(progress, "zh").encode("gbk")
