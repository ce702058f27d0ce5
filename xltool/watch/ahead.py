"""The first look at a full folder: files are checked ahead, in further processes, while others are
answered.

Only reading is done ahead: a file is taken, answered and kept one at a time as ever, so that
whatever ends us between two steps finds the drop folder in no other state. What was found ahead is
used where the file still has the same bytes and the rules are the same; else it is checked as ever.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xltool.language.errors import XltoolError
from xltool.pipeline.outputs import Marked
from xltool.watch.tasks import Checked, CheckTask, MarkTask
from xltool.watch.worker import Broken, FailureReason, Worker

CheckWorker = Worker[CheckTask | MarkTask, Checked | Marked]

FULL = 50
"""Files that wait from which others are started: a process takes a second and more to load."""
_PER_HELPER = 3
"""Files that are looked at ahead for each of them, so that none waits for the desk."""


@dataclass(frozen=True, slots=True)
class _FoundAhead:
    """What was found ahead in some bytes, by some rules."""

    digest: str
    rules: str
    found: Checked | Broken


class Ahead:
    """Some helpers that check what waits; `helpers` 0 leaves all to the desk's own worker."""

    def __init__(self, helpers: int, worker: Callable[[], CheckWorker]) -> None:
        self._helpers, self._worker = helpers, worker
        self._idle: deque[CheckWorker] = deque()
        self._workers: list[CheckWorker] = []
        self._threads: ThreadPoolExecutor | None = None
        self._begun: dict[Path, Future[_FoundAhead | None]] = {}

    @property
    def most(self) -> int:
        """How many files are looked at ahead."""
        return self._helpers * _PER_HELPER

    def worth_it(self, waiting: int) -> bool:
        """Whether so many files wait that helpers are to be started, or some are at work."""
        return bool(self._helpers) and (self._threads is not None or waiting >= FULL)

    def look(self, tasks: Sequence[CheckTask], rules: str) -> None:
        """Begin with these files."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._helpers, "xltool-ahead")
            self._workers = [self._worker() for _ in range(self._helpers)]
            self._idle = deque(self._workers)
        for task in tasks:
            if task.path not in self._begun:
                self._begun[task.path] = self._threads.submit(self._see, task, rules)

    def wait(self, path: Path) -> None:
        """Until nobody reads this file any more: Windows lets nobody rename one that is open."""
        if future := self._begun.get(path):
            with suppress(Exception):
                future.result()

    def found(self, path: Path, digest: str, rules: str) -> Checked | Broken | None:
        """What was found in a file of these bytes by these rules, once; None where it is to be
        checked now.
        """
        future = self._begun.pop(path, None)
        if future is None:
            return None
        seen = future.result()
        return seen.found if seen and (seen.digest, seen.rules) == (digest, rules) else None

    def stop(self) -> None:
        """End the helpers and forget what they found."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            for worker in self._workers:
                worker.stop()
            self._threads.shutdown()
            for worker in self._workers:  # one may have been started meanwhile
                worker.stop()
        self._threads, self._workers, self._idle, self._begun = None, [], deque(), {}

    def _see(self, task: CheckTask, rules: str) -> _FoundAhead | None:
        """In a thread of ours: have a helper check a file that nobody changes meanwhile."""
        worker = self._idle.popleft()
        try:
            before = digest_of(task.path)
            found = worker.ask(task)
            same = digest_of(task.path) == before
        # Also what the end of a worker in another thread brings; the desk asks again then.
        except (XltoolError, OSError, ValueError, AssertionError, AttributeError):
            return None
        finally:
            self._idle.append(worker)
        crashed = isinstance(found, Broken) and found.why is FailureReason.CRASH
        done = same and not crashed and isinstance(found, (Checked, Broken))
        return _FoundAhead(before, rules, found) if done else None  # type: ignore[arg-type]


def digest_of(path: Path) -> str:
    """The digest of a file; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
