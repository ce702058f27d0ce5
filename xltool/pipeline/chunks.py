"""Many files -> their results in the same order, chunk by chunk, here or in worker processes.

The first chunks are done here: they tell how long the rest takes, and a process costs a second to
start. Only where enough is left do the other chunks go to a pool, which is any executor of
concurrent.futures: processes of this machine (`local_pool`) or a Dask cluster (`dask_pool`). A
chunk whose worker ends is done again, alone; one that ends its worker every time is halved, until
the one bad file is left, which is refused by name.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from xltool.language.errors import XltoolError
from xltool.pipeline.file_tasks import Chunk, ChunkWork, FileTask, Unseen, done
from xltool.pipeline.progress import Progress, ShownProgress, unseen

Result = TypeVar("Result")

LARGEST = 200
"""Files of a chunk: pandera is called once for all of them, and a scheduler hears of few tasks."""
_SMALLEST, _ENOUGH = 10, 50
"""Files of the first chunk, which is soon seen, and of the last ones in a pool; of chunks where
there is no pool to go to: larger ones gain little, and the bar could not foresee their end.
"""
_MOST_BYTES = 8 << 20
"""Of files that are sent: Dask warns of tasks larger than 10 MB."""
_WORTH_IT = 5.0
"""Seconds of work left from which processes are started."""


class Pool(Protocol):
    """Where chunks are done at the same time."""

    workers: int
    remote: bool

    def submit(self, chunk: Chunk[Result]) -> Future[list[Result | Unseen] | XltoolError]:
        """Begin a chunk."""

    def wait(self, future: Future[Result]) -> Result | None:
        """What came of it, None where its worker ended; raises `XltoolError`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a run is spread: `pool` is entered when it is needed, None keeps all of it here.

    `worth_it` is how many seconds of work must be left for it, 0 to start at once; `shown` shows
    how far the work is.
    """

    pool: AbstractContextManager[Pool] | None = None
    worth_it: float = _WORTH_IT
    shown: ShownProgress = unseen


HERE = Scale()
"""All in this process."""


def in_chunks(
    files: Sequence[Path], work: ChunkWork[Result], scale: Scale = HERE
) -> Iterator[Result]:
    """Do some work to files; yields one result a file, in their order.

    Raises `XltoolError` where the work or the pool cannot go on.
    """
    start = 0
    with scale.shown(len(files)) as progress:
        if not scale.pool or scale.worth_it:
            for results in _here(files, work, scale, progress):
                start += len(results)
                yield from results
        if scale.pool and start < len(files):
            with scale.pool as pool:
                progress.speed_up(pool.workers)
                yield from _Spread(pool, work, progress).results(files[start:])


def _here(
    files: Sequence[Path], work: ChunkWork[Result], scale: Scale, progress: Progress
) -> Iterator[list[Result]]:
    """Chunk after chunk in this process, until a pool is worth while; each is as large as all
    before it, or of a middle size where there is no pool to go to.
    """
    start = 0
    while start < len(files):
        size = min(LARGEST, max(_SMALLEST, start))
        if start and not scale.pool:
            size = max(_ENOUGH, _chunk_size(len(files) - start, 1))
        tasks = tuple(map(FileTask, files[start : start + size]))
        begun = progress.clock()
        results = _seen(done(Chunk(work, tasks), progress.advance))
        taken = (progress.clock() - begun) / len(tasks)
        progress.lap()
        yield results
        # The first chunk loads and builds what the others only use: it tells nothing.
        if start and scale.pool and taken * (len(files) - start - size) > scale.worth_it:
            return
        start += size


def _chunk_size(files: int, workers: int) -> int:
    """Large at first, small at the end: no worker is to be left with much when all others end."""
    return min(LARGEST, max(_SMALLEST, math.ceil(files / (4 * workers))))


def _seen(found: list[Result | Unseen] | XltoolError) -> list[Result]:
    """The results of files that were read; raises the error where it is one."""
    if isinstance(found, XltoolError):
        raise found
    return [each for each in found if not isinstance(each, Unseen)]


class _Spread(Generic[Result]):
    """Chunks in a pool, a few ahead of what is asked for, so that memory stays flat."""

    def __init__(self, pool: Pool, work: ChunkWork[Result], progress: Progress) -> None:
        self._pool, self._work, self._progress = pool, work, progress
        self._unseen = False  # files are sent as soon as a worker saw none

    def results(self, files: Sequence[Path]) -> Iterator[Result]:
        """The results in the order of the files."""
        waiting: deque[tuple[tuple[FileTask, ...], Future[list[Result | Unseen] | XltoolError]]]
        waiting, start, finished = deque(), 0, 0
        while start < len(files) or waiting:
            while start < len(files) and len(waiting) < 2 * self._pool.workers + 1:
                tasks = self._next(files, start)
                start += len(tasks)
                waiting.append((tasks, self._submit(tasks)))
            tasks, future = waiting.popleft()
            found = self._pool.wait(future)
            if found is None:  # whose fault it was is not known: others may have been in its way
                wait([future for _, future in waiting])
                results = self._alone(tasks)
            else:
                results = self._whole(tasks, found)
            self._progress.advance(len(results))
            finished += 1
            if finished % self._pool.workers == 0:
                self._progress.lap()
            yield from results

    def _next(self, files: Sequence[Path], start: int) -> tuple[FileTask, ...]:
        size = _chunk_size(len(files) - start, self._pool.workers)
        if not self._pool.remote:
            return tuple(map(FileTask, files[start : start + size]))
        tasks: list[FileTask] = []
        total = 0
        for path in files[start : start + size]:
            task = FileTask.remote(path)
            total += (task.size or 0) if self._unseen else 0
            if tasks and total > _MOST_BYTES:
                break
            tasks.append(task.with_bytes() if self._unseen else task)
        return tuple(tasks)

    def _submit(self, tasks: tuple[FileTask, ...]) -> Future[list[Result | Unseen] | XltoolError]:
        return self._pool.submit(Chunk(self._work, tasks))

    def _alone(self, tasks: tuple[FileTask, ...]) -> list[Result]:
        """Do a chunk again with nothing else on the way; halve one that ends its worker."""
        found = self._pool.wait(self._submit(tasks))
        if found is not None:
            return self._whole(tasks, found)
        if len(tasks) == 1:
            return [self._work.refused(tasks[0])]
        half = len(tasks) // 2
        return self._alone(tasks[:half]) + self._alone(tasks[half:])

    def _whole(
        self, tasks: tuple[FileTask, ...], found: list[Result | Unseen] | XltoolError
    ) -> list[Result]:
        """The results of a chunk, once the files that its worker could not see were sent."""
        if isinstance(found, XltoolError):
            raise found
        results: list[Result] = []
        for task, each in zip(tasks, found, strict=True):
            if isinstance(each, Unseen):
                self._unseen = True
                results += self._alone((task.with_bytes(),))
            else:
                results.append(each)
        return results
