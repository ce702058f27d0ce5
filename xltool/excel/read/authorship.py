"""Is a workbook one that xltool wrote, and has nobody saved it since?

A summary or feedback sheet carries a document property and the date of its month as the date of
its making and saving; Excel, WPS and LibreOffice set the latter again whenever they save. A summary
has a digest of its own cells besides.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

from xltool.excel.read.summary_sheets import SHEETS

AUTHORSHIP_PROPERTY = "xltool"
"""The name of the document property; its value is the kind of workbook."""

CELLS_PROPERTY = "xltool-cells"
"""The name of the property that holds the digest of a summary's own cells."""

SUMMARY = "summary"
FEEDBACK = "feedback"

_NOT_OURS = (
    *(OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile),
    *(zlib.error, struct.error),
)
"""What a file that is no package, or a damaged one, raises."""

# Programs that save it again write its namespaces their own way.
_KIND = re.compile(rb'name="xltool"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>(\w+)<')
_CELLS = re.compile(rb'name="xltool-cells"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>(\w+)<')
_SAVED = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")


def authorship_mark(path: Path) -> str:
    """The kind of workbook of ours that a file is, "" for any other."""
    found = _KIND.search(_part(path, "docProps/custom.xml"))
    return found[1].decode() if found else ""


def cells_mark(path: Path) -> str:
    """The digest of a summary's own cells as it was written, "" where none is known."""
    found = _CELLS.search(_part(path, "docProps/custom.xml"))
    return found[1].decode() if found else ""


def written_by_us(path: Path) -> bool:
    """Whether a file is a summary or a feedback sheet: no submission, in whatever folder.

    Its lists have the headings of the forms, so that it would be read as one of them. A program
    may drop the property when it saves: then the names of the sheets tell.
    """
    properties, workbook = _parts(path, "docProps/custom.xml", "xl/workbook.xml")
    if _KIND.search(properties):
        return True
    names = workbook.decode("utf-8", "replace")
    telling = ("overview", "projects", "problems", "sources")
    return any(
        all(f'name="{SHEETS[key](lang)}"' in names for key in telling) for lang in ("zh", "en")
    )


def unedited(path: Path) -> bool:
    """Whether a file is a workbook of ours that nobody has saved since."""
    dates = dict(_SAVED.findall(_part(path, "docProps/core.xml")))
    return (
        bool(authorship_mark(path)) and dates.get(b"created") == dates.get(b"modified") is not None
    )


def _part(path: Path, name: str) -> bytes:
    return _parts(path, name)[0]


def _parts(path: Path, *names: str) -> list[bytes]:
    """Small parts of a package, blank where there is none that can be read."""
    found = []
    try:
        with zipfile.ZipFile(path) as package:
            for name in names:
                found.append(_read(package, name))
    except _NOT_OURS:
        return [b""] * len(names)
    return found


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = package.getinfo(name)
        return package.read(info) if info.file_size < 100_000 else b""
    except _NOT_OURS:
        return b""
