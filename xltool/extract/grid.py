"""Sheet -> Grid: merges resolved, and the texts that may be read as a label of some form."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from xltool.language.text import halfwidth, label_key, without_note
from xltool.model.workbook import BLANK, TEXT, Area, Cell, CellRef, Sheet

_NOTE = re.compile(r"\((?:\d+分|盖章|公章|签章|单位公章)\)")
_SINCE_JANUARY = re.compile(r"1[-—–~至到](?:1[0-2]|0?[1-9])月份?")
_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])月份?")
_YEAR = re.compile(r"20\d\d(?=年)")
_new = tuple.__new__
"""A named tuple made in half the time: hundreds are made for each workbook."""
_MOST = 16384
"""Texts whose readings are kept; then all are forgotten."""
_LONGEST, _HEAD = 40, 20
"""Characters that a label may have, and one with its value behind a colon."""


class LabelCell(NamedTuple):
    """A cell that reads as a label; `rest` is the value behind the colon in the same cell.

    `readings` are its label key with and without the note in brackets, as it stands and with
    `{month}` and `{year}` for those that it names.
    """

    ref: CellRef
    area: Area
    readings: frozenset[str]
    rest: str = ""


@dataclass(slots=True)
class Grid:
    """A sheet with its merges resolved and the cells that read as labels at hand."""

    sheet: Sheet
    merged: dict[tuple[int, int], Area] = field(default_factory=dict)
    spots: dict[str, list[LabelCell]] = field(default_factory=dict)  # by reading
    rows: dict[int, list[Cell]] = field(default_factory=dict)  # filled cells, from the left
    bottom: int = 0
    right: int = 0
    _read: dict[frozenset[str], list[LabelCell]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet, labels: frozenset[str]) -> Grid:
        """Index a sheet; `labels` are the label keys that will be asked for."""
        grid = cls(sheet)
        places = sorted(sheet.cells)
        grid.bottom = places[-1][0] if places else 0
        grid.right = max([column for _, column in places], default=0)
        for merge in sheet.merges:
            # Rows and columns are often merged whole: nothing is asked for beyond the last cell.
            bottom, right = min(merge.bottom, grid.bottom + 1), min(merge.right, grid.right + 1)
            area = Area(merge.top, merge.left, bottom, right)
            for row in range(area.top, bottom + 1):
                for column in range(area.left, right + 1):
                    grid.merged[row, column] = area
        grid._index(places, labels)
        return grid

    def _index(self, places: list[tuple[int, int]], labels: frozenset[str]) -> None:
        rows: dict[int, list[Cell]] = defaultdict(list)
        spots: dict[str, list[LabelCell]] = defaultdict(list)
        cells, merged, known = self.sheet.cells, self.merged, _known_texts(labels)
        for place in places:
            cell = cells[place]
            rows[place[0]].append(cell)
            ref, text, kind, _, _ = cell
            if kind is not TEXT or not isinstance(text, str):
                continue
            if len(text) > _LONGEST and not _with_value_behind(text):
                continue
            for readings, rest in known[text]:
                area = merged.get(place) or _new(Area, place * 2)
                spot = _new(LabelCell, (ref, area, readings, rest))
                for reading in readings:
                    spots[reading].append(spot)
        self.rows, self.spots = dict(rows), dict(spots)

    def area(self, row: int, column: int) -> Area:
        """The merged range of a cell, or the cell itself."""
        place = row, column
        return self.merged.get(place) or _new(Area, place * 2)

    def cell(self, row: int, column: int) -> Cell:
        """The cell as it stands, blank where nothing is stored."""
        found = self.sheet.cells.get((row, column))
        return found or _blank(self.sheet.name, row, column)

    def that_read(self, keys: frozenset[str]) -> list[LabelCell]:
        """The spots that read as one of the labels, in reading order."""
        found = self._read.get(keys)
        if found is None:
            known = self.spots
            if len(keys) < len(known):
                read = [known[key] for key in keys if key in known]
            else:
                read = [spots for key, spots in known.items() if key in keys]
            if len(read) < 2:  # in reading order already
                found = read[0] if read else []
            else:
                unique = {id(spot): spot for spots in read for spot in spots}
                found = sorted(unique.values(), key=lambda spot: spot.ref)
            self._read[keys] = found
        return found

    def row(self, row: int, left: int, right: int) -> list[Cell]:
        """The filled cells of a row between two columns, to be read only."""
        cells = self.rows.get(row, [])
        if not cells or (left <= cells[0].ref.column and cells[-1].ref.column <= right):
            return cells
        return [cell for cell in cells if left <= cell.ref.column <= right]


def _blank(sheet: str, row: int, column: int) -> Cell:
    return _new(Cell, (_new(CellRef, (sheet, row, column)), None, BLANK, None, ("", "")))


def cell_under(grid: Grid, row: int, under: Area, left: int = 0) -> Cell:
    """The first filled cell of a row under a heading; a merged cell counts for all its rows, and,
    where it begins at column `left` or right of it, for all headings that it spans.
    """
    if under.left == under.right:
        place = row, under.left
        area = grid.merged.get(place)
        if area is None or (area.top, area.left) == place:
            found = grid.sheet.cells.get(place)
            return found or _blank(grid.sheet.name, *place)
    for column in range(under.left, under.right + 1):
        area = grid.area(row, column)
        if (left or under.left) <= area.left <= under.right:
            cell = grid.cell(area.top, area.left)
            if cell.kind is not BLANK:
                return cell
    return grid.cell(grid.area(row, under.left).top, under.left)


class _KnownTexts(dict[str, tuple[tuple[frozenset[str], str], ...]]):
    """What texts may be read as of some labels: the same texts stand in every workbook of a
    template, so this is worked out once for each.
    """

    def __init__(self, labels: frozenset[str]) -> None:
        super().__init__()
        self._labels = labels

    def __missing__(self, text: str) -> tuple[tuple[frozenset[str], str], ...]:
        if len(self) >= _MOST:
            self.clear()
        found = self[text] = labels_in(text, self._labels)
        return found


_known_texts = lru_cache(maxsize=8)(_KnownTexts)


def labels_in(text: str, labels: frozenset[str]) -> tuple[tuple[frozenset[str], str], ...]:
    """What a text may be read as of some labels: one, or one with the value behind its colon."""
    found: list[tuple[frozenset[str], str]] = []
    if len(text) <= _LONGEST:
        found.append((readings_of(text), ""))
    if _with_value_behind(text):
        head, colon, rest = halfwidth(text).partition(":")
        if colon and rest.strip() and len(head) <= _HEAD:
            # The rest keeps its own marks: only the label was made half-width. A note in brackets
            # is no value: 年度目标1：（40分）.
            note = _NOTE.fullmatch(rest.strip())
            found.append((readings_of(head), "" if note else text[len(head) + 1 :].strip()))
    return tuple(each for each in found if not labels.isdisjoint(each[0]))


def _with_value_behind(text: str) -> bool:
    head = text[: _HEAD + 1]
    return ":" in head or "：" in head


@lru_cache(maxsize=4096)  # the labels that a blank was made with are asked for each time
def readings_of(text: str) -> frozenset[str]:
    """The label keys that a text may be meant as: `1-7月执行数` is also `1-{month}月执行数`."""
    key = label_key(text)
    if "月" not in key and "年" not in key:
        return frozenset((key, without_note(key)))
    timeless = _MONTH.sub("{month}月", _SINCE_JANUARY.sub("1-{month}月", key))
    timeless = _YEAR.sub("{year}", timeless)
    return frozenset(word for each in (key, timeless) for word in (each, without_note(each)))


@cache
def keys_of(labels: tuple[str, ...]) -> frozenset[str]:
    """The label keys of some spellings."""
    return frozenset(map(label_key, labels))


def spot_is(spot: LabelCell, keys: frozenset[str]) -> bool:
    """Whether a spot reads as one of the labels."""
    return not keys.isdisjoint(spot.readings)
