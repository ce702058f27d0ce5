"""The month's summary in the drop folder, kept current; the decisions saved in it are obeyed."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.month.due_forms import DueEntry
from xltool.pipeline.kept_files import JOURNAL, SummaryInUseError, is_open
from xltool.watch.folders import WatchFolders
from xltool.watch.month_changes import MONTH, MonthChanges, this_month

LOG = logging.getLogger("xltool.watch")
PAUSE = 60.0
"""Seconds between two updates of a summary."""

WORDS = {
    "updated": Words("汇总表已更新：{path}", "Summary updated: {path}"),
    "kept": Words(
        "{path} 在填写栏以外有人改过，没有覆盖；新的汇总表是 {new}。",
        "{path} was changed outside the reviewer’s columns and was kept; the new summary is {new}.",
    ),
}


@dataclass(slots=True)
class MonthSummary:
    """What keeps the summaries of the drop folder current; `ledger` is the watcher's own file.

    `roster` and `exemptions` stand for the lists in the folder. `sentences` are what the status
    page must say; `due_entries` are how units stand in `period`, the last month that was looked at.
    """

    folders: WatchFolders
    ledger: Path
    forms: Sequence[Form]
    pause: float = PAUSE
    roster: Path | None = None
    exemptions: Path | None = None
    sentences: dict[str, str] = field(default_factory=dict)
    period: str = ""
    due_entries: tuple[DueEntry, ...] = ()
    _done_at: float | None = None
    _changes: MonthChanges = field(init=False)
    _pending: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._changes = MonthChanges(self.folders, self.ledger, self._lists)

    def answered(self, period: str = "") -> None:
        """A file was answered: the current month is to be written again, and its own `period`."""
        self._pending |= {this_month()} | ({period} if MONTH.fullmatch(period) else set())

    def list_of(self, name: str) -> Path | None:
        """The roster or the exemptions: as given, else as they lie in the folder."""
        given = {"roster": self.roster, "exemptions": self.exemptions}[name]
        return given or self.folders.listed(name)

    def update(self, *, now: bool = False) -> None:
        """Write what has changed: after answers, and after the reviewer saved a summary or a list;
        not more often than every `pause` seconds, but for `now`.
        """
        if not now and self._done_at and time.monotonic() - self._done_at < self.pause:
            return
        self._pending |= set(self._changes.months())
        for period in sorted(self._pending):
            try:
                self._update(period)
            except SummaryInUseError as error:
                shown = self.folders.shown(error.parts["path"])
                waits = SummaryInUseError(path=shown)
                self._say(period, waits.sentence(self.folders.lang))
            except XltoolError as error:
                self._say(period, error.sentence(self.folders.lang))
        self._done_at = time.monotonic()

    def _update(self, period: str) -> None:
        # Imported here: a watcher to which nothing comes need not load pandera.
        from xltool.pipeline.month_summary import MonthLists, due_in, summarise

        target = self.folders.summaries / f"{period}.xlsx"
        lists = MonthLists(self.forms, *self._lists(), self.folders.lang)
        if is_open(target):
            self._stand(period, due_in(self.ledger, period, lists))
            raise SummaryInUseError(path=target)
        journal = self.folders.originals / JOURNAL(self.folders.lang)
        done = summarise(self.ledger, target, period, lists, journal)
        self._pending.discard(period)
        self.sentences.pop(period, None)
        self._stand(period, done.due_entries)
        self._announce(period, target, done.path)
        self._changes.remember()

    def _lists(self) -> tuple[Path | None, Path | None]:
        return self.list_of("roster"), self.list_of("exemptions")

    def _stand(self, period: str, due_entries: tuple[DueEntry, ...]) -> None:
        if period >= self.period:
            self.period, self.due_entries = period, due_entries

    def _announce(self, period: str, target: Path, written: Path) -> None:
        parts = {"path": self.folders.shown(target), "new": self.folders.shown(written)}
        if written != target:
            self._say(period, WORDS["kept"].render(parts, self.folders.lang))
        else:
            LOG.info(WORDS["updated"].render(parts, self.folders.lang))

    def _say(self, period: str, sentence: str) -> None:
        """Log a sentence once, and keep it for the page."""
        if self.sentences.get(period) != sentence:
            LOG.warning(sentence)
        self.sentences[period] = sentence
