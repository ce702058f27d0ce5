"""What a live check cell is: a formula, and what it shows for the values filled in."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, BAD, OPEN = "✓", "✗", "○"
"""How a check cell begins; its colour goes by that."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check cell: its formula and its result for the values that are filled in."""

    formula: str
    result: str
