"""The drop folder, looked after: every few seconds all that waits is looked at, and what has come
to rest is claimed and answered, one file at a time.

READ `desk_folders` for where a file lies when, `settle` for when it is taken, `desk` for how it is
answered. A trouble (full disk, no access, a broken form file) is said once, shown on the status
page, and all is tried again at the next look.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from xltool.desk import Desk
from xltool.desk_board import board_of
from xltool.desk_folders import Claim, Original, Waiting
from xltool.desk_ledger import Answered
from xltool.errors import ChangedFileError, InboxError, XltoolError
from xltool.model import Verdict
from xltool.reports.html import status_html
from xltool.settle import Settling, State
from xltool.trouble import plain_reason
from xltool.wording import Words

LOG = logging.getLogger("xltool.watch")
POLL = 15.0
"""Seconds between two looks."""
STALE = timedelta(hours=1)
"""What another watcher took and has not answered for so long is taken over."""
_MOST_STUCK = 3  # claims that wait for a trouble to pass; no more are taken then
_SHOW_EVERY = 60  # seconds: the page also tells that the desk is alive
_SHOW_APART = 0.5  # seconds between two pages while many files are answered
_TELL_EVERY = 5  # seconds between two lines of progress
_LEARN_EVERY = 3600  # seconds: another watcher may have answered files that we do not know

WORDS = {
    "answered": Words(
        "{place}  {file}  错误 {errors}、警告 {warnings}、提示 {notes}",
        "{place}  {file}  {errors} errors, {warnings} warnings, {notes} notes",
    ),
    "passed": Words("通过", "passed"),
    "returned": Words("退回", "returned"),
    "progress": Words(
        "已检查 {done} 个，还有 {waiting} 个在等。", "{done} checked, {waiting} waiting."
    ),
    "held": Words(
        "{file} 正在 Excel 或 WPS 中打开，或被占用；关闭后再检查。",
        "{file} is open in Excel or WPS, or locked; it is checked once it is closed.",
    ),
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
    """What was answered in this run."""

    passed: int = 0
    returned: int = 0
    unjudged: int = 0

    @property
    def done(self) -> int:
        """How many files were answered."""
        return self.passed + self.returned

    def count(self, answered: Answered) -> None:
        """Count one more answer."""
        if answered.place == "passed":
            self.passed += 1
        else:
            self.returned += 1
        judged = (Verdict.CLEAN, Verdict.FINDINGS)
        self.unjudged += answered.verdict not in {verdict.value for verdict in judged}


@dataclass(slots=True)
class _Trouble:
    """What keeps the desk from working, by what it is about; `said` is what was told already."""

    now: dict[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


class Inbox:
    """The loop; `titles` are the names of the forms."""

    def __init__(
        self, desk: Desk, settling: Settling, titles: Mapping[str, str], poll: float = POLL
    ) -> None:
        self.desk, self.folders, self.lang = desk, desk.folders, desk.lang
        self.settling, self._titles, self._poll = settling, titles, poll
        self.tally = Tally()
        self.troubled = False
        self._wake = threading.Event()
        self._stopping = False
        self._stuck: set[str] = set()
        self._trouble = _Trouble()
        self._named: set[Path] = set()
        self._unlearned: list[tuple[Original, Path | None]] = []
        self._learn_at = 0.0
        self._shown_at = self._told_at = 0.0
        self._changed = True

    def wake(self) -> None:
        """Look again now; may be called from any thread."""
        self._wake.set()

    def stop(self) -> None:
        """End after the file at hand; may be called from a signal handler."""
        self._stopping = True

    def run(self, once: bool = False) -> Tally:
        """Look after the folder until `stop`, or until all that waits now is answered (`once`)."""
        try:
            self.desk.worker.start()  # it loads while we look around
            deadline = time.monotonic() + self.settling.longest + 5
            while not self._stopping:
                more = self._look()
                self._show()
                idle = not more and not self.settling.moving()
                if once and (idle or self._trouble.now or time.monotonic() > deadline) and not more:
                    self._learn(all_of_them=True)
                    break
                if idle:
                    self._learn()
                if not more:
                    self._pause()
        finally:
            self.desk.worker.stop()
        self._show(now=True)
        LOG.info(WORDS["stopped"](self.lang))
        return self.tally

    def _look(self) -> bool:
        """One look at all; returns whether more is ready to be taken at once."""
        self._trouble.now.clear()
        more = False
        try:
            self.folders.make()
            begun = list(self.folders.begun(datetime.now().astimezone() - STALE))
            self._stuck &= {claim.number for claim in begun}
            for claim in begun:
                if self._stopping:
                    return False
                self._answer(claim)
            ready = self.settling.look(self.folders.scan())
            self._name_held()
            more = self._take(ready)
        except OSError as error:
            self._say_trouble("inbox", self._sentence(error))
        self._tell_trouble()
        return more

    def _take(self, ready: list[Waiting]) -> bool:
        """Take what is ready, for as long as a look lasts; returns whether some is left."""
        until = time.monotonic() + self._poll
        for file in ready:
            if self._stopping or len(self._stuck) >= _MOST_STUCK:
                return False
            if time.monotonic() > until:
                return True
            if self.settling.state(file) is not State.READY:
                continue
            try:
                claim = self.folders.claim(file, datetime.now())
            except FileNotFoundError:  # renamed by its owner, or taken by another watcher
                continue
            except PermissionError:
                if sys.platform != "win32":
                    raise
                self.settling.hold(file)
                continue
            self.settling.forget(file)
            self._answer(claim)
        return False

    def _answer(self, claim: Claim) -> None:
        """Answer one file; what keeps us from it is said, and the claim stays for the next look."""
        try:
            answered = self._answered(claim)
        except ChangedFileError:
            return
        except XltoolError as error:
            self._stuck.add(claim.number)
            self._say_trouble(claim.number, error.sentence(self.lang))
            return
        except OSError as error:
            self._stuck.add(claim.number)
            self._say_trouble(claim.number, self._sentence(error))
            return
        self._stuck.discard(claim.number)
        if answered is None:
            return
        self.tally.count(answered)
        self._changed = True
        self._tell(answered)
        self._show()

    def _answered(self, claim: Claim) -> Answered | None:
        try:
            return self.desk.answer(claim)
        except (OSError, XltoolError):
            raise
        except Exception:  # a fault of ours: it must not stop the desk, and the unit must hear
            LOG.exception("%s", claim.path)
            return self.desk.refuse(claim)

    def _learn(self, all_of_them: bool = False) -> None:
        """Take originals into the ledger that it does not know, some at a time."""
        now = time.monotonic()
        if not self._unlearned and (now >= self._learn_at):
            self._learn_at = now + _LEARN_EVERY
            self._unlearned = self.desk.unknown()
            if self._unlearned:
                count = {"count": len(self._unlearned)}
                LOG.info(WORDS["learning"].render(count, self.lang))
        while self._unlearned and not self._stopping and not self._wake.is_set():
            original, receipt = self._unlearned.pop()
            try:
                self.desk.learn(original, receipt)
            except (OSError, XltoolError) as error:
                LOG.warning("%s: %s", original.path, error)
            self._changed = True
            if not self._unlearned:
                LOG.info(WORDS["learned"](self.lang))
            if not all_of_them and time.monotonic() - now > self._poll:
                return

    def _pause(self) -> None:
        """Wait for the next look: until something happens, but never longer than `poll`."""
        pause = self._poll
        if self.settling.moving():
            pause = min(pause, self.settling.still + 0.05)
        until = time.monotonic() + pause
        # In short pieces: on Windows a signal does not end a wait.
        while not self._stopping and (left := until - time.monotonic()) > 0:
            if self._wake.wait(min(left, 0.5)):
                time.sleep(min(left, 0.1))  # what comes in a burst is one look
                break
        self._wake.clear()

    def _show(self, now: bool = False) -> None:
        """Write the status page where something is new; at times also where nothing is."""
        apart = time.monotonic() - self._shown_at
        if not now and apart < (_SHOW_APART if self._changed else _SHOW_EVERY):
            return
        held = [self.folders.shown(path) for path in islice(sorted(self._named), 50)]
        try:
            board = board_of(
                self.desk.ledger,
                datetime.now().astimezone(),
                self.lang,
                self.settling.waiting(),
                held,
                tuple(dict.fromkeys(self._trouble.now.values())),
            )
            page = status_html(board, self._titles, self.lang)
            self.folders.put(self.folders.page, page.encode())
        except (OSError, XltoolError) as error:
            LOG.debug("status page: %r", error)
        self._shown_at, self._changed = time.monotonic(), False

    def _tell(self, answered: Answered) -> None:
        file = "/".join(part for part in (answered.folder, answered.name) if part)
        numbers = {name: getattr(answered, name) for name in ("errors", "warnings", "notes")}
        parts = {"place": WORDS[answered.place], "file": file, **numbers}
        LOG.info(WORDS["answered"].render(parts, self.lang))
        waiting = self.settling.waiting()
        if waiting > 1 and time.monotonic() - self._told_at > _TELL_EVERY:
            self._told_at = time.monotonic()
            told = {"done": self.tally.done, "waiting": waiting}
            LOG.info(WORDS["progress"].render(told, self.lang))

    def _name_held(self) -> None:
        held = set(self.settling.held())
        for path in sorted(held - self._named):
            LOG.warning(WORDS["held"].render({"file": self.folders.shown(path)}, self.lang))
        self._changed |= held != self._named
        self._named = held

    def _sentence(self, error: OSError) -> str:
        path = error.filename or self.folders.inbox
        return InboxError(path=path, detail=plain_reason(error, self.lang)).sentence(self.lang)

    def _say_trouble(self, about: str, sentence: str) -> None:
        self.troubled = True
        self._trouble.now[about] = sentence

    def _tell_trouble(self) -> None:
        """Log what is new about troubles, and that they are over."""
        now = tuple(dict.fromkeys(self._trouble.now.values()))
        for sentence in now:
            if sentence not in self._trouble.said:
                LOG.error(sentence)
        if self._trouble.said and not now:
            LOG.info(WORDS["over"](self.lang))
        self._changed |= now != self._trouble.said
        self._trouble.said = now
