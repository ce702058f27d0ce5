"""Submission -> rows as rules see them: each record with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable

from xltool.model.form import Form
from xltool.model.submission import ABSENT, Submission
from xltool.rules.rule import Row

WORKBOOK_TABLE = "workbook"
"""The table with one row a workbook: hidden sheets, sources of the year, and every part."""


RESERVED = frozenset(
    {
        *("year", "month", "missing", "parent", "workbook", "project"),
        *("record", "submission", "part", "table"),
    }
)
"""What a row has beside its fields: no field may be called so, and no table."""

RESERVED_TABLES = RESERVED | {
    *(
        "hidden",
        "passed_over",
        "template",
        "years",
        "periods",
        "not_printed",
        "unread",
        "concealed",
    ),
}
"""What no table may be called: the workbook's row has every part by its table, beside these."""


class Around(dict[str, object]):
    """A row that stands around another, printed in brief: pandera prints every row that fails,
    and with it all that stands around it.
    """

    def __repr__(self) -> str:
        return "<row>"


class Rows(tuple[Row, ...]):
    """The rows of a table within a block, printed in brief."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


def prints(row: Row, name: str) -> bool:
    """Whether the form that was handed in prints a field, as far as extraction found it."""
    return name in row and row[name] != ABSENT


def context_names(form: Form, table: str) -> tuple[str, ...]:
    """The columns of a table that are not fields; in a hand-made frame they may be left out.

    A part's row has its `missing` labels and, by name, the rows of each table in it; such a row
    has its part as `parent`; the workbook's row has the rows of every part by table, and a part's
    row has the same as `workbook`.
    """
    if table == WORKBOOK_TABLE:
        return (
            "year",
            "month",
            "hidden",
            "passed_over",
            "template",
            "not_printed",
            "unread",
            "concealed",
            "blank_lines",
            "unclear_boxes",
            "filled_down",
            "years",
            "periods",
            *(part.table for part in form.parts),
        )
    for part in form.parts:
        if part.table == table:
            return (
                "year",
                "month",
                "table",
                "missing",
                "workbook",
                *(section.name for section in part.repeats()),
            )
    return ("year", "month", "table", "parent")


def rows_of_submission(submission: Submission, form: Form) -> dict[str, list[dict[str, object]]]:
    """Every table's rows in the order of the sheets."""
    year = int(submission.year.value) if submission.year else None
    month = int(submission.period.value[-2:]) if submission.period else None
    rows: dict[str, list[dict[str, object]]] = {
        table: [
            {
                **record.values,
                "year": year,
                "month": month,
                "table": table,
                "project": record.project,
                "record": number,
            }
            for number, record in enumerate(records)
        ]
        for table, records in submission.tables.items()
    }
    for part in form.parts:
        by_project = {section.name: _by_project(rows[section.name]) for section in part.repeats()}
        for parent in rows[part.table]:
            for section in part.repeats():
                children = by_project[section.name].get(parent["project"], [])
                # A copy, so that parent and children do not contain each other for ever.
                about = Around(parent)
                for child in children:
                    child["parent"] = about
                parent[section.name] = Rows(children)
    # Copies again, for the same reason.
    workbook = Around({part.table: Rows(map(dict, rows[part.table])) for part in form.parts})
    for part in form.parts:
        for row in rows[part.table]:
            row["workbook"] = workbook
    about_all = {**submission.workbook.values, **workbook, "year": year, "month": month}
    rows[WORKBOOK_TABLE] = [{**about_all, "record": 0}]
    return rows


def _by_project(rows: Iterable[dict[str, object]]) -> dict[object, list[dict[str, object]]]:
    """The rows of each project, or of the workbook where they belong to none."""
    found: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(row["project"], []).append(row)
    return found
