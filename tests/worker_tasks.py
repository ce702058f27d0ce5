"""Work for a worker process: well behaved, and not."""

from __future__ import annotations

import os
import sys
import time

from xltool.errors import MissingPathError


def ready() -> None:
    """Nothing to load."""


def without_limits_of_the_system() -> None:
    """As on a system that has none: the thread that looks on is alone."""
    sys.modules["resource"] = None  # type: ignore[assignment]


def cannot_load() -> None:
    raise MissingPathError(path="forms")


def work(task: str) -> object:
    match task:
        case "pid":
            return os.getpid()
        case "crash":
            os.abort()
        case "exit":
            os._exit(3)
        case "raise":
            raise RuntimeError("a fault of ours")
        case "sleep":
            time.sleep(60)
        case "memory":
            kept = [b"x" * (1 << 20)]
            while True:
                kept.append(b"x" * (8 << 20))
                time.sleep(0.005)
    return task
