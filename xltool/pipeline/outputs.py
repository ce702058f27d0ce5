"""Results -> files: written aside and renamed, and never over something that is not ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from xltool.excel.marks.original import is_unedited
from xltool.language.errors import ExistingFileError, FileSuffixError, OutputError
from xltool.language.text import printable
from xltool.reports.text_file import replace_file

_CHECKED = re.compile(r"(?:\.checked(?:\.\d+)?)+$")


def plain_stem(path: Path) -> str:
    """The name of a workbook without its ending and without what marks a copy of ours:
    `表.checked.2.xlsx` -> `表`.
    """
    return _CHECKED.sub("", path.stem)


class Results:
    """The files that one run writes: no two of one name, none over an input, none over what
    somebody has edited.
    """

    def __init__(self, inputs: Iterable[Path] = ()) -> None:
        self._taken = {_key(path) for path in inputs}

    def write(self, folder: Path, name: str, suffix: str, data: bytes) -> Path:
        """Write a file and return where it went; raises `OutputError`.

        A file of that name is replaced only if xltool wrote it and nobody has changed it since;
        otherwise the next free name is taken (`name.2.xlsx`).
        """
        target = folder / f"{name}{suffix}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            number = 1
            while _key(target) in self._taken or not _may_be_written(target, data):
                number += 1
                target = folder / f"{name}.{number}{suffix}"
            self._taken.add(_key(target))
            if not target.exists() or target.read_bytes() != data:
                replace_file(target, data)
        except OSError as error:
            raise OutputError(path=target, detail=error.strerror or str(error)) from error
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
        replace_file(path, data)
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
        replace_file(target, data)
    except OSError as error:
        raise OutputError(path=path, detail=error.strerror or str(error)) from error
    return target


def _key(path: Path) -> str:
    """Windows and macOS do not tell case apart, and one file may be reached by two paths."""
    return str(path.resolve()).casefold()


def _may_be_written(path: Path, data: bytes) -> bool:
    if not path.exists():
        return True
    if not path.is_file():
        return False
    present = path.read_bytes()
    return present == data or is_unedited(present)
