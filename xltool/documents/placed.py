"""Document + Match + Submission -> the lines that were placed; every other line is to be listed.

A line is placed where it is a label of the form, a value (whole, or behind its label or number)
or a heading that says no more than the form and the values do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xltool.documents.document import Document, DocumentLine
from xltool.documents.read_values import shown
from xltool.extract.blocks import Block, part_labels
from xltool.extract.grid import keys_of, readings_of
from xltool.extract.recognise import Match
from xltool.language.text import halfwidth, label_key, squeezed
from xltool.model.form import Field, Form, Part
from xltool.model.submission import Record, Submission
from xltool.model.workbook import CellRef
from xltool.values.cell_value import BudgetUnit

_NUMBERING = re.compile(r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\d{1,3}[.、])")


def placed_lines(document: Document, match: Match, submission: Submission) -> set[int]:
    """The numbers (from 0) of the lines of a document that its form took up."""
    return _PlacedLines(document).by(match, submission)


class _PlacedLines:
    """Marks the lines of a document that are labels, headings or values, each line once."""

    def __init__(self, document: Document) -> None:
        self._lines = document.lines
        self._first: dict[tuple[int, int], int] = {}  # the first line of each cell
        for number, line in enumerate(document.lines):
            if line.cell:
                self._first.setdefault(line.cell, number)
        self._of_cell = Counter(line.cell for line in document.lines)
        self._placed: set[int] = set()

    def by(self, match: Match, submission: Submission) -> set[int]:
        """The numbers (from 0) of the lines that were placed."""
        for block in match.blocks:
            self._labels(block)
        for part in match.form.parts:
            labels = frozenset[str]().union(*map(keys_of, part_labels(part).values()))
            tables = {part.table: part.single_fields()}
            tables |= {section.name: section.fields for section in part.repeats()}
            for table, fields in tables.items():
                for record in submission.tables[table]:
                    self._values(record, fields, labels)
        for block in match.blocks:
            self._headings(block, submission)
        self._cover(match, submission)
        return self._placed

    def _cover(self, match: Match, submission: Submission) -> None:
        """Lines above the first block that name only the form, a year and the unit."""
        names = unit_names(match.form, submission)
        body = min(block.body for block in match.blocks)
        for number, line in enumerate(self._lines):
            above = line.cell is not None and line.cell[0] < body
            if above and is_title(line.text, match.form, names):
                self._placed.add(number)

    def _labels(self, block: Block) -> None:
        """Cells that read as a label of the block and hold no value of their own."""
        keys = frozenset[str]().union(*map(keys_of, part_labels(block.part).values()))
        keys |= {key for s in block.part.sections for f in s.fields for key in keys_of(f.under)}
        for number, line in self._within(block):
            alone = self._of_cell[line.cell] == 1
            if alone and not keys.isdisjoint(readings_of(line.text.rstrip("：: "))):
                self._placed.add(number)

    def _within(self, block: Block) -> Iterator[tuple[int, DocumentLine]]:
        area = block.area
        for number, line in enumerate(self._lines):
            if line.cell and area.top <= line.cell[0] <= area.bottom:
                yield number, line

    def _values(self, record: Record, fields: Sequence[Field], labels: frozenset[str]) -> None:
        number = record.values.get(fields[0].name)
        for field in fields:
            ref, text = record.refs.get(field.name), shown(record.values.get(field.name))
            if ref and text:
                self._value(ref, text.splitlines(), field, labels, shown(number))

    def _value(
        self, ref: CellRef, texts: Sequence[str], field: Field, labels: frozenset[str], number: str
    ) -> None:
        """The lines that a value is made of: from its cell on, with nothing but labels between."""
        cell = (ref.row, ref.column)
        expected = [text.strip() for text in texts if text.strip()]
        for place in range(self._first.get(cell, len(self._lines)), len(self._lines)):
            line = self._lines[place]
            if expected and self._is(line.text.strip(), expected[0], field, labels, number):
                self._placed.add(place)
                expected.pop(0)
            elif not expected or (line.cell != cell and place not in self._placed):
                return

    @staticmethod
    def _is(line: str, text: str, field: Field, labels: frozenset[str], number: str) -> bool:
        """Whether a line is a value, alone or behind its label, its number or in its pattern."""
        if line == text:
            return True
        if field.match:
            found = re.search(field.match, halfwidth(line)) if text in line else None
            return found is not None and found.span() == (0, len(line))
        if not line.endswith(text):
            return False
        before = line.removesuffix(text).strip()
        return before == number or (halfwidth(before).endswith(":") and label_key(before) in labels)

    def _headings(self, block: Block, submission: Submission) -> None:
        """Title lines that name nothing but the part, its number and values of the block."""
        records = submission.tables[block.part.table]
        mine = next((record for record in records if record.refs["part"] == block.first), None)
        values = _names(mine.values if mine else {})
        for number, line in self._within(block):
            if number not in self._placed and _says_no_more(line.text, block.part, values):
                self._placed.add(number)


def unit_names(form: Form, submission: Submission) -> list[str]:
    """How a submission names its units: code, name, and both together."""
    return [
        text
        for part in form.parts
        for field in part.single_fields()
        for record in submission.tables[part.table]
        if isinstance(unit := record.values.get(field.name), BudgetUnit)
        for text in (unit.raw, unit.name, unit.code)
        if text
    ]


def is_title(text: str, form: Form, units: Sequence[str]) -> bool:
    """Whether a line names only the form, one of its parts, a year and units."""
    titles = [form.title.zh, *(part.title.zh for part in form.parts), *units]
    rest = re.sub(r"20\d\d年度?", "", squeezed(halfwidth(text)))
    return not _without(_NUMBERING.sub("", rest), titles)


def _names(values: Mapping[str, object]) -> list[str]:
    """The texts of a record that a heading may repeat."""
    texts = (shown(value) for value in values.values())
    return [text for text in texts if len(text) > 1]


def _without(text: str, known: Iterable[str]) -> str:
    """What a text says beside these."""
    for each in sorted((squeezed(halfwidth(word)) for word in known), key=len, reverse=True):
        text = text.replace(each, "")
    return text


def _says_no_more(text: str, part: Part, values: Iterable[str]) -> bool:
    rest = squeezed(halfwidth(text))
    found = [re.search(pattern, rest) for pattern in part.headings]
    if not any(found):
        return False
    rest = _NUMBERING.sub("", rest)
    for pattern in part.headings:
        rest = re.sub(pattern, "", rest)
    return not _without(rest, values)
