"""A file, sheet and cell -> a HYPERLINK() formula that leads there from where the summary lies.

Formulas, because xlsxwriter drops real links silently past 65,530 on a sheet. Paths are relative,
so that the summary and the originals can be moved together.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

MOST = 255
"""Characters that a text inside a formula, and a link, may have in Excel."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")


class Formula(NamedTuple):
    """A formula and the value that it has."""

    text: str
    value: float | str


def relative(path: Path, folder: Path) -> str:
    """The path as seen from a folder, with `/`; whole where it is on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=1024)
def _escaped(path: str) -> str:
    """A path as links write it: `#` begins the place inside the file, and `%23` is a `#` again."""
    return path.replace("%", "%25").replace("#", "%23")


def link(path: str, sheet: str = "", cell: str = "", label: str = "") -> Formula | str:
    """The formula, or the label alone where Excel cannot follow so long or odd a path.

    `path` is relative to the summary. The label is `file sheet!cell` unless it is given.
    """
    label = label or shown_place(path, sheet, cell)
    target = _escaped(path)
    if cell:
        name = sheet.replace("'", "''")
        target += f"#'{name}'!{cell}"
    if len(target) > MOST or len(label) > MOST or _CONTROL.search(target + label):
        return label
    return Formula(f"=HYPERLINK({quoted(target)},{quoted(label)})", label)


def shown_place(path: str, sheet: str, cell: str) -> str:
    """Where something stands, to be read: `439001.xlsx 项目1!E3`."""
    name = path.rpartition("/")[2]
    return f"{name} {sheet}!{cell}" if cell else name


def quoted(text: str) -> str:
    """A text as a literal of a formula."""
    return '"' + text.replace('"', '""') + '"'


def sheet_reference(name: str, reference: str) -> str:
    """A reference to another sheet of the same workbook: `'项目清单'!$F$4`."""
    return "'" + name.replace("'", "''") + "'!" + reference
