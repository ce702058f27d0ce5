"""A new workbook -> its place: written aside, renamed, and never over what somebody has changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from xltool.excel.read.authorship import unedited
from xltool.language.errors import OutputError


def keep(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make the workbook under another name, then put it in its place.

    A file that xltool wrote and nobody has saved since is replaced; otherwise the next free name
    is taken (`汇总.2.xlsx`). Returns where it went; raises `OutputError`. Whatever `write` raises
    leaves nothing behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".~", suffix=".xlsx", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise _failed(path, error) from error
    aside = Path(name)
    try:
        write(aside)
        target = free_name(path)
        aside.chmod(0o644)  # mkstemp keeps its files to their maker; results are shared
        aside.replace(target)
    except (OSError, FileCreateError) as error:
        raise _failed(path, error) from error
    finally:
        aside.unlink(missing_ok=True)
    return target


def free_name(path: Path) -> Path:
    """The path itself where nothing of anybody's would be lost, else the next free name."""
    number, candidate = 1, path
    while candidate.exists() and not unedited(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return candidate


def _failed(path: Path, error: Exception) -> OutputError:
    cause = error if isinstance(error, OSError) else error.__cause__ or error.args[0]
    detail = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
    return OutputError(path=path, detail=detail)
