"""Files that the ledger holds a verdict on: they are taken into a run without a new check.

A month needs the rows that it keeps of a file (`take_known`), a check its report (`KnownReports`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.extract.provenance import Given
from xltool.language.text import printable
from xltool.ledger.entry import LedgerEntry
from xltool.ledger.judged import JudgedAs, reporting_key
from xltool.ledger.ledger import Ledger
from xltool.ledger.report_row import KeptCopy
from xltool.model.report import Report
from xltool.pipeline.check_work import CheckWork, content_digest


def take_known(
    book: Ledger, files: Sequence[Path], period: str, judging: str, received: str | None
) -> list[Path]:
    """Take into the run of a month what was judged before by the same rules, year and month, in
    a check, at the desk or in an earlier run; returns the files that must be checked.
    """
    known: dict[str, list[tuple[str, int, JudgedAs]]] = {}
    for stored, digest, number, kept in book.judged(judging):
        if judged := JudgedAs.read(kept):
            known.setdefault(digest, []).append((stored, number, judged))
    if not known:
        return list(files)
    unknown, here = [], []
    given = Given(None, period)
    for path in files:
        digest, name = content_digest(path), printable(path.as_posix())
        same = [
            (stored, number)
            for stored, number, judged in known.get(digest, ())
            if judged.holds(given, name, period)
        ]
        mine = dict(same).get(book.stored(name))
        if not same:
            unknown.append(path)
        elif mine is not None and not received:
            here.append(mine)
        elif entry := book.entry(same[0][0], digest):
            book.add([entry.received_again(name, received)])
    book.give(here)
    return unknown


@dataclass(frozen=True, slots=True)
class KnownReports:
    """The files of a check whose report a ledger keeps: path -> digest, stored path and number;
    and the marked copies in the language of the check.
    """

    book: Ledger
    places: dict[Path, tuple[str, str, int]]
    copies: dict[Path, KeptCopy]

    @classmethod
    def of(cls, book: Ledger, files: Sequence[Path], work: CheckWork) -> KnownReports:
        """Those that were checked by the same forms, rules, versions, year and month."""
        kept: dict[tuple[str, str], dict[str, int]] = {}
        marked = {}
        for key, digest, stored, number, copy in book.reported():
            kept.setdefault((key, digest), {})[stored] = number
            marked[number] = KeptCopy.read(copy)
        places, copies = {}, {}
        for path in files if kept else ():
            name, digest = path.as_posix(), content_digest(path)
            same = kept.get((reporting_key(work.judging, work.given, name), digest))
            if same:
                here = book.stored(printable(name))
                stored = here if here in same else next(iter(same))
                places[path] = (digest, stored, same[stored])
                its_copy = marked[same[stored]] if stored == here else None
                if its_copy and its_copy.lang == work.lang and work.copies_are_kept:
                    copies[path] = its_copy
        return cls(book, places, copies)

    def report(self, path: Path) -> Report | None:
        """The report on a file, as a check would make it now; None where it must be checked."""
        if path not in self.places:
            return None
        report = self.book.report(self.places[path][2])
        return replace(report, path=path.as_posix()) if report else None

    def entry(self, path: Path) -> LedgerEntry | None:
        """What the ledger is to keep of a known file: nothing where it came under this path."""
        digest, stored, _ = self.places[path]
        name = printable(path.as_posix())
        if stored == self.book.stored(name):
            return None
        entry = self.book.entry(stored, digest)
        return entry.received_again(name, None) if entry else None
