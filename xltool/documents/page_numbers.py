"""A .docx file -> the pages of its headings, laid out by LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SECONDS = 180


def page_numbers(data: bytes, bookmarks: Sequence[str]) -> dict[str, str] | None:
    """The page of each heading, by bookmark, counted from the page of the first.

    None where LibreOffice is not installed, does not finish or sees other headings.
    """
    program = office()
    if program is None or not bookmarks:
        return None
    with tempfile.TemporaryDirectory(prefix="xltool-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "document.docx"
        source.write_bytes(data)
        try:
            subprocess.run(  # noqa: S603 - a program found by its name, on a file of ours
                _command(program, source), check=True, capture_output=True, timeout=_SECONDS
            )
            pages = list(_pages((folder / "document.pdf").read_bytes()))
        except (OSError, subprocess.SubprocessError):
            return None
    if len(pages) != len(bookmarks):
        return None
    return {mark: str(page - pages[0] + 1) for mark, page in zip(bookmarks, pages, strict=True)}


def office() -> str | None:
    """The path of LibreOffice, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _command(program: str, source: Path) -> list[str]:
    """With a profile of its own it runs beside a LibreOffice that is open, on no one's settings."""
    profile = (source.parent / "profile").as_uri()
    return [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(source.parent),
        str(source),
    ]


def _pages(pdf: bytes) -> Iterator[int]:
    """The page of each bookmark of the PDF, in order: LibreOffice makes one for each heading."""
    # Imported here, for starting fast: only a document that is published needs it.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        for destination in _flat(reader.outline):
            page = reader.get_destination_page_number(destination)
            if page is not None:
                yield page
    except PyPdfError:
        return


def _flat(outline: Any) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
