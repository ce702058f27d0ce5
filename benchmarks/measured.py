"""A command -> what it took; two pieces of work in turn -> the median of their ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process and its children took: processor seconds, seconds by the wall, and the most
    memory that one of them held, in MB.
    """

    cpu: float
    wall: float
    peak: float


def run(*command: object, ends: Sequence[int] = (0, 1)) -> Taken:
    """Run a command to its end; raises `RuntimeError` where it does not end as it should."""
    # As installed: modules are compiled once, whatever this shell says.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # To a file: a pipe that nobody reads would stop it.
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**env, "PYTHONPATH": str(ROOT)},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ends:
            said.seek(0)
            raise RuntimeError(f"{command}: {process.returncode}\n{said.read().decode()[-2000:]}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)


def xltool(*words: object) -> Taken:
    """Run xltool, whatever it finds."""
    return run(PYTHON, "-m", "xltool", *words)


def processor_seconds(work: Callable[[], object]) -> float:
    """Of one call in this process: other programs share the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turn(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """The medians of two figures taken in turn, and the median of first / second."""
    pairs = [(first(), second()) for _ in range(rounds)]
    ratio = statistics.median(one / two for one, two in pairs)
    ones, twos = zip(*pairs, strict=True)
    return statistics.median(ones), statistics.median(twos), ratio
