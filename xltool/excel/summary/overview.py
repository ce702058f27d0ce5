"""总览: the month on two printed pages: totals, plan, submissions, problems, largest units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.summary_sheets import SHEETS
from xltool.excel.summary.cell_digest import CLOSING
from xltool.excel.summary.columns import BUDGET, FISCAL, OTHER, SUBTOTAL, planned
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.links import Formula
from xltool.excel.summary.list_foot import LACKING, SIGNATURES
from xltool.excel.summary.list_sheet import ListSheet
from xltool.excel.summary.problems import count_formula
from xltool.language.text import chinese_number
from xltool.language.words import SEVERITIES, Words
from xltool.month.decision import CLOSE
from xltool.month.due_forms import DUE_STATUSES, DueStatus
from xltool.month.submission_status import ENGLISH_MONTHS
from xltool.rules.registry import find_rule

_WIDTHS = (34, 17, 17, 17, 17, 17, 17, 12)
_CHART = {"width": 520, "height": 226}
_LINES = 12
"""Rows that a chart takes beside its table."""

_RULES_SHOWN = 8
_TITLE = Words("{month}预算绩效汇总表", "Budget performance summary, {month}")
_CLOSED = Words("本月已封账", "the month is closed")
_COMPARED = Words("与 {compared} 比较", "compared with {compared}")
_MONEY_UNIT = Words("金额单位：元", "amounts in yuan")
_SECTIONS = {
    "totals": Words("合计", "Totals"),
    "plan": Words("支出计划", "Spending plan"),
    "status": Words("报送情况", "Submissions"),
    "problems": Words("发现的问题", "Problems found"),
    "units": Words("预算数最大的单位", "Units with the largest budgets"),
}
_HEADINGS = {
    "form": Words("表单", "Form"),
    "files": Words("计入文件", "Files counted"),
    "units": Words("单位数", "Units"),
    "projects": Words("项目数", "Projects"),
    "date": Words("时间", "By the end of"),
    "amount": Words("计划支出", "Planned"),
    "share": Words("占预算（%）", "% of budget"),
    "status": Words("情况", "Status"),
    "count": Words("数量", "Count"),
    "problem": Words("程度", "Severity"),
    "rule": Words("其中最多的规则", "Rules with most"),
    "unit": Words("单位", "Unit"),
}
_CHARTS = {
    "plan": Words("各时点计划支出", "Planned by date"),
    "status": Words("报送情况", "Submissions"),
    "problems": Words("各规则发现的问题数", "Problems by rule"),
    "units": Words("各单位预算数", "Budget by unit"),
}
_ALL_FILES = Words("收到文件 {given} 个，全部计入。", "{given} files came and all of them count.")
_FILES = Words(
    "收到文件 {given} 个，计入 {counted} 个；其余文件和原因见“{sheet}”。",
    "{given} files came, {counted} of them count; the others and why are in “{sheet}”.",
)


@dataclass(slots=True)
class Overview:
    """The first sheet, written last: by then every figure is known."""

    book: SummaryBook
    sheet: Worksheet = field(init=False)
    name: str = ""
    _row: int = 0
    _sections: int = 0

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
        files = _FILES if parts["given"] != counted else _ALL_FILES
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
        titles = [_HEADINGS[key](self.book.lang) for key in ("form", "units", "projects")]
        self._section("totals")
        self._heading([*titles, *(column.title(self.book.lang) for column in money)])
        for place, (form, values) in enumerate((sums or {"": {}}).items()):
            count = Formula("=" + units.total_cell("projects", place), _number(values, "projects"))
            cells: list[Formula | str] = [
                self.book.month.form_title(form) or "—",
                Formula(_unit_count(units, form), unit_counts.get(form, 0)),
                count,
            ]
            for column in money:
                total = "=" + projects.total_cell(column.key, place)
                known = column.key in values or not values
                cells.append(Formula(total, _number(values, column.key)) if known else LACKING)
            kinds = ["centre" if cell == LACKING else "money" for cell in cells[3:]]
            self._cells(cells, ("text", "count", "count", *kinds))

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
        self._section("plan", title)
        lang = self.book.lang
        self._heading([_HEADINGS[key](lang) for key in ("date", "amount", "share")])
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
        self._section("status")
        self._heading([_HEADINGS[key](lang) for key in ("status", "count")])
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
        self.sheet.set_h_pagebreaks([self._row])
        self._section("problems")
        self._heading([_HEADINGS[key](lang) for key in ("problem", "count")])
        for name, words in SEVERITIES.items():
            formula = count_formula(problems, "severity", words(lang))
            self._cells([words(lang), Formula(formula, severities.get(name, 0))], ("text", "count"))
        self._heading([_HEADINGS[key](lang) for key in ("rule", "count")])
        top = self._row
        most = sorted(rules, key=lambda code: (-rules[code], code))[:_RULES_SHOWN]
        for code in most:
            formula = count_formula(problems, "rule", code)
            label = f"{code} {find_rule(code).title(lang)}"
            self._cells([label, Formula(formula, rules[code])], ("text", "count"))
        self._chart("problems", "bar", top, 1, above=len(SEVERITIES) + 1)

    def write_units(self, largest: Sequence[tuple[Decimal, str, str]]) -> None:
        """The units with the largest budgets, and the block for signatures."""
        lang = self.book.lang
        self._section("units")
        self._heading([_HEADINGS["unit"](lang), BUDGET.title(lang)])
        top = self._row
        for budget, name, cell in largest:
            self._cells([name, Formula("=" + cell, float(budget))], ("text", "money"))
        self._chart("units", "bar", top, 1)
        self.sheet.write_string(self._row + 1, 0, SIGNATURES(lang), self.book.looks.plain)

    def _section(self, key: str, more: str = "") -> None:
        self._row += 1
        self.sheet.set_row(self._row, 22)
        self._sections += 1
        number = Words(f"{chinese_number(self._sections)}、", f"{self._sections} ")
        text = number(self.book.lang) + _SECTIONS[key](self.book.lang) + more
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
        title = _CHARTS[key](self.book.lang)
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


def month_end(month: int) -> Words:
    """The end of a month, as the plan's rows are called: 3月底, March."""
    return Words(f"{month}月底", ENGLISH_MONTHS[month - 1])


def _unit_count(units: ListSheet, form: str) -> str:
    """How many units a form has: the rows of the list that are no subtotals."""
    lang = units.book.lang
    conditions = [f'{area},"<>{SUBTOTAL(lang)}"' for area in units.ranges("unit")]
    if units.forms > 1:
        pairs = zip(conditions, units.ranges("form"), strict=True)
        conditions = [f'{condition},{area},"{form}"' for condition, area in pairs]
    return "=" + "+".join(f"COUNTIFS({condition})" for condition in conditions)


def _number(values: Mapping[str, Decimal], key: str) -> float:
    return float(values.get(key, Decimal(0)))
