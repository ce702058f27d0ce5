"""Workbook + forms -> Match: the form that it is filled in on, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xltool.extract.blocks import Block, part_labels, printed_labels
from xltool.extract.grid import Grid, keys_of
from xltool.extract.labels import read_blocks
from xltool.language.text import halfwidth, label_key, squeezed
from xltool.model.form import Form
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
    grids = [Grid.of(sheet) for sheet in workbook.sheets]
    fits = [[_fit(grid, form) for form in forms] for grid in grids]
    made_from = workbook.stamp.form if workbook.stamp else ""

    def rank(fit: _Fit) -> tuple[int, float, bool]:
        return fit.weight, fit.coverage, made_from in fit.form.blank_keys

    best = [max(sheet, key=rank) for sheet in fits if sheet]
    weights = [sum(fit.weight for fit in best if fit.form is form) for form in forms]
    if not any(weights):
        return None
    winner = weights.index(max(weights))
    blocks: list[Block] = []
    passed_over = []
    for grid, sheet, other in zip(grids, fits, best, strict=True):
        mine = sheet[winner]
        if mine.blocks and (other.weight <= mine.weight or other.coverage <= mine.coverage):
            blocks += mine.blocks
        elif other.blocks or _resembles(grid, forms[winner]):
            passed_over.append(grid.sheet.name)
    return Match(forms[winner], tuple(blocks), tuple(passed_over))


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
    return any(re.search(pattern, grid.sheet.name) for pattern in form.ignored_sheets)


def _fit(grid: Grid, form: Form) -> _Fit:
    blocks = () if _ignored(grid, form) else tuple(read_blocks(grid, form))
    weight = found = total = 0
    for part in form.parts:
        printed = printed_labels(part)
        mine = [block for block in blocks if block.part is part]
        counts = [len(block.found & printed) for block in mine]
        if counts:
            found, total = found + max(counts), total + len(printed)
        weight += sum(_weight(block, printed) for block in mine)
    return _Fit(form, blocks, max(weight, 1 if blocks else 0), found / total if total else 0.0)


def _weight(block: Block, printed: frozenset[str]) -> int:
    """What a block explains: its label cells, its title; headings that its tables lack count
    against it.
    """
    cells = len({spot.ref for spot in block.accepted.values()})
    lacking = sum(
        f"{section.name}.{field.name}" in printed and field.name not in headings.spots
        for section in block.part.repeats()
        if (headings := block.headings.get(section.name))
        for field in section.fields
    )
    return cells + _TITLE * _is_titled(block) - lacking


def _is_titled(block: Block) -> bool:
    """Whether a line above the body names the form."""
    grid, area = block.grid, block.area
    texts = (
        halfwidth(squeezed(str(cell.value)))
        for row in range(area.top, block.body)
        for cell in grid.row(row, area.left, area.right)
        if cell.kind is Kind.TEXT
    )
    patterns = [re.compile(pattern) for pattern in block.part.headings]
    return any(pattern.search(text) for text in texts for pattern in patterns)
