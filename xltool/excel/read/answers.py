"""The problem sheet of an earlier check, found in a workbook again: what the filler has answered.

Each line of that sheet has a hidden cell: the finding's identity, the digest of its value, and,
where an explanation was carried over, its digest with that of the value it was written about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xltool.model.identity import text_digest
from xltool.model.workbook import Answer, Sheet
from xltool.reports.problems import Problem

STAMP = "xltool problems 1"
"""The text of the hidden cell in the first row, by which our sheet is told from others."""

STAMPED_ROWS = 20  # the stamp stands in the first row, unless somebody put rows above it

_IDENTITY = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{8})(?: ([0-9a-f]{8}) ([0-9a-f]{8}))?")


def identity_cell(problem: Problem) -> str:
    """What the hidden cell of a problem's line says."""
    own = f"{problem.id} {problem.value_digest}"
    answer = problem.answer
    return f"{own} {text_digest(answer.text.strip())} {answer.about}" if answer else own


def without_problem_sheets(
    sheets: Sequence[Sheet],
) -> tuple[tuple[Sheet, ...], dict[str, Answer]]:
    """The user's own sheets, and the answers on ours by the finding's identity."""
    own = []
    answers: dict[str, Answer] = {}
    for sheet in sheets:
        column = stamp_column(sheet)
        if column is None:
            own.append(sheet)
        else:
            answers.update(_answers(sheet, column))
    return tuple(own), answers


def stamp_column(sheet: Sheet) -> int | None:
    """The hidden column of a problem sheet; None for any other sheet."""
    return next(
        (
            column
            for (row, column), cell in sheet.cells.items()
            if row <= STAMPED_ROWS and cell.value == STAMP
        ),
        None,
    )


def _answers(sheet: Sheet, column: int) -> Iterator[tuple[str, Answer]]:
    for (row, at), cell in sheet.cells.items():
        found = _IDENTITY.fullmatch(str(cell.value)) if at == column else None
        answer = sheet.cells.get((row, column - 1))
        text = str(answer.value).strip() if answer and answer.value is not None else ""
        if found and text:
            identity, value, carried, about = found.groups()
            # An explanation that was carried over and not touched is still about its old value.
            yield identity, Answer(text, about if carried == text_digest(text) else value)
