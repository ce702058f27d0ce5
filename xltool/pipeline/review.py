"""The reviewer's decisions: from the summaries that were saved, into the ledger and its journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path

from xltool.excel.summary.reviewed import Reviewed, reviewed, reviewed_here
from xltool.ledger.decisions import DecisionRow, keep_decisions
from xltool.ledger.ledger import Ledger
from xltool.pipeline.kept_files import JOURNAL, ORIGINALS
from xltool.reports.safe_file import numbered

_MOST_NAMES = 20  # a summary that somebody changed lies beside its successors


@dataclass(slots=True)
class Review:
    """What was read before a month is consolidated: the summaries that lie where it will go."""

    here: dict[Path, Reviewed] = field(default_factory=dict)
    close: bool = False
    before: Reviewed | None = None

    def not_compared(self, period: str) -> str:
        """Why nothing is compared with the figures of the summary that was given as the one before:
        it was edited, or is of no earlier month of the year. "" where it can be.
        """
        if self.before is None:
            return ""
        if not period[:4] <= self.before.period < period:
            return "not_before"
        return "" if self.before.only_reviewed else "edited_before"

    def kept_aside(self, target: Path, written: Path) -> tuple[Path, ...]:
        """The files that were left alone since somebody changed them or has them open."""
        names = (numbered(target, number) for number in range(1, _MOST_NAMES))
        return tuple(takewhile(lambda name: name != written, names))


def read_review(
    ledger: Ledger, target: Path, previous: Path | None, period: str, journal: Path | None
) -> Review:
    """Learn the decisions of the summaries at `target` and its next names, and of `previous`, once
    the originals were read.

    What is new goes to the journal, then into the ledger; what only the journal knows comes back
    from it. Raises `NotASummaryError` for a `previous` that is none.
    """
    review = Review()
    if journal:
        recall_decisions(ledger, journal)
        recall_closings(ledger, journal)
    if previous and previous.exists():
        review.before = reviewed(previous, period)
    read = [review.before] if review.before else []
    for number in range(1, _MOST_NAMES):
        path = numbered(target, number)
        if not path.exists():
            break
        found = reviewed_here(path, period)
        if found:
            review.here[path] = found
            read.append(found)
            review.close = review.close or (found.close and found.period == period)
    note = partial(write_journal, journal) if journal else len
    for each in read:
        keep_decisions(ledger, each.decisions, note)
    return review


def journal_of(paths: Sequence[Path], ledger: Path) -> Path:
    """Where the journal lies: among the originals of a drop folder, else beside the ledger; no
    other folder that is only read is written to.
    """
    for path in paths:
        names = [path / JOURNAL.zh, path / JOURNAL.en]
        if path.name in (ORIGINALS.zh, ORIGINALS.en) and path.is_dir():
            return next((name for name in names if name.exists()), names[0])
    return ledger.with_name(f"{ledger.name}.{JOURNAL.zh}")


def write_journal(journal: Path, rows: Sequence[DecisionRow]) -> None:
    """Add decisions that a person made to the journal: one line of JSON each."""
    decided = [row for row in rows if row.decided]
    _append(journal, [{"kind": "decision", **row._asdict()} for row in decided])


def write_closing(journal: Path, ledger: Ledger, period: str) -> None:
    """Add what a closed month counts, by the contents of its files, once."""
    if any(each.get("period") == period for each in _lines(journal, "closing")):
        return
    frozen = sorted(ledger.frozen(period) or ())
    digests = [
        digest
        for number in frozen
        for (digest,) in ledger.connection.execute(
            "SELECT digest FROM submissions WHERE id = ?", (number,)
        )
    ]
    _append(journal, [{"kind": "closing", "period": period, "digests": sorted(set(digests))}])


def recall_decisions(ledger: Ledger, journal: Path) -> None:
    """Take decisions that the journal holds back into the ledger."""
    names = set(DecisionRow._fields)
    rows = []
    for each in _lines(journal, "decision"):
        if names <= set(each) and all(isinstance(each[name], str) for name in names):
            rows.append(DecisionRow(**{name: str(each[name]) for name in names}))
    keep_decisions(ledger, rows)


def recall_closings(ledger: Ledger, journal: Path) -> None:
    """Close again the months that the journal says were closed, with what they counted; after the
    originals were read.
    """
    for each in _lines(journal, "closing"):
        period, digests = str(each.get("period", "")), each.get("digests")
        if ledger.frozen(period) is not None or not isinstance(digests, list):
            continue
        ids = dict(ledger.connection.execute("SELECT digest, min(id) FROM submissions GROUP BY 1"))
        ledger.close_period(period, [ids[digest] for digest in digests if digest in ids])


def _append(journal: Path, entries: Sequence[dict[str, object]]) -> None:
    if not entries:
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    with journal.open("ab+") as file:
        if file.tell():
            file.seek(-1, 2)
            text = text if file.read(1) == b"\n" else f"\n{text}"  # a sudden end cut a line off
        file.write(text.encode("utf-8", "replace"))


def _lines(journal: Path, kind: str) -> list[dict[str, object]]:
    """The entries of a kind; a line that was cut off is passed over."""
    try:
        text = journal.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    found = []
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and entry.get("kind") == kind:
            found.append(entry)
    return found
