"""A written summary -> proved again: every total against its parts, in exact decimals.

The workbook is read back by openpyxl, which had no part in writing it, one row after the other;
it needs nothing but the file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from xltool.excel.summary.agreement import Agreement, Sums, add_up, amount_of, form_of, unit_of
from xltool.excel.summary.attainment_proof import AttainmentProof
from xltool.excel.summary.columns import BUDGET, EXECUTED, FISCAL, OTHER, SUBTOTAL
from xltool.excel.summary.overview_words import month_end
from xltool.excel.summary.read_back import COLUMNS, SummaryLine, WrittenSummary, open_summary
from xltool.language.words import Words

_TOTALS = {column.key for columns in COLUMNS.values() for column in columns if column.total}
_CENT = Decimal("0.01")
_TITLES = {
    text: key
    for key, title in (
        ("units", Words("单位数", "Units")),
        ("projects", Words("项目数", "Projects")),
        *((column.key, column.title) for column in (BUDGET, FISCAL, OTHER, EXECUTED)),
    )
    for text in (title.zh, title.en)
}
"""The headings of the first sheet's totals."""

_MONTHS = {
    text: month for month in range(1, 13) for text in (month_end(month).zh, month_end(month).en)
}
_RULE = re.compile(r"XL\d{3}(?= )")


def prove(path: Path) -> int:
    """Prove every total of a summary; returns how many there were.

    Raises `ProofError` with the first cell that does not agree with its parts.
    """
    with open_summary(path) as summary:
        proof = _Proof(summary)
        proof.projects_and_units()
        proof.plan()
        proof.overview()
        attained = AttainmentProof(summary)
        attained.execution()
        attained.misses()
        attained.scores()
        return proof.count + attained.count


class _Proof(Agreement):
    """The sums found so far: by form and column of the list of projects."""

    def __init__(self, summary: WrittenSummary) -> None:
        super().__init__(summary)
        self.sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))

    def projects_and_units(self) -> None:
        """Units in the order of their projects: both lists are read side by side."""
        units = self._units()
        for form, unit, sums in self._project_groups():
            # A unit without projects has a row of zeros.
            for line in units:
                same = (line.values.get("form"), unit_of(line)) == (form, unit)
                self._compare(line, sums if same else {})
                if same:
                    break
        for line in units:
            self._compare(line, {})

    def plan(self) -> None:
        """Each planned amount from budget and percentage, then the totals."""
        sums: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
        for line in self.summary.lines("plan"):
            if line.total:
                self._compare(line, self._of_form(sums, line))
                continue
            budget = amount_of(line.values.get("budget"))
            for key, value in line.values.items():
                month = key.removeprefix("planned_")
                if month != key and value is not None:
                    points = amount_of(line.values.get(f"share_{month}"))
                    exact = (budget * points / 100).quantize(_CENT, ROUND_HALF_UP)
                    self.agree(line, key, exact)
            add_up(sums[form_of(line)], line, "plan")

    def overview(self) -> None:
        """The first sheet: totals and plan against the lists, counts against the problems."""
        counts = self._problem_counts()
        forms = [sums for sums in self.sums.values() if sums["projects"]]
        with_plan = [sums for sums in forms if any(key.startswith("planned_") for key in sums)]
        largest = max(with_plan or forms, key=lambda sums: sums["budget"], default={})
        titles: dict[int, str] = {}
        for number, cells in enumerate(self.summary.rows("overview"), 1):
            found = {at: _TITLES[cell] for at, cell in enumerate(cells) if cell in _TITLES}
            if len(found) >= 3:
                titles = found
            elif titles and forms:
                self._form_totals(number, cells, titles, forms.pop(0))
            else:
                titles = {}
                self._plan_amount(number, cells, largest)
                self._problem_count(number, cells, counts)

    def _problem_counts(self) -> dict[str, Decimal]:
        """How many problems there are of each severity, in its words, and of each rule."""
        counts: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.summary.lines("problems"):
            for key in ("severity", "rule"):
                if line.values.get(key):
                    counts[str(line.values[key])] += 1
        return counts

    def _form_totals(
        self, number: int, cells: Sequence[object], titles: Mapping[int, str], sums: Sums
    ) -> None:
        """A row of the first sheet with the totals of a form; `titles` are its columns."""
        for at, key in titles.items():
            self._on_overview(number, cells, at, sums.get(key, Decimal(0)))

    def _plan_amount(
        self, number: int, cells: Sequence[object], sums: Mapping[str, Decimal]
    ) -> None:
        """A row with what is planned by the end of a month, of the form with most money."""
        month = _MONTHS.get(_label(cells))
        if month and sums:
            self._on_overview(number, cells, 1, sums.get(f"planned_{month}", Decimal(0)))

    def _problem_count(
        self, number: int, cells: Sequence[object], counts: Mapping[str, Decimal]
    ) -> None:
        """A row with how many problems there are of a severity or a rule."""
        rule = _RULE.match(_label(cells))
        counted = counts.get(rule[0] if rule else _label(cells))
        if counted is not None and len(cells) > 1:
            self._on_overview(number, cells, 1, counted)

    def _on_overview(self, row: int, cells: Sequence[object], at: int, proved: Decimal) -> None:
        self.same(self.summary.name("overview"), row, at + 1, _at(cells, at), proved)

    def _project_groups(self) -> Iterator[tuple[str, str, Sums]]:
        """Form, unit and sums of each unit in turn; the totals are proved on the way."""
        current: tuple[str, str] | None = None
        sums: Sums = defaultdict(Decimal)
        for line in self.summary.lines("projects"):
            if line.total:
                self._compare(line, self._of_form(self.sums, line))
                continue
            if line.values.get("form") is None:
                continue  # the word for “none”
            key = (form_of(line), unit_of(line))
            if key != current and current is not None:
                yield (*current, sums)
                sums = defaultdict(Decimal)
            current = key
            for target in (sums, self.sums[key[0]]):
                add_up(target, line, "projects")
                target["projects"] += 1
        if current is not None:
            yield (*current, sums)

    def _units(self) -> Iterator[SummaryLine]:
        """The rows of units; subtotals and totals are proved on the way."""
        department: Sums = defaultdict(Decimal)
        all_units: dict[str, Sums] = defaultdict(lambda: defaultdict(Decimal))
        for line in self.summary.lines("units"):
            if line.total:
                self._compare(line, self._of_form(all_units, line))
            elif line.values.get("unit") in (SUBTOTAL.zh, SUBTOTAL.en):
                self._compare(line, department)
                department = defaultdict(Decimal)
            elif line.values.get("form") is not None:
                add_up(department, line, "units")
                add_up(all_units[form_of(line)], line, "units")
                self.sums[form_of(line)]["units"] += 1
                yield line

    def _of_form(self, sums: Mapping[str, Sums], line: SummaryLine) -> Sums:
        """The sums that a total row is of: its form’s, or all where there is one form only."""
        form = line.values.get("form")
        if form:
            return sums.get(str(form), {})
        whole: Sums = defaultdict(Decimal)
        for each in sums.values():
            for key, value in each.items():
                whole[key] += value
        return whole

    def _compare(self, line: SummaryLine, sums: Mapping[str, Decimal]) -> None:
        for key in line.values.keys() & _TOTALS:
            self.agree(line, key, sums.get(key, Decimal(0)))


def _label(cells: Sequence[object]) -> str:
    """What a row of the first sheet is of."""
    return str(cells[0] or "") if cells else ""


def _at(cells: Sequence[object], place: int) -> object:
    """A cell of a row, whose blanks at the end the file may leave out."""
    return cells[place] if place < len(cells) else None
