"""The ledger's sub-targets of departments: the columns of their table, and how they are filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xltool.ledger.stored_text import stored_place, stored_text
from xltool.model.form import Form
from xltool.model.submission import Submission


class SubgoalRow(NamedTuple):
    """A sub-target of a department."""

    place: int
    number: str
    name: str
    goal: str
    measure: str
    sheet: str
    cell: str


def subgoal_rows(submission: Submission, form: Form) -> Iterator[SubgoalRow]:
    """The sub-targets of a submission, in order."""
    for part in form.parts:
        for section in () if part.many else part.repeats():
            for place, record in enumerate(submission.tables[section.name]):
                values = record.values
                sheet, cell = stored_place(record.refs.get("name") or record.refs["part"])
                yield SubgoalRow(
                    place=place,
                    number=stored_text(values.get("number")),
                    name=stored_text(values.get("name")),
                    goal=stored_text(values.get("goal")),
                    measure=stored_text(values.get("measure")),
                    sheet=sheet,
                    cell=cell,
                )
