"""Worker processes of this machine."""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from xltool.language.errors import XltoolError
from xltool.pipeline.collector import collect_less
from xltool.pipeline.file_tasks import Chunk, Unseen, done

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Result = TypeVar("Result")

MOST_JOBS = 61
"""Windows can wait for no more processes at once."""


def processors() -> int:
    """The processors that this process may use, at most `MOST_JOBS`."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_JOBS, len(os.sched_getaffinity(0)))
    return min(MOST_JOBS, os.cpu_count() or 1)


class LocalPool:
    """Some processes, started from scratch (spawned) as on Windows; a dead one is replaced.

    Each has an executor of its own: one that dies takes only its own chunks with it.
    """

    remote = False

    def __init__(self, workers: int) -> None:
        self.workers = min(workers, MOST_JOBS)
        self._processes = [_Process() for _ in range(self.workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.end()

    def submit(self, chunk: Chunk[Result]) -> Future[list[Result | Unseen] | XltoolError]:
        """Begin a chunk in the process that has the least to do."""
        return min(self._processes, key=_Process.load).submit(chunk)

    def wait(self, future: Future[Result]) -> Result | None:
        """What came of it, None where its process died."""
        try:
            return future.result()
        except BrokenExecutor:
            return None


class _Process:
    """One process and the chunks that wait for it."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._waiting: list[Future[Any]] = []

    def load(self) -> int:
        """How many chunks it has before it."""
        self._waiting = [future for future in self._waiting if not future.done()]
        return len(self._waiting)

    def submit(self, chunk: Chunk[Result]) -> Future[list[Result | Unseen] | XltoolError]:
        try:
            future = self._running().submit(done, chunk)
        except BrokenExecutor:
            self.end()
            future = self._running().submit(done, chunk)
        self._waiting.append(future)
        return future

    def end(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # Imported here to start faster: most runs end before a second process is worth it.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(1, context, _begin)
        return self._executor


def _begin() -> None:
    """Ctrl-C is answered by the process that started this one, which goes quietly."""
    collect_less()
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
