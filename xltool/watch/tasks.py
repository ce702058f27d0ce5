"""A workbook -> its report, its rows for the ledger and its words; report -> marked copy.

This is the work that the drop folder gives to its worker process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.ledger.entry import LedgerEntry
    from xltool.model.report import Report

WIDTH = 76
"""Columns of a receipt: Notepad and WPS show as many at their usual size."""


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A file to check. `path` is where it lies now, `known_as` where it was dropped: its year or
    month may stand in that name. `kept_as` is where the ledger will find it, `year` that of forms
    which state none.
    """

    path: Path
    known_as: Path
    kept_as: Path
    received: str
    schemas: Path | None = None
    lang: str = "zh"
    year: int | None = None


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
    """What was found: the report, its rows for the ledger, and its words for the receipt."""

    report: Report
    entry: LedgerEntry
    facts: str
    outcome: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked copy, and the ending that its name must have."""

    data: bytes
    suffix: str


def warm_up(schemas: Path | None = None) -> None:
    """Load what checking and marking need, so that the first file waits for nothing.

    Raises `XltoolError` for a form file that holds a mistake.
    """
    from xltool import pipeline  # noqa: F401  half a second: pandera
    from xltool.excel.marks import result  # noqa: F401
    from xltool.forms.load import load_forms

    load_forms(schemas)


def examine(task: CheckTask | MarkTask) -> Checked | Marked:
    """Check or mark one file; the forms are loaded once for each process."""
    return _check(task) if isinstance(task, CheckTask) else _mark(task)


def _check(task: CheckTask) -> Checked:
    # Imported here, as in `warm_up`: whoever only describes the work does not need pandera.
    from xltool.extract.provenance import Given
    from xltool.forms.load import load_forms
    from xltool.ledger.entry import entry_of
    from xltool.model.submission import Submission
    from xltool.pipeline.check import judge, read_submission
    from xltool.reports.problems import facts, outcome
    from xltool.reports.text import problem_lines

    forms = load_forms(task.schemas)
    read = read_submission(task.path, forms, Given(task.year), known_as=task.known_as)
    (report,) = judge([read], forms)
    form = next((form for form in forms if form.key == report.form), None)
    submission = read if isinstance(read, Submission) else None
    kept = replace(report, path=task.kept_as.as_posix())
    if submission:
        submission = replace(submission, path=kept.path)
    return Checked(
        report=report,
        entry=entry_of(kept, submission, form, task.received),
        facts=" · ".join(facts(report, form, task.lang)),
        outcome=" · ".join(outcome(report, task.lang)),
        lines=tuple(problem_lines(report, form, task.lang, WIDTH)),
    )


def _mark(task: MarkTask) -> Marked:
    from xltool.excel.marks.result import result_workbook
    from xltool.excel.read.guard import load
    from xltool.forms.load import load_forms
    from xltool.reports.problems import problem_list

    data = load(task.path)
    form = next((f for f in load_forms(task.schemas) if f.key == task.report.form), None)
    problems = problem_list(task.report, form, task.lang)
    problems = replace(problems, remarks=(*task.remarks, *problems.remarks))
    marked, suffix = result_workbook(data, problems)
    return Marked(marked, suffix)
