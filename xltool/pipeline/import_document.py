"""import: a published document -> filled standard workbooks, one for each of its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xltool.documents.placement import Placement, fill_in, unknown_layout
from xltool.documents.read import read_document
from xltool.documents.split import split_units
from xltool.excel.template.workbook import build_template
from xltool.extract.recognise import recognise
from xltool.model.form import Form


def import_document(path: Path, forms: Sequence[Form]) -> Iterator[tuple[Placement, bytes]]:
    """Each unit of a published document: what found its place, and a filled standard workbook.

    Raises `UnreadableDocumentError`, or `UnknownLayoutError` where it holds none of the forms.
    """
    document = read_document(path)
    match = recognise(document.workbook, forms)
    if match is None:
        raise unknown_layout(document, forms)
    for unit in split_units(document, match):
        placement = fill_in(unit, match.form)
        data = build_template(
            placement.form,
            placement.filling,
            unit=placement.unit,
            year=placement.year,
            projects=max(placement.projects, 1),
        )
        yield placement, data
