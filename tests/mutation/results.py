"""What became of each mutant, a line of JSON each, written as it goes; and the table of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutation.equivalent import equivalents
from tests.mutation.judging import Outcome
from tests.mutation.mutants import Mutant
from tests.mutation.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class Result:
    """A mutant and its outcome; the last line about it counts."""

    family: str
    file: str
    line: int
    owner: str
    change: str
    outcome: Outcome
    id: str

    @property
    def name(self) -> str:
        """How equivalent.yaml names the mutant: `xl407_zero_total.py check: 0 → 1`."""
        return f"{self.file} {self.owner}: {self.change}"

    @classmethod
    def of(cls, family: str, mutant: Mutant | Threshold, outcome: Outcome) -> Result:
        """What became of a mutant."""
        file, line, owner = mutant.path.name, mutant.line, mutant.owner
        return cls(family, file, line, owner, mutant.change, outcome, mutant.id)


class Results:
    """The file of results."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, result: Result) -> None:
        """Write a line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")

    def latest(self) -> list[Result]:
        """The last result of each mutant."""
        lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        given = (json.loads(line) for line in lines)
        last = {
            each["id"]: Result(**{**each, "outcome": Outcome(each["outcome"])}) for each in given
        }
        return list(last.values())


def table(results: Iterable[Result]) -> str:
    """A line of Markdown for each family, every survivor, and what is wrong with the equivalents.

    The score is that of the mutants that change anything.
    """
    kept = [each for each in results if each.outcome is not Outcome.NOTHING]
    same = equivalents()
    lines = [
        "| family | mutants | killed | equivalent | survived | score |",
        "|---|---|---|---|---|---|",
    ]
    for name in [*dict.fromkeys(each.family for each in kept), ""]:
        mine = [each for each in kept if name in ("", each.family)]
        alive = [each for each in mine if each.outcome is Outcome.SURVIVED]
        left = sum(each.name not in same for each in alive)
        killed = len(mine) - len(alive)
        score = f"{100 * killed / (killed + left):.1f} %" if killed + left else ""
        lines.append(
            f"| {name or 'all'} | {len(mine)} | {killed} | {len(alive) - left} | {left} | {score} |"
        )
    for each in kept:
        alive_still = each.outcome is Outcome.SURVIVED
        if alive_still and each.name not in same:
            lines.append(f"{each.family}:{each.line} {each.name}")
        elif not alive_still and each.name in same:
            lines.append(f"listed as equivalent, but killed: {each.name}")
    return "\n".join(lines)
