"""tests/cases/*.md -> cases: the edits of a clean workbook, and the findings they must bring."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.book import Book
from xltool.model.report import Finding, Report
from xltool.reports.sentences import message_of, remedy_of

_EDITS = ["sheet", "cell", "value"]
_FINDINGS = ["rule", "sheet", "cells"]
_OPTIONAL = {"severity", "field", "expected", "variant", "project", "says"}
_KEYS = {"options", "file", "base"}
_OPTIONS = {"year", "period"}


class CaseError(Exception):
    """A case that is not written as cases are written."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A row of the findings table: `cells` with their sheets, the main one first.

    `others` are further columns; those that are left blank are not compared.
    """

    rule: str
    cells: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Case:
    """One `## heading`: what is done to the base workbook and everything found then."""

    path: Path
    heading: str
    line: int
    settings: dict[str, str] = field(default_factory=dict)
    edits: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[Expected] = field(default_factory=list)

    @property
    def id(self) -> str:
        """`xl203_out_of_range: A rate above 100 that cannot be`."""
        return f"{self.path.stem}: {self.heading}"

    @property
    def options(self) -> dict[str, str]:
        """What `options: year=2023` says."""
        pairs = (pair.partition("=") for pair in self.settings.get("options", "").split())
        return {name: value for name, _, value in pairs}

    def edited(self, book: Book) -> Book:
        """Carry out the edits on `book`."""
        for sheet, where, value in self.edits:
            try:
                book.edit(sheet, where, value)
            except (ValueError, KeyError) as error:
                raise CaseError(f"{self.path.name}, {self.heading}: {error}") from error
        return book

    def differences(self, report: Report) -> list[str]:
        """What the report has too much or too little, one line each; empty where it is right."""
        if report.reason:
            return [f"not judged  {report.verdict}: {report.reason}"]
        left = list(report.findings)
        missing = []
        for expected in self.findings:
            fit = next((f for f in left if _fits(expected, f)), None)
            if fit is None:
                missing.append(f"missing     {_show_expected(expected)}")
            else:
                left.remove(fit)
        broken = [f"rule failed {n.rule}" for n in report.not_run if n.reason == "failed"]
        return [*missing, *(f"unexpected  {_show(finding)}" for finding in left), *broken]


def _fits(expected: Expected, finding: Finding) -> bool:
    main, *others = _cells(finding)
    return (
        expected.rule == finding.rule
        and expected.cells[0] == main
        and sorted(expected.cells[1:]) == sorted(others)
        and all(_is_so(finding, name, value) for name, value in expected.others)
    )


def _is_so(finding: Finding, name: str, value: str) -> bool:
    """`says` is a piece of what the filler reads, the message and the remedy in Chinese."""
    if name == "says":
        return value in message_of(finding, "zh") + remedy_of(finding, "zh")
    return str(getattr(finding, name)) == value


def _cells(finding: Finding) -> list[str]:
    return [f"{ref.sheet}!{ref.a1}" for ref in finding.refs]


def _show_expected(expected: Expected) -> str:
    others = " ".join(f"{name}={value}" for name, value in expected.others)
    return f"{expected.rule} {', '.join(expected.cells)} {others}".rstrip()


def _show(finding: Finding) -> str:
    params = ", ".join(f"{name}={value}" for name, value in finding.params.items())
    seen = (
        f"severity={finding.severity} field={finding.field} variant={finding.variant}"
        f" value={finding.value!r} expected={finding.expected!r} project={finding.project}"
    )
    return f"{finding.rule} {', '.join(_cells(finding))}  [{seen}] {{{params}}}"


# Reading


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises `CaseError` for anything that is no case."""
    cases = list(_Reader(path).cases())
    twice = {case.heading for case in cases if sum(c.heading == case.heading for c in cases) > 1}
    if twice:
        raise CaseError(f"{path.name}: headings that stand twice: {', '.join(sorted(twice))}")
    return cases


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_text(encoding="utf-8").splitlines()
        self._at = 0

    def cases(self) -> Iterator[Case]:
        case: Case | None = None
        tables = 0
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            if line.startswith("## "):
                self._finish(case, tables)
                if case:
                    yield case
                case, tables = Case(self._path, line[3:].strip(), self._at + 1), 0
            elif line.startswith("|"):
                tables += 1
                self._read_table(case)
                continue
            elif case and re.match(r"[a-z]+:", line):
                self._setting(case, line)
            self._at += 1
        self._finish(case, tables)
        if case is None:
            raise self._error("no case in this file: one begins with ## and a heading")
        yield case

    def _finish(self, case: Case | None, tables: int) -> None:
        if case and tables != 2:
            raise self._error(f"“{case.heading}” needs a table of edits and a table of findings")

    def _setting(self, case: Case, line: str) -> None:
        key, _, value = line.partition(":")
        if key not in _KEYS:
            raise self._error(f"unknown setting {key!r}; there are {', '.join(sorted(_KEYS))}")
        case.settings[key] = value.strip()
        unknown = case.options.keys() - _OPTIONS
        if unknown:
            raise self._error(f"unknown options: {', '.join(sorted(unknown))}")

    def _read_table(self, case: Case | None) -> None:
        if case is None:
            raise self._error("a table before the first ## heading")
        head, rows = self._table()
        if head == _EDITS:
            if case.edits or case.findings:
                raise self._error("the table of edits stands first, and once")
            case.edits = [(row[0], row[1], row[2]) for row in rows]
        elif head[:3] == _FINDINGS and _OPTIONAL.issuperset(head[3:]):
            case.findings = [_expected(dict(zip(head, row, strict=True))) for row in rows]
        else:
            raise self._error(f"unknown table: {' | '.join(head)}")

    def _table(self) -> tuple[list[str], list[list[str]]]:
        rows = []
        while self._at < len(self._lines) and self._lines[self._at].strip().startswith("|"):
            rows.append(self._row(self._lines[self._at].strip()))
            self._at += 1
        if len(rows) < 2 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1]):
            raise self._error("a table has a head and a line of dashes")
        if any(len(row) != len(rows[0]) for row in rows):
            raise self._error("a row has more or fewer cells than the head of its table")
        return rows[0], rows[2:]

    def _row(self, line: str) -> list[str]:
        if not line.endswith("|") or len(line) < 2:
            raise self._error(f"a row ends with |: {line!r}")
        cells = re.split(r"(?<!\\)\|", line[1:-1])
        return [cell.strip().replace("\\|", "|") for cell in cells]

    def _error(self, what: str) -> CaseError:
        return CaseError(f"{self._path.name}, line {self._at + 1}: {what}")


def _expected(row: dict[str, str]) -> Expected:
    cells = [cell.strip() for cell in row["cells"].split(",")]
    return Expected(
        row["rule"],
        tuple(cell if "!" in cell else f"{row['sheet']}!{cell}" for cell in cells),
        _given(row),
    )


def _given(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    pairs: Sequence[tuple[str, str]] = [(name, row[name]) for name in row if name in _OPTIONAL]
    return tuple((name, "" if value == "-" else value) for name, value in pairs if value)
