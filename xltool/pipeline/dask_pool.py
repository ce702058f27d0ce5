"""Worker processes of a Dask cluster, by its scheduler: the same chunks, another executor."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future
from types import TracebackType
from typing import Any, Self, TypeVar

from distributed import Client, KilledWorker

from xltool import __version__
from xltool.language.errors import XltoolError
from xltool.pipeline.cluster_errors import (
    NoWorkersError,
    SchedulerError,
    WorkerVersionError,
    WorkerWithoutXltoolError,
)
from xltool.pipeline.file_tasks import Chunk, Unseen, done

Result = TypeVar("Result")

PATIENCE = 60.0
"""Seconds to wait for a worker, at the start and whenever all are gone."""
_LOOK = 5.0


class DaskPool:
    """The workers of a scheduler. Each must have this version of xltool.

    Raises `SchedulerError`, `NoWorkersError`, `WorkerVersionError` or `WorkerWithoutXltoolError`
    when it is entered or waited for.
    """

    remote = True

    def __init__(self, scheduler: str, patience: float = PATIENCE) -> None:
        self._scheduler, self._patience = scheduler, patience
        self._client: Client | None = None
        self.workers = 1

    def __enter__(self) -> Self:
        try:
            self._client = Client(self._scheduler, timeout=self._patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise SchedulerError(scheduler=self._scheduler) from error
        try:
            self._know_workers(self._client)
        except BaseException:  # Ctrl-C while waiting too must leave no connection
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        return self

    def _know_workers(self, client: Client) -> None:
        try:
            client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise self._nobody() from None
        try:
            versions = client.run(xltool_version)
        except ImportError as error:
            raise WorkerWithoutXltoolError(ours=__version__) from error
        for theirs in versions.values():
            if theirs != __version__:
                raise WorkerVersionError(theirs=theirs, ours=__version__)
        self.workers = len(versions)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _: BaseException | None,
        __: TracebackType | None,
    ) -> None:
        assert self._client is not None
        self._executor.shutdown(wait=kind is None)
        self._client.close()

    def submit(self, chunk: Chunk[Result]) -> Future[list[Result | Unseen] | XltoolError]:
        """Begin a chunk; the scheduler does it again elsewhere where a worker goes away."""
        future: Future[Any] = self._executor.submit(done, chunk)
        return future

    def wait(self, future: Future[Result]) -> Result | None:
        """What came of it, None where the scheduler gave it up since its workers died of it."""
        until = time.monotonic() + self._patience
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:  # not yet
                if self._alive():
                    until = time.monotonic() + self._patience
                elif time.monotonic() > until:
                    raise self._nobody() from None
            except (KilledWorker, CancelledError):
                return None
            except ImportError as error:  # a worker that came later
                raise WorkerWithoutXltoolError(ours=__version__) from error

    def _alive(self) -> bool:
        assert self._client is not None
        try:
            return bool(self._client.nthreads())
        except OSError as error:
            raise SchedulerError(scheduler=self._scheduler) from error

    def _nobody(self) -> NoWorkersError:
        return NoWorkersError(scheduler=self._scheduler, seconds=f"{self._patience:g}")


def xltool_version() -> str:
    """What a worker is asked first."""
    return __version__
