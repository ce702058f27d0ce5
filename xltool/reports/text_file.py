"""Text results -> files that an accountant opens with a double click, and that are known again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xltool.language.text import printable
from xltool.reports.safe_file import write_file

_SEAL = "xltool "


def write_text_result(path: Path, text: str) -> Path:
    """Write a text; returns where it went.

    A file of that name is replaced only if xltool wrote it and nobody has changed it since;
    otherwise the next free name is taken (`name.2.txt`). Raises `OutputError`.
    """
    return write_file(path, text_bytes(text), is_unedited_text)


def text_bytes(text: str) -> bytes:
    """A text as it is written out, with the seal by which it is known again."""
    sealed = f"{text.rstrip()}\n\n{_SEAL}{_digest(text)}\n"
    # Notepad before Windows 10 shows lines that end in \n alone as one; and the mark at the
    # beginning tells it and Excel that this is UTF-8.
    return printable(sealed).replace("\n", "\r\n").encode("utf-8-sig")


def _digest(text: str) -> str:
    return hashlib.sha256(printable(text.rstrip()).encode()).hexdigest()[:16]


def is_unedited_text(path: Path) -> bool:
    """Whether a file is a text that xltool wrote and nobody has changed since."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    body, _, seal = text.rstrip().rpartition("\n")
    return seal == _SEAL + _digest(body)
