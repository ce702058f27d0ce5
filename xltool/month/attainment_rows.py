"""What was reached and what was spent: a row an indicator, a row a project, as the month asks."""

from __future__ import annotations

from typing import NamedTuple


class AttainmentRow(NamedTuple):
    """An indicator with what was reached of it, in words and as a share of its target in percent.

    `light` is "" where the form has none, `urgency` 0 for red up to 4 for none. `missed` is 1
    where it is red or yellow, or its score is below its weight. `causes` are the fields of the
    causes that are ticked, parted by spaces; `chance` that of its likelihood.
    """

    form: str
    unit: str
    unit_name: str
    rank: int
    place: int
    key: str
    name: str
    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    expected: str
    share: str | None
    light: str
    urgency: int
    missed: int
    weight: str | None
    score: str | None
    causes: str
    chance: str
    reason: str
    path: str
    sheet: str
    cell: str


class ProgressRow(NamedTuple):
    """A project with what was spent of its budget; amounts are in 元, shares in percent.

    `planned` is what its target form plans to spend by the last date of the plan that is over.
    `light` is that of the money, `worst` that of the whole project.
    """

    form: str
    unit: str
    unit_name: str
    rank: int
    place: int
    key: str
    code: str
    name: str
    budget: str | None
    executed: str | None
    expected: str | None
    planned: str | None
    light: str
    worst: str
    urgency: int
    execution_weight: str | None
    execution_score: str | None
    weight: str | None
    score: str | None
    path: str
    sheet: str
    cell: str
