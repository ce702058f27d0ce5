"""执行进度: spent against budget, plan and time, by project; below, by unit with a chart."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.format import Format

from xltool.excel.summary.columns import (
    FORM,
    FORM_KEY,
    ORIGIN,
    PROJECT,
    UNIT,
    UNIT_NAME,
    SummaryColumn,
    Value,
    plain_value,
)
from xltool.excel.summary.formats import SummaryBook
from xltool.excel.summary.light_cells import (
    colour_lights,
    form_value,
    light_column,
    origin_value,
)
from xltool.excel.summary.links import Formula, quoted
from xltool.excel.summary.list_foot import write_line, write_signatures, write_totals
from xltool.excel.summary.list_sheet import USUAL_HEIGHT, ListSheet
from xltool.language.words import Words
from xltool.ledger.form_facts import is_monthly
from xltool.month.attained import progress, progress_count
from xltool.month.attainment_rows import ProgressRow
from xltool.rules.monitoring.lights import LIGHT_WORDS, Light

_ABOUT = Words(
    "金额单位：元；红灯、黄灯在前；预算数为调整后预算数，没有调整的为年初预算数；"
    "时间进度 = 已过月数 ÷ 12（自评表按全年）；计划进度取绩效目标表的支出计划，没有的为 —。",
    "Amounts in yuan; red and yellow first; the budget is the adjusted one, else the initial one; "
    "time = months over ÷ 12 (all of the year for self-assessments); the plan is that of the "
    "target form, — where there is none.",
)
_UNITS = Words("执行率最低的单位", "Units that have spent the least")
_CHART = Words("各单位执行率与时间进度（%）", "Executed and time by unit (%)")
_EXECUTED = Words("累计执行数", "Executed")
_RATE = Words("执行率（%）", "Executed (%)")
_TIME = Words("时间进度（%）", "Time (%)")
_SHOWN = 15
_CENT = Decimal("0.01")


def time_share(book: SummaryBook, form: str) -> Decimal:
    """How much of the year is over at the end of the month, in percent; a form that has no month
    of its own is about the whole year.
    """
    months = int(book.month.month.period[5:]) if is_monthly(book.month.forms[form]) else 12
    return (Decimal(months) / 12 * 100).quantize(_CENT, ROUND_HALF_UP)


def rate(executed: Decimal, budget: Decimal) -> Decimal:
    """What was spent of a budget, in percent; 0 where there is no budget."""
    if not budget:
        return Decimal(0)
    return (executed / budget * 100).quantize(_CENT, ROUND_HALF_UP)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _rate(row: ProgressRow, sheet: ListSheet) -> Value:
    line, budget = sheet.next_line(), _amount(row.budget)
    if not budget or row.executed is None:
        return "—"
    spent, whole = f"{sheet.letter('executed')}{line}", f"{sheet.letter('budget')}{line}"
    share = rate(Decimal(row.executed), budget)
    return Formula(f"=IF({whole}=0,0,ROUND({spent}/{whole}*100,2))", float(share))


def _ahead(row: ProgressRow, sheet: ListSheet) -> Value:
    line, budget = sheet.next_line(), _amount(row.budget)
    if not budget or row.executed is None:
        return "—"
    ahead = rate(Decimal(row.executed), budget) - time_share(sheet.book, row.form)
    cells = f"{sheet.letter('rate')}{line}-{sheet.letter('time')}{line}"
    return Formula(f"=ROUND({cells},2)", float(ahead))


def _planned(row: ProgressRow, _: ListSheet) -> Value:
    return "—" if row.planned is None else float(row.planned)


def _time(row: ProgressRow, sheet: ListSheet) -> Value:
    return float(time_share(sheet.book, row.form))


EXECUTION = (
    replace(FORM, width=15, value=form_value("form")),
    replace(UNIT, value=plain_value("unit")),
    replace(UNIT_NAME, value=plain_value("unit_name")),
    replace(PROJECT, value=plain_value("name"), width=26),
    SummaryColumn(
        "budget", Words("预算数", "Budget"), 15, "money", amount=lambda row: _amount(row.budget)
    ),
    SummaryColumn("executed", _EXECUTED, 15, "money", amount=lambda row: _amount(row.executed)),
    SummaryColumn("rate", _RATE, 9, "share", _rate, ratio="executed"),
    SummaryColumn("time", _TIME, 13, "share", _time),
    SummaryColumn("plan", Words("计划进度（%）", "Planned (%)"), 13, "share", _planned),
    SummaryColumn("ahead", Words("比时间进度", "Against time"), 9, "share", _ahead),
    SummaryColumn(
        "expected",
        Words("全年预计执行数", "By year’s end"),
        15,
        "money",
        amount=lambda row: _amount(row.expected),
    ),
    light_column("light", Words("执行亮灯", "Money")),
    light_column("worst", Words("项目亮灯", "Project")),
    replace(ORIGIN, value=origin_value, width=18),
    replace(FORM_KEY, value=plain_value("form")),
)
_ONLY = {"expected": "expected", "plan": "planned", "light": "light", "worst": "worst"}
"""Columns that no form of the month may have, with what tells of them."""

FormSums = dict[str, dict[str, Decimal]]
"""By form: the sums of the amounts, their rate, the time, and the projects with each light."""


def execution_list(book: SummaryBook) -> ListSheet | None:
    """The empty list; None where no form of the month says what was spent."""
    count = progress_count(book.month)
    if not count:
        return None
    has = {key for key, name in _ONLY.items() if progress_count(book.month, name)}
    columns = [column for column in EXECUTION if column.key not in _ONLY or column.key in has]
    return ListSheet(book, "execution", columns, count, _ABOUT(book.lang))


def light_formula(rows: ListSheet, form: str, light: Light) -> str:
    """How many projects of a form have this light."""
    word = quoted(LIGHT_WORDS[light](rows.book.lang))
    parts = [
        f"COUNTIFS({lights},{word},{forms},{quoted(form)})"
        for lights, forms in zip(rows.ranges("worst"), rows.ranges("form"), strict=True)
    ]
    return "=" + "+".join(parts)


def write_execution(book: SummaryBook, sheet: ListSheet) -> FormSums:
    """Write them all, the totals by form, and the units that are furthest behind."""
    sums: FormSums = {}
    for row in progress(book.month):
        own = sums.setdefault(row.form, {})
        for column in sheet.columns:
            amount = column.amount(row) if column.amount else None
            if amount is not None:
                own[column.key] = own.get(column.key, Decimal(0)) + amount
        if row.worst:
            own[row.worst] = own.get(row.worst, Decimal(0)) + 1
        sheet.write(row)
    for form, own in sums.items():
        own["rate"] = rate(own["executed"], own.get("budget", Decimal(0)))
        own["time"] = time_share(book, form)
    write_totals(sheet, sums)
    for key in ("light", "worst"):
        if any(column.key == key for column in sheet.columns):
            colour_lights(sheet, key)
    for form in sums:
        _write_units(book, sheet, form, several=len(sums) > 1)
    write_signatures(sheet)
    return sums


def _write_units(book: SummaryBook, rows: ListSheet, form: str, *, several: bool) -> None:
    """The units of a form with the least share spent, with a chart beside them."""
    lang = book.lang
    more = f" · {book.month.form_title(form)}" if several else ""
    write_line(rows, _UNITS(lang) + more, book.looks.section)
    page, top = rows.pages[-1], rows.below
    titles = (UNIT.title, UNIT_NAME.title, Words("预算数", "Budget"), _EXECUTED, _RATE, _TIME)
    places = _places(rows)
    page.sheet.set_row(top, 30)
    for at, title in zip(places, titles, strict=True):
        if at == places[1]:
            _span_name(rows, top, places, book.looks.heading)
        page.sheet.write_string(top, at, title(lang), book.looks.heading)
    rows.below += 1
    for unit, name, budget, executed in _behind(book, form):
        _write_unit(book, rows, form, (unit, name), (budget, executed))
    _chart(book, rows, top + 1, places)
    rows.below = max(rows.below, top + 16)


def _places(rows: ListSheet) -> list[int]:
    """The columns of the small table: those of the list that hold the same."""
    keys = [column.key for column in rows.columns]
    return [keys.index(k) for k in ("unit", "unit_name", "budget", "executed", "rate", "time")]


def _span_name(rows: ListSheet, row: int, places: list[int], look: Format) -> None:
    """Let a unit's name have the column of the projects too: there is none here."""
    if places[1] + 1 < places[2]:
        rows.pages[-1].sheet.merge_range(row, places[1], row, places[2] - 1, "", look)


def _behind(book: SummaryBook, form: str) -> list[tuple[str, str, Decimal, Decimal]]:
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for row in progress(book.month):
        if row.form == form and row.budget is not None and row.executed is not None:
            own = sums.setdefault((row.unit, row.unit_name), [Decimal(0), Decimal(0)])
            own[0] += Decimal(row.budget)
            own[1] += Decimal(row.executed)
    found = [(*unit, budget, executed) for unit, (budget, executed) in sums.items() if budget]
    return sorted(found, key=lambda each: (each[3] / each[2], each[0]))[:_SHOWN]


def _write_unit(
    book: SummaryBook,
    rows: ListSheet,
    form: str,
    unit: tuple[str, str],
    amounts: tuple[Decimal, Decimal],
) -> None:
    sheet, row, looks = rows.pages[-1].sheet, rows.below, book.looks
    places = _places(rows)
    sheet.set_row(row, USUAL_HEIGHT)
    sheet.write_string(row, places[0], unit[0], looks.of("centre"))
    _span_name(rows, row, places, looks.of("text"))
    sheet.write_string(row, places[1], unit[1], looks.of("text"))
    code = f"${rows.letter('unit')}{row + 1}"
    for at, key, value in zip(places[2:4], ("budget", "executed"), amounts, strict=True):
        parts = [
            f"SUMIFS({area},{units},{code},{forms},{quoted(form)})"
            for area, units, forms in zip(
                rows.ranges(key), rows.ranges("unit"), rows.ranges("form"), strict=True
            )
        ]
        sheet.write_formula(row, at, "=" + "+".join(parts), looks.of("money"), float(value))
    spent, whole = (f"{rows.letter(key)}{row + 1}" for key in ("executed", "budget"))
    formula = f"=IF({whole}=0,0,ROUND({spent}/{whole}*100,2))"
    sheet.write_formula(
        row, places[4], formula, looks.of("share"), float(rate(amounts[1], amounts[0]))
    )
    share = float(time_share(book, form))
    sheet.write_number(row, places[5], share, looks.of("share"))
    rows.below += 1


def _chart(book: SummaryBook, rows: ListSheet, top: int, places: list[int]) -> None:
    """Bars of what was spent, and a line where the time stands."""
    if rows.below <= top:
        return
    name, last = rows.pages[-1].name, rows.below - 1
    chart = book.workbook.add_chart({"type": "column"})
    line = book.workbook.add_chart({"type": "line"})
    names = [name, top, places[0], last, places[0]]  # codes: names would take the room
    for target, title, at, look in (
        (chart, _RATE, places[4], {"fill": {"color": "#4F81BD"}, "gap": 60}),
        (line, _TIME, places[5], {"line": {"color": "#C0504D", "width": 1.75}}),
    ):
        values = [name, top, at, last, at]
        target.add_series({"name": title(book.lang), "categories": names, "values": values, **look})
    chart.combine(line)
    chart.set_title({"name": _CHART(book.lang), "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_x_axis({"num_font": {"size": 9}})
    chart.set_y_axis({"num_font": {"size": 9}, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 430, "height": 290})
    rows.pages[-1].sheet.insert_chart(
        top - 1, places[5] + 1, chart, {"object_position": 2, "x_offset": 8}
    )
