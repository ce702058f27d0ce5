"""The ledger: what came, when, its verdict and its records, in one SQLite file.

Two processes may write at once on a local disk: each addition is one short transaction behind a
rollback journal. SQLite's locks cannot be relied on across a network share, so such a path is
warned of by `network_share.on_network`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from xltool.language.clock import local_time
from xltool.language.errors import LedgerError
from xltool.language.words import Words
from xltool.ledger.entry import RECORDS, TABLES, LedgerEntry
from xltool.ledger.migrations import MIGRATIONS
from xltool.ledger.report_row import ReportRow
from xltool.ledger.row_sql import columns, definitions, insert_into
from xltool.ledger.submission_row import SubmissionRow
from xltool.model.report import Report

WAIT_SECONDS = 30
"""How long a process waits for another that is writing."""

_PROBLEMS = {
    "foreign": Words(
        "它不是 xltool 的台账文件。请检查 --ledger 的路径，或换一个新文件名。",
        "it is no ledger of xltool. Check the path of --ledger, or name a new file.",
    ),
    "newer": Words(
        "它由更新版本的 xltool 建立。请升级 xltool 后再用。",
        "a newer xltool made it. Update xltool, then use it.",
    ),
    "busy": Words(
        "另一个程序正在写入。请稍后再试。", "another program is writing to it. Try again later."
    ),
    "full": Words("磁盘已满。请腾出空间后再试。", "the disk is full. Make room, then try again."),
    "unreachable": Words(
        "打不开这个文件。请检查文件夹是否存在、是否可写。",
        "the file cannot be opened. Check that its folder exists and may be written to.",
    ),
}


class Ledger:
    """An open ledger; without a path a temporary one that is gone when it is closed.

    Raises `LedgerError` for a file that is no ledger, that a newer xltool made, or that stays
    locked by another process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        # Paths are kept relative to the ledger, so that it can be moved with the workbooks.
        here = Path(os.path.abspath(path or "."))
        self._folder = here.parent if path else Path(here.anchor)
        with self._plainly():
            self.connection = sqlite3.connect(
                path or "", timeout=WAIT_SECONDS, isolation_level=None
            )
        try:
            with self._plainly():
                self._prepare()
        except LedgerError:
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self.connection.close()
        if isinstance(error, sqlite3.Error):  # while reading
            raise self._plain(error) from error

    def add(self, entries: Iterable[LedgerEntry]) -> None:
        """Keep workbooks, and remember that they belong to this run; all of them or none.

        The same content under the same path takes the place of what was kept of it; the time it
        was received stays.
        """
        with self.writing():
            for entry in entries:
                path = self.stored(entry.head.path)
                number = self._add_head(entry.head._replace(path=path))
                for table in RECORDS:
                    rows = getattr(entry, table)
                    if rows or table != "reports":  # a report holds by its own key
                        self._add_records(number, table, rows)
                self.connection.execute("INSERT OR IGNORE INTO given VALUES (?)", (number,))

    def entry(self, stored: str, digest: str) -> LedgerEntry | None:
        """What is kept of a workbook, by its path as the ledger keeps it; None if nothing is."""
        query = (
            f"SELECT id, {columns(SubmissionRow)} FROM submissions WHERE path = ? AND digest = ?"
        )
        with self._plainly():
            found = self.connection.execute(query, (stored, digest)).fetchone()
            if found is None:
                return None
            number, *head = found
            return LedgerEntry(
                SubmissionRow._make(head),
                **{table: self._records(number, table) for table in RECORDS},
            )

    def judged(self, judging: str) -> Iterator[tuple[str, str, int, str]]:
        """What was judged with that `judging_key`: path, digest, number and `judged_as`."""
        query = "SELECT path, digest, id, judged_as FROM submissions WHERE judging = ?"
        with self._plainly():
            yield from self.connection.execute(query, (judging,))

    def reported(self) -> Iterator[tuple[str, str, str, int, str]]:
        """The checks whose report is kept: `reported_as`, digest, path, number and marked copy."""
        query = (
            "SELECT reported_as, digest, path, id, copy FROM reports "
            "JOIN submissions ON submissions.id = submission"
        )
        with self._plainly():
            yield from self.connection.execute(query)

    def report(self, number: int) -> Report | None:
        """The report that is kept of a submission, by the path that it had then; None where there
        is none that can be read.
        """
        with self._plainly():
            kept: tuple[ReportRow, ...] = self._records(number, "reports")
        return kept[0].read() if kept else None

    def keep_copies(self, copies: Iterable[tuple[str, str, str]]) -> None:
        """Remember the marked copies that were written: `copy`, path and digest of the workbook."""
        query = (
            "UPDATE reports SET copy = ? WHERE submission = "
            "(SELECT id FROM submissions WHERE path = ? AND digest = ?)"
        )
        with self.writing():
            self.connection.executemany(
                query, [(copy, self.stored(path), digest) for copy, path, digest in copies]
            )

    def give(self, numbers: Iterable[int]) -> None:
        """Remember that submissions which are kept belong to this run."""
        with self.writing():
            self.connection.executemany(
                "INSERT OR IGNORE INTO given VALUES (?)", ((number,) for number in numbers)
            )

    def close_period(self, period: str, submissions: Sequence[int]) -> None:
        """Freeze which submissions a month counts; a month that is closed stays as it is."""
        with self.writing():
            done = self.connection.execute(
                "INSERT OR IGNORE INTO periods VALUES (?)", (period,)
            ).rowcount
            if done:
                self.connection.executemany(
                    "INSERT INTO frozen VALUES (?, ?)", [(period, number) for number in submissions]
                )

    def frozen(self, period: str) -> frozenset[int] | None:
        """The submissions that a closed month counts, None for a month that is open."""
        query = "SELECT 1 FROM periods WHERE period = ?"
        if self.connection.execute(query, (period,)).fetchone() is None:
            return None
        rows = self.connection.execute("SELECT submission FROM frozen WHERE period = ?", (period,))
        return frozenset(number for (number,) in rows)

    def last_month(self) -> str | None:
        """The last month that something was handed in for, None where that is not known."""
        months = self.connection.execute(
            "SELECT coalesce(period, month), coalesce(received, modified) FROM submissions"
        )
        return max((month or local_time(time)[:7] for month, time in months), default="") or None

    def located(self, stored: str) -> Path:
        """Where a workbook is, from the path that the ledger keeps."""
        return Path(os.path.normpath(self._folder / stored))

    def stored(self, path: str) -> str:
        """A path as the ledger keeps it: relative to its own folder where that can be."""
        whole = os.path.abspath(path)
        try:
            return Path(os.path.relpath(whole, self._folder)).as_posix()
        except ValueError:  # on another drive
            return Path(whole).as_posix()

    def _add_head(self, head: SubmissionRow) -> int:
        changed = ", ".join(
            f"{name} = coalesce(excluded.{name}, {name})"
            if name == "received"
            else f"{name} = excluded.{name}"
            for name in SubmissionRow._fields
            if name not in ("path", "digest")
        )
        (number,) = self.connection.execute(
            f"{insert_into('submissions', SubmissionRow)} "
            f"ON CONFLICT (path, digest) DO UPDATE SET {changed} RETURNING id",
            head,
        ).fetchone()
        assert isinstance(number, int)
        self.connection.execute("DELETE FROM rendered_rows WHERE submission = ?", (number,))
        return number

    def _add_records(self, number: int, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self.connection.execute(f"DELETE FROM {table} WHERE submission = ?", (number,))
        self.connection.executemany(
            insert_into(table, RECORDS[table], "submission"),
            [(number, *row) for row in rows],
        )

    def _records(self, number: int, table: str) -> tuple[Any, ...]:
        row = RECORDS[table]
        query = f"SELECT {columns(row)} FROM {table} WHERE submission = ? ORDER BY place"
        return tuple(map(row._make, self.connection.execute(query, (number,))))

    def _prepare(self) -> None:
        """Bring the file up to the newest schema; a new file starts from nothing."""
        self.connection.execute("PRAGMA journal_mode = DELETE")
        if self._version() < len(MIGRATIONS):
            with self.writing():  # another process may have done it while we waited
                for script in MIGRATIONS[self._version() :]:
                    for statement in script.split(";\n"):
                        self.connection.execute(statement)
                self.connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        if self._missing():
            with self.writing():
                for table, name, definition in self._missing():
                    self.connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition}")
        self.connection.execute("CREATE TEMP TABLE given (submission INTEGER PRIMARY KEY)")

    def _missing(self) -> list[tuple[str, str, str]]:
        """Columns that the row types have and the file's tables do not: table, name, definition.

        An older xltool goes on working with a ledger to which they were added: it names its own.
        """
        missing = []
        for table, row in TABLES.items():
            info = self.connection.execute(f"PRAGMA table_info({table})")
            here = {name for _, name, *_ in info}
            missing += [
                (table, name, definition)
                for name, definition in definitions(row).items()
                if name not in here
            ]
        return missing

    def _version(self) -> int:
        (version,) = self.connection.execute("PRAGMA user_version").fetchone()
        tables = {name for (name,) in self.connection.execute("SELECT name FROM sqlite_schema")}
        if (version or tables) and "submissions" not in tables:
            self._refuse("foreign")
        if version > len(MIGRATIONS):
            self._refuse("newer")
        assert isinstance(version, int)
        return version

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One short transaction: all that is written in it, or nothing."""
        with self._plainly():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:  # Ctrl-C too must leave no half transaction
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """SQLite's errors as sentences of ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._plain(error) from error

    def _plain(self, error: sqlite3.Error) -> LedgerError:
        """An error of SQLite as one of ours, known by its words."""
        text = str(error)
        if "locked" in text or "busy" in text:
            return self._problem("busy")
        if "full" in text:
            return self._problem("full")
        known = isinstance(error, sqlite3.OperationalError)
        return self._problem("unreachable" if known else "foreign")

    def _refuse(self, problem: str) -> None:
        raise self._problem(problem)

    def _problem(self, problem: str) -> LedgerError:
        return LedgerError(path=self.path or "-", problem=_PROBLEMS[problem])
