"""总览: the month on two printed pages: totals, plan, submissions, problems, largest units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.cell_digest import CLOSING
from xltool.excel.summary.columns import BUDGET, FISCAL, OTHER, planned
from xltool.excel.summary.execution import FormSums, light_formula
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_foot import LACKING, SIGNATURES
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.overview_words import (
    ALL_FILES,
    CHARTS,
    FILES,
    HEADINGS,
    PROJECTS_WITH,
    SECTIONS,
    month_end,
)
from xltool.excel.summary.problems import count_formula
from xltool.excel.summary.units import unit_count_formula
from xltool.language.text import chinese_number
from xltool.language.words import SEVERITIES, Words
from xltool.month.decision import CLOSE
from xltool.month.due_forms import DUE_STATUSES, DueStatus
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light
from xltool.rules.registry import find_rule

_WIDTHS = (34, 17, 17, 17, 17, 17, 17, 12)
_CHART = {"width": 520, "height": 226}
_LINES = 12
"""Rows that a chart takes beside its table."""

_RULES_SHOWN = 8
_PAGE = 37
"""Rows that a printed page holds."""

_TITLE = Words("{month}预算绩效汇总表", "Budget performance summary, {month}")
_CLOSED = Words("本月已封账", "the month is closed")
_COMPARED = Words("与 {compared} 比较", "compared with {compared}")
_MONEY_UNIT = Words("金额单位：元", "amounts in yuan")


@dataclass(slots=True)
class Overview:
    """The first sheet, written last: by then every figure is known."""

    book: SummaryBook
    sheet: Worksheet = field(init=False)
    name: str = ""
    _row: int = 0
    _sections: int = 0
    _page: int = 0
    _breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = SHEETS["overview"](self.book.lang)
        self.sheet = self.book.add_sheet(self.name)
        for at, width in enumerate(_WIDTHS):
            self.sheet.set_column(at, at, width)
        self.book.print_settings(self.sheet)
        self.sheet.set_print_scale(80)  # not fitted to the width: then no page break would hold
        self.sheet.set_first_sheet()
        self.sheet.activate()

    def write_head(self, counts: Mapping[str, int]) -> None:
        """Title, what the month is, and how many files it is made of."""
        book, month = self.book, self.book.month
        self.sheet.set_row(0, 32)
        title = _TITLE.render({"month": month.month.words()}, book.lang)
        self.sheet.write_string(0, 0, title, book.looks.title)
        about = [_MONEY_UNIT(book.lang)]
        if month.compared:
            about.append(_COMPARED.render({"compared": month.compared}, book.lang))
        about += [_CLOSED(book.lang)] if month.closed else []
        self.sheet.write_string(1, 0, " · ".join(about), book.looks.about)
        self._offer_closing()
        counted = counts.get("counted", 0) + counts.get("marked", 0)
        sheet = SHEETS["sources"](book.lang)
        parts = {"given": sum(counts.values()), "counted": counted, "sheet": sheet}
        files = FILES if parts["given"] != counted else ALL_FILES
        self.sheet.write_string(2, 0, files.render(parts, book.lang), book.looks.about)
        self._row = 3
        if book.caution:
            self.sheet.write_string(3, 0, book.caution, book.looks.caution)
            self._row = 4

    def _offer_closing(self) -> None:
        """The cell in which the reviewer closes the month."""
        lang, row = self.book.lang, 1
        self.sheet.write_string(row, 4, CLOSING(lang), self.book.looks.plain)
        closed = CLOSE(lang) if self.book.month.closed else ""
        self.sheet.write_string(row, 6, closed, self.book.looks.of("centre", "input"))
        self.sheet.data_validation(row, 6, row, 6, {"validate": "list", "source": [CLOSE(lang)]})

    def write_totals(
        self,
        projects: ListSheet,
        units: ListSheet,
        sums: Mapping[str, Mapping[str, Decimal]],
        unit_counts: Mapping[str, int],
        executed: bool,
    ) -> None:
        """One row a form: units, projects, money."""
        money = [BUDGET, FISCAL, OTHER]
        money += [c for c in projects.columns if executed and c.key == "executed"]
        titles = [HEADINGS[key](self.book.lang) for key in ("form", "units", "projects")]
        self._section("totals", 1 + len(sums))
        self._heading([*titles, *(column.title(self.book.lang) for column in money)])
        for place, (form, values) in enumerate((sums or {"": {}}).items()):
            count = Formula("=" + units.total_cell("projects", place), _number(values, "projects"))
            cells: list[Formula | str] = [
                self.book.month.form_title(form) or "—",
                Formula(unit_count_formula(units, form), unit_counts.get(form, 0)),
                count,
            ]
            for column in money:
                total = "=" + projects.total_cell(column.key, place)
                known = column.key in values or not values
                cells.append(Formula(total, _number(values, column.key)) if known else LACKING)
            kinds = ["centre" if cell == LACKING else "money" for cell in cells[3:]]
            self._cells(cells, ("text", "count", "count", *kinds))

    def write_progress(self, execution: ListSheet | None, sums: FormSums) -> None:
        """What was spent of what by form, against the time, and how many projects are behind."""
        if execution is None:
            return
        lang = self.book.lang
        self._section("progress", 1 + len(sums))
        columns = {column.key: column for column in execution.columns}
        shown = [columns[key] for key in ("budget", "executed", "rate", "time")]
        lights = [light for light in (Light.RED, Light.YELLOW) if "worst" in columns]
        self._heading(
            [
                HEADINGS["form"](lang),
                *(column.title(lang) for column in shown),
                *(PROJECTS_WITH.render({"light": LIGHT_WORDS[each]}, lang) for each in lights),
            ]
        )
        for place, (form, values) in enumerate(sums.items()):
            cells: list[Formula | str] = [self.book.month.form_title(form)]
            for key in ("budget", "executed", "rate"):
                cell = "=" + execution.total_cell(key, place)
                cells.append(Formula(cell, _number(values, key)))
            cells.append(Formula(f"={_number(values, 'time')}", _number(values, "time")))
            for light in lights:
                text = light_formula(execution, form, light)
                has = self.book.month.forms[form].lights is not None
                cells.append(Formula(text, _number(values, light.value)) if has else LACKING)
            marks = ("centre" if cell == LACKING else "count" for cell in cells[5:])
            kinds = ("text", "money", "money", "share", "share", *marks)
            self._cells(cells, kinds)

    def write_plan(
        self,
        plan: ListSheet,
        months: Sequence[int],
        sums: Mapping[str, Mapping[str, Decimal]],
    ) -> None:
        """The planned amounts by date, with their chart; of the forms with a plan the one with
        most money.
        """
        if not months:
            return
        keys = {planned(month).key for month in months}
        forms = list(sums) or [""]
        with_plan = [form for form in forms if keys & set(sums.get(form, {}))] or forms
        form = max(with_plan, key=lambda key: (sums.get(key, {}).get("budget", Decimal(0)), key))
        place, values = forms.index(form), sums.get(form, {})
        title = f" · {self.book.month.form_title(form)}" if len(forms) > 1 else ""
        self._section("plan", _LINES, title)
        lang = self.book.lang
        self._heading([HEADINGS[key](lang) for key in ("date", "amount", "share")])
        top = self._row
        budget = values.get("budget", Decimal(0))
        for month in months:
            key = planned(month).key
            amount = values.get(key, Decimal(0))
            share = round(amount / budget * 100, 2) if budget else Decimal(0)
            cells: list[Formula | str] = [
                month_end(month)(lang),
                Formula("=" + plan.total_cell(key, place), float(amount)),
                Formula("=" + plan.total_cell(f"share_{month}", place), float(share)),
            ]
            self._cells(cells, ("text", "money", "share"))
        self._chart("plan", "column", top, 1)

    def write_status(self, status: ListSheet, counts: Counter[DueStatus]) -> None:
        """How many submissions are in time, late, missing."""
        lang = self.book.lang
        self._section("status", _LINES)
        self._heading([HEADINGS[key](lang) for key in ("status", "count")])
        top = self._row
        for due_status, words in DUE_STATUSES.items():
            formula = count_formula(status, "status", words(lang))
            self._cells([words(lang), Formula(formula, counts[due_status])], ("text", "count"))
        self._chart("status", "bar", top, 1)

    def write_problems(
        self, problems: ListSheet, severities: Mapping[str, int], rules: Mapping[str, int]
    ) -> None:
        """How many problems there are by severity, and the rules with most of them."""
        lang = self.book.lang
        self._section("problems", len(SEVERITIES) + 2 + _RULES_SHOWN)
        self._heading([HEADINGS[key](lang) for key in ("problem", "count")])
        for name, words in SEVERITIES.items():
            formula = count_formula(problems, "severity", words(lang))
            self._cells([words(lang), Formula(formula, severities.get(name, 0))], ("text", "count"))
        self._heading([HEADINGS[key](lang) for key in ("rule", "count")])
        top = self._row
        most = sorted(rules, key=lambda code: (-rules[code], code))[:_RULES_SHOWN]
        for code in most:
            formula = count_formula(problems, "rule", code)
            label = f"{code} {find_rule(code).title(lang)}"
            self._cells([label, Formula(formula, rules[code])], ("text", "count"))
        self._chart("problems", "bar", top, 1, above=len(SEVERITIES) + 1)

    def write_units(self, largest: Mapping[str, Sequence[tuple[Decimal, str, str]]]) -> None:
        """The units with the largest budgets, form by form, and the block for signatures."""
        lang = self.book.lang
        for form, units in (largest or {"": ()}).items():
            more = f" · {self.book.month.form_title(form)}" if len(largest) > 1 else ""
            self._section("units", _LINES, more)
            self._heading([HEADINGS["unit"](lang), BUDGET.title(lang)])
            top = self._row
            for budget, name, cell in units:
                self._cells([name, Formula("=" + cell, float(budget))], ("text", "money"))
            self._chart("units", "bar", top, 1)
        self.sheet.write_string(self._row + 1, 0, SIGNATURES(lang), self.book.looks.plain)

    def _section(self, key: str, lines: int, more: str = "") -> None:
        """Begin a section of so many lines, on a new page where this one has no room for it."""
        self._row += 1
        if self._row + 1 + lines - self._page > _PAGE:
            self._page = self._row
            self._breaks.append(self._row)
            self.sheet.set_h_pagebreaks(self._breaks)
        self.sheet.set_row(self._row, 22)
        self._sections += 1
        number = Words(f"{chinese_number(self._sections)}、", f"{self._sections} ")
        text = number(self.book.lang) + SECTIONS[key](self.book.lang) + more
        self.sheet.write_string(self._row, 0, text, self.book.looks.section)
        self._row += 1

    def _heading(self, texts: Sequence[str]) -> None:
        for at, text in enumerate(texts):
            self.sheet.write_string(self._row, at, text, self.book.looks.heading)
        self._row += 1

    def _cells(self, values: Sequence[Formula | str], kinds: Sequence[str]) -> None:
        self.sheet.set_row(self._row, 18)
        for at, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            look = self.book.looks.of(kind)
            if isinstance(value, Formula):
                self.sheet.write_formula(self._row, at, value.text, look, value.value)
            else:
                self.sheet.write_string(self._row, at, value, look)
        self._row += 1

    def _chart(self, key: str, kind: str, top: int, column: int, above: int = 0) -> None:
        """A chart of a column of the table that began at `top`, to the right of it."""
        title = CHARTS[key](self.book.lang)
        if self._row > top:
            chart = self.book.workbook.add_chart({"type": kind})
            rows = (top, self._row - 1)
            chart.add_series(
                {
                    "name": title,
                    "categories": [self.name, rows[0], 0, rows[1], 0],
                    "values": [self.name, rows[0], column, rows[1], column],
                    "fill": {"color": "#4F81BD"},
                    "gap": 60,
                    "data_labels": {"value": True, "num_format": "#,##0", "font": {"size": 9}},
                }
            )
            chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
            chart.set_legend({"none": True})
            axis = {"num_font": {"size": 9}, "major_gridlines": {"visible": False}}
            chart.set_x_axis(axis if kind == "column" else {**axis, "visible": False})
            chart.set_y_axis({**axis, "visible": kind == "bar", "reverse": kind == "bar"})
            chart.set_size(_CHART)
            beside = {"object_position": 2, "x_offset": 8}
            self.sheet.insert_chart(top - 1 - above, 3, chart, beside)
        self._row = max(self._row, top - 1 - above + _LINES)


def _number(values: Mapping[str, Decimal], key: str) -> float:
    return float(values.get(key, Decimal(0)))
