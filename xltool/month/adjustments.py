"""A closed month + what came after -> every other field that differs, with both values.

Amounts, indicators and what was reached are compared as they are from month to month; here is the
rest of what a form asks: texts, plans, causes, scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from xltool.ledger.form_facts import (
    attainment_section,
    execution_fields,
    indicator_section,
    projects_part,
)
from xltool.ledger.record_rows import RecordRow, ValueRow
from xltool.ledger.row_sql import columns
from xltool.model.form import Form
from xltool.month.comparison import ChangeKind, MonthChange, SourceCell
from xltool.month.consolidation import COUNTED, Consolidation


class _FilledRecord(NamedTuple):
    """The filled fields of a record; `project` is the code and name of its project."""

    project: tuple[str, str, str]
    values: Mapping[str, tuple[str, SourceCell]]


_Records = dict[tuple[str, str, str], _FilledRecord]


def adjusted_fields(month: Consolidation) -> Iterator[MonthChange]:
    """What was changed after closing in the fields that the other comparison leaves out."""
    query = (
        "SELECT late.form, late.unit, late.unit_name, kept.submission, late.submission "
        "FROM month_submissions late JOIN month_submissions kept "
        "ON kept.form = late.form AND kept.unit = late.unit "
        f"AND kept.status IN {COUNTED} WHERE late.status = 'adjustment' ORDER BY late.rank"
    )
    for key, unit, name, before, after in month.run(query).fetchall():
        form = month.forms.get(key)
        if form is None:
            continue
        olds, news = _records(month, before), _records(month, after)
        for place in (*news, *(place for place in olds if place not in news)):
            known = MonthChange(ChangeKind.FIELD, key, unit, name)
            yield from _differences(month, known, place, olds.get(place), news.get(place))


def _differences(
    month: Consolidation,
    unit: MonthChange,
    place: tuple[str, str, str],
    old: _FilledRecord | None,
    new: _FilledRecord | None,
) -> Iterator[MonthChange]:
    """The fields of one record; `unit` says whose it is."""
    form, table = month.forms[unit.form], place[0]
    if (old is None or new is None) and table in _listed_whole(form):
        return  # an indicator or a project that came or went is listed as a whole
    known = new or old
    assert known is not None
    code, name, key = known.project
    for field in form.tables().get(table, ()):
        if field.name in _compared(form, table):
            continue
        before, before_at = (old.values.get(field.name) if old else None) or (None, None)
        after, after_at = (new.values.get(field.name) if new else None) or (None, None)
        if before != after:
            title = field.title.words()(month.lang)
            record = place[2].rpartition("/")[2] if table != projects_part(form).table else ""
            yield replace(
                unit,
                key=key,
                code=code,
                name=name,
                item=f"{record} · {title}" if record else title,
                before=before,
                after=after,
                before_at=before_at,
                after_at=after_at,
            )


def _listed_whole(form: Form) -> set[str]:
    """The tables whose records are listed when they come or go."""
    part = projects_part(form)
    section = indicator_section(part)
    return {part.table, *([section.name] if section else [])}


def _compared(form: Form, table: str) -> set[str]:
    """The fields that are compared from month to month."""
    part = projects_part(form)
    if table == part.table:
        sums = form.sums[:1]
        spent = execution_fields(form)
        money = {name for each in sums for name in (each.total, *each.parts)}
        return {"name", "code", *money, *([spent.executed] if spent else [])}
    section, reached = indicator_section(part), attainment_section(part)
    fields = section.fields if section and section.name == table else ()
    first = next((field.name for field in fields if field.type == "indicator_value"), "")
    return {"level1", "level2", "level3", first, *(["actual"] if reached else [])}


def _records(month: Consolidation, submission: int) -> _Records:
    """The records of a submission by table, project and key."""
    (path,) = month.run("SELECT path FROM submissions WHERE id = ?", (submission,)).fetchone()
    query = f"SELECT {columns(RecordRow)} FROM records WHERE submission = ? ORDER BY place"
    rows = list(map(RecordRow._make, month.run(query, (submission,))))
    query = "SELECT place, code, name, key FROM projects WHERE submission = ?"
    projects = {place: tuple(known) for place, *known in month.run(query, (submission,))}
    query = f"SELECT {columns(ValueRow)} FROM record_values WHERE submission = ? ORDER BY place"
    filled: dict[int, dict[str, tuple[str, SourceCell]]] = {}
    for value in map(ValueRow._make, month.run(query, (submission,))):
        row = rows[value.record]
        sheet, _, cell = value.cell.rpartition("!")
        at = SourceCell(path, sheet or row.sheet, cell or row.cell)
        filled.setdefault(value.record, {})[value.field] = (value.text, at)
    found: _Records = {}
    for row in rows:
        code, name, key = projects.get(row.project if row.project is not None else -1, ("", "", ""))
        found[row.record_table, key, row.key] = _FilledRecord(
            (code, name, key), filled.get(row.place, {})
        )
    return found
