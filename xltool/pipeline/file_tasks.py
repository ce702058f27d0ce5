"""Files as they are handed to worker processes, and what of a run must reach every worker."""

from __future__ import annotations

import gc
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, Protocol, TypeVar

from xltool import __version__
from xltool.language.errors import XltoolError
from xltool.model.form import Form
from xltool.pipeline.cluster_errors import WorkerVersionError

Result_co = TypeVar("Result_co", covariant=True)
Result = TypeVar("Result")

Tick = Callable[[float], None]
"""Hears how much of the work is done since the last call, in files: reading one is a part of it."""


def unheard(_: float) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file by the `path` that its report names. A worker on another machine looks for it at
    `located`, with that size, and is sent its bytes (`data`) where it cannot see it.
    """

    path: Path
    located: Path | None = None
    size: int | None = None
    data: bytes | None = None

    @classmethod
    def remote(cls, path: Path) -> FileTask:
        """The task for a worker with another working folder or another disk."""
        try:
            return cls(path, path.absolute(), path.stat().st_size)
        except OSError:  # its report will say so
            return cls(path, path.absolute())

    def with_bytes(self) -> FileTask:
        """The same with what the file holds; without where it cannot be read."""
        try:
            return replace(self, data=self.path.read_bytes())
        except OSError:
            return replace(self, size=None)

    @contextmanager
    def on_disk(self) -> Iterator[Path | None]:
        """Where the file can be read from; None where this machine does not see it."""
        place = self.located or self.path
        if self.data is not None:
            with TemporaryDirectory(prefix="xltool-") as folder:
                place = Path(folder) / f"sent{self.path.suffix}"
                place.write_bytes(self.data)
                yield place
            return
        try:
            seen = self.size is None or place.stat().st_size == self.size
        except OSError:
            seen = False
        yield place if seen else None


class Unseen:
    """What comes back of a file that a worker cannot see."""


class ChunkWork(Protocol[Result_co]):
    """What is done to some files together; it can be pickled, and so can what comes of it."""

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> Sequence[Result_co]:
        """One result a file, in the same order; `Path` is where it can be read from."""

    def refused(self, file: FileTask) -> Result_co:
        """The result for a file that ends every worker which touches it."""


@dataclass(frozen=True, slots=True)
class Chunk(Generic[Result]):
    """Files and what is to be done to them, as a worker gets it."""

    work: ChunkWork[Result]
    files: tuple[FileTask, ...]
    version: str = field(default=__version__)


# A worker of Dask may have several threads; pandera's checks are made for one.
_one_at_a_time = threading.Lock()


def done(chunk: Chunk[Result], tick: Tick = unheard) -> list[Result | Unseen] | XltoolError:
    """What comes of a chunk, file by file; this is what a worker process runs.

    An error of ours comes back as a value, for an executor may wrap what is raised.
    """
    if chunk.version != __version__:
        return WorkerVersionError(theirs=__version__, ours=chunk.version)
    with _one_at_a_time, _without_collection(), ExitStack() as stack:
        found = [(file, stack.enter_context(file.on_disk())) for file in chunk.files]
        try:
            seen = [(file, path) for file, path in found if path is not None]
            results = iter(chunk.work(seen, tick))
        except XltoolError as error:
            return error
        return [Unseen() if path is None else next(results) for _, path in found]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Without the garbage collection that looks for circles.

    Thousands of cells and values live until their chunk is judged, so the collector finds nothing
    and takes a seventh of the time looking. Without circles memory is freed as ever.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True, slots=True)
class PackedForms:
    """Forms as workers get them: unpacked once in each, and known there by their bytes."""

    data: bytes

    @classmethod
    def of(cls, forms: Sequence[Form]) -> PackedForms:
        """Pack forms."""
        return cls(pickle.dumps(tuple(forms)))

    def forms(self) -> tuple[Form, ...]:
        """The forms."""
        return _unpacked(self.data)


@lru_cache(maxsize=4)
def _unpacked(data: bytes) -> tuple[Form, ...]:
    forms: tuple[Form, ...] = pickle.loads(data)  # noqa: S301 - packed by this run
    return forms
