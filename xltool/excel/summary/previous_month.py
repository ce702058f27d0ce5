"""An earlier summary -> the projects and indicators in it, for the month's comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from xltool.excel.summary.read_back import SummaryLine, WrittenSummary, open_summary
from xltool.language.errors import MissingPathError
from xltool.month.consolidation import Consolidation
from xltool.month.differences import compare_with
from xltool.month.rows import ComparedAttainment, ComparedIndicator, ComparedProject
from xltool.rules.monitoring.lights import LIGHT_WORDS
from xltool.values.cell_value import decimal_of, plain

Stored = Callable[[str], str]
"""A path as the ledger keeps it."""


def compare_with_summary(month: Consolidation, path: Path) -> None:
    """Compare the month with an earlier summary; raises `NotASummaryError` for any other file."""
    if not path.exists():
        raise MissingPathError(path=path)
    stored = month.ledger.stored
    with open_summary(path) as summary:
        compare_with(
            month,
            path.name,
            earlier_projects(summary, path, stored),
            earlier_indicators(summary, path, stored),
            earlier_attainment(summary, path, stored),
        )


def earlier_projects(
    summary: WrittenSummary, path: Path, stored: Stored
) -> Iterator[ComparedProject]:
    """The projects that counted."""
    for place, line in enumerate(_details(summary, "projects")):
        original, sheet, cell = _where(line, path, stored)
        yield ComparedProject(
            form=_text(line, "form"),
            unit=_text(line, "unit"),
            unit_name=_text(line, "unit_name"),
            place=place,
            key=_text(line, "key"),
            code=_text(line, "code"),
            name=_text(line, "name"),
            budget=_amount(line.values.get("budget")),
            fiscal=_amount(line.values.get("fiscal")),
            other=_amount(line.values.get("other")),
            executed=_amount(line.values.get("executed")),
            path=original,
            sheet=sheet,
            cell=cell,
        )


def earlier_indicators(
    summary: WrittenSummary, path: Path, stored: Stored
) -> Iterator[ComparedIndicator]:
    """Their indicators."""
    for place, line in enumerate(_details(summary, "indicators")):
        original, sheet, cell = _where(line, path, stored)
        yield ComparedIndicator(
            form=_text(line, "form"),
            unit=_text(line, "unit"),
            place=place,
            key=_text(line, "key"),
            level1=_text(line, "level1"),
            level2=_text(line, "level2"),
            level3=_text(line, "level3"),
            text=_text(line, "text"),
            path=original,
            sheet=sheet,
            cell=cell,
        )


def earlier_attainment(
    summary: WrittenSummary, path: Path, stored: Stored
) -> Iterator[ComparedAttainment]:
    """What was reached of them; nothing where no form of that month said so."""
    lights = {
        text: light.value for light, words in LIGHT_WORDS.items() for text in (words.zh, words.en)
    }
    for place, line in enumerate(_details(summary, "attainment")):
        original, sheet, cell = _where(line, path, stored)
        yield ComparedAttainment(
            form=_text(line, "form"),
            unit=_text(line, "unit"),
            place=place,
            key=_text(line, "key"),
            level1=_text(line, "level1"),
            level2=_text(line, "level2"),
            level3=_text(line, "level3"),
            target=_text(line, "target"),
            text=_text(line, "actual"),
            light=lights.get(_text(line, "light"), ""),
            path=original,
            sheet=sheet,
            cell=cell,
        )


def _details(summary: WrittenSummary, key: str) -> Iterator[SummaryLine]:
    """The rows that are neither totals nor the word for “none”."""
    return (line for line in summary.lines(key) if not line.total and line.values.get("form"))


def _where(line: SummaryLine, path: Path, stored: Stored) -> tuple[str, str, str]:
    original = stored(str(path.parent / _text(line, "path")))
    return original, _text(line, "sheet"), _text(line, "cell")


def _text(line: SummaryLine, key: str) -> str:
    value = line.values.get(key)
    return "" if value is None else str(value)


def _amount(value: object) -> str | None:
    return plain(decimal_of(value)) if isinstance(value, (int, float, Decimal)) else None
