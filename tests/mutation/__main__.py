"""`python -m tests.mutation [FAMILY …] [--sample N] [--again] [--results FILE]`: see docs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from tests.mutation.belonging import UNIT_TESTS, watched
from tests.mutation.results import Results, table
from tests.mutation.session import Session

TESTS = Path(__file__).parents[1]


def main() -> int:
    """Judge the mutants of the families that are asked for, and print the table."""
    families = [*watched(), "schemas"]
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=", ".join(families))
    parser.add_argument("--sample", type=int, help="of each family so many, by a fixed draw")
    parser.add_argument("--again", action="store_true", help="only those that survived before")
    parser.add_argument("--own", action="store_true", help="by a rule's own cases alone: faster")
    parser.add_argument("--results", type=Path, default=Path("mutation.jsonl"))
    parser.add_argument("--seconds", type=float, default=20, help="a mutant's own time at most")
    given = parser.parse_args()
    if unknown := set(given.families) - set(families):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(families)}")
    results = Results(given.results)
    chosen = given.families or families
    session = Session(
        chosen, results, given.sample, given.again, given.seconds, neighbours=not given.own
    )
    names = {name: None for family in chosen for name in UNIT_TESTS.get(family, ())}
    names["rules_alone"] = None
    files = [str(TESTS / f"test_{name}.py") for name in names] or [__file__]
    # pytest keeps the session open while its tests are run one by one, in children.
    quiet = ["-q", "-s", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "ignore"]
    code = pytest.main([*quiet, *files], plugins=[session])
    print(table(each for each in results.latest() if each.id in session.chosen))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
