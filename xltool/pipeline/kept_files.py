"""What lies beside a summary and in a drop folder: names, and whether a workbook is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from xltool.language.errors import XltoolError
from xltool.language.words import Words

JOURNAL = Words("审核记录.jsonl", "decisions.jsonl")
BEFORE = Words("上一版", "before")
ORIGINALS = Words("原件", "originals")
"""The folder in which a drop folder keeps what was handed in."""


class SummaryInUseError(XltoolError):
    """A summary is open in Excel, or was saved just now: it is written later."""

    TEXT = Words(
        "{path} 正在打开，关闭后自动更新。"
        "其实没有人打开的，请删去旁边名字以 ~$ 或 .~ 开头的同名文件。",
        "{path} is open; it is updated once it is closed. If nobody has it open, delete the file "
        "of its name beside it that begins with ~$ or .~.",
    )


_LOCKS = ("~${name}", ".~{name}", ".~lock.{name}#")
"""What Excel, WPS on Linux and LibreOffice lay beside a workbook while it is open."""


def is_open(path: Path) -> bool:
    """Whether a workbook is open in Excel, WPS or LibreOffice, as far as can be seen."""
    if any(path.with_name(lock.format(name=path.name)).exists() for lock in _LOCKS):
        return True
    if sys.platform != "win32" or not path.exists():
        return False
    try:
        os.rename(path, path)  # Windows lets nobody rename a file that is open
    except OSError:
        return True
    return False


def version_before(path: Path, lang: str) -> Path:
    """Where the version is kept that a person saved last: `汇总.上一版.xlsx`."""
    return path.with_name(f"{path.stem}.{BEFORE(lang)}{path.suffix}")
