"""What is measured, and what is asked of it: one function a figure."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import write_corpus, write_workbook
from benchmarks.measured import PYTHON, Taken, in_turn, run, xltool

PERIOD = "2022-03"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the workbooks are, where to write, and how often to measure."""

    corpus: Path
    scratch: Path
    rounds: int

    def fresh(self, name: str) -> Path:
        """An empty folder."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio, what it is of, and the bound asked of it: `most` or `least`."""

    title: str
    measure: Callable[[Bench], tuple[float, str]]
    most: float | None = None
    least: float | None = None

    @property
    def asked(self) -> str:
        """The bound as the table shows it."""
        return f"≤ {self.most:g}" if self.most else f"≥ {self.least:g}"

    def met(self, measured: float) -> bool:
        """Whether it is as asked."""
        return measured <= self.most if self.most else measured >= (self.least or 0)


def _script(bench: Bench, *more: str) -> Taken:
    out = bench.fresh("script")
    return run(PYTHON, "-m", "benchmarks.plain_script", bench.corpus, out, *more)


def _check(bench: Bench, *more: object) -> Taken:
    return xltool("check", bench.corpus, "--out", bench.fresh("marked"), "--jobs", 1, *more)


def _consolidate(
    bench: Bench, corpus: Path, ledger: Path, *more: object, anew: bool = True
) -> Taken:
    out = bench.scratch / "summary.xlsx"
    if anew:
        out.unlink(missing_ok=True)
    words = ("--period", PERIOD, "--out", out, "--ledger", ledger)
    return xltool("consolidate", corpus, *words, *(more or ("--jobs", 1)))


def check_and_mark(bench: Bench) -> tuple[float, str]:
    """How many times faster than the script, processor time."""
    pairs = [(_script(bench), _check(bench)) for _ in range(bench.rounds)]
    return _times_faster(pairs)


def check_mark_and_summary(bench: Bench) -> tuple[float, str]:
    """The same with the summary; ours also keeps a ledger and proves the totals."""
    pairs = []
    for _ in range(bench.rounds):
        theirs, ledger = _script(bench, "--summary"), bench.fresh("ledger") / "a.ledger"
        one, two = _check(bench, "--ledger", ledger), _consolidate(bench, bench.corpus, ledger)
        ours = Taken(one.cpu + two.cpu, one.wall + two.wall, max(one.peak, two.peak))
        pairs.append((theirs, ours))
    return _times_faster(pairs)


def _times_faster(pairs: list[tuple[Taken, Taken]]) -> tuple[float, str]:
    ratios = sorted(theirs.cpu / ours.cpu for theirs, ours in pairs)
    theirs, ours = pairs[-1]
    detail = (
        f"script {theirs.cpu:.1f} s CPU, {theirs.wall:.1f} s, {theirs.peak:.0f} MB; "
        f"ours {ours.cpu:.1f} s CPU, {ours.wall:.1f} s, {ours.peak:.0f} MB"
    )
    return ratios[len(ratios) // 2], detail


def _warm(name: str) -> Callable[[Bench], tuple[float, str]]:
    """A figure of `benchmarks.warm`, in a process of its own."""

    def measure(bench: Bench) -> tuple[float, str]:
        words = [PYTHON, "-m", "benchmarks.warm", name, str(bench.corpus), str(bench.rounds)]
        said = subprocess.check_output(words, text=True)
        ratio, detail = said.strip().split("\n")[-1].split("\t")
        return float(ratio), detail

    return measure


def known_to_the_ledger(bench: Bench) -> tuple[float, str]:
    """Consolidate what the ledger knows, against the summary of the same ledger alone."""
    ledger = bench.fresh("ledger") / "a.ledger"
    _consolidate(bench, bench.corpus, ledger)

    def summary_alone() -> float:
        out = bench.scratch / "summary.xlsx"
        out.unlink(missing_ok=True)
        return run(PYTHON, "-m", "benchmarks.summary_alone", ledger, out, PERIOD).cpu

    ours, theirs, ratio = in_turn(
        lambda: _consolidate(bench, bench.corpus, ledger).cpu, summary_alone, bench.rounds
    )
    return ratio, f"{ours:.2f} s / {theirs:.2f} s CPU"


# Pandera loads hypothesis with its first schema where that is installed, as for our tests alone.
_AS_INSTALLED = (
    "import sys; sys.modules['hypothesis'] = None; from xltool.cli.main import run; run()"
)


def cold_check(bench: Bench) -> tuple[float, str]:
    """One workbook in a new process, by the wall."""
    first = next(iter(sorted(bench.corpus.glob("*.xlsx"))))
    ours, theirs, ratio = in_turn(
        lambda: run(PYTHON, "-c", _AS_INSTALLED, "check", first, "--no-annotate").wall,
        lambda: run(PYTHON, "-c", "import pandera.pandas").wall,
        max(5, bench.rounds),
    )
    return ratio, f"{ours * 1000:.0f} ms / {theirs * 1000:.0f} ms"


def help_page(bench: Bench) -> tuple[float, str]:
    """The help in a new process, less what Python itself takes to start."""
    ours, theirs, ratio = in_turn(
        lambda: xltool("--help").wall,
        lambda: run(PYTHON, "-c", "import click").wall,
        max(9, bench.rounds),
    )
    return ratio, f"{ours * 1000:.0f} ms / {theirs * 1000:.0f} ms, with Python’s own start"


def two_jobs(bench: Bench) -> tuple[float, str]:
    """What two processes gain, against what two of pure arithmetic gain at the same time."""
    spin = "sum(i * i for i in range(30_000_000))"

    def control() -> float:
        one = run(PYTHON, "-c", f"{spin}; {spin}").wall
        both = f"import subprocess as s, sys; a = [s.Popen([sys.executable, '-c', '{spin}'])"
        return one / run(PYTHON, "-c", f"{both} for _ in '12']; [b.wait() for b in a]").wall

    def ours() -> float:
        out = bench.fresh("marked")
        words = ("check", bench.corpus, "--out", out, "--jobs")
        one = xltool(*words, 1).wall
        bench.fresh("marked")
        return one / xltool(*words, 2).wall

    gain, bound, ratio = in_turn(ours, control, bench.rounds)
    return ratio, f"{gain:.2f} × / {bound:.2f} ×"


def ten_times_as_many(bench: Bench) -> tuple[float, str]:
    """A whole month of ten times as many: processor time; the peak of memory in detail."""
    count = len(list(bench.corpus.glob("*.xlsx")))
    many = bench.corpus.parent / str(count * 10)
    if not many.exists():
        many.mkdir()
        write_corpus(many, count * 10)
    few_taken = _consolidate(bench, bench.corpus, bench.fresh("ledger") / "a.ledger")
    many_taken = _consolidate(bench, many, bench.fresh("ledger") / "b.ledger")
    peak = many_taken.peak / few_taken.peak
    peaks = f"{few_taken.peak:.0f} → {many_taken.peak:.0f} MB = {peak:.2f} × (asked ≤ 1.3)"
    return many_taken.cpu / few_taken.cpu, f"{few_taken.cpu:.1f} → {many_taken.cpu:.1f} s; {peaks}"


def one_percent_changed(bench: Bench) -> tuple[float, str]:
    """A second consolidation with a ledger, one workbook in a hundred changed: the summary of the
    first lies there, and is the same bytes as one of a new ledger would be.
    """
    ledger, changed = bench.fresh("ledger") / "a.ledger", _copied(bench)
    full = _consolidate(bench, changed, ledger)
    _change(changed)
    again = _consolidate(bench, changed, ledger, anew=False)
    return again.cpu / full.cpu, f"{again.cpu:.1f} s / {full.cpu:.1f} s CPU"


def one_percent_checked(bench: Bench) -> tuple[float, str]:
    """A second check with a ledger, one workbook in a hundred changed; the marked copies of the
    first lie there.
    """
    ledger, changed = bench.fresh("ledger") / "a.ledger", _copied(bench)
    words = ("check", changed, "--out", bench.fresh("marked"), "--jobs", 1, "--ledger", ledger)
    full = xltool(*words)
    _change(changed)
    again = xltool(*words)
    return again.cpu / full.cpu, f"{again.cpu:.1f} s / {full.cpu:.1f} s CPU"


def _copied(bench: Bench) -> Path:
    folder = bench.fresh("changed")
    for path in bench.corpus.glob("*.xlsx"):
        shutil.copy(path, folder)
    return folder


def _change(folder: Path) -> None:
    """One workbook in a hundred has other projects and indicators: all rows behind it move."""
    for path in sorted(folder.glob("*.xlsx"))[::100]:
        write_workbook(folder, int(path.stem), version=1)


def two_workers(bench: Bench) -> tuple[float, str]:
    """The gain of a second worker process of one thread."""
    out = subprocess.check_output(
        [PYTHON, "-m", "benchmarks.dask_workers", str(bench.corpus)], text=True, stderr=sys.stderr
    )
    one, two = map(float, out.split("\n")[-2].split())
    return one / two, f"{one:.1f} s / {two:.1f} s by the wall"


FIGURES = {
    "script": Figure("check + mark: times faster than the script, CPU", check_and_mark, least=4),
    "month": Figure("the same with the summary", check_mark_and_summary, least=2),
    "read": Figure("check alone / bare calamine read, warm", _warm("read"), most=15),
    "mark": Figure("mark one form / openpyxl load + save", _warm("mark"), most=0.03),
    "known": Figure(
        "consolidate with a ledger that knows the files / summary + proof alone",
        known_to_the_ledger,
        most=1.15,
    ),
    "summary": Figure(
        "summary of 100k rows / bare xlsxwriter of the same cells", _warm("summary"), most=1.15
    ),
    "cold": Figure("cold check of one file / `import pandera.pandas`", cold_check, most=1.25),
    "help": Figure("`--help` / `import click`", help_page, most=2),
    "jobs": Figure("two jobs’ gain / that of a pure-CPU control", two_jobs, least=0.9),
    "tenfold": Figure("ten times as many workbooks: CPU time", ten_times_as_many, most=10.5),
    "again": Figure(
        "second consolidation with 1 % changed / full run", one_percent_changed, most=0.08
    ),
    "checked": Figure("second check with 1 % changed / full run", one_percent_checked, most=0.08),
    "dask": Figure("Dask: two worker processes / one", two_workers, least=1.7),
}
