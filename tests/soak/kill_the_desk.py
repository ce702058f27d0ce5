"""Kill the desk two hundred times at random moments: `python -m tests.soak.kill_the_desk`.

Ends with an error if anything was lost, done twice or left half-written. `--times N` and `--seed N`
repeat a run.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.test_watch import kill_often


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = kill_often(Path(folder), asked.times, asked.seed)
    ended = ", ".join(f"{number} {where}" for where, number in sorted(seen.items()))
    print(f"{asked.times} ends ({ended}): nothing lost, nothing twice, nothing half-written")


if __name__ == "__main__":
    main()
