"""What the drop folder gives to its worker process, and what comes back; see `task_work`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltool.forms.load import load_forms
from xltool.ledger.entry import LedgerEntry
from xltool.model.report import Report
from xltool.month.rulings import Rulings
from xltool.pipeline.outputs import Marked

WIDTH = 76
"""Columns of a receipt: Notepad and WPS show as many at their usual size."""


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A file to check. `path` is where it lies now, `known_as` where it was dropped: its year or
    month may stand in that name. `kept_as` is where the ledger will find it, `year` that of forms
    which state none, `rulings` what was decided and exempted: that is not asked again.
    """

    path: Path
    known_as: Path
    kept_as: Path
    received: str
    schemas: Path | None = None
    lang: str = "zh"
    year: int | None = None
    rulings: Rulings | None = None


@dataclass(frozen=True, slots=True)
class MarkTask:
    """A file to mark with what was found in it; `remarks` go to the head of the problem sheet."""

    path: Path
    report: Report
    remarks: tuple[str, ...] = ()
    schemas: Path | None = None
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the report without what is settled, its rows for the ledger, and its words
    for the receipt; `settled` is how many findings were accepted or exempted.
    """

    report: Report
    entry: LedgerEntry
    facts: str
    verdict_words: str
    lines: tuple[str, ...]
    settled: int = 0


def warm_up(schemas: Path | None = None) -> None:
    """Load what checking and marking need, so that the first file waits for nothing.

    Raises `XltoolError` for a form file that holds a mistake.
    """
    # Imported here, and below: only the worker process is to load pandera, half a second.
    from xltool.watch import task_work  # noqa: F401

    load_forms(schemas)


def run_task(task: CheckTask | MarkTask) -> Checked | Marked:
    """Check or mark one file; the forms are loaded once for each process."""
    from xltool.watch import task_work

    if isinstance(task, CheckTask):
        return task_work.check_file(task)
    return task_work.mark_file(task)
