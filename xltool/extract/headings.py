"""Grid + table of a form -> its rows of headings: most of its headings stand in one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.extract.grid import Grid, LabelCell, keys_of
from xltool.language.text import halfwidth, label_key, squeezed
from xltool.model.form import Field, Matrix, Repeat
from xltool.model.workbook import Area, Cell, CellRef
from xltool.values.cell_value import shown_text

_SETS = 3
"""So many sets of columns side by side are no longer the same table for several years."""

DEPTH = 2
"""Rows below a common heading, or above a heading, that still belong to its row."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table in one row: a cell for each field, and the common ones above.

    `top` is the row that most of them stand in, `bottom` the last row that any of them covers.
    Where two sets of columns stand side by side, `spots` has the set that is read; `groups` are
    all of them where each holds records of its own, `fixed` what one cell says for a whole group.
    """

    section: Repeat | Matrix
    top: int
    bottom: int
    spots: Mapping[str, LabelCell]
    common: tuple[LabelCell, ...] = ()
    others: tuple[LabelCell, ...] = ()
    groups: tuple[Headings, ...] = ()
    fixed: Mapping[str, Cell] = field(default_factory=dict)

    left: int = 0
    right: int = 0

    def __post_init__(self) -> None:
        """The first and the last column of any heading: asked for at every row."""
        areas = [spot.area for spot in self.spots.values()]
        right = max(area.right for area in (*areas, *(spot.area for spot in self.others)))
        object.__setattr__(self, "left", min(area.left for area in areas))
        object.__setattr__(self, "right", right)

    def refs(self) -> Iterator[LabelCell]:
        """Every cell that is a heading."""
        yield from self.spots.values()
        yield from self.common
        yield from self.others


def find_headings(
    grid: Grid, section: Repeat | Matrix, within: Area, known: frozenset[str] = frozenset()
) -> list[Headings]:
    """The rows of headings of a table, from the top: at least half of them, and two, in each.

    `known` are the keys of what else may stand in such a row.
    """
    entries = [entry for entry in columns_of(section) if entry.labels]
    printed = [e for e in entries if not e.optional and e.printed == "always"]
    # A total may have its score alone: the others beside it say what is a heading.
    least = 2.0 if len(entries) > 2 else 1.0
    # A row of amounts may have 分值, 得分 and a reason too: a table is known by what names its
    # records, one that only some prints have by nothing less.
    rare = all(entry.printed == "elsewhere" for entry in entries)
    key = section.key if isinstance(section, Repeat) else ()
    naming = set(key[-1:] if rare else key)
    needed = max(least, 0.0 if rare else len(printed or entries) / 2)
    own = [(entry, label_cells(grid, entry.labels, within)) for entry in entries]
    if sum(bool(spots) for _, spots in own) < needed:
        return []
    rows: dict[int, set[str]] = {}
    for entry, spots in own:
        for row in _rows_of(grid, entry, spots, within):
            rows.setdefault(row, set()).add(entry.name)
    return [
        _headings(grid, section, entries, row, within)
        for row in sorted(rows)
        if len(rows[row]) >= needed
        and not (naming and naming.isdisjoint(rows[row]))
        and _mostly_headings(grid, entries, row, within, known)
    ]


def of_several_tables(grid: Grid, headings: Headings, within: Area) -> bool:
    """Whether what names a record is printed three times and more: a row is no one record then."""
    section = headings.section
    key = section.key[-1:] if isinstance(section, Repeat) else ()
    labels = [entry.labels for entry in columns_of(section) if entry.name in key]
    spots = [spot for each in labels for spot in label_cells(grid, each, within)]
    return sum(spot.ref.row == headings.top for spot in spots) >= _SETS


def columns_of(section: Repeat | Matrix) -> tuple[Field, ...]:
    """What has a heading of its own in a table."""
    return section.columns if isinstance(section, Matrix) else section.fields


def label_cells(grid: Grid, labels: tuple[str, ...], within: Area) -> list[LabelCell]:
    """The cells of an area whose whole text reads as one of the labels."""
    spots = grid.that_read(keys_of(labels)) if labels else []
    return [
        spot
        for spot in spots
        if not spot.rest
        and within.top <= spot.ref.row <= within.bottom
        and within.left <= spot.ref.column <= within.right
    ]


def _rows_of(grid: Grid, entry: Field, spots: Iterable[LabelCell], within: Area) -> set[int]:
    """The rows that its heading stands in, or the common heading above its heading."""
    rows = {spot.ref.row for spot in spots}
    heads = label_cells(grid, entry.under, within)
    if not heads:  # a print may leave the common heading out
        return rows
    return {
        above.ref.row
        for above in heads
        if any(above.ref.row < row <= above.area.bottom + DEPTH for row in rows)
    }


def _mostly_headings(
    grid: Grid, entries: Iterable[Field], row: int, within: Area, keys: frozenset[str]
) -> bool:
    """Whether at least half of what stands in a row, from the first heading on, are headings:
    of a record whose texts happen to read so, less does.
    """
    known = {
        spot.ref.column
        for entry in entries
        for spot in (
            *label_cells(grid, entry.labels, within),
            *label_cells(grid, entry.under, within),
        )
        if spot.ref.row == row
    }
    cells = grid.row(row, min(known), within.right)
    known |= {spot.ref.column for spot in grid.that_read(keys) if spot.ref.row == row}
    return sum(cell.ref.column in known for cell in cells) * 2 >= len(cells)


def _headings(
    grid: Grid, section: Repeat | Matrix, entries: Iterable[Field], top: int, within: Area
) -> Headings:
    chosen: dict[str, LabelCell] = {}
    common: dict[CellRef, LabelCell] = {}
    others: list[LabelCell] = []
    band = _band(grid, entries, top, within)
    for entry in entries:
        heads = label_cells(grid, entry.under, within)
        if heads:
            above = [s for s in heads if s.ref.row == top]
            spots = [
                spot
                for spot in _below(grid, entry, above, within)
                if not _in_record(grid, entries, top, spot, within)
            ]
            common |= {spot.ref: spot for spot in above if spots}
        else:
            rows = band if entry.under or entry.preferred else range(top, top + 1)
            spots = [
                spot
                for spot in label_cells(grid, entry.labels, within)
                if spot.area.top < rows.stop and rows.start <= spot.area.bottom
            ]
        if entry.printed == "elsewhere":  # the same text may be a common heading
            spots = [spot for spot in spots if spot.ref not in common]
        if spots:
            best = _preferred(grid, section, entry, spots)
            chosen[entry.name] = best
            others += [spot for spot in spots if spot is not best]
    # A heading may serve one field only: 分值 is no 权重 of another name besides.
    bottom = max(spot.area.bottom for spot in (*chosen.values(), *common.values()))
    taken = {spot.ref for spot in chosen.values()}
    rest = tuple({s.ref: s for s in others if s.ref not in taken}.values())
    return Headings(section, top, bottom, chosen, tuple(common.values()), rest)


def _band(grid: Grid, entries: Iterable[Field], top: int, within: Area) -> range:
    """The rows of the headings: from the row that most of them stand in down to where these end."""
    areas = [
        spot.area
        for entry in entries
        if not entry.under
        for spot in label_cells(grid, entry.labels, within)
        if spot.area.top <= top <= spot.area.bottom
    ]
    return range(top, max((area.bottom for area in areas), default=top) + 1)


def _below(grid: Grid, entry: Field, above: list[LabelCell], within: Area) -> Iterator[LabelCell]:
    """Its heading in the first filled row below a common heading, within that one's columns."""
    for head in above:
        columns = _breadth(grid, head, within)
        for row in range(head.area.bottom + 1, head.area.bottom + DEPTH + 1):
            if grid.row(row, columns.start, columns.stop - 1):
                yield from (
                    spot
                    for spot in label_cells(grid, entry.labels, within)
                    if spot.ref.row == row and spot.ref.column in columns
                )
                break


def _in_record(
    grid: Grid, entries: Iterable[Field], top: int, spot: LabelCell, within: Area
) -> bool:
    """Whether something stands in its row below a heading that ends above it: it is the text of a
    record then, as 确定能 below 完成目标可能性.
    """
    ended = [
        each.area
        for entry in entries
        if entry.required and not entry.under and not entry.fill_down
        for each in label_cells(grid, entry.labels, within)
        if each.ref.row == top and each.area.bottom < spot.ref.row
    ]
    return any(grid.row(spot.ref.row, area.left, area.right) for area in ended)


def _breadth(grid: Grid, spot: LabelCell, within: Area) -> range:
    """The columns that a common heading stands over: up to the next one, merged or not."""
    beside = grid.row(spot.ref.row, spot.area.right + 1, within.right)
    return range(spot.area.left, beside[0].ref.column if beside else within.right + 1)


def _preferred(
    grid: Grid, section: Repeat | Matrix, entry: Field, spots: list[LabelCell]
) -> LabelCell:
    """Of two sets of columns side by side the heading of the set that the form prefers."""
    first = keys_of(entry.preferred)
    spots = [spot for spot in spots if not first.isdisjoint(spot.readings)] or spots
    if len(spots) == 1 or not isinstance(section, Repeat):
        return spots[0]
    for word in section.column_sets:
        for spot in spots:
            if any(word in text for text in _texts_over(grid, spot)):
                return spot
    return spots[0]


def _texts_over(grid: Grid, spot: LabelCell) -> Iterator[str]:
    """A heading's own text, and those of the cells above it that span it."""
    yield squeezed(halfwidth(str(grid.cell(spot.ref.row, spot.ref.column).value)))
    for row in range(spot.area.top - 1, max(0, spot.area.top - 1 - DEPTH), -1):
        area = grid.area(row, spot.ref.column)
        yield label_key(shown_text(grid.cell(area.top, area.left)))


def numbers_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1 | 2 | 3 | 4."""
    if len(cells) <= 3 or shown_text(cells[0]).strip() != "1":  # as most rows
        return False
    texts = [shown_text(cell).strip() for cell in cells]
    return texts == [str(number) for number in range(1, len(texts) + 1)]


def other_years(grid: Grid, found: Sequence[Headings]) -> set[int]:
    """The rows of headings below a title of their own where that of another table of the same kind
    names the year: 长期绩效目标表 above 年度绩效目标表.
    """
    titles = {each.top: _title_above(grid, each) for each in found}
    aside: set[int] = set()
    for section in {each.section.name: each.section for each in found}.values():
        tops = [each.top for each in found if each.section is section and titles[each.top]]
        words = section.column_sets if isinstance(section, Repeat) else ()
        named = {top for top in tops if any(word in titles[top] for word in words)}
        aside |= set(tops) - named if named else set()
    return aside


def _title_above(grid: Grid, headings: Headings) -> str:
    cells = grid.row(headings.top - 1, 1, max(grid.right, 1))
    return shown_text(cells[0]) if len(cells) == 1 else ""
