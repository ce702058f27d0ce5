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
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from xltool.errors import XltoolError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

Task = TypeVar("Task")
Answer = TypeVar("Answer")

START_SECONDS = 180
"""How long a process may take to load what it works with; a cold network disk is slow."""
RENEW_AFTER = 1_000
"""Pieces of work after which a process is replaced: leaks of libraries must not add up."""
_OUT_OF_MEMORY = 77  # exit code of a process that went past its memory


class Why(StrEnum):
    """What a piece of work did to its process."""

    CRASH = "crash"
    TIME = "time"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Broken:
    """Work that could not be done, and why; `detail` is for the log."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, and bytes beyond what the loaded worker holds."""

    seconds: float = 120
    memory: int = 1 << 30


class Worker(Generic[Task, Answer]):
    """A process that stays loaded between pieces of work; it ends with the process that made it.

    `work` and `warm` are functions on the first level of a module and tasks and answers can be
    pickled, so that a worker can be started afresh (spawned) on every system.
    """

    def __init__(
        self,
        work: Callable[[Task], Answer],
        warm: Callable[[], None],
        limits: Limits = Limits(),
    ) -> None:
        self._work, self._warm, self._limits = work, warm, limits
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._done = 0

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
            self._ready = True
        assert self._connection is not None
        try:
            self._connection.send(task)
        except OSError:  # it was ended from outside while it was idle
            answer = Broken(Why.CRASH, "ended while idle")
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

    def _receive(self, seconds: float) -> object:
        assert self._connection is not None and self._process is not None
        try:
            if not self._connection.poll(seconds):
                return Broken(Why.TIME, f"more than {seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError):
            self._process.join(5)
            code = self._process.exitcode
            why = Why.MEMORY if code == _OUT_OF_MEMORY else Why.CRASH
            return Broken(why, f"exit code {code}")


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
        return Broken(Why.MEMORY, repr(error))
    # Everything: a panic of a Rust library is no Exception, and nobody is left to catch it.
    except BaseException as error:
        return Broken(Why.CRASH, repr(error))


def _limit_memory(memory: int) -> None:
    """Hold this process to `memory` bytes beyond what it has now.

    The system's own limit, where there is one, fails the one request that is too large. A thread
    that looks on does the same roughly where there is none (Windows), or where it is not kept
    (macOS): it ends the process.
    """
    most = _resident() + memory
    try:
        import resource  # there is none on Windows
    except ImportError:
        pass
    else:
        pages = Path("/proc/self/statm")
        if pages.exists():
            taken = int(pages.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            limit = taken + memory if hard == resource.RLIM_INFINITY else min(hard, taken + memory)
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    threading.Thread(target=_look_on, args=(most,), daemon=True).start()


def _look_on(most: int) -> None:
    while True:
        if _resident() > most:
            os._exit(_OUT_OF_MEMORY)
        sleep(0.2)


def _resident() -> int:
    """Bytes of memory that this process holds; on macOS the most it ever held."""
    if sys.platform == "win32":
        return _resident_on_windows()
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
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
