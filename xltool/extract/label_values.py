"""Label + Block -> the cell that holds its value: beside it, below it, or in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from xltool.extract.blocks import Block
from xltool.extract.grid import LabelCell, keys_of, spot_is
from xltool.language.text import halfwidth
from xltool.model.form import Field
from xltool.model.workbook import Cell, CellRef, Kind
from xltool.values.cell_value import shown_text

_CONTEXT = 3
"""So many characters behind a year tell whether it is a part of a name: 2023年村务."""

_ONLY_YEAR = re.compile(r"[\s(\[【]*(?P<value>20\d\d)\s*年度?[\s)\]】]*")


_Texts = tuple[list[Cell], tuple[str, ...]]
"""Cells, and what is shown in each."""


class Neighbourhood:
    """What stands around the labels of a block."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._labels = block.accepted
        self.joined: dict[CellRef, tuple[CellRef, ...]] = {}
        """The cells of a text that stands in several, by the first."""
        texts = (field.labels for field in block.part.single_fields() if field.multiline)
        self._texts = frozenset[str]().union(*map(keys_of, texts))
        self._matches = [
            (field.match, re.compile(field.match))
            for field in block.part.single_fields()
            if field.match
        ]

    def printed(self, entry: Field, in_labels: bool, named: str = "") -> Cell | None:
        """A value within a line above the block's body, or else within a label of the body.

        What stands in a line as a part of the project's name (`named`) is none.
        """
        sources = [self._lines_above]
        if in_labels:
            sources += [self._label_texts]
            sources += [self._in_brackets] if entry.type == "money_unit" else []
        for cells, texts in sources:
            for number, start, end in _values_in(texts, entry.match or ""):
                cell, text = cells[number], texts[number].strip()
                if entry.type == "year" and text[start : end + _CONTEXT] in named:
                    continue
                kind = cell.kind if (start, end) == (0, len(text)) else Kind.TEXT
                value = cell.value if kind is not Kind.TEXT else text[start:end]
                return Cell(cell.ref, value, kind)
        return None

    def stated_before(self, entry: Field, spot: LabelCell) -> Cell | None:
        """A cell above the block's body that says nothing but the year, before a line that is
        labelled so: of （2023年度） and `年度：…` below it the first counts.
        """
        if entry.type != "year" or not spot.rest:
            return None
        for cell, text in zip(*self._lines_above, strict=True):
            text = text.strip()
            found = _ONLY_YEAR.fullmatch(halfwidth(text))
            if found and (cell.ref.row, cell.ref.column) < (spot.ref.row, spot.ref.column):
                return Cell(cell.ref, text[slice(*found.span("value"))], Kind.TEXT)
        return None

    @cached_property
    def _lines_above(self) -> _Texts:
        """The cells above the block's body, and their texts."""
        area, grid = self._block.area, self._block.grid
        if self._block.header:
            rows = self._block.header
            return _with_texts([c for row in rows for c in grid.row(row, area.left, area.right)])
        body = self._block.body
        while body < area.bottom and self._says_all(body):
            body += 1
        rows = range(area.top, body)
        return _with_texts([c for row in rows for c in grid.row(row, area.left, area.right)])

    def _says_all(self, row: int) -> bool:
        """Whether a row of the body is a line like those above it: 填报单位：教育局 | 单位：元."""
        area = self._block.area
        cells = self._block.grid.row(row, area.left, area.right)
        labels = [self._labels[cell.ref] for cell in cells if cell.ref in self._labels]
        return bool(labels) and all(label.rest for label in labels)

    @cached_property
    def _label_texts(self) -> _Texts:
        """The same of the labels."""
        grid = self._block.grid
        return _with_texts([grid.cell(ref.row, ref.column) for ref in self._bare_labels()])

    @cached_property
    def _in_brackets(self) -> _Texts:
        """The same of short texts that end in a bracket, where the form has no such label."""
        area, block = self._block.area, self._block
        return _with_texts(
            [
                cell
                for row in range(block.body, area.bottom + 1)
                if not block.in_table(row)
                for cell in block.grid.row(row, area.left, area.right)
                if cell.kind is Kind.TEXT and str(cell.value).rstrip().endswith((")", "）"))
                if len(str(cell.value)) <= _CONTEXT * 5
            ]
        )

    def _bare_labels(self) -> Iterator[CellRef]:
        """The labels of the block that hold no value themselves."""
        area = self._block.area
        for ref, spot in self._labels.items():
            inside = area.top <= ref.row <= area.bottom and area.left <= ref.column <= area.right
            if inside and not spot.rest:
                yield ref

    def beside(self, entry: Field, spot: LabelCell) -> Cell:
        """The cell of a label's value; a blank one where nothing is filled in."""
        if spot.rest:
            inline = Cell(spot.ref, spot.rest, Kind.TEXT)
            return self._with_following(entry, spot, inline)
        grid, area = self._block.grid, spot.area
        if area.top in self._block.stacked:
            if entry.multiline:
                return self._text_below(entry.model_copy(update={"below": True}), spot, True)
            return grid.cell(area.bottom + 1, area.left)
        right = grid.cell(area.top, area.right + 1)
        if self._is_another_header(entry, right) or self._is_line(entry, right):
            return Cell(spot.ref, None, Kind.BLANK)
        filled = grid.row(area.top, area.right + 1, self._block.area.right)
        # A column may have been inserted between the label of a text and the labels beside it.
        next_is_label = right.ref in self._labels or bool(
            entry.multiline and filled and filled[0].ref in self._labels
        )
        if not next_is_label:
            for column in range(area.right + 1, self._block.area.right + 1):
                cell = grid.cell(area.top, column)
                if cell.ref in self._labels or self._is_another_header(entry, cell):
                    break
                if self._is_line(entry, cell):
                    break
                if cell.kind is not Kind.BLANK:
                    return self._with_following(entry, spot, cell)
        if entry.multiline and (next_is_label or area.bottom > area.top or entry.below):
            return self._text_below(entry, spot, next_is_label)
        below = grid.cell(area.bottom + 1, area.left)
        if entry.multiline and right.kind is Kind.BLANK and self._heads(spot, below):
            return below
        if self._stacked(spot) and below.kind is not Kind.BLANK:
            return below if below.ref not in self._labels else right
        if not next_is_label:
            return right
        return below if below.ref not in self._labels else Cell(spot.ref, None, Kind.BLANK)

    def _is_another_header(self, entry: Field, cell: Cell) -> bool:
        """Whether a cell beside the label of a blank unit is the `单位：元` that follows it."""
        if not entry.match or cell.kind is Kind.BLANK:
            return False
        text = halfwidth(shown_text(cell)).strip()
        others = (pattern for match, pattern in self._matches if match != entry.match)
        return any(pattern.fullmatch(text) for pattern in others)

    @staticmethod
    def _is_line(entry: Field, cell: Cell) -> bool:
        """Whether a cell says with its value what it is: 单位：元."""
        if entry.type != "money_unit":
            return False
        text = halfwidth(shown_text(cell)).strip()
        found = re.fullmatch(entry.match or "", text)
        return found is not None and found["value"] != text

    def _heads(self, spot: LabelCell, below: Cell) -> bool:
        """Whether a text stands below its label in the very columns of it."""
        under = self._block.grid.area(below.ref.row, below.ref.column)
        alike = (under.left, under.right) == (spot.area.left, spot.area.right)
        free = below.ref not in self._labels and not self._block.in_table(below.ref.row)
        return alike and free and below.kind is not Kind.BLANK

    def _stacked(self, spot: LabelCell) -> bool:
        """Whether labels stand side by side in a row of nothing else: their values are below.

        A label whose text runs over several rows is no heading of a column.
        """
        grid, area = self._block.grid, spot.area
        row = grid.row(area.top, self._block.area.left, self._block.area.right)
        sides = (grid.area(area.top, column) for column in (area.left - 1, area.right + 1))
        alike = (
            self._labels.get(CellRef(spot.ref.sheet, side.top, side.left))
            for side in sides
            if (side.top, side.bottom) == (area.top, area.bottom)
        )
        peers = [label for label in alike if label and not spot_is(label, self._texts)]
        return bool(peers) and all(cell.ref in self._labels for cell in row)

    def _text_below(self, entry: Field, spot: LabelCell, next_is_label: bool) -> Cell:
        """A text that stands in the rows below its label's first row."""
        area = spot.area
        lines = self._lines(entry, spot, next_is_label)
        if lines:
            return self.as_one(lines)
        if entry.below:
            return self._block.grid.cell(area.bottom + 1, area.left)
        row = area.top + 1 if next_is_label else area.top
        return self._block.grid.cell(row, area.right + 1)

    def _with_following(self, entry: Field, spot: LabelCell, first: Cell) -> Cell:
        """A text with the lines that go on below it, in its label's rows."""
        if not entry.multiline or first.kind is not Kind.TEXT:
            return first
        return self.as_one([first, *self._lines(entry, spot)])

    def only_beside(self, row: int, spot: LabelCell) -> bool:
        """Whether a row begins with a label right of this one, and with nothing under it."""
        area = self._block.area
        cells = self._block.grid.row(row, area.left, area.right)
        first = cells[0].ref if cells else None
        return first is not None and first.column > spot.area.right and first in self._labels

    def _lines(self, entry: Field, spot: LabelCell, next_is_label: bool = False) -> list[Cell]:
        """The filled cells below a label's first row, down to the next label, another text or
        the block's end; of labels side by side, each has the columns up to the next.
        """
        grid, area = self._block.grid, self._block.area
        left = spot.area.left if entry.below else spot.area.right + 1
        beside = (
            cell.ref.column - 1
            for cell in grid.row(spot.ref.row, spot.area.right + 1, area.right)
            if cell.ref in self._labels and entry.below
        )
        right = next(beside, area.right)
        lines: list[Cell] = []
        for row in range(spot.area.top + 1, area.bottom + 1):
            if next_is_label and not lines and self.only_beside(row, spot):
                continue  # a second row of amounts, before the text
            if self.label_in(row) or self._outline_in(row):
                break
            before = grid.row(row, area.left, left - 1)
            if before and row > spot.area.bottom and not entry.below:
                break
            lines += grid.row(row, left, right)
        return lines

    def label_in(self, row: int) -> bool:
        """Whether a label stands in this row of the block."""
        cells = self._block.grid.row(row, self._block.area.left, self._block.area.right)
        return any(cell.ref in self._labels for cell in cells)

    def _outline_in(self, row: int) -> bool:
        """Whether a row begins a record of an outline whose label stands above it or nowhere:
        above that label numbered paragraphs belong to the text before it.
        """
        cells = self._block.grid.row(row, self._block.area.left, self._block.area.right)
        texts = [halfwidth(shown_text(cell)).strip() for cell in cells]
        return any(re.match(outline, text) for outline in self.open_outlines() for text in texts)

    def open_outlines(self) -> Iterator[str]:
        """How the records of such outlines begin."""
        for section in self._block.part.repeats():
            label = self._block.labels.get(section.name)
            if section.outline and label is None and section.name not in self._block.tables:
                yield section.outline

    def as_one(self, cells: Sequence[Cell]) -> Cell:
        """The cells of one text as one cell, at the first of them."""
        if len(cells) == 1:
            return cells[0]
        self.joined[cells[0].ref] = tuple(cell.ref for cell in cells)
        text = "\n".join(shown_text(cell).strip() for cell in cells)
        return Cell(cells[0].ref, text, Kind.TEXT)


@lru_cache(maxsize=4096)  # the labels are the same in every workbook of a template
def _values_in(texts: tuple[str, ...], pattern: str) -> tuple[tuple[int, int, int], ...]:
    """Each value that a pattern finds: the place of its text, where it begins there and ends."""
    # halfwidth() keeps every character's place, so the span fits the original.
    return tuple(
        (number, *found.span("value"))
        for number, text in enumerate(texts)
        for found in re.finditer(pattern, halfwidth(text.strip()))
    )


def _with_texts(cells: list[Cell]) -> _Texts:
    return cells, tuple(map(shown_text, cells))
