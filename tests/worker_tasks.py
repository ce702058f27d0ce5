"""Work for a worker process: well behaved, and not."""

from __future__ import annotations

import os
import time

from xltool.language.errors import MissingPathError


def ready() -> None:
    """Nothing to load."""


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
        case "all memory at once":
            return len(b"x" * (4 << 30))
        case "memory":
            kept = [b"x" * (1 << 20)]
            while True:
                kept.append(b"x" * (8 << 20))
                time.sleep(0.005)
    return task
