"""A list whose rows follow from one submission each: rendered once, then taken from the ledger.

Where nothing of a submission, its place and the looks of the list has changed since the last
summary, its rows need only their new numbers. So a month in which one workbook in a hundred has
changed is written in a fraction of the time, in the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from xltool import __version__
from xltool.excel.summary.list_sheet import ListSheet
from xltool.ledger.rendered_rows import RenderedRows
from xltool.month.consolidation import Consolidation
from xltool.month.records import counted_submissions
from xltool.month.rows import MonthSubmission

RowsOf = Callable[[Consolidation, int], Iterable[Any]]
"""The rows of the submission with this rank."""


def write_by_submission(sheet: ListSheet, rows_of: RowsOf) -> None:
    """Write the rows of all submissions that count."""
    month = sheet.book.month
    kept = RenderedRows(month.ledger, sheet.key)
    known = kept.known()
    for rank, number, submission in counted_submissions(month):
        known_as = _known_as(sheet, submission)
        if sheet.reviewed:  # what counts in a row hangs on those before it
            rows = None
        elif known.get(number) == known_as:
            rows = kept.of(number)
        else:
            rows = sheet.rendered(rows_of(month, rank))
            if rows is not None:
                kept.add(number, known_as, rows)
        if rows is None:
            for row in rows_of(month, rank):
                sheet.write(row)
        else:
            sheet.write_rendered(rows)
    kept.flush()


def _known_as(sheet: ListSheet, submission: MonthSubmission) -> str:
    """A digest of what the rows of a submission follow from, besides what the ledger holds."""
    book, columns = sheet.book, ",".join(column.key for column in sheet.columns)
    whole = (__version__, book.lang, sheet.heads(), columns)
    parts = (*whole, *submission, book.shown(submission.path))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
