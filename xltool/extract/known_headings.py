"""Headings worked out once: those of a part hold for every sheet with the same cells around them.

Which cells head a table depends on the cells that read as its headings, on their merged ranges,
and on which cells are filled in their rows and in those below a common heading. By these the
headings are remembered; what stands in the records does not count.
"""

from __future__ import annotations

from collections.abc import Sequence

from xltool.extract.column_groups import column_groups
from xltool.extract.grid import Grid, keys_of
from xltool.extract.headings import DEPTH, Headings, columns_of, find_headings, of_several_tables
from xltool.model.form import Form, Group, Matrix, Part, Repeat
from xltool.model.workbook import Area

_MOST = 1000
"""Sets of headings that are kept; then all are forgotten."""

Key = tuple[object, ...]

_KNOWN: dict[Key, list[Headings]] = {}


def forget_headings() -> None:
    """Forget all headings."""
    _KNOWN.clear()


def headings_of(grid: Grid, form: Form, part: Part, keys: frozenset[str]) -> list[Headings]:
    """The headings of all tables of a part on a sheet; `keys` may stand in a row of them."""
    sections = [section for section in part.sections if not isinstance(section, Group)]
    if not sections:
        return []
    key = (form.digest, part.name, *_cells_around(grid, sections, keys))
    if key not in _KNOWN:
        whole = Area(1, 1, grid.bottom, max(grid.right, 1))
        found = [
            grouped
            for section in sections
            for each in find_headings(grid, section, whole, keys)
            if (grouped := _grouped(grid, each, whole, form))
        ]
        if any(_chosen_by_text(grid, headings) for headings in found):
            return found
        if len(_KNOWN) >= _MOST:
            forget_headings()
        _KNOWN[key] = found
    return _KNOWN[key]


def _grouped(grid: Grid, found: Headings, whole: Area, form: Form) -> Headings | None:
    """Headings as one or several groups; None where they stand too often to be read as either."""
    groups = column_groups(grid, found, whole, form)
    return groups or (None if of_several_tables(grid, found, whole) else found)


def _cells_around(grid: Grid, sections: Sequence[Repeat | Matrix], keys: frozenset[str]) -> Key:
    """All that decides where the headings are, with the name of the sheet."""
    commons = [
        grid.that_read(keys_of(entry.under))
        for each in sections
        for entry in columns_of(each)
        if entry.under
    ]
    spots = grid.that_read(keys)
    rows = {spot.ref.row for spot in spots}
    for above in commons:
        for spot in above:
            rows.add(spot.ref.row)
            rows.update(range(spot.area.bottom + 1, spot.area.bottom + DEPTH + 1))
    filled = [
        (row, *[cell.ref.column for cell in grid.rows[row]]) for row in rows if row in grid.rows
    ]
    return (grid.sheet.name, grid.right, tuple(spots), *map(tuple, commons), frozenset(filled))


def _chosen_by_text(grid: Grid, headings: Headings) -> bool:
    """Whether the words above two sets of columns may have decided which of them is read."""
    section, rows = headings.section, range(headings.top, headings.bottom + 1)
    return isinstance(section, Repeat) and any(
        sum(spot.ref.row in rows for spot in grid.that_read(keys_of(entry.labels))) > 1
        for entry in section.fields
        if entry.labels
    )
