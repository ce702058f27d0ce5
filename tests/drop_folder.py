"""A drop folder to test with: what is dropped, and where everything ends."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xltool.ledger.ledger import Ledger
from xltool.pipeline.outputs import Marked
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.folders import Claim, WatchFolders
from xltool.watch.loop import WatchLoop
from xltool.watch.notices import Notices
from xltool.watch.receipt import number_of
from xltool.watch.responder import Responder
from xltool.watch.stability import StabilityTracker
from xltool.watch.tasks import Checked, CheckTask, MarkTask, run_task
from xltool.watch.worker import Broken, Limits

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
GOOD, BAD = SAMPLES / "三套指标完整.xlsx", SAMPLES / "三十处错误.xlsx"
NO_WAIT = 0.02


def unlike(source: Path, number: int) -> bytes:
    """The workbook with other bytes: a comment in the zip directory changes nothing in it."""
    data = io.BytesIO(source.read_bytes())
    with zipfile.ZipFile(data, "a") as package:
        package.comment = str(number).encode()
    return data.getvalue()


class InPlace:
    """The work of the worker in this very process."""

    broken: Broken | None = None
    asked = 0

    def start(self) -> None:
        """Nothing is to be loaded."""

    def stop(self) -> None:
        """Nothing is to be ended."""

    def ask(self, task: CheckTask | MarkTask) -> Checked | Marked | Broken:
        self.asked += 1
        return self.broken or run_task(task)


class Drop:
    """A drop folder with its desk; `once` answers what waits."""

    def __init__(self, root: Path, lang: str = "zh", *, name: str = "me") -> None:
        self.root, self.ledger_file = root / "in", root / f"{name}.ledger"
        self.root.mkdir(exist_ok=True)
        self.folders = WatchFolders(self.root, lang, name)
        self.folders.make()
        self.worker = InPlace()
        self.schemas: Path | None = None

    def drop(self, below: str, data: bytes | Path) -> Path:
        path = self.folders.waiting / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.read_bytes() if isinstance(data, Path) else data)
        return path

    @contextmanager
    def loop(self, poll: float = 5) -> Iterator[WatchLoop]:
        """The loop over this folder, to be run."""
        with Ledger(self.ledger_file) as book:
            responder = Responder(self.folders, AnswerLog(book), self.schemas, Limits())
            responder.worker = self.worker  # type: ignore[assignment]
            notices = Notices(self.folders, responder.ledger, {})
            yield WatchLoop(responder, StabilityTracker(NO_WAIT), notices, poll)

    def once(self) -> WatchLoop:
        with self.loop() as inbox:
            inbox.run(once=True)
            return inbox

    def answered(self) -> list[Answered]:
        with Ledger(self.ledger_file) as book:
            ledger = AnswerLog(book)
            numbers = [answered.number for answered in ledger.since("")]
            return [answered for number in numbers if (answered := ledger.of_number(number))]

    def names(self, place: str) -> list[str]:
        folder = self.root / place
        return sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )

    def receipt(self, below: str) -> str:
        return (self.root / below).read_text("utf-8-sig")

    def claims(self) -> list[Claim]:
        from datetime import UTC, datetime

        return list(self.folders.begun(datetime(2000, 1, 1, tzinfo=UTC)))


def count_all(inbox: Path, ledger: Path, dropped: dict[str, bytes]) -> None:
    """Every drop ends in one place, once: original, receipt, ledger; nothing is half-written.

    `dropped` holds what was dropped where, by the path below the drop folder.
    """
    assert not [path for path in (inbox / "待检").rglob("*") if path.is_file()]
    originals = [path for path in (inbox / "原件").rglob("*") if path.is_file()]
    assert not [path for path in originals if ".处理中" in path.parts]
    by_digest = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in originals)
    assert by_digest == sorted(hashlib.sha256(data).hexdigest() for data in dropped.values())

    receipts = [path for place in ("通过", "退回") for path in (inbox / place).rglob("*.txt")]
    numbers = [number_of(path) for path in receipts]
    assert sorted(numbers) == sorted(path.name.partition("_")[0] for path in originals)
    connection = sqlite3.connect(ledger)
    kept = connection.execute("SELECT number, place, receipt, copy FROM answers").fetchall()
    connection.close()
    assert sorted(number for number, *_ in kept) == sorted(numbers)
    for _, place, receipt, copy in kept:
        assert receipt.startswith({"passed": "通过", "returned": "退回"}[place])
        assert (inbox / receipt).exists()
        if copy:
            with zipfile.ZipFile(inbox / copy) as package:
                assert package.testzip() is None
    copies = [path for place in ("通过", "退回") for path in (inbox / place).rglob("*.xlsx")]
    assert len(copies) == sum(bool(copy) for *_, copy in kept)
    strange = {
        path.name
        for place in ("通过", "退回")
        for path in (inbox / place).rglob("*")
        if path.is_file() and path not in copies and path not in receipts
    }
    assert not strange
