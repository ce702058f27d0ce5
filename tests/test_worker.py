"""A worker stays loaded, and whatever breaks it is told with its reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker_tasks import cannot_load, ready, work
from xltool.language.errors import MissingPathError
from xltool.watch.worker import Broken, FailureReason, Limits, Worker

LIMITS = Limits(seconds=3, memory=200 << 20)


@pytest.fixture
def worker() -> Iterator[Worker[str, object]]:
    worker = Worker(work, ready, LIMITS)
    yield worker
    worker.stop()


def test_it_stays_loaded(worker: Worker[str, object]) -> None:
    first = worker.ask("pid")
    assert first != os.getpid()
    assert [worker.ask("pid") for _ in range(5)] == [first] * 5
    assert worker.process_id == first


@pytest.mark.parametrize(
    ("task", "why"),
    [
        ("crash", FailureReason.CRASH),
        ("exit", FailureReason.CRASH),
        ("raise", FailureReason.CRASH),
        ("sleep", FailureReason.TIME),
        ("memory", FailureReason.MEMORY),
        ("all memory at once", FailureReason.MEMORY),
    ],
)
def test_what_breaks_it_has_a_reason_and_the_next_task_is_done(
    worker: Worker[str, object], task: str, why: FailureReason
) -> None:
    first = worker.ask("pid")
    answer = worker.ask(task)
    assert isinstance(answer, Broken)
    assert answer.why is why
    second = worker.ask("pid")
    assert isinstance(second, int)
    assert second != first


def test_memory_is_watched_from_within_where_the_system_has_no_limit() -> None:
    code = "import threading, time\nfrom xltool.watch import worker\n"
    code += "held = worker._resident() + (50 << 20)\n"
    code += "threading.Thread(target=worker._watch_memory, args=(held,), daemon=True).start()\n"
    code += "kept = b'x' * (200 << 20)\ntime.sleep(20)\n"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == 77


def test_what_it_cannot_load_is_our_error() -> None:
    worker = Worker(work, cannot_load, LIMITS)
    with pytest.raises(MissingPathError):
        worker.ask("pid")
    with pytest.raises(MissingPathError):  # and it may be tried again
        worker.ask("pid")


def test_one_that_was_ended_while_idle_is_replaced(worker: Worker[str, object]) -> None:
    pid = worker.ask("pid")
    assert isinstance(pid, int)
    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(0.3)
    assert isinstance(worker.ask("pid"), Broken)
    assert isinstance(worker.ask("pid"), int)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_signals_that_end_us_leave_it_at_work(worker: Worker[str, object]) -> None:
    pid = worker.ask("pid")
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert worker.ask("pid") == pid


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_it_ends_when_its_parent_is_killed() -> None:
    code = (
        "import sys, time\n"
        "from tests.worker_tasks import ready, work\n"
        "from xltool.watch.worker import Worker\n"
        "if __name__ == '__main__':\n"
        "    worker = Worker(work, ready)\n"
        "    print(worker.ask('pid'), flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
