"""A document of several units -> one document for each."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.documents.document import Document, part_of
from xltool.documents.placed import is_title, unit_names
from xltool.extract.extract import extract
from xltool.extract.grid import keys_of, readings_of
from xltool.extract.recognise import Match
from xltool.model.form import Form, Group


def split_units(document: Document, match: Match) -> list[Document]:
    """Cut a document before each further beginning of the part that a unit fills in once.

    The title lines right above it, which name the form, its parts and the unit, go with it.
    """
    rows = _beginnings(document, match.form)
    if len(rows) < 2:
        return [document]
    names = unit_names(match.form, extract(document.workbook, match))
    cuts = [1, *(_title_row(document, row, match.form, names) for row in rows[1:])]
    last = max(line.cell[0] for line in document.lines if line.cell)
    ends = [*(cut - 1 for cut in cuts[1:]), last]
    return [part_of(document, first, end) for first, end in zip(cuts, ends, strict=True)]


def _beginnings(document: Document, form: Form) -> list[int]:
    """The rows of the first label of the first part, where that part stands once for each unit."""
    part = form.parts[0]
    if part.many or len(form.parts) < 2:
        return []
    labels = (
        field.labels
        for section in part.sections
        if isinstance(section, Group)
        for field in section.fields
        if not field.match
    )
    keys = keys_of(next(labels, ()))
    return sorted(
        line.cell[0]
        for line in document.lines
        if line.cell and not keys.isdisjoint(readings_of(line.text.strip()[:40]))
    )


def _title_row(document: Document, row: int, form: Form, names: Sequence[str]) -> int:
    """The first of the title lines that stand right above a row."""
    top = row
    above = [line for line in document.lines if line.cell and line.cell[0] < row]
    for line in reversed(above):
        assert line.cell is not None
        if line.cell[1] > 1 or not is_title(line.text, form, names):
            break
        top = line.cell[0]
    return top
