"""What is done to the files of a chunk in `check`: read, judged, exempted, marked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.extract.provenance import Given
from xltool.language.errors import UnreadableWorkbookError, XltoolError
from xltool.language.text import printable
from xltool.model.form import Form
from xltool.model.report import Report, Verdict
from xltool.model.submission import Submission
from xltool.month.exemptions import Exemptions
from xltool.pipeline.exemption_list import exempted
from xltool.pipeline.file_tasks import FileTask, PackedForms, Tick
from xltool.pipeline.outputs import Marked
from xltool.pipeline.submissions import judge, read_submission

if TYPE_CHECKING:
    from xltool.ledger.entry import LedgerEntry
    from xltool.ledger.report_row import KeptCopy

READING, JUDGING, MARKING = 0.4, 0.35, 0.25
"""What each takes of a file's time, about: so the bar moves with all three."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What `check` makes of a file: its report, its marked copy where one is asked for and can be
    made, else what kept us from it; and the rows of the exemptions that it needed. `entry` is
    what a ledger keeps of it, where one is given: before exemptions, which may change. `kept` is a
    copy that was made of the same bytes and the same report before: it may lie there still.
    """

    report: Report
    copy: Marked | None = None
    problem: XltoolError | None = None
    exemptions: frozenset[int] = frozenset()
    entry: LedgerEntry | None = None
    kept: KeptCopy | None = None

    def to_keep(self, lang: str) -> tuple[str, str, str] | None:
        """What a ledger keeps of the marked copy: itself, path and digest of the workbook."""
        if self.copy is None or not self.report.digest:
            return None
        # Imported here to start faster: a check without a ledger keeps nothing.
        from xltool.ledger.report_row import KeptCopy

        copy = KeptCopy(lang, self.copy.suffix, hashlib.sha256(self.copy.data).hexdigest())
        return " ".join(copy), printable(self.report.path), self.report.digest


@dataclass(frozen=True, slots=True)
class CheckWork:
    """Check files together, and mark them if `marking`; with a `judging_key` each result has its
    entry for the ledger.
    """

    forms: PackedForms
    given: Given
    codes: frozenset[str] | None = None
    exemptions: Exemptions = field(default_factory=Exemptions)
    marking: bool = False
    lang: str = "zh"
    judging: str = ""

    def __call__(self, files: Sequence[tuple[FileTask, Path]], tick: Tick) -> list[CheckedFile]:
        """One result a file."""
        forms, read = self.forms.forms(), []
        for file, path in files:
            read.append(read_submission(path, forms, self.given, file.path))
            tick(READING)
        reports = judge(read, forms, self.codes)
        tick(JUDGING * len(files))
        results = []
        for item, report, (_, path) in zip(read, reports, files, strict=True):
            entry = self._entry(item, report, forms) if self.judging else None
            results.append(self.finished(report, path, entry))
            tick(MARKING)
        return results

    def finished(self, report: Report, path: Path, entry: LedgerEntry | None = None) -> CheckedFile:
        """What becomes of a report: exempted, and the workbook marked with it."""
        forms, used = self.forms.forms(), set[int]()
        listed = replace(self.exemptions, used=used)
        (report,) = exempted([report], listed, forms) if listed.lines else (report,)
        checked = CheckedFile(report, exemptions=frozenset(used), entry=entry)
        return self._marked(checked, path, forms) if self.marking else checked

    @property
    def copies_are_kept(self) -> bool:
        """Whether a marked copy hangs on nothing but the workbook, its report and the language."""
        return self.marking and bool(self.judging) and not self.exemptions.lines

    def refused(self, file: FileTask) -> CheckedFile:
        """The report that says that a file ends every worker."""
        return CheckedFile(crashed(file))

    def _entry(
        self, item: Submission | Report, report: Report, forms: Sequence[Form]
    ) -> LedgerEntry:
        # Imported here to start faster: a check without a ledger has no entries.
        from xltool.ledger.entry import entry_of
        from xltool.ledger.judged import reporting_key
        from xltool.ledger.report_row import ReportRow

        form = next((form for form in forms if form.key == report.form), None)
        submission = item if isinstance(item, Submission) else None
        entry = entry_of(report, submission, form, judging=self.judging)
        if not report.digest:
            return entry
        kept = ReportRow.of(report, reporting_key(self.judging, self.given, report.path))
        return replace(entry, reports=(kept,)) if kept else entry

    def _marked(self, checked: CheckedFile, path: Path, forms: Sequence[Form]) -> CheckedFile:
        # Imported here to start faster, where nothing is marked.
        from xltool.pipeline.mark import mark

        try:
            return replace(checked, copy=mark(path, checked.report, forms, self.lang))
        except UnreadableWorkbookError:  # the report says so
            return checked
        except XltoolError as error:
            return replace(checked, problem=error)


def crashed(file: FileTask) -> Report:
    """The report on a file that ends every process which opens it."""
    return Report(
        file.path.as_posix(),
        Verdict.UNREADABLE,
        digest=content_digest(file.path),
        reason=("crash", {}),
    )


def content_digest(path: Path) -> str:
    """The digest of a file, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
