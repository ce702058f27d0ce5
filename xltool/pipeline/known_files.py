"""Files that the ledger holds a verdict on: they are taken into a run without a new check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xltool.extract.provenance import Given
from xltool.language.text import printable
from xltool.ledger.judged import JudgedAs
from xltool.ledger.ledger import Ledger
from xltool.pipeline.check_work import content_digest


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
