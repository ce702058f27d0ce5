"""Paths given by the user -> the workbooks to check, or the documents to import."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from xltool.errors import MissingPathError, NothingToCheckError, XltoolError

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".et"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file to take; `below` is its path under the argument that it was found by."""

    path: Path
    below: Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """The workbooks found, in a fixed order, and how many other files were passed over."""

    files: tuple[Input, ...]
    others: int


def find_inputs(
    arguments: Iterable[Path],
    suffixes: Container[str] = SUFFIXES,
    nothing: type[XltoolError] = NothingToCheckError,
) -> Inputs:
    """A file named is always taken; a folder gives its files of these suffixes, sub-folders
    included.

    Lock files (`~$…`) and hidden files are passed over without being counted. A path that does
    not exist is kept, to be reported with the others; raises `MissingPathError` where none of
    them exists, `nothing` where no file is found.
    """
    arguments = tuple(arguments)
    files: dict[Path, Input] = {}
    others = 0
    missing: list[Path] = []
    for argument in arguments:
        if argument.is_dir():
            found, passed_over = _walk(argument, suffixes)
            others += passed_over
        elif argument.exists():
            found = [Input(argument, Path(argument.name))]
        else:
            missing.append(argument)
            found = [Input(argument, Path(argument.name))]
        for item in found:
            files.setdefault(item.path.absolute(), item)
    if missing and len(missing) == len(arguments):
        raise MissingPathError(path="、".join(map(str, missing)))
    if not files:
        raise nothing(path="、".join(map(str, arguments)))
    return Inputs(tuple(files.values()), others)


def _walk(folder: Path, suffixes: Container[str]) -> tuple[list[Input], int]:
    found, others = [], 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith(("~$", ".")):
                continue
            if path.suffix.lower() in suffixes:
                found.append(Input(path, path.relative_to(folder)))
            else:
                others += 1
    return found, others
