"""Document + Match -> Filling, and the lines that found no place in it.

A line is placed where it is a label of the form, a value (whole, or behind its label or number)
or a heading that says no more than the form and the values do. Any other line is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltool.documents.document import Document, Line
from xltool.extract import Match, extract
from xltool.filling import Entry, Filling
from xltool.form import Field, Form, Part
from xltool.grid import keys_of, readings_of
from xltool.layout import Block, part_labels
from xltool.model import CellRef, CellValue, Record, Submission
from xltool.text import halfwidth, label_key, squeezed
from xltool.values import TYPED, Number, Percent, Unit, Unread

_NUMBERING = re.compile(r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\d{1,3}[.、])")


@dataclass(frozen=True, slots=True)
class Placement:
    """What a document fills in, the unit and year it states, and the lines that it left over.

    `contents` are the lines of a table of contents: they say nothing that is not said below.
    """

    form: Form
    filling: Filling
    unit: str
    left_over: tuple[Line, ...]
    contents: tuple[Line, ...]
    lines: int


def place(document: Document, match: Match) -> Placement:
    """Fill in a form from a document that was recognised as one."""
    submission = extract(document.workbook, match)
    placed = _PlacedLines(document).by(match, submission)
    return Placement(
        match.form,
        filling_from(submission, match.form),
        _unit(submission, match.form),
        tuple(
            line
            for number, line in enumerate(document.lines)
            if number not in placed and not line.contents
        ),
        tuple(line for line in document.lines if line.contents),
        len(document.lines),
    )


def _unit(submission: Submission, form: Form) -> str:
    """The unit as the first block that names one writes it."""
    for table, fields in form.tables().items():
        for record in submission.tables[table]:
            for field in fields:
                value = record.values.get(field.name)
                if field.type == "unit" and isinstance(value, Unit):
                    return value.raw
    return ""


# Typed values -> what is typed into a workbook


def filling_from(submission: Submission, form: Form) -> Filling:
    """The values of a submission as a person types them: amounts are numbers, 25% is 0.25."""
    return Filling(
        {
            table: tuple(
                Entry(_typed_in(record, fields), record.project)
                for record in submission.tables[table]
            )
            for table, fields in form.tables().items()
        }
    )


def _typed_in(record: Record, fields: Sequence[Field]) -> dict[str, CellValue]:
    values = {field.name: record.values.get(field.name) for field in fields}
    bare = [v.points for v in values.values() if isinstance(v, Percent) and not v.marked and v.points]
    # A plan of 0.25, 0.5, 1 is written in fractions; one with 25 in it is not.
    whole = Decimal(100 if any(points > 1 for points in bare) else 1)
    return {name: _raw(value, whole) for name, value in values.items()}


def _raw(value: object, whole: Decimal) -> CellValue:
    """A value as it is typed in; one that could not be read stays the text that it was."""
    if isinstance(value, Number):
        readable = value.amount is not None and squeezed(value.raw)[-1:].isdigit()
        return value.amount if readable else value.raw
    if isinstance(value, Percent) and value.points is not None:
        return value.points / (100 if value.marked else whole)
    return _shown(value) or None


def _shown(value: object) -> str:
    """A value as the document shows it; "" for what is blank or was not found."""
    if isinstance(value, Unread):
        return value.shown
    return str(value) if isinstance(value, TYPED) or isinstance(value, str) else ""


# Every line accounted for


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
        return self._placed

    def _labels(self, block: Block) -> None:
        """Cells that read as a label of the block and hold no value of their own."""
        keys = frozenset[str]().union(*map(keys_of, part_labels(block.part).values()))
        keys |= {key for s in block.part.sections for f in s.fields for key in keys_of(f.under)}
        for number, line in self._within(block):
            alone = self._of_cell[line.cell] == 1
            if alone and not keys.isdisjoint(readings_of(line.text.rstrip("：: "))):
                self._placed.add(number)

    def _within(self, block: Block) -> Iterator[tuple[int, Line]]:
        area = block.area
        for number, line in enumerate(self._lines):
            if line.cell and area.top <= line.cell[0] <= area.bottom:
                yield number, line

    def _values(self, record: Record, fields: Sequence[Field], labels: frozenset[str]) -> None:
        number = record.values.get(fields[0].name)
        for field in fields:
            ref, text = record.refs.get(field.name), _shown(record.values.get(field.name))
            if ref and text:
                self._value(ref, text.splitlines(), field, labels, _shown(number))

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


def _names(values: Mapping[str, object]) -> list[str]:
    """The texts of a record that a heading may repeat, the longest first."""
    texts = (squeezed(halfwidth(_shown(value))) for value in values.values())
    return sorted((text for text in texts if len(text) > 1), key=len, reverse=True)


def _says_no_more(text: str, part: Part, values: Iterable[str]) -> bool:
    rest = squeezed(halfwidth(text))
    found = [re.search(pattern, rest) for pattern in part.headings]
    if not any(found):
        return False
    rest = _NUMBERING.sub("", rest)
    for pattern in part.headings:
        rest = re.sub(pattern, "", rest)
    for value in values:
        rest = rest.replace(value, "")
    return not rest
