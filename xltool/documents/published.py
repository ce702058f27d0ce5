"""Form + Filling -> what a unit publishes: headings, paragraphs and tables, in their order.

A part with an outline is printed as numbered headings and paragraphs (一、 （一）), any other as
tables; a part that may stand several times has a numbered heading for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.documents.table import Table, header_fields, tables
from xltool.documents.written import written
from xltool.language.text import chinese_number, halfwidth
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Field, Form, Group, Part, Repeat, printed_label


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading for the table of contents; `centred` where it stands above a part or a table."""

    level: int
    text: str
    centred: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `strong` for the name of a numbered record."""

    text: str
    strong: bool = False


DocumentBlock = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the first page: the title, with the year where it is known, and the units."""

    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedUnit:
    """A unit's share of the document: its form filled in, its name, the code of its projects."""

    filling: Filling
    name: str
    code: str = ""


def blocks_of(form: Form, units: Sequence[PublishedUnit]) -> Iterator[DocumentBlock]:
    """The whole document below its cover; of several units each has a heading of its own."""
    for unit in units:
        level = 1
        if len(units) > 1:
            yield Heading(1, unit.name, centred=True, new_page=True)
            level = 2
        begun = False
        for number, part in enumerate(form.parts, 1):
            if not _holds_something(part, unit.filling):
                continue  # the other parts keep their numbers
            title = part.title.zh
            if len(form.parts) > 1:
                title = f"第{chinese_number(number)}部分{title}"
            yield Heading(level, title, centred=True, new_page=begun or level == 1)
            yield from _part(form, part, unit, level + 1)
            begun = True


def _holds_something(part: Part, filling: Filling) -> bool:
    tables = (part.table, *(section.name for section in part.repeats()))
    entries = (entry for table in tables for entry in filling.tables.get(table, ()))
    return any(value is not None for entry in entries for value in entry.values.values())


def _part(form: Form, part: Part, unit: PublishedUnit, level: int) -> Iterator[DocumentBlock]:
    entries = unit.filling.tables.get(part.table, ())
    if any(section.outline for section in part.repeats()):
        for entry in entries:
            yield from _outlined(part, entry, unit, level)
        return
    for number, entry in enumerate(entries):
        place = number if entry.project is None else entry.project
        rows = {
            section.name: [
                row.values
                for row in unit.filling.tables.get(section.name, ())
                if not part.many or row.project == place
            ]
            for section in part.repeats()
        }
        if part.many:
            heading = f"{number + 1}.{_name(part, entry)}{_suffix(form, part)}"
            yield Heading(level, heading, centred=True, new_page=number > 0)
        yield from tables(form, part, entry.values, rows)


def _name(part: Part, entry: FilledRecord) -> str:
    """What its project is called, else its first field with a label."""
    fields = [field for field in part.single_fields() if not field.match]
    field = next((field for field in fields if field.name == "name"), fields[0])
    return written(entry.values.get(field.name), field)


def _suffix(form: Form, part: Part) -> str:
    """The end of a table's heading, by which it is found again: 绩效目标表 of the form's title."""
    for title in (form.title.zh, part.title.zh + "表"):
        for pattern in part.headings:
            found = re.search(pattern, title)
            if found:
                return found[0]
    return ""


def _outlined(
    part: Part, entry: FilledRecord, unit: PublishedUnit, level: int
) -> Iterator[DocumentBlock]:
    """The sections of a part as 一、 二、 三、; a unit that is not the projects' has a line."""
    for field in header_fields(part):
        own = written(entry.values.get(field.name), field)
        if field.type == "unit" and own and not (unit.code and own.startswith(unit.code)):
            yield Paragraph(own)
    number = 0
    for section in part.sections:
        if isinstance(section, Repeat):
            number += 1
            yield Heading(
                level, f"{chinese_number(number)}、{(*section.labels, section.title.zh)[0]}"
            )
            records = unit.filling.tables.get(section.name, ())
            for place, record in enumerate(records, 1):
                yield from _record(section, record, place)
        elif isinstance(section, Group):
            for field in section.fields:
                if not field.match:
                    number += 1
                    yield Heading(level, f"{chinese_number(number)}、{printed_label(field)}")
                    yield from map(Paragraph, _lines(entry, field))


def _record(section: Repeat, record: FilledRecord, place: int) -> Iterator[Paragraph]:
    """（一）name, then each further field behind its label."""
    number, name, *others = section.fields
    own = written(record.values.get(number.name), number)
    assert section.outline is not None
    if not re.fullmatch(section.outline, halfwidth(own)):
        own = f"（{chinese_number(place)}）"
    first, *rest = _lines(record, name) or [""]
    yield Paragraph(own + first, strong=True)
    yield from map(Paragraph, rest)
    for field in others:
        first, *rest = _lines(record, field) or [""]
        yield Paragraph(f"{printed_label(field)}：{first}")
        yield from map(Paragraph, rest)


def _lines(entry: FilledRecord, field: Field) -> list[str]:
    text = written(entry.values.get(field.name), field)
    return [line for line in text.splitlines() if line.strip()]
