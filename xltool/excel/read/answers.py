"""The problem sheet of an earlier check, found in a workbook again: what the filler has answered.

Each line of that sheet has a hidden cell: the finding's identity, the digest of its value, and,
where an explanation was carried over, its digest with that of the value it was written about. The
hidden cell after it holds the finding's fingerprint (older copies have none).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from xltool.language.words import PROBLEM_COLUMNS, PROBLEM_SHEET
from xltool.model.identity import text_digest
from xltool.model.matching import Fingerprint
from xltool.model.workbook import Answer, EarlierProblem, Sheet

SHEET_MARKER = "xltool problems 1"
"""The text of the hidden cell in the first row, by which our sheet is distinguished from others."""

OPENED = "xltool opened on "
"""Before the name of the sheet that the workbook opened on, in the second row's hidden cell."""

MARKER_ROWS = 20  # the marker stands in the first row, unless somebody put rows above it

_IDENTITY = re.compile(r"([0-9a-f]{16}) ([0-9a-f]{8})(?: ([0-9a-f]{8}) ([0-9a-f]{8}))?")
_SHOWN = ("sheet", "cells", "project", "field", "value", "message", "rule")
_REMARKS = ("before", "threaded")  # of an earlier check, behind the message


def hidden_cells(known: Sequence[tuple[Fingerprint, Answer | None]]) -> tuple[str, str]:
    """What the two hidden cells of a problem's line say: one text line for each finding in it."""
    own, facts = zip(*(_hidden(*each) for each in known), strict=True)
    return "\n".join(own), "\n".join(facts).rstrip("\n")


def _hidden(fingerprint: Fingerprint, answer: Answer | None) -> tuple[str, str]:
    own = f"{fingerprint.id} {fingerprint.value}"
    own = f"{own} {text_digest(answer.text.strip())} {answer.about}" if answer else own
    return own, fingerprint.kept() if fingerprint.facts else ""


def without_problem_sheets(
    sheets: Sequence[Sheet],
) -> tuple[tuple[Sheet, ...], tuple[EarlierProblem, ...]]:
    """The user's own sheets, and the lines on ours; of a copied sheet only those that differ."""
    own = []
    earlier: list[EarlierProblem] = []
    for sheet in sheets:
        column = marker_column(sheet)
        if column is None:
            own.append(sheet)
        else:
            known = set(earlier)
            earlier += [line for line in _lines(sheet, column) if line not in known]
    return tuple(own), tuple(earlier)


def marker_column(sheet: Sheet) -> int | None:
    """The hidden column of a problem sheet; None for any other sheet."""
    return next(
        (
            column
            for (row, column), cell in sheet.cells.items()
            if row <= MARKER_ROWS and cell.value == SHEET_MARKER
        ),
        None,
    )


def _lines(sheet: Sheet, column: int) -> Iterator[EarlierProblem]:
    first = column - len(PROBLEM_COLUMNS)
    columns = {name: first + place for place, name in enumerate(PROBLEM_COLUMNS)}
    for row in sorted(row for row, at in sheet.cells if at == column):
        own = [_IDENTITY.fullmatch(line) for line in _text(sheet, row, column).splitlines()]
        if not own or not all(own):
            continue
        facts = _text(sheet, row, column + 1).splitlines()
        text = _text(sheet, row, columns["explanation"])
        shown = {name: _text(sheet, row, columns[name]) for name in _SHOWN}
        shown["message"] = _without_remarks(shown["message"])
        for found, kept in zip_longest(own, facts[: len(own)], fillvalue=""):
            assert isinstance(found, re.Match)
            identity, value, carried, about = found.groups()
            # An explanation that was carried over and not touched is still about its old value.
            answer = (
                Answer(text, about if carried == text_digest(text) else value) if text else None
            )
            fingerprint = Fingerprint.of(str(kept))
            if (fingerprint.id, fingerprint.value) != (identity, value):
                fingerprint = Fingerprint(identity, value)
            yield EarlierProblem(fingerprint, answer, **shown)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return "" if cell is None or cell.value is None else str(cell.value).strip()


def _without_remarks(message: str) -> str:
    for name in reversed(_REMARKS):
        for remark in (PROBLEM_SHEET[name].zh, PROBLEM_SHEET[name].en):
            message = message.removesuffix(remark.strip()).rstrip()
    return message
