"""The ledger's decisions: what the reviewer decided in a summary, each kept once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from xltool.ledger.ledger import Ledger
from xltool.ledger.row_sql import columns, insert_into


class DecisionRow(NamedTuple):
    """A decision; `form` is "" where an old summary does not name it.

    About a finding: `fingerprint` is what that is known again by, `rule` and `said` are what was
    shown of it. About a whole submission: `digest` is that of its content, `said` its form.
    `decided` is ISO 8601 in UTC, "" where a text stood in the cell before the reviewer had it.
    """

    period: str
    form: str
    unit: str
    fingerprint: str
    digest: str
    decision: str
    opinion: str
    reviewer: str
    decided: str
    rule: str
    said: str

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is about: of two decisions about the same the later one holds."""
        return (self.unit, self.fingerprint, self.digest)


def keep_decisions(
    ledger: Ledger,
    rows: Iterable[DecisionRow],
    note: Callable[[Sequence[DecisionRow]], object] = len,
) -> list[DecisionRow]:
    """Keep them, all or none; returns those that were not known.

    `note` writes these down elsewhere, and is called before they are kept: after a sudden end
    between the two it knows more than the ledger, never less.
    """
    insert = insert_into("decisions", DecisionRow).replace("INSERT", "INSERT OR IGNORE", 1)
    with ledger.writing():
        new = [row for row in rows if ledger.connection.execute(insert, row).rowcount]
        note(new)
    return new


def kept_decisions(ledger: Ledger, years: Sequence[str]) -> Iterator[DecisionRow]:
    """The decisions of these years' months, the earliest first."""
    rows = ledger.connection.execute(
        f"SELECT {columns(DecisionRow)} FROM decisions WHERE substr(period, 1, 4) IN "
        "(SELECT value FROM json_each(?)) ORDER BY decided, id",
        (json.dumps(list(years)),),
    )
    return map(DecisionRow._make, rows)
