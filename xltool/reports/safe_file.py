"""A result -> its file: at the next free name, never over an edited file, whole or not at all.

Every file that xltool leaves behind is written here. Whether a file that is there already may be
replaced is for the caller to say, with a function: it knows how its own files are recognised.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from xltool.language.errors import OutputError

Replaceable = Callable[[Path], bool]
"""Whether a file that is there may be replaced: xltool wrote it and nobody has changed it since."""


def never(_: Path) -> bool:
    """No file that is there may be replaced."""
    return False


def write_file(
    path: Path, data: bytes, replaceable: Replaceable = never, taken: Container[str] = ()
) -> Path:
    """Write a file under its name or the next free one (`name.2.xlsx`); returns where it went.

    A file that holds the very same bytes is left as it is. `taken` are names (`name_key`) that are
    not free, be there a file or not. Raises `OutputError`.
    """

    def same(name: Path) -> bool:
        return name.is_file() and name.read_bytes() == data

    with _place(path) as names:
        target = names[0] = free_name(path, lambda name: same(name) or replaceable(name), taken)
        if not same(target):
            put_file(target, data)
    return target


def make_file(path: Path, make: Callable[[Path], object], replaceable: Replaceable = never) -> Path:
    """Let `make` write the file aside, then put it under its name or the next free one.

    Whatever `make` raises leaves nothing behind. Raises `OutputError`.
    """
    with _place(path) as names, _aside(path.parent, path.suffix) as aside:
        aside.touch(exist_ok=False)  # a folder that cannot be written to is found out now
        make(aside)
        target = names[0] = free_name(path, replaceable)
        aside.replace(target)
    return target


def put_file(path: Path, data: bytes, aside: Path | None = None) -> None:
    """Put a file in its place at once, over what is there: nobody ever sees half of it.

    With a folder `aside` on the same file system the half of it lies there, and the content is on
    the disk before the name is, whatever ends us. Raises `OSError`.
    """
    with _aside(aside or path.parent, path.suffix) as half:
        with half.open("xb") as file:
            file.write(data)
            if aside:
                file.flush()
                os.fsync(file.fileno())
        os.replace(half, path)


def free_name(path: Path, replaceable: Replaceable, taken: Container[str] = ()) -> Path:
    """The path itself where nothing of anybody's would be lost, else the next free name."""
    return next(
        name
        for name in (numbered(path, number) for number in count(1))
        if name_key(name) not in taken
        and (not name.exists() or (name.is_file() and replaceable(name)))
    )


def numbered(path: Path, number: int) -> Path:
    """The names that are tried in turn: `表.xlsx`, `表.2.xlsx`, `表.3.xlsx`, …"""
    return path if number == 1 else path.with_name(f"{path.stem}.{number}{path.suffix}")


def name_key(path: Path) -> str:
    """Windows and macOS do not tell case apart, and one file may be reached by two paths."""
    return str(path.resolve()).casefold()


@contextmanager
def _place(path: Path) -> Iterator[list[Path]]:
    """The folder of a result, made where it is not there; `OSError` as an error of ours, which
    names the file that was tried last.
    """
    names = [path]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield names
    except OSError as error:
        raise OutputError(path=names[0], detail=error.strerror or str(error)) from error


@contextmanager
def _aside(folder: Path, suffix: str) -> Iterator[Path]:
    """A name for what is not yet whole, which is renamed when it is; gone whatever is raised.

    Hidden, so that no walk takes it for a workbook. Not made by tempfile: that would keep the file
    to its maker, whatever the folder's own rights are.
    """
    aside = folder / f".~{secrets.token_hex(8)}{suffix}"
    try:
        yield aside
    except BaseException:  # Ctrl-C too must leave no half
        aside.unlink(missing_ok=True)
        raise
