"""What a check found, as every output format gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from xltool.model.form import Form
from xltool.model.report import Report

Style = Callable[[str, str], str]
"""Text and its role (`file`, `error`, `warning`, `note`, `remedy`, `dim`) -> text to print."""


def unstyled(text: str, _role: str) -> str:
    """For pipes and files: no colours."""
    return text


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The reports in the order of their files; `marked` has the marked copy of each path, None
    where it could not be written. `partial` where only some of the rules were run.
    """

    reports: Sequence[Report]
    forms: Mapping[str, Form]
    lang: str
    marked: Mapping[str, PurePath | None] = field(default_factory=dict)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What an output format writes on: columns of the terminal, and its colours."""

    width: int
    style: Style = unstyled


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """How a check is written out: line by line, without their line ends.

    What is for programs is UTF-8 whatever the console's own encoding is.
    """

    lines: Callable[[CheckResult, Page], Iterable[str]]
    for_programs: bool = False
