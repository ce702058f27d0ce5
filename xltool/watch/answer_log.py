"""What the watcher has answered: the table `answers` of the ledger.

The other tables hold the submissions themselves, so that `consolidate` and `status` find them
there; what only the watcher asks for (numbers of receipts, folders, answers) stands in this one.
A submission goes in first and its answer after it, each in one transaction: what was cut off
between the two is answered again with the same words.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from xltool.language.errors import LedgerError, WatchedAlreadyError
from xltool.language.words import Words
from xltool.ledger.ledger import Ledger
from xltool.model.matching import Fingerprint
from xltool.model.report import Report, Severity
from xltool.reports.lines import line_count

_UNWRITABLE = Words(
    "写不进去（{detail}）。请检查磁盘是否已满、文件夹是否可写。",
    "it cannot be written ({detail}). Check that the disk has room and the folder may be written.",
)


@dataclass(frozen=True, slots=True)
class Answered:
    """One file that was answered. Texts are "" where nothing is known; `stem` is the name without
    its ending and the marks of our copies; `findings` are fingerprints; `kept` is a path as the
    ledger stores it, `receipt` and `copy` are paths below the inbox; `receipt_text` is what
    the receipt says (JSON).
    """

    number: str
    folder: str
    name: str
    stem: str
    digest: str
    rules: str
    received: str
    place: str = "returned"
    verdict: str = "unreadable"
    form: str = ""
    unit: str = ""
    unit_name: str = ""
    year: str = ""
    period: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    findings: tuple[Fingerprint, ...] = ()
    kept: str = ""
    receipt: str = ""
    copy: str = ""
    copy_digest: str = ""
    receipt_text: str = ""

    def judged(self, report: Report) -> Answered:
        """The same with what was found in the file."""
        return replace(
            self,
            place="passed" if report.accepted else "returned",
            verdict=report.verdict.value,
            form=report.form,
            unit=report.unit_code.value if report.unit_code else "",
            unit_name=report.unit_name.value if report.unit_name else "",
            year=report.year.value if report.year else "",
            period=report.period.value if report.period else "",
            errors=line_count(report, Severity.ERROR),
            warnings=line_count(report, Severity.WARNING),
            notes=line_count(report, Severity.NOTE),
            findings=tuple(finding.fingerprint for finding in report.findings),
        )

    def replaces(self, other: Answered) -> bool:
        """Whether this answers the same workbook of the same unit, corrected or saved again.

        In the folder of a unit a file that names no unit is taken to be of that unit.
        """
        same = (self.folder, self.stem) == (other.folder, other.stem)
        if self.unit and other.unit:
            return same and self.unit == other.unit
        unknown = not (self.unit or self.unit_name) or not (other.unit or other.unit_name)
        return same and (self.unit_name == other.unit_name or (unknown and bool(self.folder)))


_NAMES = tuple(field.name for field in fields(Answered))


class AnswerLog:
    """The watcher's table in an open ledger; raises `LedgerError` as the ledger does."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def add(self, answered: Answered) -> None:
        """Remember an answer, in one transaction; one of that number is replaced."""
        values = [getattr(answered, name) for name in _NAMES]
        values[_NAMES.index("findings")] = json.dumps([each.kept() for each in answered.findings])
        marks = ", ".join("?" * len(_NAMES))
        with self._plainly():
            self.ledger.connection.execute(
                f"INSERT OR REPLACE INTO answers ({', '.join(_NAMES)}) VALUES ({marks})", values
            )

    def of_number(self, number: str) -> Answered | None:
        """The answer with this number."""
        return self._one("number = ?", (number,))

    def same_content(self, digest: str, folder: str, rules: str) -> Answered | None:
        """The answer to the same bytes from the same folder under the same rules."""
        return self._one(
            "digest = ? AND folder = ? AND rules = ? AND receipt_text != ''",
            (digest, folder, rules),
        )

    def replaced_by(self, answered: Answered) -> Answered | None:
        """The last answer that a new one takes the place of."""
        rows = self._all("folder = ? AND stem = ?", (answered.folder, answered.stem))
        return next((row for row in rows if answered.replaces(row)), None)

    def judged(self) -> list[Answered]:
        """The answers to files that could be judged in full, the newest first, without `findings`
        and `receipt_text`.
        """
        where = "receipt_text != '' AND verdict IN ('clean', 'findings')"
        return list(self._all(where, (), light=True))

    def before(self, answer: Answered) -> Answered | None:
        """The last submission of the same unit for the same form, year and month.

        Where the workbook names no unit, the file's own name and folder stand for it.
        """
        if not answer.form:
            return None
        where = "form = ? AND year = ? AND period = ? AND number != ? AND received <= ?"
        values = (answer.form, answer.year, answer.period, answer.number, answer.received)
        if answer.unit:
            return self._one(f"{where} AND unit = ?", (*values, answer.unit))
        return self._one(
            f"{where} AND unit = '' AND folder = ? AND stem = ?",
            (*values, answer.folder, answer.stem),
        )

    def numbers(self) -> frozenset[str]:
        """The numbers of all that was answered."""
        with self._plainly():
            rows = self.ledger.connection.execute("SELECT number FROM answers")
            return frozenset(number for (number,) in rows)

    def since(self, received: str) -> list[Answered]:
        """What came at or after a time (ISO 8601, UTC), the newest first, without `findings` and
        `receipt_text`: there may be thousands.
        """
        return list(self._all("received >= ?", (received,), light=True))

    def open_problems(self, kept: tuple[str, ...], lang: str) -> list[tuple[str, str, str, int]]:
        """Rule, severity, one of its sentences and how often, of these originals; worst first."""
        named = {"zh": "message_zh", "en": "message_en"}[lang]
        with self._plainly():
            rows = self.ledger.connection.execute(
                f"SELECT rule, severity, min({named}), count(*) FROM findings "
                "JOIN submissions ON submissions.id = findings.submission "
                "WHERE path IN (SELECT value FROM json_each(?)) AND severity != 'note' "
                "GROUP BY rule, severity ORDER BY severity, count(*) DESC, rule",
                (json.dumps(kept),),
            )
            return [(str(a), str(b), str(c), int(d)) for a, b, c, d in rows]

    def _one(self, where: str, values: tuple[object, ...]) -> Answered | None:
        return next(self._all(where, values, 1), None)

    def _all(
        self, where: str, values: tuple[object, ...], most: int = -1, light: bool = False
    ) -> Iterator[Answered]:
        columns = ", ".join(_NAMES)
        if light:
            columns = columns.replace("findings", "'[]'").replace("receipt_text", "''")
        with self._plainly():
            rows = self.ledger.connection.execute(
                f"SELECT {columns} FROM answers WHERE {where} "
                "ORDER BY received DESC, rowid DESC LIMIT ?",
                (*values, most),
            ).fetchall()
        for row in rows:
            parts = dict(zip(_NAMES, row, strict=True))
            findings = tuple(Fingerprint.of(kept) for kept in json.loads(parts["findings"]))
            yield Answered(**{**parts, "findings": findings})

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            problem = Words(*(_UNWRITABLE.render({"detail": error}, x) for x in ("zh", "en")))
            raise LedgerError(path=self.ledger.path or "-", problem=problem) from error


@contextmanager
def only_watcher(ledger: Path, inbox: Path) -> Iterator[None]:
    """Hold the drop folder for one process; raises `WatchedAlreadyError` where another has it.

    A lock of SQLite is let go of by the system however a process ends, and is the same on Windows.
    """
    lock = sqlite3.connect(ledger.with_name(f"{ledger.name}.lock"), timeout=1, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise LedgerError(
                    path=ledger,
                    problem=Words(
                        *(_UNWRITABLE.render({"detail": error}, x) for x in ("zh", "en"))
                    ),
                ) from error
            raise WatchedAlreadyError(path=inbox) from error
        yield
    finally:
        lock.close()
