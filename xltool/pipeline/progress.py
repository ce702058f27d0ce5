"""How far a run is, and how long it still takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

_LOOK_BACK = 30.0
"""Seconds: the speed is that of the last half minute."""


class Progress:
    """Files done of a total; parts of a file count, so that it moves before the first is done.

    `show` is called whenever it has moved. The speed is taken from lap to lap: within one, some
    files are read and none is judged. What comes before the first lap is not counted, since the
    first files load and build what the others only use.
    """

    def __init__(
        self,
        total: int,
        show: Callable[[Progress], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self._show, self.clock = total, show, clock
        self.done = 0.0
        self._begun = self._now = clock()
        self._laps: deque[tuple[float, float]] = deque()
        self._expected = 0.0

    @property
    def files(self) -> int:
        """Whole files done."""
        return min(self.total, int(self.done + 1e-6))

    @property
    def left(self) -> float:
        """Files still to be done."""
        return max(0.0, self.total - self.done)

    def advance(self, files: float) -> None:
        """Some work is done, in files."""
        self.done += files
        self._now = self.clock()
        self._show(self)

    def lap(self) -> None:
        """All that was begun is done."""
        self._laps.append((self.clock(), self.done))
        while self._laps[-1][0] - self._laps[0][0] > _LOOK_BACK and len(self._laps) > 2:
            self._laps.popleft()

    def speed_up(self, times: float) -> None:
        """From here on the work goes on that many times as fast, as far as is known."""
        self._expected = self.speed() * times
        self._laps.clear()

    def speed(self) -> float:
        """Files a second, 0 as long as nothing is known."""
        if len(self._laps) < 2 and self._expected:
            return self._expected
        before, had = self._laps[0] if self._laps else (self._begun, 0.0)
        now, has = self._laps[-1] if len(self._laps) > 1 else (self._now, self.done)
        if has <= had or now <= before:  # nothing since the first lap
            before, had = self._begun, 0.0
        return (has - had) / (now - before) if now > before else 0.0

    def seconds_left(self) -> float | None:
        """How long the rest takes; None as long as nothing is known."""
        speed = self.speed()
        return self.left / speed if speed else None


ShownProgress = Callable[[int], AbstractContextManager[Progress]]
"""Shows the progress of so many files for as long as it is entered."""


def unseen(total: int) -> AbstractContextManager[Progress]:
    """Shows nothing."""
    return nullcontext(Progress(total))
