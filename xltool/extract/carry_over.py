"""Filling of last year or month -> Filling of the new blank, and what could not be carried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltool.extract.raw_values import filling_of
from xltool.language.text import halfwidth
from xltool.language.words import Words
from xltool.model.filling import FilledRecord, Filling
from xltool.model.form import Field, Form, Part, Repeat
from xltool.model.submission import Record, Submission, Unread
from xltool.model.workbook import CellRef, CellValue, Workbook

_PERSISTS = frozenset({"text", "code", "unit", "money_unit", "indicator_value"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|[.\-/]\d)")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that was not carried: `year` (it names another year), `no_field` (the new form has
    no such field) or `unread` (an error, or a formula without a result).
    """

    ref: CellRef
    field: Field
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What goes into the new blank, what could not, and the fields that must be new each time.

    `titles` are those of the tables.
    """

    filling: Filling
    left_out: tuple[LeftOut, ...]
    to_enter: tuple[Field, ...]
    titles: Mapping[str, Words]


def carry_over(
    workbook: Workbook,
    submission: Submission,
    old: Form,
    new: Form,
    year: int | None,
    unit: bool = False,
) -> CarryOver:
    """Carry what persists from a workbook on the form `old` into a blank one on the form `new`.

    `year` is that of the new workbook: a text or an indicator value that names another year is
    left out and listed, since it would be taken for this year's. `unit` where another unit is
    given: then that of the old workbook is not carried.
    """
    raw = filling_of(workbook, submission, old)
    sources = dict(_sources(old, new))
    tables: dict[str, tuple[FilledRecord, ...]] = {}
    left: list[LeftOut] = []
    for table, every in new.tables().items():
        fields = tuple(field for field in every if not (unit and field.type == "unit"))
        source = sources.get(table)
        if source is None:
            continue
        records = zip(submission.tables[source], raw.tables[source], strict=True)
        tables[table] = tuple(
            _entry(new, table, fields, record, entry, year, left) for record, entry in records
        )
    left += _homeless(old, new, sources, submission, raw)
    to_enter = [
        field
        for part in new.parts
        for field in (*part.single_fields(), *(f for s in part.repeats() for f in s.fields))
        if field.required and not field.computed and not persists(field)
    ]
    titles = {part.table: part.title.words() for part in new.parts}
    titles |= {s.name: s.title.words() for part in new.parts for s in part.repeats()}
    return CarryOver(Filling(tables), tuple(left), tuple(to_enter), titles)


def persists(field: Field) -> bool:
    """Whether a field is carried: the form says so, or it is no figure of its year or month."""
    return field.carry if field.carry is not None else field.type in _PERSISTS


def _sources(old: Form, new: Form) -> Iterator[tuple[str, str]]:
    """The old table for each new one: of the same name, or with the same keys."""
    for part in new.parts:
        if part.table in old.tables():
            yield part.table, part.table
        for section in part.repeats():
            if section.name in old.tables():
                yield section.name, section.name
            elif section.key:
                alike = (
                    s for p in old.parts for s in p.repeats() if _same_table(part, section, p, s)
                )
                other = next(alike, None)
                if other:
                    yield section.name, other.name


def _same_table(part: Part, section: Repeat, other_part: Part, other: Repeat) -> bool:
    return part.many == other_part.many and section.key == other.key


def _entry(
    form: Form,
    table: str,
    fields: tuple[Field, ...],
    record: Record,
    entry: FilledRecord,
    year: int | None,
    left: list[LeftOut],
) -> FilledRecord:
    values: dict[str, CellValue] = {}
    for field in fields:
        if not persists(field):
            continue
        name = next((n for n in (field.name, *field.carry_from) if n in record.values), None)
        if name is None:
            continue
        value = entry.values.get(name)
        ref = record.refs.get(name, record.refs["part"])
        if value is None:
            unread = record.values[name]
            if isinstance(unread, Unread) and unread.why != "no_label":
                left.append(LeftOut(ref, field, str(unread), "unread"))
        elif _of_another_year(form, table, field, value, year):
            left.append(LeftOut(ref, field, str(value), "year"))
        else:
            values[field.name] = value
    return FilledRecord(values, entry.project)


def _of_another_year(
    form: Form, table: str, field: Field, value: CellValue, year: int | None
) -> bool:
    """Whether a text speaks of a year that is not the new one; names may be called for one."""
    keys = {
        name for part in form.parts for s in part.repeats() if s.name == table for name in s.key
    }
    in_table = all(part.table != table for part in form.parts)
    timely = field.multiline or field.type == "indicator_value" or in_table
    if not timely or field.name in keys or not isinstance(value, str):
        return False
    return bool({int(named) for named in _YEAR.findall(halfwidth(value))} - {year})


def _homeless(
    old: Form, new: Form, sources: dict[str, str], submission: Submission, raw: Filling
) -> Iterator[LeftOut]:
    """Filled-in fields of the old form that the new one does not know."""
    homes = {source: table for table, source in sources.items()}
    for table, records in submission.tables.items():
        home = homes.get(table)
        known = {
            name
            for field in (new.tables()[home] if home else ())
            for name in (field.name, *field.carry_from)
        }
        for field in old.tables()[table]:
            if field.name in known or not persists(field):
                continue
            for record, entry in zip(records, raw.tables[table], strict=True):
                if field.name in entry.values:
                    ref = record.refs.get(field.name, record.refs["part"])
                    yield LeftOut(ref, field, str(entry.values[field.name]), "no_field")
