"""publish: filled workbooks -> the document that a unit must publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.documents.docx_writer import bookmarks, docx_bytes
from xltool.documents.page_numbers import page_numbers
from xltool.documents.published import blocks_of
from xltool.documents.units import units_of
from xltool.extract.provenance import Given
from xltool.language.words import WATERMARK
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.model.submission import Submission
from xltool.pipeline.submissions import judge, read_submission


@dataclass(frozen=True, slots=True)
class Publication:
    """The reports on the workbooks; the document, None where they may not be published so.

    `paged` says whether the table of contents has its page numbers already.
    """

    reports: tuple[Report, ...]
    document: bytes | None = None
    paged: bool = False


def publish(
    files: Sequence[Path], forms: Sequence[Form], given: Given, *, draft: bool = False
) -> Publication:
    """One document of all the workbooks, in the order given, if none of them holds an error.

    A draft is made in spite of errors and of rules that could not run, with a watermark, but not
    of a file that cannot be read. Raises `UnpublishableError` for workbooks on several forms.
    """
    read = [read_submission(path, forms, given) for path in files]
    reports = tuple(judge(read, forms))
    submissions = [item for item in read if isinstance(item, Submission)]
    accepted = all(report.accepted for report in reports)
    if len(submissions) < len(read) or not (accepted or draft):
        return Publication(reports)
    form, cover, units = units_of(submissions, forms)
    blocks = list(blocks_of(form, units))
    mark = WATERMARK if draft else ""
    unpaged = docx_bytes(cover, blocks, watermark=mark)
    pages = page_numbers(unpaged, list(bookmarks(blocks)))
    document = docx_bytes(cover, blocks, pages, watermark=mark) if pages else unpaged
    return Publication(reports, document, pages is not None)
