"""How long an answer takes, once warm: `python -m benchmarks.drop_one`.

Drops one workbook after another into a folder that is looked after, and prints the median from
the drop to the receipt, the part of it in which the file must hold still, and what is left; beside
it a bare check of the same file, and check with marked copy, in this process.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drop_folder import BAD, unlike
from xltool.watch.tasks import Checked, CheckTask, MarkTask, run_task, warm_up

ROUNDS = 12
SETTLE = 0.5


@contextmanager
def watching(inbox: Path) -> Iterator[None]:
    """The desk at work, in a process of its own."""
    options = ["--settle", str(SETTLE), "--ledger", str(inbox.parent / "desk.ledger")]
    process = subprocess.Popen(
        [sys.executable, "-m", "xltool", "watch", str(inbox), *options],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def answered(inbox: Path, number: int) -> float:
    """Seconds from the drop of a workbook to its receipt."""
    receipt = inbox / "退回" / f"{number}.回执.txt"
    start = time.perf_counter()
    half = inbox / "待检" / f"{number}.tmp"
    half.write_bytes(unlike(BAD, number))
    half.rename(half.with_suffix(".xlsx"))
    while not receipt.exists():
        time.sleep(0.005)
    return time.perf_counter() - start


def median(work: Callable[[], object]) -> float:
    """Median seconds of a piece of work."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print all in one run, since machines differ."""
    task = CheckTask(BAD, BAD, BAD, "2026-01-01T00:00:00+00:00")
    warm_up()
    checked = run_task(task)
    assert isinstance(checked, Checked)
    mark = MarkTask(BAD, checked.report)
    bare = median(lambda: run_task(task))
    both = median(lambda: (run_task(task), run_task(mark)))
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "in"
        (inbox / "待检").mkdir(parents=True)
        with watching(inbox):
            first = answered(inbox, 0)
            whole = statistics.median(answered(inbox, number) for number in range(1, ROUNDS + 1))
    for name, taken in (
        ("bare check", bare),
        ("check and mark", both),
        ("drop to answer, the first (worker loads)", first),
        (f"drop to answer, warm (holds still {SETTLE} s)", whole),
        ("settled drop to answer, warm", whole - SETTLE),
    ):
        print(f"{name:<44} {taken:7.2f} s {taken / bare:7.1f} ×")


if __name__ == "__main__":
    main()
