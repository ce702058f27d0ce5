"""Results of a run -> files, and what is asked of a name that was typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xltool.excel.marks.original import is_unedited
from xltool.language.errors import ExistingFileError, FileSuffixError
from xltool.language.text import printable
from xltool.reports.safe_file import free_name, name_key, write_file

_CHECKED = re.compile(r"(?:\.checked(?:\.\d+)?)+$")


def plain_stem(path: Path) -> str:
    """The name of a workbook without its ending and without what marks a copy of ours:
    `表.checked.2.xlsx` -> `表`.
    """
    return _CHECKED.sub("", path.stem)


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked copy, and the ending that its name must have."""

    data: bytes
    suffix: str


class Results:
    """The files that one run writes: no two of one name, none over an input, none over what
    somebody has edited.
    """

    def __init__(self, inputs: Iterable[Path] = ()) -> None:
        self._taken = {name_key(path) for path in inputs}

    def write(self, folder: Path, name: str, suffix: str, data: bytes) -> Path:
        """Write a file and return where it went; raises `OutputError`.

        A file of that name is replaced only if xltool wrote it and nobody has changed it since;
        otherwise the next free name is taken (`name.2.xlsx`).
        """
        target = write_file(folder / f"{name}{suffix}", data, is_unedited_copy, self._taken)
        self._taken.add(name_key(target))
        return target

    def written_before(self, folder: Path, name: str, suffix: str, digest: str) -> Path | None:
        """Where `write` would put a file with this digest, if it lies there already; else None."""

        def same(path: Path) -> bool:
            return hashlib.sha256(path.read_bytes()).hexdigest() == digest

        try:
            target = free_name(
                folder / f"{name}{suffix}",
                lambda path: same(path) or is_unedited_copy(path),
                self._taken,
            )
            if not (target.exists() and same(target)):
                return None
        except OSError:  # `write` says what is wrong
            return None
        self._taken.add(name_key(target))
        return target


def is_unedited_copy(path: Path) -> bool:
    """Whether a file is a marked copy that nobody has changed since; raises `OSError`."""
    return is_unedited(path.read_bytes())


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
    write_file(path, data)
