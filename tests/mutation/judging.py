"""A child for each mutant: the fault is put in, and the tests that belong to it are run."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum

Trial = Callable[[], bool]
"""A test, or several: True where it notices that something is wrong. What it raises is noticed."""

_MEMORY = 4 * 1024**3


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TOO_LONG = "too long"  # it never ends, which a person would notice too
    SURVIVED = "survived"
    NOTHING = "nothing"  # it cannot be put in


def judged(put_in: Callable[[], None], trials: Iterable[Trial], seconds: float) -> Outcome:
    """Put a fault into a child of this process and try it; `seconds` of its own time at most."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os._exit(_in_child(put_in, trials, seconds))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Outcome.TOO_LONG
    return [Outcome.SURVIVED, Outcome.KILLED, Outcome.NOTHING][min(os.WEXITSTATUS(status), 2)]


def _in_child(put_in: Callable[[], None], trials: Iterable[Trial], seconds: float) -> int:
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    gc.disable()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        put_in()
    except LookupError:
        return 2
    except Exception:  # an assignment that cannot be carried out fails at import
        return 1
    try:
        return int(any(trial() for trial in trials))
    except BaseException:
        return 1
