"""How often Python looks for circles among objects: in the command, and in its processes."""

from __future__ import annotations

import atexit
import gc

COLLECT_AFTER = 300_000
"""New objects before Python looks for circles. What a start loads stays, 200,000 objects: to look
at these every time takes a tenth of it.
"""


def collect_less() -> None:
    """Look for circles more seldom, and not once more at the end of the process."""
    gc.set_threshold(COLLECT_AFTER)
    # All goes with the process: to look once more takes a tenth of a start again.
    atexit.register(gc.freeze)
