"""What is done to the files of a chunk in `consolidate`: read, judged, made rows of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.extract.provenance import Given
from xltool.ledger.entry import LedgerEntry, entry_of
from xltool.model.report import Report
from xltool.model.submission import Origin, Submission
from xltool.pipeline.check_work import content_digest, crashed
from xltool.pipeline.file_tasks import FileTask, PackedForms, Tick
from xltool.pipeline.submissions import judge, read_submission

READING, JUDGING = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class EntryWork:
    """Check files together for the ledger of a month; `received` and `judging` as the ledger has
    them.
    """

    forms: PackedForms
    period: str
    received: str | None = None
    judging: str = ""

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> list[LedgerEntry]:
        """One entry a file."""
        forms, read, given = self.forms.forms(), [], Given(None, self.period)
        for file, path in files:
            read.append(_dated(read_submission(path, forms, given, file.path), self.period[:4]))
            tick(READING)
        by_key = {form.key: form for form in forms}
        entries = []
        for item, report, (_, path) in zip(read, judge(read, forms), files, strict=True):
            submission = item if isinstance(item, Submission) else None
            known = report if report.digest else replace(report, digest=content_digest(path))
            form = by_key.get(report.form)
            entries.append(entry_of(known, submission, form, self.received, self.judging))
        tick(JUDGING * len(files))
        return entries

    def refused(self, file: FileTask) -> LedgerEntry:
        """What is kept of a file that ends every worker."""
        return entry_of(crashed(file), received=self.received)


def _dated(item: Submission | Report, year: str) -> Submission | Report:
    """Where only the project codes tell a workbook's year, it is taken to be of `year`: a project
    goes on in the years after it was given its code.
    """
    if isinstance(item, Submission) and (item.year is None or item.year.source == "codes"):
        return replace(item, year=Origin(year, "option"))
    return item
