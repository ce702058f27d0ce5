"""Matrix and Repeat -> their place on the page: row labels × headings, and tables of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from xltool.excel.template.columns import LINE, broken, column_width, lines_of, spread, value_width
from xltool.excel.template.draft import ROW, TEXT_ROW, Draft
from xltool.excel.template.page import Role, Slot, TableArea
from xltool.extract.grid import keys_of
from xltool.model.form import Column, Matrix, Part, Repeat
from xltool.model.workbook import Area

_NOT_CROSSING = "—"


def sides_of(section: Matrix) -> int:
    """How many columns of labels stand left of a matrix: its own, and those of its rows."""
    return 1 + (len(section.rows) > 1 and bool(section.labels))


def lay_matrix(draft: Draft, section: Matrix) -> None:
    """Row labels × headings; under the headings of the table above, where they are the same."""
    below = _total_columns(draft, section)
    if below:
        _total_row(draft, section, below)
        return
    head = draft.next_row()
    sides = sides_of(section)
    columns = draft.page.widths[sides:]
    spans = [
        (left + sides, right + sides)
        for left, right in spread([max(12.0, value_width(c)) for c in section.columns], columns)
    ]
    for column, (left, right) in zip(section.columns, spans, strict=True):
        draft.label(Area(head, left, head, right), column, section)
    for entry in section.rows:
        row = draft.next_row()
        area = Area(head if len(section.rows) == 1 else row, sides, row, sides)
        text = broken(entry.labels[0], draft.page.width(area))
        draft.grow(area, text, 2)
        draft.print(area, text, Role.LABEL, f"{section.name}.{entry.name}")
        for column, (left, right) in zip(section.columns, spans, strict=True):
            _crossing(draft, section, entry.name, column, Area(row, left, row, right))
    if sides == 2:
        area = Area(head, 1, draft.page.bottom, 1)
        draft.print(area, section.labels[0], Role.LABEL, section.name)
        draft.page.boxes.append(Area(head, 2, head, 2))
    elif len(section.rows) > 1:
        draft.page.boxes.append(Area(head, 1, head, 1))


def _crossing(draft: Draft, section: Matrix, row: str, column: Column, area: Area) -> None:
    field = next((f for f in section.fields if f.name == f"{row}_{column.name}"), None)
    if field:
        draft.slot(area, field)
    else:
        draft.print(area, _NOT_CROSSING, Role.LABEL)


def _total_columns(draft: Draft, section: Matrix) -> dict[str, tuple[int, int]]:
    """The columns of the table right above whose headings are the matrix's own too."""
    if not draft.page.tables:
        return {}
    table = draft.page.tables[-1]
    shared = {
        column.name: table.columns[field.name]
        for column in section.columns
        for field in table.section.fields
        if keys_of(column.labels) & keys_of(field.labels)
    }
    return shared if len(shared) == len(section.columns) else {}


def _total_row(draft: Draft, section: Matrix, columns: Mapping[str, tuple[int, int]]) -> None:
    """One more row of the table above, under the same headings."""
    first = min(left for left, _ in columns.values())
    for entry in section.rows:
        row = draft.next_row()
        label = Area(row, 1, row, first - 1)
        draft.print(label, entry.labels[0], Role.LABEL, f"{section.name}.{entry.name}")
        taken = set(range(1, first))
        for column in section.columns:
            left, right = columns[column.name]
            taken |= set(range(left, right + 1))
            _crossing(draft, section, entry.name, column, Area(row, left, row, right))
        for place in set(range(1, draft.page.right + 1)) - taken:
            draft.page.boxes.append(Area(row, place, row, place))


def widest_table(part: Part) -> Repeat | None:
    """The table that the columns of the page are made for."""
    return max(part.repeats(), key=lambda section: len(section.fields), default=None)


def lay_repeat(draft: Draft, section: Repeat) -> None:
    """Headings and rows: those that are shown, and as many again folded away below."""
    if section.labels:
        draft.banner(section.labels[0], section.name)
    columns = _table_columns(draft, section)
    head = draft.next_row()
    double = any(field.under for field in section.fields)
    sub = draft.next_row() if double else head
    for field in section.fields:
        left, right = columns[field.name]
        draft.label(Area(sub if field.under else head, left, sub, right), field, section)
    for text, left, right in _common_headings(section, columns):
        draft.print(Area(head, left, head, right), text, Role.LABEL)
    records = draft.values.get(section.name, ())
    shown = max(section.room, len(records) + section.room // 4 if records else 0)
    top = draft.page.bottom + 1
    for number in range(shown + section.room):
        row = draft.next_row(_record_height(draft, section, columns, number))
        if number >= len(records):
            draft.page.growing.add(row)
        for field in section.fields:
            left, right = columns[field.name]
            slot = Slot(Area(row, left, row, right), section.name, field, number)
            draft.page.slots.append(slot)
    table = TableArea(section, top, draft.page.bottom, top + shown, 2 if double else 1, columns)
    draft.page.tables.append(table)


def _table_columns(draft: Draft, section: Repeat) -> dict[str, tuple[int, int]]:
    if section is not widest_table(draft.part):
        spans = spread([column_width(f) for f in section.fields], draft.page.widths)
        return dict(zip((f.name for f in section.fields), spans, strict=True))
    ends = [0]
    for parts in draft.spans:
        ends.append(ends[-1] + len(parts))
    spans = [(start + 1, end) for start, end in pairwise(ends)]
    return dict(zip((f.name for f in section.fields), spans, strict=True))


def _record_height(
    draft: Draft, section: Repeat, columns: Mapping[str, tuple[int, int]], number: int
) -> float:
    lines = 1
    for field in section.fields:
        left, right = columns[field.name]
        text = str(draft.value(section.name, number, field.name) or "")
        lines = max(lines, lines_of(text, sum(draft.page.widths[left - 1 : right])))
    least = TEXT_ROW / 2 if section.outline else ROW
    return min(400.0, max(least, lines * LINE + 7))


def _common_headings(
    section: Repeat, columns: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """The headings that stand over several headings, with their columns."""
    seen: dict[str, list[int]] = {}
    for field in section.fields:
        if field.under:
            seen.setdefault(field.under[0], []).extend(columns[field.name])
    for text, places in seen.items():
        yield text, min(places), max(places)
