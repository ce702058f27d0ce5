"""Text results -> files: written aside and renamed, and never over what somebody has changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from xltool.language.errors import OutputError
from xltool.language.text import printable

_SEAL = "xltool "


def write_text_result(path: Path, text: str) -> Path:
    """Write a text that an accountant opens with a double click; returns where it went.

    A file of that name is replaced only if xltool wrote it and nobody has changed it since;
    otherwise the next free name is taken (`name.2.txt`). Raises `OutputError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = _free(path)
        replace_file(target, text_bytes(text))
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error
    return target


def text_bytes(text: str) -> bytes:
    """A text as it is written out, with the seal by which it is known again."""
    sealed = f"{text.rstrip()}\n\n{_SEAL}{_digest(text)}\n"
    # Notepad before Windows 10 shows lines that end in \n alone as one; and the mark at the
    # beginning tells it and Excel that this is UTF-8.
    return printable(sealed).replace("\n", "\r\n").encode("utf-8-sig")


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in its place at once: nobody ever sees half of it. Raises `OSError`."""
    handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)  # mkstemp keeps its files to their maker; results are shared
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _digest(text: str) -> str:
    return hashlib.sha256(printable(text.rstrip()).encode()).hexdigest()[:16]


def _free(path: Path) -> Path:
    number, candidate = 1, path
    while candidate.exists() and not is_unedited_text(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return candidate


def is_unedited_text(path: Path) -> bool:
    """Whether a file is a text that xltool wrote and nobody has changed since."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    body, _, seal = text.rstrip().rpartition("\n")
    return seal == _SEAL + _digest(body)
