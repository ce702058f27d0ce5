"""Is a workbook one that xltool wrote, and has nobody saved it since?

A summary or feedback sheet carries a document property and the date of its month as the date of
its making and saving; Excel, WPS and LibreOffice set the latter anew whenever they save.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

STAMP = "xltool"
"""The name of the document property; its value is the kind of workbook."""

SUMMARY = "summary"
FEEDBACK = "feedback"

# Programs that save it anew write its namespaces their own way.
_KIND = re.compile(rb'name="xltool"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>(\w+)<')
_SAVED = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")


def stamped(path: Path) -> str:
    """The kind of workbook of ours that a file is, "" for any other."""
    found = _KIND.search(_part(path, "docProps/custom.xml"))
    return found[1].decode() if found else ""


def unedited(path: Path) -> bool:
    """Whether a file is a workbook of ours that nobody has saved since."""
    dates = dict(_SAVED.findall(_part(path, "docProps/core.xml")))
    return bool(stamped(path)) and dates.get(b"created") == dates.get(b"modified") is not None


def _part(path: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as package:
            info = package.getinfo(name)
            return package.read(info) if info.file_size < 100_000 else b""
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return b""  # whatever it is, it is none of ours
