"""What a filler does who follows every remedy of a check to the letter, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.book import Book, SheetPlan
from xltool.forms.load import load_forms
from xltool.model.form import Form
from xltool.model.report import Finding, Report
from xltool.model.workbook import CellRef, a1
from xltool.reports.sentences import remedy_of

_NUMBERS = ("money", "number", "percent")
# What a remedy tells to type into the cell, and the choices that it gives.
_TYPED = re.compile(r"(?:例如|就填|写成|改写为|改填|填写|改为|如果是钱，就写)“([^”=]+)”(?!的)")
_CHOICES = re.compile(r"(?:下列之一|选一个|例如|中选)：([^。]+)。")


def entries(report: Report) -> Iterator[tuple[Finding, object]]:
    """What is to be typed into the first cell of each finding that says so."""
    form = next((form for form in load_forms() if form.key == report.form), None)
    for finding in report.findings:
        text = finding.expected or _from_remedy(finding)
        if form and text:
            yield finding, _as_typed(text, finding, form)


def _from_remedy(finding: Finding) -> str:
    remedy = remedy_of(finding, "zh")
    if found := _TYPED.search(remedy):
        return found[1] if finding.field not in ("level1", "level2", "level3", "part") else ""
    choices = _CHOICES.search(remedy)
    return choices[1].split("、")[0] if choices and finding.rule != "XL302" else ""


def _as_typed(text: str, finding: Finding, form: Form) -> object:
    """A number where the field holds numbers, as Excel would take it; else the text."""
    field = form.field(finding.table, finding.field)
    if field and field.type in _NUMBERS and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    return text


def follow(book: Book, report: Report) -> int:
    """Type everything into the workbook; returns how many cells that were."""
    typed = dict[tuple[str, str], object]()
    for finding, entry in entries(report):
        ref = finding.refs[0]
        if (finding.rule, finding.variant) == (
            "XL206",
            "column",
        ):  # what is to be typed belongs into the column of signs
            ref = ref._replace(column=ref.column - 1)
        typed.setdefault((ref.sheet, ref.a1), entry)
        if finding.variant == "second_level":  # the name goes one column to the right
            typed.setdefault((ref.sheet, a1(ref.row, ref.column + 1)), finding.value)
    for ref, change in _scores(book, report, typed):
        total = _total(book.sheet(ref.sheet))
        if total and isinstance(was := book.sheet(ref.sheet).cells[total].value, (int, float)):
            place = (ref.sheet, a1(*total))
            typed[place] = float(max(_decimal(typed.get(place, was)) + change, Decimal(0)))
    for (sheet, cell), entry in typed.items():
        value = f"number:{entry:.15g}" if isinstance(entry, float) else f"`{entry}`"
        book.edit(sheet, cell, value)
    return len(typed)


def _scores(
    book: Book, report: Report, typed: dict[tuple[str, str], object]
) -> Iterator[tuple[CellRef, Decimal]]:
    """By how much each score was changed whose remedy asks for a new total."""
    for finding in report.findings:
        ref = finding.refs[0]
        now = typed.get((ref.sheet, ref.a1))
        was = book.sheet(ref.sheet).cells.get((ref.row, ref.column))
        if now is not None and was and "总分随之重算" in remedy_of(finding, "zh"):
            yield ref, _decimal(now) - _decimal(was.value)


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _total(sheet: SheetPlan) -> tuple[int, int] | None:
    """The cell of the total score: the last number of its row."""
    rows = [row for (row, _), content in sheet.cells.items() if content.value == "总分"]
    numbers = [
        place
        for place, content in sheet.cells.items()
        if place[0] in rows and isinstance(content.value, (int, float))
    ]
    return max(numbers, default=None)


def places(report: Report) -> set[tuple[str, str, str]]:
    """Which rule is broken where."""
    return {(f.rule, f.refs[0].sheet, f.refs[0].a1) for f in report.findings}


def new_findings(before: Report, now: Report) -> Iterator[str]:
    """What is found now where the rule was not broken before, a line each."""
    known = places(before)
    for new in now.findings:
        if (new.rule, new.refs[0].sheet, new.refs[0].a1) not in known:
            yield f"{new.rule} {new.refs[0].a1} {new.value}: {remedy_of(new, 'zh')}"
