"""What came of a consolidation, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.month.consolidation import Consolidation
from xltool.month.counts import files_by_status, findings_by
from xltool.month.due_forms import DueEntry, count_due_entries
from xltool.month.due_list import due_list
from xltool.month.exemption_lines import exemption_lines
from xltool.month.ruled_findings import open_errors


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What came of a consolidation: files by status, findings by severity, units by how they
    stand; where the summary and the sheets for the units went. `open_errors` are neither accepted
    nor exempted; `kept` are files of its name that were left alone, `exemptions` says which
    were used; `due_entries` are the units, of the roster and others, the missing first.
    """

    path: Path
    feedback: tuple[Path, ...]
    statuses: Mapping[str, int]
    severities: Mapping[str, int]
    due_counts: Mapping[str, int]
    compared: str
    closed: bool
    open_errors: int = 0
    kept: tuple[Path, ...] = ()
    exemptions: tuple[str, ...] = ()
    due_entries: tuple[DueEntry, ...] = ()

    @property
    def counted(self) -> int:
        """How many submissions count."""
        return self.statuses.get("counted", 0) + self.statuses.get("marked", 0)

    @property
    def unjudged(self) -> int:
        """How many files could not be read or judged in full."""
        names = ("unreadable", "unknown_form", "incomplete", "no_month")
        return sum(self.statuses.get(name, 0) for name in names)

    @property
    def exit_code(self) -> int:
        """2 where the summary could not take its name; 1 where nothing counts; else 2 where a file
        could not be judged, 1 where errors are open, 0 where there are none.
        """
        if self.kept:
            return 2
        if not self.counted:
            return 1
        return 2 if self.unjudged else int(bool(self.open_errors))


def consolidated(
    month: Consolidation, path: Path, feedback: Sequence[Path], kept: Sequence[Path] = ()
) -> Consolidated:
    """What came of a month whose summary was written to `path`."""
    return Consolidated(
        path,
        tuple(feedback),
        files_by_status(month),
        findings_by(month, "severity"),
        count_due_entries(month),
        month.compared,
        month.ledger.frozen(month.month.period) is not None,
        open_errors(month),
        tuple(kept),
        tuple(exemption_lines(month)),
        due_list(month),
    )
