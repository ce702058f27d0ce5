"""The files in the folder of summaries -> the months whose summary must be written again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from xltool.excel.read.authorship import unedited
from xltool.language import clock
from xltool.language.clock import local_time
from xltool.ledger.ledger import Ledger
from xltool.watch.answer_log import AnswerLog
from xltool.watch.folders import WatchFolders

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_LOOK_BACK = timedelta(days=40)  # answers that a sudden end may have left out of their summary
_HALF = re.compile(r"\.~[0-9a-f]{16}\.xlsx")
_OLD = 3600  # seconds
_Seen = dict[Path, tuple[int, int]]


def this_month() -> str:
    """The month of today, by Beijing time."""
    return f"{clock.now():%Y-%m}"


@dataclass(slots=True)
class MonthChanges:
    """Remembers how the summaries and lists lay there; `lists` are the roster and the exemptions,
    as far as there are any.
    """

    folders: WatchFolders
    ledger: Path
    lists: Callable[[], tuple[Path | None, Path | None]]
    _seen: _Seen | None = None

    def remember(self) -> None:
        """What lies there now is known."""
        self._seen = self._look()

    def months(self) -> Iterator[str]:
        """The months whose summary was saved by somebody since, all where a list was; and this
        month, where it has no summary yet and a roster says who is due.
        """
        now = self._look()
        before, self._seen = self._seen, now
        if before is None:
            self._clear()
            yield from self._since_start(now)
        else:
            yield from _differing(before, now)
        if self.lists()[0] and not self._summary(this_month()).exists():
            yield this_month()

    def _since_start(self, now: _Seen) -> Iterator[str]:
        """What was saved or answered while nobody watched, or was cut off by a sudden end."""
        changed = {path: modified / 1e9 for path, (modified, _) in now.items()}
        newest = self._answered_at()
        listed = max((at for path, at in changed.items() if not period_of(path)), default=0.0)
        for path, at in changed.items():
            period = period_of(path)
            last = max(newest.get(period, 0.0), listed)
            if period and (at < last or not unedited(path)):
                yield period
        yield from (period for period in newest if not self._summary(period).exists())

    def _answered_at(self) -> dict[str, float]:
        """When the last file came for each month, by the summaries that it stands in."""
        newest: dict[str, float] = {}
        with Ledger(self.ledger) as book:
            since = (clock.now() - _LOOK_BACK).isoformat(timespec="seconds")
            for answered in AnswerLog(book).since(since):
                at = datetime.fromisoformat(answered.received).timestamp()
                for period in {local_time(answered.received)[:7], answered.period}:
                    if MONTH.fullmatch(period):
                        newest[period] = max(at, newest.get(period, 0.0))
        return newest

    def _clear(self) -> None:
        """Take away halves that a sudden end left; another watcher may be writing a fresh one."""
        folder = self.folders.summaries
        for path in folder.iterdir() if folder.is_dir() else ():
            try:
                if _HALF.fullmatch(path.name) and path.stat().st_mtime < time.time() - _OLD:
                    path.unlink()
            except OSError:
                continue

    def _summary(self, period: str) -> Path:
        return self.folders.summaries / f"{period}.xlsx"

    def _look(self) -> _Seen:
        """The summaries and lists that lie there, with their times and sizes."""
        folder = self.folders.summaries
        found = sorted(folder.glob("20*.xlsx")) if folder.is_dir() else []
        files = [path for path in found if period_of(path)]
        seen = {}
        for path in (*files, *filter(None, self.lists())):
            try:
                facts = path.stat()
            except OSError:  # renamed just now
                continue
            seen[path] = (facts.st_mtime_ns, facts.st_size)
        return seen


def period_of(path: Path) -> str:
    """The month that a summary is named for, "" for a list or the version before."""
    name = path.name.split(".")
    is_numbered = len(name) == 2 or (len(name) == 3 and name[1].isdigit())
    return name[0] if is_numbered and MONTH.fullmatch(name[0]) else ""


def _differing(before: _Seen, now: _Seen) -> Iterator[str]:
    lists = {path for path in (*before, *now) if not period_of(path)}
    changed = any(before.get(path) != now.get(path) for path in lists)
    for path in now:
        period = period_of(path)
        if period and (changed or before.get(path) != now[path]):
            yield period
    if changed:
        yield this_month()
