"""Events of the file system start the next scan of the drop folder early; nothing relies on them.

Network shares lose events silently, and some report none at all: the watcher scans every few
seconds whatever happens here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOG = logging.getLogger("xltool.watch")
_GATHER = 200  # milliseconds in which the events of one copy are taken together


@contextmanager
def wake_on_changes(folder: Path, wake: Callable[[], None]) -> Iterator[None]:
    """Call `wake` from another thread whenever something changes below `folder`."""
    over = threading.Event()
    thread = threading.Thread(
        target=_listen, args=(folder, wake, over), name="xltool-events", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(3)


def _listen(folder: Path, wake: Callable[[], None], over: threading.Event) -> None:
    try:
        from watchfiles import watch  # imported here: without it the watcher works all the same

        # Without a filter: watchfiles passes over some folder names by default.
        for _ in watch(
            folder,
            watch_filter=None,
            debounce=_GATHER,
            step=20,
            stop_event=over,
            rust_timeout=500,
            yield_on_timeout=False,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            wake()
    except Exception as error:  # whatever it is, the looks every few seconds go on
        LOG.info("no events of the file system: %r", error)
