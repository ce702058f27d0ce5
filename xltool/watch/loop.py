"""The drop folder, watched: every few seconds all that waits is scanned, and what has come to rest
is claimed and answered, one file at a time.

READ `folders` for where a file lies when, `stability` for when it is taken, `responder` for how it
is answered. A failure (full disk, no access, a broken form file) is logged once, shown on the
status page, and all is tried again at the next scan.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from xltool.language import clock
from xltool.language.errors import ChangedFileError, XltoolError
from xltool.watch.answer_log import Answered
from xltool.watch.due_board import DueBoard
from xltool.watch.folders import Claim, Original, Waiting
from xltool.watch.kept_summary import MonthSummary
from xltool.watch.notices import Notices, Tally
from xltool.watch.responder import Responder
from xltool.watch.stability import RestState, StabilityTracker

LOG = logging.getLogger("xltool.watch")
POLL = 15.0
"""Seconds between two looks."""
STALE = timedelta(hours=1)
"""What another watcher took and has not answered for so long is taken over."""
_MOST_STUCK = 3  # claims that wait for a failure to pass; no more are taken then
_LEARN_EVERY = 3600  # seconds: another watcher may have answered files that we do not know


class WatchLoop:
    """The loop. Nothing that a file or the system does ends it; `stop` does."""

    def __init__(
        self,
        responder: Responder,
        stability: StabilityTracker,
        notices: Notices,
        poll: float = POLL,
        summary: MonthSummary | None = None,
    ) -> None:
        self.responder, self.folders = responder, responder.folders
        self.stability, self.notices, self._poll = stability, notices, poll
        self._summary = summary
        self._wake = threading.Event()
        self._stopping = False
        self._stuck: set[str] = set()
        self._unlearned: list[tuple[Original, Path | None]] = []
        self._learn_at = 0.0

    def wake(self) -> None:
        """Look again now; may be called from any thread."""
        self._wake.set()

    def stop(self) -> None:
        """End after the file at hand; may be called from a signal handler."""
        self._stopping = True

    def run(self, once: bool = False) -> Tally:
        """Look after the folder until `stop`, or until all that waits now is answered (`once`)."""
        try:
            self.responder.worker.start()  # it loads while we look around
            # Only pauses count: what was interrupted may take long, and what waits stays seen.
            patience = self.stability.longest + 5
            while not self._stopping:
                more = self._scan()
                self.notices.show()
                idle = not more and not self.stability.moving()
                blocked = len(self._stuck) >= _MOST_STUCK
                over = idle or blocked or patience < 0
                if once and over and not more:
                    self._learn(all_of_them=True)
                    self._summarise(now=True)
                    break
                if idle:
                    self._learn()
                    self._summarise()
                if not more:
                    patience -= self._pause()
        finally:
            self.responder.worker.stop()
            self.responder.ahead.stop()
        self.notices.show(now=True)
        if once:
            self.notices.left(self.stability.left())
        self.notices.log("stopped")
        return self.notices.tally

    def _scan(self) -> bool:
        """One look at all; returns whether more is ready to be taken at once."""
        self.notices.scan_started()
        more = False
        try:
            self.folders.make()
            begun = list(self.folders.begun(clock.now() - STALE))
            self._stuck &= {claim.number for claim in begun}
            for claim in begun:
                if self._stopping:
                    return False
                self._answer(claim)
            ready = self.stability.observe(self.folders.scan())
            self.notices.waiting(self.stability.waiting(), self.stability.held())
            self.notices.show()
            more = self._take(ready)
        except OSError as error:
            self.notices.stopped_by("inbox", error)
        self.notices.scan_ended()
        return more

    def _take(self, ready: list[Waiting]) -> bool:
        """Take what is ready, for as long as a look lasts; returns whether some is left."""
        until = time.monotonic() + self._poll
        for place, file in enumerate(ready):
            if self._stopping or len(self._stuck) >= _MOST_STUCK:
                return False
            if time.monotonic() > until:
                return True
            self.responder.look_ahead(ready, place)
            if self.stability.state(file) is not RestState.READY:
                continue
            self.responder.ahead.wait(file.path)
            try:
                claim = self.folders.claim(file, clock.now())
            except FileNotFoundError:  # renamed by its owner, or taken by another watcher
                continue
            except PermissionError:
                if sys.platform != "win32":
                    raise
                self.stability.hold(file)  # Windows lets nobody rename a file that is open
                continue
            self.stability.forget(file)
            self._answer(claim)
        self.responder.ahead.stop()
        return False

    def _answer(self, claim: Claim) -> None:
        """Answer one file; what keeps us from it is said, and the claim stays for the next look."""
        try:
            answered = self._answered(claim)
        except ChangedFileError:
            return
        except (OSError, XltoolError) as error:
            self._stuck.add(claim.number)
            self.notices.stopped_by(claim.number, error)
            return
        if answered is not None:
            self._stuck.discard(claim.number)
            if self._summary:
                self._summary.answered(answered.period)
            self.notices.answered(answered, self.stability.waiting())

    def _answered(self, claim: Claim) -> Answered | None:
        try:
            return self.responder.answer(claim)
        except (OSError, XltoolError):
            raise
        except Exception:  # a fault of ours: it must not stop the watcher, and the unit must hear
            LOG.exception("%s", claim.path)
        try:
            return self.responder.refuse(claim)
        except (OSError, XltoolError):
            raise
        except Exception:  # nor may a second one: the claim stays for a later version
            LOG.exception("%s", claim.path)
            self._stuck.add(claim.number)
            return None

    def _learn(self, all_of_them: bool = False) -> None:
        """Take originals into the ledger that it does not know, some at a time."""
        begun = time.monotonic()
        if not self._unlearned and begun >= self._learn_at:
            self._learn_at = begun + _LEARN_EVERY
            self._unlearned = self.responder.unknown()
            if self._unlearned:
                self.notices.log("learning", count=len(self._unlearned))
        while self._unlearned and not self._stopping:
            if not all_of_them and (self._wake.is_set() or time.monotonic() - begun > self._poll):
                return
            original, receipt = self._unlearned.pop()
            try:
                self.responder.learn(original, receipt)
            except (OSError, XltoolError) as error:
                LOG.warning("%s: %s", original.path, error)
            self.notices.learned()
            if not self._unlearned:
                self.notices.log("learned")

    def _summarise(self, *, now: bool = False) -> None:
        """Keep the month's summary current; what keeps us from it is said, and tried again."""
        if self._summary is None:
            return
        try:
            self._summary.update(now=now)
            self.responder.answer_anew()
        except (OSError, XltoolError) as error:
            self.notices.stopped_by("summary", error)
        except Exception:  # a fault of ours: files must go on being answered
            LOG.exception("%s", self.folders.summaries)
        sentences = tuple(self._summary.sentences.values())
        listed = self._summary.list_of("roster") is not None
        due_board = DueBoard(self._summary.period, self._summary.due_entries, listed)
        self.notices.summary(sentences, due_board)

    def _pause(self) -> float:
        """Wait for the next look: until something happens, but never longer than `poll`; returns
        for how long.
        """
        pause = self._poll
        if self.stability.moving():
            pause = min(pause, self.stability.still + 0.05)
        begun = time.monotonic()
        until = begun + pause
        # In short pieces: on Windows a signal does not end a wait.
        while not self._stopping and (left := until - time.monotonic()) > 0:
            if self._wake.wait(min(left, 0.5)):
                time.sleep(min(left, 0.1))  # what comes in a burst is one look
                break
        self._wake.clear()
        return time.monotonic() - begun
