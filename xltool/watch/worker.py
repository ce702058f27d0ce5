"""The only place that starts a process: a warm worker that does one piece of work after another.

A workbook may be made, or broken, so that reading it takes all memory, never ends or ends the
process. So the work runs in a process of its own, within limits; what breaks it comes back as
`Broken` with a reason, and the next piece of work gets a new process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from xltool.language.errors import XltoolError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

Task = TypeVar("Task")
Answer = TypeVar("Answer")

START_SECONDS = 180
"""How long a process may take to load what it works with; a cold network disk is slow."""
RENEW_AFTER = 1_000
"""Pieces of work after which a process is replaced: leaks of libraries must not add up."""
_POLL_SECONDS = 0.1
_PROC = Path("/proc/self")
_OUT_OF_MEMORY = 77  # exit code of a process that went past its memory


class FailureReason(StrEnum):
    """What a piece of work did to its process."""

    CRASH = "crash"
    TIME = "time"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Broken:
    """Work that could not be done, and why; `detail` is for the log."""

    why: FailureReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, and bytes beyond what the loaded worker holds."""

    seconds: float = 120
    memory: int = 1 << 30


LIMITS = Limits()
"""What a piece of work may take where nothing else is said."""


class Worker(Generic[Task, Answer]):
    """A process that stays loaded between pieces of work; it ends with the process that made it.

    `work` and `warm` are functions on the first level of a module and tasks and answers can be
    pickled, so that a worker can be started from scratch (spawned) on every system.
    """

    def __init__(
        self,
        work: Callable[[Task], Answer],
        warm: Callable[[], None],
        limits: Limits = LIMITS,
    ) -> None:
        self._work, self._warm, self._limits = work, warm, limits
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._done = 0
        self._memory = 0  # bytes that it holds once it is loaded

    def start(self) -> None:
        """Begin to load in the background; `ask` waits for it."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve,
            args=(theirs, self._work, self._warm, self._limits.memory),
            name="xltool-worker",
            daemon=True,
        )
        self._process.start()
        theirs.close()  # else its end would not be noticed
        self._ready, self._done = False, 0

    def ask(self, task: Task) -> Answer | Broken:
        """Have a piece of work done; raises `XltoolError` where the worker cannot be loaded, or
        where the work raised it.
        """
        self.start()
        if not self._ready:
            answer = self._receive(START_SECONDS)
            if isinstance(answer, (Broken, XltoolError)):
                self.stop()
                if isinstance(answer, XltoolError):
                    raise answer
                return answer
            self._ready, self._memory = True, _resident(self._process_number())
        assert self._connection is not None
        try:
            self._connection.send(task)
        except OSError:  # it was ended from outside while it was idle
            answer = Broken(FailureReason.CRASH, "ended while idle")
        else:
            answer = self._receive(self._limits.seconds)
        self._done += 1
        if isinstance(answer, XltoolError):
            raise answer
        if isinstance(answer, Broken) or self._done >= RENEW_AFTER:
            self.stop()
        return cast("Answer | Broken", answer)

    def stop(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None and self._connection is not None:
            self._connection.close()
            # Not terminate(): the worker leaves the signals that end us to us.
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._connection = None

    @property
    def process_id(self) -> int | None:
        """The process that does the work now, if one is loaded."""
        return self._process.pid if self._process else None

    def _process_number(self) -> int:
        return (self._process.pid if self._process else None) or 0

    def _receive(self, seconds: float) -> object:
        assert self._connection is not None and self._process is not None
        until, pid, most = time.monotonic() + seconds, self._process_number(), 0
        before = self._memory
        try:
            while not self._connection.poll(_POLL_SECONDS):
                most = max(most, _resident(pid) - before)
                if self._ready and most > self._limits.memory:
                    return Broken(FailureReason.MEMORY, f"{most >> 20} MB")
                if time.monotonic() > until:
                    return Broken(FailureReason.TIME, f"more than {seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            # A library that is refused memory ends the process: there is no other sign of it.
            memory = code == _OUT_OF_MEMORY or (self._ready and most > self._limits.memory // 2)
            return Broken(
                FailureReason.MEMORY if memory else FailureReason.CRASH,
                f"exit code {code}, {most >> 20} MB",
            )


def _serve(
    connection: Connection, work: Callable[[object], object], warm: Callable[[], None], memory: int
) -> None:
    """The worker's life: load, then one answer for each task, until the other end is closed."""
    # Ctrl-C and service managers signal the whole group; the piece of work at hand is finished
    # and answered, and the parent then ends us.
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    try:
        try:
            warm()
        except XltoolError as error:
            connection.send(error)
            return
        _limit_memory(memory)
        # Libraries that run out of memory write traces that help nobody who watches a drop folder.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        connection.send(None)
        while True:
            connection.send(_answer(work, connection.recv()))
    except (EOFError, OSError):
        return  # the parent is gone


def _answer(work: Callable[[object], object], task: object) -> object:
    try:
        return work(task)
    except XltoolError as error:  # nothing is wrong with the task
        return error
    except MemoryError as error:
        return Broken(FailureReason.MEMORY, repr(error))
    # Everything: a panic of a Rust library is no Exception, and nobody is left to catch it.
    except BaseException as error:
        return Broken(FailureReason.CRASH, repr(error))


def _limit_memory(memory: int) -> None:
    """Hold this process to `memory` bytes beyond what it has now, as well as the system can.

    On Linux the parent looks on, and the system refuses what comes too fast for it; elsewhere a
    thread looks on and ends the process. A library may keep that thread waiting; the limit of time
    is left then.
    """
    if not _PROC.exists():
        threading.Thread(target=_watch_memory, args=(_resident() + memory,), daemon=True).start()
        return
    import resource  # there is none on Windows

    taken = int((_PROC / "statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = taken + memory + memory // 2
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _watch_memory(most: int) -> None:
    while True:
        if _resident() > most:
            os._exit(_OUT_OF_MEMORY)
        time.sleep(_POLL_SECONDS)


def _resident(pid: int = 0) -> int:
    """Bytes of memory that a process holds, this one without a number; 0 if that is unknown.

    On macOS it is the most that this process ever held.
    """
    if sys.platform == "win32":
        return 0 if pid else _resident_on_windows()
    if _PROC.exists():
        try:
            pages = Path(f"/proc/{pid or 'self'}/statm").read_text().split()[1]
        except OSError:  # it has ended
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    if pid:
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _resident_on_windows() -> int:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "e", "f")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 (mypy knows it on Windows alone)
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo(
        ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb
    )
    return int(counters.now)
