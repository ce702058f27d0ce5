"""A real scheduler and two worker processes on loopback; one is killed midway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scale_work import ReadWork
from xltool.cli.main import main
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.pipeline.check_work import CheckWork
from xltool.pipeline.chunks import Scale, in_chunks
from xltool.pipeline.cluster_errors import NoWorkersError, SchedulerError
from xltool.pipeline.dask_pool import DaskPool
from xltool.pipeline.file_tasks import PackedForms

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "sample_workbooks").glob("*.xlsx"))
# What Dask warns of in this process is not ours to change.
pytestmark = pytest.mark.filterwarnings("default")


class Cluster:
    """A scheduler and its workers, as they are started on several machines."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1")

    def _start(self, role: str, *words: str) -> subprocess.Popen[bytes]:
        file = str(self._folder / "scheduler.json")
        options = ("--scheduler-file", file, "--no-dashboard", *words)
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{role}", *options],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def add_workers(self, count: int) -> None:
        for _ in range(count):
            self.workers.append(self._start("worker", "--nthreads", "1", "--no-nanny"))

    def wait(self) -> None:
        """Until the scheduler says where it is."""
        until = time.monotonic() + 30
        while not self.address:
            assert time.monotonic() < until
            time.sleep(0.1)
            try:
                text = (self._folder / "scheduler.json").read_text()
                self.address = json.loads(text)["address"]
            except (OSError, ValueError):
                continue

    def stop(self) -> None:
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    running = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        running.wait()
        yield running
    finally:
        running.stop()


def test_a_cluster_gives_what_one_process_gives_though_a_worker_is_killed(
    cluster: Cluster, tmp_path: Path
) -> None:
    with pytest.raises(NoWorkersError) as nobody, DaskPool(cluster.address, patience=0.5):
        pass
    assert cluster.address in nobody.value.sentence("zh")

    cluster.add_workers(2)
    work = CheckWork(PackedForms.of(load_forms()), Given(2022), marking=True)
    scale = Scale(DaskPool(cluster.address), worth_it=0)
    some = SAMPLES[:4]
    assert list(in_chunks(some, work, scale)) == list(in_chunks(some, work))

    paths = [tmp_path / f"{number:02}" for number in range(60)]
    for path in paths:
        path.write_text(path.name)
    found = []
    slow = in_chunks(paths, ReadWork(0.05), Scale(DaskPool(cluster.address), worth_it=0))
    for number, each in enumerate(slow):
        found.append(each)
        if number == 5:
            cluster.workers[0].kill()  # with a chunk in its hands
            cluster.workers[0].wait()
    assert found == [f"{path.name}: {path.name}" for path in paths]


def test_a_scheduler_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(SchedulerError), DaskPool("tcp://127.0.0.1:9", patience=1):
        pass


@pytest.mark.parametrize(
    "options", [("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:8786")], ids=str
)
def test_engine_and_scheduler_go_together(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["check", str(SAMPLES[0]), *options], standalone_mode=False)
    assert end.value.code == 2
    assert "要一起写" in capsys.readouterr().err
