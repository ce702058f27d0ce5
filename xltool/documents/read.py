"""Path -> Document: what a file really is, then the reader of its format."""

from __future__ import annotations

from pathlib import Path

from xltool.documents.document import Document
from xltool.documents.docx_reader import read_docx
from xltool.documents.errors import UnreadableDocumentError
from xltool.documents.txt import read_text

SUFFIXES = frozenset({".docx", ".docm", ".txt", ".doc", ".wps", ".pdf"})
"""What a folder is searched for: those that are read, and those whose owner learns what to do."""

_OLE = b"\xd0\xcf\x11\xe0"
_LARGEST_FILE = 100_000_000


def read_document(path: Path) -> Document:
    """Read a .docx or .txt file; raises `UnreadableDocumentError` for anything else."""
    suffix = path.suffix.lower()
    try:
        return _read(path, suffix)
    except UnreadableDocumentError as error:
        # The readers know no path; the sentence names it.
        raise UnreadableDocumentError(**{**error.parts, "path": str(path)}) from error


def _read(path: Path, suffix: str) -> Document:
    if suffix in (".doc", ".wps", ".pdf"):
        raise UnreadableDocumentError(suffix[1:])
    if suffix not in SUFFIXES:
        raise UnreadableDocumentError("other")
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UnreadableDocumentError("too_large")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocumentError("gone") from error
    except OSError as error:
        raise UnreadableDocumentError("no_access") from error
    if not data:
        raise UnreadableDocumentError("empty")
    if data.startswith(b"%PDF"):
        raise UnreadableDocumentError("pdf")
    if data.startswith(_OLE):
        raise UnreadableDocumentError("doc" if suffix == ".txt" else "old_or_locked")
    return read_text(path, data) if suffix == ".txt" else read_docx(path, data)
