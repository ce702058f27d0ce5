"""The month's summary in the drop folder, kept current; the decisions saved in it are obeyed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xltool.language import clock
from xltool.language.errors import XltoolError
from xltool.language.words import Words
from xltool.model.form import Form
from xltool.month.due_forms import DueEntry
from xltool.pipeline.kept_files import JOURNAL, is_open
from xltool.watch.folders import WatchFolders

LOG = logging.getLogger("xltool.watch")
PAUSE = 60.0
"""Seconds between two updates of a summary."""

_NAME = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
WORDS = {
    "updated": Words("汇总表已更新：{path}", "Summary updated: {path}"),
    "waits": Words(
        "{path} 正在打开，关闭后自动更新。", "{path} is open; it is updated once it is closed."
    ),
    "kept": Words(
        "{path} 在填写栏以外有人改过，没有覆盖；新的汇总表是 {new}。",
        "{path} was changed outside the reviewer’s columns and was kept; the new summary is {new}.",
    ),
}


@dataclass(slots=True)
class MonthSummary:
    """What keeps the summaries of the drop folder current; `ledger` is the watcher's own file.

    `roster` and `exemptions` stand for the lists in the folder. `sentences` are what the status
    page must say; `dues` are how the units of the roster stand in `period`, the last month that
    was written.
    """

    folders: WatchFolders
    ledger: Path
    forms: Sequence[Form]
    pause: float = PAUSE
    roster: Path | None = None
    exemptions: Path | None = None
    sentences: dict[str, str] = field(default_factory=dict)
    period: str = ""
    dues: tuple[DueEntry, ...] = ()
    _done_at: float | None = None
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _pending: set[str] = field(default_factory=set)

    def answered(self, period: str = "") -> None:
        """A file was answered: the current month is to be written anew, and its own `period`."""
        self._pending |= {f"{clock.now():%Y-%m}"} | ({period} if _NAME.fullmatch(period) else set())

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
        self._pending |= set(self._saved())
        for period in sorted(self._pending):
            self._update(period)
        self._done_at = time.monotonic()

    def _update(self, period: str) -> None:
        # Imported here: a watcher to which nothing comes need not load pandera.
        from xltool.pipeline.month_summary import summarise

        target, lang = self.folders.summaries / f"{period}.xlsx", self.folders.lang
        if is_open(target):
            self._say(period, WORDS["waits"].render({"path": self.folders.shown(target)}, lang))
            return
        try:
            done = summarise(
                self.ledger,
                target,
                period,
                self.forms,
                roster=self.list_of("roster"),
                exemptions=self.list_of("exemptions"),
                journal=self.folders.originals / JOURNAL(lang),
                lang=lang,
            )
        except XltoolError as error:
            self._say(period, error.sentence(lang))
            return
        self._pending.discard(period)
        self.sentences.pop(period, None)
        if period >= self.period:
            self.period, self.dues = period, done.dues
        self._told(period, target, done.path)
        self._remember()

    def _told(self, period: str, target: Path, written: Path) -> None:
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

    def _saved(self) -> Iterator[str]:
        """The months whose summary was saved by somebody since; all where a list was."""
        before, now = self._seen, self._look()
        lists = {path for path in (*before, *now) if not self._period(path)}
        changed = any(before.get(path) != now.get(path) for path in lists)
        for path in now:
            period = self._period(path)
            if period and (changed or before.get(path) != now[path]):
                yield period
        if changed:
            yield f"{clock.now():%Y-%m}"
        self._seen = now

    def _remember(self) -> None:
        self._seen = self._look()

    def _look(self) -> dict[Path, tuple[int, int]]:
        """The summaries and lists that lie there, with their times and sizes."""
        lists = [self.list_of("roster"), self.list_of("exemptions")]
        folder = self.folders.summaries
        found = sorted(folder.glob("20*.xlsx")) if folder.is_dir() else []
        files = [path for path in found if self._period(path)] + [path for path in lists if path]
        seen = {}
        for path in files:
            try:
                facts = path.stat()
            except OSError:  # renamed just now
                continue
            seen[path] = (facts.st_mtime_ns, facts.st_size)
        return seen

    def _period(self, path: Path) -> str:
        """The month that a summary is named for, "" for a list or the version before."""
        name = path.name.split(".")
        numbered = len(name) == 2 or (len(name) == 3 and name[1].isdigit())
        return name[0] if numbered and _NAME.fullmatch(name[0]) else ""
