"""Submissions and their reports -> the ledger, in chunks, so that memory stays flat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from xltool.ledger.entry import entry_of
from xltool.ledger.ledger import Ledger
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.model.submission import Origin, Submission

CHUNK = 200
"""Workbooks that are read and checked together: few enough to be held, enough for pandera."""

Read = Callable[[Path], Submission | Report]
Judge = Callable[[Sequence[Submission | Report]], Sequence[Report]]


def take_in(
    files: Sequence[Path],
    ledger: Ledger,
    forms: Sequence[Form],
    year: str,
    read: Read,
    judge: Judge,
    received: str | None = None,
) -> None:
    """Read, check and keep workbooks.

    Where only the project codes tell a workbook's year, it is taken to be of `year`: a project
    goes on in the years after it was given its code.
    """
    by_key = {form.key: form for form in forms}
    for start in range(0, len(files), CHUNK):
        items = [_dated(read(path), year) for path in files[start : start + CHUNK]]
        reports = judge(items)
        entries = []
        for item, judged in zip(items, reports, strict=True):
            submission = item if isinstance(item, Submission) else None
            report = judged if judged.digest else replace(judged, digest=_digest(judged.path))
            entries.append(entry_of(report, submission, by_key.get(report.form), received))
        ledger.add(entries)


def _dated(item: Submission | Report, year: str) -> Submission | Report:
    if isinstance(item, Submission) and (item.year is None or item.year.source == "codes"):
        return replace(item, year=Origin(year, "option"))
    return item


def _digest(path: str) -> str:
    """The digest of a file that could not be read as a workbook, "" where it cannot be read at
    all.
    """
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
