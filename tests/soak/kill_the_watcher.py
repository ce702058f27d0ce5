"""Kill the watcher two hundred times at random moments: `python -m tests.soak.kill_the_watcher`.

Goes in rounds of twenty-five, each with a folder of its own that is counted at its end, and stops
with an error if anything was lost, done twice or left half-written. `--times N` and `--seed N`
repeat a run.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.test_watch import kill_often

ROUND = 25


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for done in range(0, asked.times, ROUND):
        times = min(ROUND, asked.times - done)
        with tempfile.TemporaryDirectory() as folder:
            seen = kill_often(Path(folder), times, asked.seed + done)
        ended = ", ".join(f"{number} {where}" for where, number in sorted(seen.items()))
        told = f"{done + times} ends ({ended}): nothing lost, nothing twice, nothing half-written"
        print(told, flush=True)


if __name__ == "__main__":
    main()
