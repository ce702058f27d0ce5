"""What the watcher lets people know as it works: the log, and the status page."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xltool.language import clock
from xltool.language.errors import WatchFolderError, XltoolError
from xltool.language.text import printable
from xltool.language.words import VERDICTS, Words
from xltool.model.report import Verdict
from xltool.watch.answer_log import Answered, AnswerLog
from xltool.watch.board import board_of
from xltool.watch.due_board import DueBoard
from xltool.watch.folders import WatchFolders
from xltool.watch.os_errors import plain_reason
from xltool.watch.stability import RestState
from xltool.watch.status_page import status_html

LOG = logging.getLogger("xltool.watch")
_SHOW_EVERY = 60  # seconds: the page also tells that the watcher is alive
_SHOW_APART = 0.5  # seconds between two pages while many files are answered
_TELL_EVERY = 5  # seconds between two lines of progress
_MOST_HELD = 50
_UNREAD = (Verdict.UNREADABLE.value, Verdict.UNKNOWN_FORM.value)

WORDS = {
    "answered": Words(
        "{place}  {file}  错误 {errors}、警告 {warnings}、提示 {notes}",
        "{place}  {file}  errors: {errors}, warnings: {warnings}, notes: {notes}",
    ),
    "passed": Words("通过", "passed"),
    "returned": Words("退回", "returned"),
    "found": Words("有 {waiting} 个文件在等。", "{waiting} files are waiting."),
    "progress": Words(
        "已检查 {done} 个，还有 {waiting} 个在等。", "{done} checked, {waiting} waiting."
    ),
    "held": Words(
        "{file} 正在 Excel 或 WPS 中打开，或被占用；关闭后再检查。",
        "{file} is open in Excel or WPS, or locked; it is checked once it is closed.",
    ),
    "left": Words(
        "还有 {count} 个文件没有检查：{files}", "Files that were not checked: {count}. {files}"
    ),
    "left_held": Words(
        "{file} 正在 Excel 或 WPS 中打开，或被占用",
        "{file} is open in Excel or WPS, or locked",
    ),
    "left_moving": Words(
        "{file} 还没有复制完，或没有轮到", "{file} is still being copied, or was not reached"
    ),
    "unjudged": Words("{place}  {file}  {verdict}", "{place}  {file}  {verdict}"),
    "over": Words("故障已排除，继续工作。", "The trouble is over; work goes on."),
    "learning": Words(
        "台账缺少 {count} 份原件的记录，正在补录。",
        "The ledger lacks {count} of the originals; they are taken in.",
    ),
    "learned": Words("台账已补录完毕。", "The ledger holds all originals again."),
    "stopped": Words("已停止。", "Stopped."),
}


@dataclass(slots=True)
class Tally:
    """What was answered in this run, and how many files were `left`; `failed` tells whether
    anything kept the watcher from work.
    """

    passed: int = 0
    returned: int = 0
    unjudged: int = 0
    left: int = 0
    failed: bool = False

    @property
    def done(self) -> int:
        """How many files were answered."""
        return self.passed + self.returned

    def count(self, answered: Answered) -> None:
        """Count one more answer."""
        self.passed += answered.place == "passed"
        self.returned += answered.place != "passed"
        self.unjudged += answered.verdict not in (Verdict.CLEAN.value, Verdict.FINDINGS.value)


class Notices:
    """Log and page; `titles` are the names of the forms by their keys."""

    def __init__(self, folders: WatchFolders, ledger: AnswerLog, titles: Mapping[str, str]) -> None:
        self._folders, self._ledger, self._titles = folders, ledger, titles
        self.lang = folders.lang
        self.tally = Tally()
        self._failures: dict[str, str] = {}  # by what it is about
        self._said: tuple[str, ...] = ()  # failures that were logged already
        self._named: frozenset[Path] = frozenset()
        self._of_summaries: tuple[str, ...] = ()
        self._due_board = DueBoard()
        self._waiting = 0
        self._shown_at = self._logged_at = 0.0
        self._changed = True
        self._apart = _SHOW_APART

    def log(self, key: str, **parts: object) -> None:
        """Log one of the sentences above."""
        LOG.info(WORDS[key].render(parts, self.lang))

    def scan_started(self) -> None:
        """A new scan begins: failures are over unless they are met again."""
        self._failures.clear()

    def scan_ended(self) -> None:
        """Log what is new about failures, and that they are over."""
        now = self._sentences()
        for sentence in now:
            if sentence not in self._said:
                LOG.error(sentence)
        if self._said and not now:
            self.log("over")
        self._changed |= now != self._said
        self._said = now

    def stopped_by(self, about: str, error: OSError | XltoolError) -> None:
        """Something went wrong that may pass: it is said once, and shown while it lasts."""
        if isinstance(error, OSError):
            path = error.filename or self._folders.inbox
            error = WatchFolderError(path=path, detail=plain_reason(error, self.lang))
        self.tally.failed = True
        self._failures[about] = error.sentence(self.lang)

    def waiting(self, count: int, held: frozenset[Path]) -> None:
        """How many files wait, and which have been open or locked for long: those are named."""
        if count > self._waiting and count > 1:
            self.log("found", waiting=count)
        self._waiting = count
        for path in sorted(held - self._named):
            LOG.warning(WORDS["held"].render({"file": self._folders.shown(path)}, self.lang))
        self._changed |= held != self._named
        self._named = held

    def answered(self, answered: Answered, waiting: int) -> None:
        """One more file was answered."""
        self.tally.count(answered)
        self._changed, self._waiting = True, waiting
        file = "/".join(part for part in (answered.folder, answered.name) if part)
        numbers = {name: getattr(answered, name) for name in ("errors", "warnings", "notes")}
        place = WORDS[answered.place]
        if answered.verdict in _UNREAD:
            self.log("unjudged", place=place, file=file, verdict=VERDICTS[answered.verdict])
        else:
            self.log("answered", place=place, file=file, **numbers)
        if waiting > 1 and time.monotonic() - self._logged_at > _TELL_EVERY:
            self._logged_at = time.monotonic()
            self.log("progress", done=self.tally.done, waiting=waiting)
        self.show()

    def left(self, files: Mapping[Path, RestState]) -> None:
        """The run ends, and these files were not taken: they are named, with the reason."""
        self.tally.left = len(files)
        if not files:
            return
        left_over = []
        for path in sorted(files)[:_MOST_HELD]:
            name = printable(path.relative_to(self._folders.waiting).as_posix())
            left_over.append(WORDS[f"left_{files[path]}"].render({"file": name}, self.lang))
        more = ["…"] if len(files) > _MOST_HELD else []
        comma = "；" if self.lang == "zh" else "; "
        self.log("left", count=len(files), files=comma.join(left_over + more))

    def summary(self, sentences: tuple[str, ...], due_board: DueBoard) -> None:
        """What is to be said of the month's summaries, and how the units of the roster stand."""
        self._changed |= (sentences, due_board) != (self._of_summaries, self._due_board)
        self._of_summaries, self._due_board = sentences, due_board

    def learned(self) -> None:
        """The ledger holds more than before."""
        self._changed = True

    def show(self, now: bool = False) -> None:
        """Write the status page where something is new; at times also where nothing is."""
        apart = time.monotonic() - self._shown_at
        if not now and apart < (self._apart if self._changed else _SHOW_EVERY):
            return
        begun = time.monotonic()
        held = [self._folders.shown(path) for path in sorted(self._named)[:_MOST_HELD]]
        try:
            board = board_of(
                self._ledger,
                clock.now(),
                self.lang,
                self._waiting,
                held,
                (*self._sentences(), *self._of_summaries),
            )
            page = status_html(board, self._titles, self.lang, self._due_board)
            self._folders.put(self._folders.page, page.encode())
        except (OSError, XltoolError) as error:
            LOG.debug("status page: %r", error)
        self._shown_at, self._changed = time.monotonic(), False
        # A page of many units takes its time: it must not take it from the checking.
        self._apart = max(_SHOW_APART, 10 * (self._shown_at - begun))

    def _sentences(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._failures.values()))
