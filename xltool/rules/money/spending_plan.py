"""Project row + form -> its spending plans: the percentages, and the scale they are written on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltool.model.form import Field, Form, Matrix
from xltool.rules.rule import Row
from xltool.values.cell_value import Percent

_ONE, _WHOLE = Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Plan:
    """A cumulative plan, its fields in the order of time.

    `points` are percentages (25 for 25%), None for what is blank or cannot be read.
    `fractions` where the cells hold 0.25 for 25%; `odd` are the places of the cells that are
    written on another scale than the rest: then nothing else can be said of the plan.
    """

    fields: tuple[Field, ...]
    points: tuple[Decimal | None, ...]
    fractions: bool = False
    odd: tuple[int, ...] = ()

    @property
    def in_range(self) -> tuple[Decimal | None, ...]:
        """The points that are possible percentages, None for the others."""
        return tuple(p if p is not None and 0 <= p <= _WHOLE else None for p in self.points)


def read_plans(row: Row, form: Form, table: str) -> Iterator[Plan]:
    """The plans of a row: each row of a matrix all of whose columns are percentages."""
    for part in form.parts:
        for section in part.sections:
            if part.table != table or not isinstance(section, Matrix):
                continue
            if any(column.type != "percent" for column in section.columns):
                continue
            for line in section.rows:
                names = {f"{line.name}_{column.name}" for column in section.columns}
                fields = tuple(field for field in section.fields if field.name in names)
                if len(fields) > 1:
                    yield _read(fields, row)


def _read(fields: tuple[Field, ...], row: Row) -> Plan:
    values = [row.get(field.name) for field in fields]
    cells = [value if isinstance(value, Percent) else None for value in values]
    points = tuple(cell.points if cell else None for cell in cells)
    bare = [cell is not None and not cell.marked for cell in cells]
    if _are_fractions(points, bare):
        scaled = tuple(None if point is None else point * _WHOLE for point in points)
        return Plan(fields, scaled, fractions=True)
    return Plan(fields, points, odd=_odd(points, bare))


def _are_fractions(points: Sequence[Decimal | None], bare: Sequence[bool]) -> bool:
    """0.25, 0.5, 0.75, 1: bare numbers up to a last one of 1. A 0 is the same on either scale."""
    known = [(point, is_bare) for point, is_bare in zip(points, bare, strict=True) if point]
    filled = sum(point is not None for point in points)
    small = all(is_bare and abs(point) <= _ONE for point, is_bare in known)
    return filled > 1 and small and points[-1] == _ONE


def _odd(points: Sequence[Decimal | None], bare: Sequence[bool]) -> tuple[int, ...]:
    """The places of the cells that are written on another scale than the rest."""
    fractions: list[int] = []
    percentages: list[int] = []
    for place, point in enumerate(points):
        if not point:
            continue
        before = [points[earlier] or Decimal(0) for earlier in percentages]
        last = place == len(points) - 1
        # A bare 1 early in a plan may well be 1 %; after 25 %, or at the end, it means all.
        means_all = last or bool(fractions) or max(before, default=Decimal(0)) > _ONE
        match _scale(point, bare[place], means_all):
            case "fraction":
                fractions.append(place)
            case "percentage":
                percentages.append(place)
    alone = len(percentages) < len(fractions) and all(bare[place] for place in percentages)
    return tuple(percentages if alone else fractions)


def _scale(point: Decimal, is_bare: bool, means_all: bool) -> str:
    """How a cell is written: `fraction`, `percentage`, or "" where it may be either.

    `means_all` where a bare 1 can only mean 100 %.
    """
    if not is_bare or abs(point) > _ONE:
        return "percentage"
    if point == _ONE:
        return "fraction" if means_all else ""
    return "fraction" if abs(point) < _ONE else ""
