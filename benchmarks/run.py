"""The figures of speed and scale in one command: `python -m benchmarks.run [--workbooks N]`.

Each figure is a ratio of two pieces of work done in turn, in one run, the median of some rounds:
machines differ, and other programs share them. Prints the table of docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.figures import FIGURES, Bench, Figure


def main() -> None:
    """Make the corpus once, then measure what is asked for."""
    parser = argparse.ArgumentParser("python -m benchmarks.run", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    parser.add_argument("--workbooks", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", type=Path, help="keep the corpus here, and use it again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = given.corpus or Path(scratch) / "corpus"
        bench = Bench(corpus / str(given.workbooks), Path(scratch), given.rounds)
        if not bench.corpus.exists():
            bench.corpus.mkdir(parents=True)
            write_corpus(bench.corpus, given.workbooks)
        print(_head(given.workbooks, given.rounds))
        for name in given.figures or FIGURES:
            print(_line(FIGURES[name], *FIGURES[name].measure(bench)), flush=True)


def _head(workbooks: int, rounds: int) -> str:
    today = datetime.datetime.now(datetime.UTC).date()
    python = f"Python {platform.python_version()}"
    where = f"{today}, {workbooks} workbooks, {rounds} rounds, {python}, {sys.platform}"
    return f"{where}\n\n| figure | asked | measured | in detail |\n|---|---|---|---|"


def _line(figure: Figure, measured: float, detail: str) -> str:
    met = "" if figure.met(measured) else " (not met)"
    return f"| {figure.title} | {figure.asked} | {measured:.3g}{met} | {detail} |"


if __name__ == "__main__":
    main()
