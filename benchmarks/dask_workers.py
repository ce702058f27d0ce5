"""What a second worker process gains: `python -m benchmarks.dask_workers CORPUS`.

Starts a scheduler and one single-thread worker, then two, on this machine; each checks and marks
the corpus once warm. Prints the seconds by the wall of both.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from distributed import Client, LocalCluster

from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.pipeline.check_work import CheckWork
from xltool.pipeline.chunks import Scale, in_chunks
from xltool.pipeline.dask_pool import DaskPool
from xltool.pipeline.file_tasks import PackedForms


def seconds(paths: list[Path], workers: int) -> float:
    """The time that so many workers take, once they have loaded what they work with."""
    work = CheckWork(PackedForms.of(load_forms()), Given(), marking=True)
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        for some in (paths[: 20 * workers], paths):
            with Client(address) as client:
                client.wait_for_workers(workers)
            begun = time.perf_counter()
            for _ in in_chunks(some, work, Scale(DaskPool(address), worth_it=0)):
                pass
    return time.perf_counter() - begun


if __name__ == "__main__":
    corpus = sorted(Path(sys.argv[1]).glob("*.xlsx"))
    print(*(seconds(corpus, workers) for workers in (1, 2)))
