"""The ledger's indicators: the columns of their table, and how they are filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xltool.language.text import printable
from xltool.ledger.form_facts import indicator_section, projects_part
from xltool.ledger.stored_text import stored_place, stored_text
from xltool.model.form import Form
from xltool.model.submission import Submission
from xltool.values.cell_value import plain
from xltool.values.indicator_value import IndicatorValue


class IndicatorRow(NamedTuple):
    """An indicator; `project` is its project's place, `text` its value as it was filled in, and
    sign, number and unit what that was parsed to (a range is `80-90`).
    """

    place: int
    project: int | None
    level1: str
    level2: str
    level3: str
    sign: str
    number: str | None
    unit: str
    text: str
    basis: str
    sheet: str
    cell: str


def indicator_rows(submission: Submission, form: Form) -> Iterator[IndicatorRow]:
    """The indicators of a submission, in order."""
    section = indicator_section(projects_part(form))
    if section is None:
        return
    value = next(field.name for field in section.fields if field.type == "indicator_value")
    for place, record in enumerate(submission.tables[section.name]):
        values = record.values
        sign, number, unit, text = _measured(values.get(value))
        sheet, cell = stored_place(record.refs.get(value) or record.refs["part"])
        yield IndicatorRow(
            place=place,
            project=record.project,
            level1=stored_text(values.get("level1")),
            level2=stored_text(values.get("level2")),
            level3=stored_text(values.get("level3")),
            sign=sign,
            number=number,
            unit=unit,
            text=text,
            basis=stored_text(values.get("evidence")),
            sheet=sheet,
            cell=cell,
        )


def _measured(value: object) -> tuple[str, str | None, str, str]:
    """Sign, number, unit and the text as it was filled in."""
    if not isinstance(value, IndicatorValue):
        return "", None, "", stored_text(value)
    number = None if value.low is None else plain(value.low)
    if number is not None and value.high is not None:
        number = f"{number}-{plain(value.high)}"
    return value.sign, number, value.unit, printable(value.raw)
