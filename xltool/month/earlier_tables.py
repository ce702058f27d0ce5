"""The rows that a month is compared with -> the tables of a unit again, typed, as rules see them.

An earlier summary holds what the rules that compare need, and no more: of a project its code, its
name and what was spent in all, of an indicator its levels, its target and what was reached.
"""

from __future__ import annotations

from decimal import Decimal

from xltool.ledger.form_facts import (
    attainment_section,
    execution_fields,
    indicator_section,
    projects_part,
)
from xltool.ledger.row_sql import columns
from xltool.model.form import Form
from xltool.model.submission import Record
from xltool.month.consolidation import Consolidation
from xltool.month.rows import ComparedAttainment, ComparedIndicator, ComparedProject
from xltool.rules.monitoring.history import Tables
from xltool.values.cell_value import typed_record

_OF_UNIT = "WHERE form = ? AND unit = ? ORDER BY place"


def earlier_tables(month: Consolidation, form: Form, unit: str) -> Tables | None:
    """What a unit had on a form in the month before; None where it had nothing. Fields that are
    not kept are absent, and amounts are in 元.
    """
    given = (form.key, unit)
    query = f"SELECT {columns(ComparedProject)} FROM before_projects {_OF_UNIT}"
    projects = [ComparedProject._make(row) for row in month.run(query, given)]
    if not projects:
        return None
    part = projects_part(form)
    places: dict[str, int] = {}
    for place, project in enumerate(projects):
        places.setdefault(project.key, place)
    found = {part.table: tuple(_project(each, form) for each in projects)}
    section = attainment_section(part)
    if section is not None:
        query = f"SELECT {columns(ComparedAttainment)} FROM before_attained {_OF_UNIT}"
        reached = map(ComparedAttainment._make, month.run(query, given))
        found[section.name] = tuple(
            _record(form, section.name, each, places, target=each.target, actual=each.text)
            for each in reached
        )
    elif section := indicator_section(part):
        value = next(field.name for field in section.fields if field.type == "indicator_value")
        query = f"SELECT {columns(ComparedIndicator)} FROM before_indicators {_OF_UNIT}"
        planned = map(ComparedIndicator._make, month.run(query, given))
        found[section.name] = tuple(
            _record(form, section.name, each, places, **{value: each.text}) for each in planned
        )
    return found


def _project(project: ComparedProject, form: Form) -> Record:
    raw: dict[str, object] = {"code": project.code, "name": project.name, "money_unit": "元"}
    spent = execution_fields(form)
    if spent and project.executed is not None:
        raw[spent.executed] = Decimal(project.executed)
    return Record(typed_record(raw, form.tables()[projects_part(form).table]), {})


def _record(
    form: Form,
    table: str,
    row: ComparedAttainment | ComparedIndicator,
    places: dict[str, int],
    **values: str,
) -> Record:
    raw = {"level1": row.level1, "level2": row.level2, "level3": row.level3, **values}
    return Record(typed_record(raw, form.tables()[table]), {}, places.get(row.key, 0))
