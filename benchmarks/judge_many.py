"""What judging costs a workbook, against an earlier state: `python -m benchmarks.judge_many`.

With `--against FOLDER`, a checkout of the earlier state (`git worktree add FOLDER COMMIT`), both
judge the same workbooks in turn, each in a process of its own, and the ratio of their medians is
printed: machines differ, a ratio of one run does not. CPU seconds count, reading does not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write_corpus

ROOT = Path(__file__).parent.parent

# Run by either state, so it uses nothing that has moved: reads once, then judges at each line.
JUDGE = """
import sys, time
from pathlib import Path
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.pipeline.submissions import judge, read_submission

forms = load_forms()
paths = sorted(Path(sys.argv[1]).glob("*.xlsx"))
read = [read_submission(path, forms, Given()) for path in paths]
judge(read[:1], forms)
print("ready", flush=True)
for _ in sys.stdin:
    start = time.process_time()
    reports = judge(read, forms)
    taken = time.process_time() - start
    print(taken / len(read) * 1000, sum(len(report.findings) for report in reports), flush=True)
"""


class Judge:
    """A process that judges the corpus whenever it is asked."""

    def __init__(self, root: Path, corpus: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", JUDGE, str(corpus)],
            cwd=root,
            env=os.environ | {"PYTHONPATH": str(root)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.findings = 0
        self._answer()

    def milliseconds(self) -> float:
        """CPU milliseconds a workbook, of one round."""
        assert self._process.stdin
        print("judge", file=self._process.stdin, flush=True)
        taken, findings = self._answer().split()
        self.findings = int(findings)
        return float(taken)

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


def main() -> None:
    """Judge the corpus in rounds and print the medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--against", type=Path, help="a checkout of an earlier state")
    options.add_argument("--workbooks", type=int, default=200)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), given.workbooks)
        roots = [ROOT] + ([given.against.resolve()] if given.against else [])
        judges = [Judge(root, Path(folder)) for root in roots]
        rounds = [[judge.milliseconds() for judge in judges] for _ in range(given.rounds)]
        for judge in judges:
            judge.close()
    medians = [statistics.median(times) for times in zip(*rounds, strict=True)]
    for root, judge, median in zip(roots, judges, medians, strict=True):
        each = judge.findings / given.workbooks
        print(f"{median:7.2f} ms a workbook, {each:.1f} findings each: {root}")
    if given.against:
        print(f"ratio {statistics.median(now / before for now, before in rounds):.3f}")


if __name__ == "__main__":
    main()
