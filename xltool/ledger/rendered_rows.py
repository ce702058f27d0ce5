"""The ledger's rendered rows: what a list of a summary shows of a submission, ready to be written.

They follow from the submission's other rows and are kept to save time alone: without them a list
is rendered again. The ledger drops them when the submission is kept again.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xltool.language.errors import LedgerError
from xltool.ledger.ledger import Ledger

_BETWEEN = "\x01"  # XML has no such character
_DIGITS = 32
_AT_ONCE = 200
"""Submissions whose rows are kept in one transaction."""


class RenderedRow(NamedTuple):
    """A row of a list as XML, with NUL in place of its number, and the digest of its cells."""

    digest: int
    xml: str


class RenderedRows:
    """The rows of one list: kept under `known_as`, a digest of all that they follow from besides
    what the ledger holds of their submission.
    """

    def __init__(self, ledger: Ledger, name: str) -> None:
        self._ledger, self._name = ledger, name
        self._new: list[tuple[int, str, str, bytes]] = []

    def known(self) -> Mapping[int, str]:
        """The submissions with rows, and what these are known as."""
        query = "SELECT submission, known_as FROM rendered_rows WHERE list = ?"
        return dict(self._ledger.connection.execute(query, (self._name,)))

    def of(self, submission: int) -> list[RenderedRow]:
        """The rows of one of these."""
        query = "SELECT rows FROM rendered_rows WHERE submission = ? AND list = ?"
        (packed,) = self._ledger.connection.execute(query, (submission, self._name)).fetchone()
        texts = zlib.decompress(packed).decode().split(_BETWEEN) if packed else ()
        return [RenderedRow(int(text[:_DIGITS], 16), text[_DIGITS:]) for text in texts]

    def add(self, submission: int, known_as: str, rows: Sequence[RenderedRow]) -> None:
        """Keep rows; where the ledger cannot be written to now, they are rendered again next time.

        A ledger without a file keeps none.
        """
        if self._ledger.path is None:
            return
        text = _BETWEEN.join([f"{row.digest:032x}{row.xml}" for row in rows])
        packed = zlib.compress(text.encode(), 1) if rows else b""
        self._new.append((submission, self._name, known_as, packed))
        if len(self._new) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was added last."""
        new, self._new = self._new, []
        if not new:
            return
        # Whoever writes while we read is not waited for: SQLite says at once that it is busy.
        try:
            with self._ledger.writing():
                self._ledger.connection.executemany(
                    "INSERT OR REPLACE INTO rendered_rows VALUES (?, ?, ?, ?)", new
                )
        except LedgerError:
            return
