"""Text results -> files: written aside and renamed, and never over what somebody has changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from xltool.errors import OutputError
from xltool.text import printable

_MARK = "xltool "


def write_text_result(path: Path, text: str) -> Path:
    """Write a text that an accountant opens with a double click; returns where it went.

    A file of that name is replaced only if xltool wrote it and nobody has changed it since;
    otherwise the next free name is taken (`name.2.txt`). Raises `OutputError`.
    """
    stamped = f"{text.rstrip()}\n\n{_MARK}{_digest(text)}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = _free(path)
        # The mark at the beginning tells Notepad and Excel that this is UTF-8.
        replace_file(target, printable(stamped).encode("utf-8-sig"))
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error
    return target


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
    while candidate.exists() and not _is_ours(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return candidate


def _is_ours(path: Path) -> bool:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    body, _, stamp = text.rstrip().rpartition("\n")
    return stamp == _MARK + _digest(body)
