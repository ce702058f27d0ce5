"""Headings printed several times side by side -> one set of them for each group of columns.

To save paper some prints go on with the indicators in a second group of columns, and Henan has a
group for each type of indicator, whose name stands above it. Both differ from two sets of columns
for several years: the first level stands in each group, or above it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from xltool.extract.grid import Grid, LabelCell
from xltool.extract.headings import DEPTH, Headings, label_cells
from xltool.extract.table_rows import RowKind, TableRows, read_rows
from xltool.model.form import Form, Repeat
from xltool.model.workbook import Area, Cell, CellRef
from xltool.values.cell_value import shown_text
from xltool.values.level_name import level_key


def column_groups(grid: Grid, headings: Headings, within: Area, form: Form) -> Headings | None:
    """The headings of the first group, with those of the others in `groups`; None where there is
    but one.
    """
    section = headings.section
    if not isinstance(section, Repeat) or not section.key:
        return None
    rows = {
        entry.name: [
            s for s in label_cells(grid, entry.labels, within) if s.ref.row == headings.top
        ]
        for entry in section.fields
        if entry.labels and not entry.under
    }
    names = rows.get(section.key[-1], [])
    most = [spots for spots in rows.values() if len(spots) == len(names)]
    if len(names) < 2 or len(most) < 2:
        return None
    starts = min(([spot.area.left for spot in spots] for spots in most), key=lambda each: each[0])
    ends = [start - 1 for start in starts[1:]] + [within.right]
    top = next((entry.name for entry in section.fields if entry.fill_down), "")
    groups = []
    for left, right in zip(starts, ends, strict=True):
        spots = {
            name: spot
            for name, each in rows.items()
            for spot in each
            if left <= spot.area.left <= right
        }
        fixed = {} if top in spots else _level_above(grid, headings.top, left, top, form)
        if top not in spots and not fixed:
            return None
        groups.append(replace(headings, spots={**spots, **_spots_of(grid, fixed)}, fixed=fixed))
    if _of_several_years(grid, section, headings.top, starts):
        return None
    others = tuple(spot for group in groups[1:] for spot in group.spots.values())
    return replace(groups[0], groups=tuple(groups), others=others)


def _level_above(grid: Grid, row: int, column: int, name: str, form: Form) -> dict[str, Cell]:
    """The cell above a group that names a first level."""
    sets = (form.levels, *form.other_levels)
    names = (name for levels in sets for each in levels for name in (each.level1, *each.also))
    keys = set(map(level_key, names))
    for text, cell in _above(grid, row, column):
        if level_key(text) in keys:
            return {name: cell}
    return {}


def _above(grid: Grid, row: int, column: int) -> Iterator[tuple[str, Cell]]:
    """What stands in the rows above a column, the nearest first."""
    for higher in range(row - 1, max(0, row - 1 - DEPTH), -1):
        area = grid.area(higher, column)
        cell = grid.cell(area.top, area.left)
        yield shown_text(cell), cell


def _spots_of(grid: Grid, fixed: dict[str, Cell]) -> dict[str, LabelCell]:
    return {
        name: LabelCell(cell.ref, grid.area(cell.ref.row, cell.ref.column), frozenset())
        for name, cell in fixed.items()
    }


def _of_several_years(grid: Grid, section: Repeat, row: int, starts: Sequence[int]) -> bool:
    """Whether a row above has a title for every group, with a word that tells sets of columns
    apart.
    """
    for titles in zip(*(_above(grid, row, column) for column in starts), strict=True):
        own = [cell.ref.column for _, cell in titles] == list(starts)
        if own and any(word in text for word in section.column_sets for text, _ in titles):
            return True
    return False


def read_groups(
    grid: Grid,
    headings: Headings,
    within: Area,
    labels: Collection[CellRef],
    bottom: int,
    levels: frozenset[str] = frozenset(),
) -> TableRows:
    """As `read_rows`, where the headings stand in several groups: a row with a record in any of
    them is one.
    """
    if not headings.groups:
        return read_rows(grid, headings, within, labels, bottom, levels)
    groups = [read_rows(grid, h, within, labels, bottom, levels) for h in headings.groups]
    kinds = dict(groups[0].kinds)
    for group in groups:
        kinds |= dict.fromkeys(group.records(), RowKind.RECORD)
    last = max(group.last for group in groups)
    ordered = dict(sorted(kinds.items()))
    return TableRows(headings, ordered, groups[0].cells, last, tuple(groups))
