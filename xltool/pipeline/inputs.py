"""Paths given by the user -> the workbooks to check, or the documents to import."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from xltool.excel.marks.original import is_unedited
from xltool.excel.read.authorship import written_by_us
from xltool.language.errors import MissingPathError, NothingToCheckError, XltoolError
from xltool.pipeline.outputs import plain_stem

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".et"})


@dataclass(frozen=True, slots=True)
class Input:
    """A workbook to check; `below` is its path under the argument that it was found by."""

    path: Path
    below: Path


@dataclass(frozen=True, slots=True)
class Inputs:
    """The workbooks found, in a fixed order, and how many other files were passed over; `copies`
    of them are marked copies that nobody has edited.
    """

    files: tuple[Input, ...]
    others: int
    copies: int = 0


def find_inputs(
    arguments: Iterable[Path],
    suffixes: Container[str] = SUFFIXES,
    nothing: type[XltoolError] = NothingToCheckError,
    out: Path | None = None,
) -> Inputs:
    """A file named is always taken; a folder gives its files of these suffixes, sub-folders
    included.

    Lock files (`~$…`) and hidden files are passed over without being counted, and so are marked
    copies that stand unedited beside their original or in `out`, summaries and feedback sheets. A
    path that does not exist is kept, to be reported with the others; raises `MissingPathError`
    where none of them exists, `nothing` where no file is found.
    """
    arguments = tuple(arguments)
    files: dict[Path, Input] = {}
    others = copies = 0
    missing: list[Path] = []
    for argument in arguments:
        if argument.is_dir():
            found, passed_over, known = _walk(argument, suffixes, out)
            others += passed_over
            copies += known
        elif argument.exists():
            found = [Input(argument, Path(argument.name))]
        else:
            missing.append(argument)
            found = [Input(argument, Path(argument.name))]
        for item in found:
            files.setdefault(item.path.absolute(), item)
    if missing and len(missing) == len(arguments):
        raise MissingPathError(path="、".join(map(str, missing)))
    if not files and not copies:
        raise nothing(path="、".join(map(str, arguments)))
    return Inputs(tuple(files.values()), others, copies)


def find_copies(arguments: Iterable[Path]) -> list[Input]:
    """A file named is always taken; a folder gives the files that are named as marked copies.

    Raises `MissingPathError` where none of the arguments exists.
    """
    arguments = tuple(arguments)
    if not any(argument.exists() for argument in arguments):
        raise MissingPathError(path="、".join(map(str, arguments)))
    return [
        Input(path, path.relative_to(argument) if path != argument else Path(path.name))
        for argument in arguments
        for path in (sorted(argument.rglob("*.checked*")) if argument.is_dir() else [argument])
        if path == argument or (path.suffix.lower() in SUFFIXES and plain_stem(path) != path.stem)
    ]


def _walk(folder: Path, suffixes: Container[str], out: Path | None) -> tuple[list[Input], int, int]:
    found: list[Input] = []
    others = copies = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith(("~$", ".")):
                continue
            if _is_known_copy(path, out):
                copies += 1
            elif path.suffix.lower() in suffixes and written_by_us(path):
                continue
            elif path.suffix.lower() in suffixes:
                found.append(Input(path, path.relative_to(folder)))
            else:
                others += 1
    return found, others, copies


def _is_known_copy(path: Path, out: Path | None) -> bool:
    """Whether a file says nothing new: a marked copy as we wrote it, whose original is at hand."""
    stem = plain_stem(path)
    if stem == path.stem:
        return False
    below_out = out is not None and path.resolve().is_relative_to(out.resolve())
    beside = any((path.parent / f"{stem}{suffix}").exists() for suffix in SUFFIXES)
    try:
        return (below_out or beside) and is_unedited(path.read_bytes())
    except OSError:
        return False
