"""Workbook + forms -> Match: the form that it is filled in on, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xltool.extract.blocks import (
    Block,
    part_labels,
    printed_labels,
)
from xltool.extract.form_labels import label_keys, labels_of_all
from xltool.extract.grid import Grid, keys_of
from xltool.extract.labels import read_blocks
from xltool.extract.whole_parts import may_be_whole
from xltool.language.text import halfwidth, label_key, squeezed
from xltool.model.form import Form, Part, Repeat
from xltool.model.workbook import Kind, Workbook

_TITLE = 4
"""What a title that names the form weighs, in labels."""


@dataclass(frozen=True, slots=True)
class Match:
    """A form, its blocks in a workbook, and the sheets that hold something else."""

    form: Form
    blocks: tuple[Block, ...]
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """A form on one sheet: how much of the sheet its blocks explain, and what share of its own
    labels they have.

    `weight` counts labels and headings, more for a title that names the form, less for headings
    of its tables that are missing: one stray row does not outweigh these.
    """

    form: Form
    blocks: tuple[Block, ...]
    weight: int
    coverage: float


def recognise(workbook: Workbook, forms: Sequence[Form]) -> Match | None:
    """The form that a workbook is filled in on, None where it is none of them.

    Each sheet is for the form that explains most of it, title, headings and labels together, then
    for the one of whose own labels most are found, then for the one that the workbook says it was
    made from, then for the one named first; the form that explains most in all wins. A sheet
    that another form explains better is passed over. A form that judges others takes part under
    their names alone.
    """
    forms = [form for form in forms if not form.judges]
    labels = labels_of_all(forms)
    grids = [Grid.of(sheet, labels) for sheet in workbook.sheets]
    made_from = workbook.stamp.form if workbook.stamp else ""

    def rank(fit: _Fit) -> tuple[int, float, bool]:
        return fit.weight, fit.coverage, made_from in fit.form.blank_keys

    sheets = [_Sheet(grid, forms) for grid in grids]
    best = [max(sheet.promising(), key=rank) for sheet in sheets if forms]
    weights = [sum(fit.weight for fit in best if fit.form is form) for form in forms]
    if not any(weights):
        return None
    winner = weights.index(max(weights))
    blocks: list[Block] = []
    passed_over = []
    for sheet, other in zip(sheets, best, strict=True):
        mine = sheet.fit(winner)
        if mine.blocks and (other.weight <= mine.weight or other.coverage <= mine.coverage):
            blocks += mine.blocks
        elif other.blocks or _resembles(sheet.grid, forms[winner]):
            passed_over.append(sheet.grid.sheet.name)
    return Match(forms[winner], tuple(blocks), tuple(passed_over))


class _Sheet:
    """One sheet and how well each form fits it, worked out when it is asked for."""

    def __init__(self, grid: Grid, forms: Sequence[Form]) -> None:
        self.grid, self._forms = grid, forms
        self._fits: dict[int, _Fit] = {}

    def fit(self, number: int) -> _Fit:
        """How well a form fits."""
        if number not in self._fits:
            self._fits[number] = _fit(self.grid, self._forms[number])
        return self._fits[number]

    def promising(self) -> list[_Fit]:
        """The forms that may fit best, in the order given: none that could not reach the weight
        of another one, whatever its blocks are.
        """
        parts = [may_be_whole(self.grid, form) for form in self._forms]
        several = sum(map(bool, parts)) > 1
        pairs = zip(self._forms, parts, strict=True)
        most = [_most(self.grid, *each) if several else len(each[1]) for each in pairs]
        best = 0
        for number in sorted(range(len(most)), key=lambda number: -most[number]):
            if most[number] < best:
                continue
            best = max(best, self.fit(number).weight)
        return [self._fits[number] for number in sorted(self._fits)]


def _most(grid: Grid, form: Form, parts: Sequence[Part]) -> int:
    """The most that a form can weigh on a sheet: every cell that reads as a label of one of its
    parts that may be there, and their titles.
    """
    keys = label_keys(form).intersection(grid.spots) if parts else ()
    cells = {spot.ref for key in keys for spot in grid.spots[key]}
    return len(cells) + _TITLE * len(parts)


def _resembles(grid: Grid, form: Form) -> bool:
    """Whether a sheet without a block holds two fifths of a part's labels: a form broken beyond
    recognition, not a list of projects.
    """
    if _ignored(grid, form):
        return False
    # A whole part may have been typed into one cell, line by line.
    texts = [str(cell.value) for cell in grid.sheet.cells.values() if cell.kind is Kind.TEXT]
    lines = {label_key(line) for text in texts if "\n" in text for line in text.splitlines()}
    for part in form.parts:
        labels = part_labels(part)
        printed = printed_labels(part)
        found = [
            name
            for name in printed
            if grid.that_read(keys_of(labels[name])) or not lines.isdisjoint(keys_of(labels[name]))
        ]
        if len(found) * 5 >= len(printed) * 2:
            return True
    return False


def _ignored(grid: Grid, form: Form) -> bool:
    return _is_any_of(grid.sheet.name, form.ignored_sheets)


@lru_cache(maxsize=4096)  # the sheets of a template have the same names
def _is_any_of(name: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, name) for pattern in patterns)


def _fit(grid: Grid, form: Form) -> _Fit:
    blocks = () if _ignored(grid, form) else tuple(read_blocks(grid, form))
    weight = found = total = 0
    for part in form.parts:
        mine = [block for block in blocks if block.part is part]
        if mine:
            counts = [len(block.found & part.always_printed) for block in mine]
            found, total = found + max(counts), total + len(part.always_printed)
            weight += _weight(part, mine)
    return _Fit(form, blocks, max(weight, 1 if blocks else 0), found / total if total else 0.0)


def _weight(part: Part, blocks: Sequence[Block]) -> int:
    """What the blocks of a part explain: their label cells, their title; headings that their
    tables lack count against it.
    """
    cells = len({ref for block in blocks for ref in block.accepted})
    lacking = sum(
        f"{section.name}.{field.name}" in part.always_printed and field.name not in headings.spots
        for block in blocks
        for section in part.repeats()
        if (headings := block.headings.get(section.name))
        for field in section.fields
    )
    return cells + _TITLE * any(map(_is_titled, blocks)) - lacking


def _is_titled(block: Block) -> bool:
    """Whether a line above the body names the form."""
    grid, area = block.grid, block.area
    texts = (
        halfwidth(squeezed(str(cell.value)))
        for row in range(area.top, block.body)
        for cell in grid.row(row, area.left, area.right)
        if cell.kind is Kind.TEXT
    )
    return any(_names_form(text, block.part.headings) for text in texts)


@lru_cache(maxsize=4096)
def _names_form(text: str, headings: tuple[str, ...]) -> bool:
    return any(re.search(pattern, text) for pattern in headings)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A form that a sheet comes near to: its headings that are missing from the row of them."""

    form: Form
    sheet: str
    row: int
    missing: tuple[str, ...]


def near_miss(workbook: Workbook, forms: Sequence[Form]) -> NearMiss | None:
    """The form of whose headings most stand in one row, though not all that it needs."""
    found = [
        miss
        for sheet in workbook.sheets
        for form in forms
        for part in form.parts
        for section in part.repeats()
        for miss in _near_rows(Grid.of(sheet, label_keys(form)), form, section)
    ]
    return min(found, key=lambda miss: len(miss.missing), default=None)


def _near_rows(grid: Grid, form: Form, section: Repeat) -> Iterator[NearMiss]:
    wanted = [f for f in section.fields if f.labels and f.printed == "always" and not f.optional]
    rows: dict[int, set[str]] = {}
    for field in wanted:
        for spot in grid.that_read(keys_of(field.labels)):
            rows.setdefault(spot.ref.row, set()).add(field.name)
    for row, names in rows.items():
        if len(names) > 1:
            missing = tuple(field.labels[0] for field in wanted if field.name not in names)
            yield NearMiss(form, grid.sheet.name, row, missing)
