"""Results -> files: written aside and renamed, and never over something that is not ours."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from xltool.errors import ExistingFileError, FileSuffixError, OutputError
from xltool.text import printable

_MARK = "xltool "


def result_paths(out: Path, below: Iterable[Path]) -> list[Path]:
    """One text file below `out` for each input; equal names are numbered in the order given."""
    taken: set[str] = set()
    paths = []
    for path in below:
        number, target = 1, out / path.with_name(f"{path.stem}.checked.txt")
        while str(target).casefold() in taken:  # Windows and macOS do not tell case apart
            number += 1
            target = target.with_name(f"{path.stem}.checked.{number}.txt")
        taken.add(str(target).casefold())
        paths.append(target)
    return paths


def write_text_result(path: Path, text: str) -> Path:
    """Write a result beside others and return where it went.

    A file of that name is replaced only if xltool wrote it and nobody has changed it since;
    otherwise the next free name is taken (`name.2.txt`). Raises `OutputError`.
    """
    stamped = f"{text.rstrip()}\n\n{_MARK}{_digest(text)}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = _free(path)
        # The mark at the beginning tells Notepad and Excel that this is UTF-8.
        _replace(target, printable(stamped).encode("utf-8-sig"))
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error
    return target


def check_new(path: Path, suffix: str) -> None:
    """Whether a new file may be made there; raises `FileSuffixError` or `ExistingFileError`.

    A name that was typed is never changed to another: the user would look for the file in vain.
    """
    if path.suffix.casefold() != suffix:
        raise FileSuffixError(path=printable(str(path)), suffix=suffix)
    if path.exists():
        raise ExistingFileError(path=printable(str(path)))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; raises `OutputError` or `ExistingFileError`."""
    check_new(path, path.suffix.casefold())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error


def write_beside(path: Path, data: bytes) -> Path:
    """Write a file beside those that are there already, and return where it went.

    The next free name is taken (`name.2.xlsx`), but a file that holds the very same bytes is
    left as it is. Raises `OutputError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, target = 1, path
        while target.exists():
            if target.is_file() and target.read_bytes() == data:
                return target
            number += 1
            target = path.with_name(f"{path.stem}.{number}{path.suffix}")
        _replace(target, data)
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error
    return target


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


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)  # mkstemp keeps its files to their maker; results are shared
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
