"""Has a dropped file come to rest? Its size and time hold still, and its content is complete.

Copies grow, are written with holes, or have their full size from the start; a share tells of it
late or never. So a file is taken only when two looks, some time apart, saw the same; a zip package
(.xlsx and its kin) must also have its directory, which is written last. Other formats have no such
end mark and must hold still for longer.
"""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from xltool.excel.marks.original import is_unedited
from xltool.excel.read.authorship import authorship_mark
from xltool.pipeline.outputs import plain_stem
from xltool.reports.text_file import is_unedited_text
from xltool.watch.folders import Waiting

STILL = 2.0
"""Seconds that a complete workbook must hold still."""
_LONGER = 5  # times as long for formats without an end mark
_HALF = 30  # times as long for a package without its directory: it will be called damaged
PATIENCE = 120
"""Seconds after which a file that is open or locked is named."""
_LEFT_BEHIND = 24 * 3600  # a lock file that old was left by a program that crashed


class RestState(StrEnum):
    """How a waiting file stands."""

    READY = "ready"
    MOVING = "moving"
    HELD = "held"  # open in Excel or WPS, or locked by the system
    OURS = "ours"  # an answer of ours, unedited: nothing new to check


@dataclass(slots=True)
class _Seen:
    file: Waiting
    since: float
    held: float | None = None
    ours: bool = False


class StabilityTracker:
    """What was seen of the waiting files at earlier looks."""

    def __init__(self, still: float = STILL, clock: Callable[[], float] = time.monotonic) -> None:
        self.still = still
        self._clock = clock
        self._seen: dict[Path, _Seen] = {}

    @property
    def longest(self) -> float:
        """Seconds after which any file that holds still is taken."""
        return self.still * _HALF

    def observe(self, files: Iterable[Waiting]) -> list[Waiting]:
        """Remember what is there now; returns what has held still for long enough to be opened."""
        now = self._clock()
        before, self._seen = self._seen, {}
        for file in files:
            seen = before.get(file.path)
            if seen is None or seen.file != file:
                seen = _Seen(file, now)
            self._seen[file.path] = seen
        # The oldest first: who came first is answered first.
        still = [s for s in self._seen.values() if now - s.since >= self.still and not s.ours]
        return [seen.file for seen in sorted(still, key=lambda seen: seen.since)]

    def state(self, file: Waiting) -> RestState:
        """How a file stands that `look` has returned; it is opened for that."""
        seen = self._seen.get(file.path)
        if seen is None:
            return RestState.MOVING
        if _is_open(file.path):
            return self._hold(seen)
        try:
            again = file.path.stat()
            if (again.st_size, again.st_mtime_ns) != (file.size, file.modified):
                return RestState.MOVING
            if _is_ours(file.path):
                seen.ours = True
                return RestState.OURS
            needed = self.still * _times(file.path)
        except FileNotFoundError:
            return RestState.MOVING
        except OSError:
            return self._hold(seen)
        seen.held = None
        return RestState.READY if self._clock() - seen.since >= needed else RestState.MOVING

    def hold(self, file: Waiting) -> None:
        """The system would not let go of a file."""
        if file.path in self._seen:
            self._hold(self._seen[file.path])

    def forget(self, file: Waiting) -> None:
        """The file was taken; another of its name is another file."""
        self._seen.pop(file.path, None)

    def moving(self) -> bool:
        """Whether there are files that will be taken without anything else happening."""
        return any(seen.held is None and not seen.ours for seen in self._seen.values())

    def left(self) -> dict[Path, RestState]:
        """The files that are there to be taken, with what keeps them from it."""
        return {
            path: RestState.MOVING if seen.held is None else RestState.HELD
            for path, seen in self._seen.items()
            if not seen.ours
        }

    def waiting(self) -> int:
        """How many files are there to be taken."""
        return sum(not seen.ours for seen in self._seen.values())

    def held(self) -> frozenset[Path]:
        """The files that have been open or locked for longer than patience lasts."""
        now = self._clock()
        return frozenset(
            path
            for path, seen in self._seen.items()
            if seen.held is not None and now - seen.held >= min(PATIENCE, self.longest)
        )

    def _hold(self, seen: _Seen) -> RestState:
        if seen.held is None:
            seen.held = self._clock()
        return RestState.HELD


def _is_open(path: Path) -> bool:
    """Whether a program keeps its lock file beside a workbook: Excel, WPS, LibreOffice."""
    names = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    for name in names:
        try:
            if time.time() - path.with_name(name).stat().st_mtime < _LEFT_BEHIND:
                return True
        except OSError:
            continue
    return False


def _is_ours(path: Path) -> bool:
    """Whether a file is an answer or a summary of ours that nobody has changed."""
    if plain_stem(path) != path.stem:
        return is_unedited(path.read_bytes())
    if path.suffix.lower() == ".txt":
        return is_unedited_text(path)
    return bool(authorship_mark(path))


def _times(path: Path) -> int:
    with path.open("rb") as file:
        start = file.read(4)
        if not start.startswith(b"PK"):
            return _LONGER
        try:
            # Reads the directory and proves that it lies where its end says.
            with zipfile.ZipFile(file) as package:
                whole = all(info.header_offset >= 0 for info in package.infolist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
            whole = False
    return 1 if whole else _HALF
