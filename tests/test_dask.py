"""A real scheduler and two worker processes on loopback; one is killed midway."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.scale_work import ReadWork
from xltool.cli.check_run import check_and_mark
from xltool.cli.main import main
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.ledger.judged import judging_key
from xltool.ledger.ledger import Ledger
from xltool.model.report import Report
from xltool.model.submission import Submission
from xltool.pipeline.check_work import CheckWork
from xltool.pipeline.chunks import Scale, in_chunks
from xltool.pipeline.cluster_errors import NoWorkersError, SchedulerError
from xltool.pipeline.consolidate import consolidate
from xltool.pipeline.dask_pool import DaskPool
from xltool.pipeline.file_tasks import PackedForms
from xltool.pipeline.inputs import find_inputs
from xltool.pipeline.local_pool import LocalPool
from xltool.pipeline.submissions import read_submission
from xltool.reports.check_result import CheckResult, Page
from xltool.reports.formats import FORMATS

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


def the_same_four_ways(folder: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process, two, the workers of a cluster and a ledger write the same bytes."""
    expected = everything_written(folder, Scale())
    assert len(expected) > 6 and b"XL2" in expected["json"] and b"unreadable" in expected["json"]
    for pool in (LocalPool(2), DaskPool(address)):
        with pool as workers:
            assert everything_written(folder, Scale(nullcontext(workers), worth_it=0)) == expected
    ledger = Path("a.ledger")
    assert everything_written(folder, Scale(), ledger) == expected
    for module in ("check_work", "entry_work"):
        monkeypatch.setattr(f"xltool.pipeline.{module}.read_submission", unchanged_is_not_read)
    assert everything_written(folder, Scale(), ledger) == expected


def unchanged_is_not_read(path: Path, *rest: Any) -> Submission | Report:
    assert path.stem.startswith("unread"), path
    return read_submission(path, *rest)


def test_a_cluster_writes_what_one_process_writes_though_a_worker_is_killed(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoWorkersError) as nobody, DaskPool(cluster.address, patience=0.5):
        pass
    assert cluster.address in nobody.value.sentence("zh")

    cluster.add_workers(2)
    monkeypatch.chdir(tmp_path)
    folder = Path("2022-03")
    folder.mkdir()
    for path in SAMPLES[:3]:
        shutil.copy(path, folder)
    for number in range(8):  # more files than one chunk holds
        (folder / f"unread{number}.xlsx").write_text("no workbook")
    the_same_four_ways(folder, cluster.address, monkeypatch)

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


def everything_written(folder: Path, scale: Scale, ledger: Path | None = None) -> dict[str, bytes]:
    """Marked copies, JSON, text and the summary of a folder; the working folder is left clean."""
    forms, inputs = load_forms(), find_inputs([folder]).files
    judging = judging_key(forms) if ledger else ""
    work = CheckWork(PackedForms.of(forms), Given(), marking=True, judging=judging)
    marked_in, summary = Path("marked"), Path("summary.xlsx")
    with Ledger(ledger) as book:
        reports, marked = check_and_mark(inputs, work, marked_in, scale, book)
    result = CheckResult(reports, {form.key: form for form in forms}, "zh", marked)
    page, written = Page(100), {path.name: path.read_bytes() for path in marked_in.iterdir()}
    for name in ("json", "text"):
        written[name] = "\n".join(FORMATS[name].lines(result, page)).encode()
    consolidate(folder, period="2022-03", out=summary, ledger=ledger, scale=scale)
    written["summary"] = summary.read_bytes()
    shutil.rmtree(marked_in)
    summary.unlink()
    return written


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
