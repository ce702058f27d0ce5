"""Form + Filling -> a standard workbook, blank or filled in, as the bytes of an .xlsx file."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xltool.excel.read.template_stamp import write_template_stamp
from xltool.excel.template import guide
from xltool.excel.template.cell_values import formula_at, shown_at, value_of
from xltool.excel.template.check_cell import Check
from xltool.excel.template.checks import Checks
from xltool.excel.template.draft import Values
from xltool.excel.template.form_sheet import FormSheet
from xltool.excel.template.formats import FONT, TemplateFormats
from xltool.excel.template.indicator_lights import lit_rows
from xltool.excel.template.lists import SHEET as LISTS
from xltool.excel.template.lists import Lists
from xltool.excel.template.live import (
    colour_blanks,
    colour_lights,
    name_cells,
    show_decimals,
    write_checks,
)
from xltool.excel.template.page import FormPage, Slot
from xltool.excel.template.page_layout import lay_out
from xltool.excel.template.page_setup import set_up
from xltool.language.errors import TextTooLongError
from xltool.model.filling import Filling
from xltool.model.form import Form, Part
from xltool.model.issued import issued
from xltool.model.workbook import Area, CellValue, absolute_a1

CREATED = datetime.datetime(2022, 1, 1)
"""The date that every workbook says it was made on: the same form gives the same bytes."""

LONGEST = 32767
"""Characters that a cell holds."""

_NO_NAME = re.compile(r"[\[\]:*?/\\']")
"""What may not stand in the name of a sheet."""


def build_template(
    form: Form,
    filling: Filling | None = None,
    *,
    unit: str = "",
    year: int | None = None,
    month: int | None = None,
    projects: int = 1,
    carried: bool = False,
    lang: str = "zh",
) -> bytes:
    """The standard workbook of a form; with a filling, its values stand in the input cells.

    The filling decides how many projects and rows there are (with room beyond); `projects` is the
    least number of project sheets, `unit` (code and name run together), `year` and `month` go into
    cells that the filling leaves blank, `month` (1 to 12) into headings too. With `carried` the
    filling is that of an earlier workbook, and the cells that the form locks are. The same
    arguments give the same bytes. Raises `TextTooLongError` for a text that no cell can hold.
    """
    filling = filling or Filling()
    form = issued(form, _filled_names(filling), month)
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        made, {"in_memory": True, "default_format_properties": dict(FONT)}
    )
    workbook.set_properties({"created": CREATED, "title": form.title.zh})
    given = {"unit": unit, "year": year, "period": _month_shown(year, month)}
    builder = _Builder(workbook, form, lang, month, carried)
    for part in form.parts:
        for number, values in enumerate(_values_of(part, filling, given, projects), 1):
            builder.add(part, number, values)
    builder.finish(year)
    workbook.close()
    return made.getvalue()


def _filled_names(filling: Filling) -> set[str]:
    return {
        name
        for entries in filling.tables.values()
        for entry in entries
        for name, value in entry.values.items()
        if value not in (None, "")
    }


def _month_shown(year: int | None, month: int | None) -> str:
    return f"{year}年{month}月" if year and month else f"{month}月" if month else ""


def _values_of(
    part: Part, filling: Filling, by_type: Mapping[str, CellValue], projects: int
) -> list[Values]:
    """The values of each page of a part; `by_type` are those of its unit, year and month."""
    singles = filling.tables.get(part.table, ())
    pages = max(len(singles), projects if part.many else 1)
    given = {f.name: by_type[f.type] for f in part.single_fields() if by_type.get(f.type)}
    found: list[Values] = []
    for page in range(pages):
        own = singles[page].values if page < len(singles) else {}
        filled = {name: value for name, value in own.items() if value not in (None, "")}
        values: dict[str, list[Mapping[str, CellValue]]] = {part.table: [given | filled]}
        for section in part.repeats():
            values[section.name] = [
                entry.values
                for entry in filling.tables.get(section.name, ())
                if not part.many or (entry.project or 0) == page
            ]
        found.append(values)
    return found


class _Builder:
    """Writes page after page into one workbook."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        form: Form,
        lang: str,
        month: int | None,
        carried: bool,
    ) -> None:
        self._workbook, self._form, self._lang = workbook, form, lang
        self._month, self._carried, self._lights = month, carried, False
        self._looks = TemplateFormats(workbook)
        self._guide = workbook.add_worksheet(guide.SHEET)
        self._pages: list[tuple[Worksheet, FormPage]] = []
        self._index: list[guide.IndexEntry] = []

    def add(self, part: Part, number: int, values: Values) -> None:
        """One more sheet."""
        page = lay_out(self._form, part, values)
        name = self._sheet_name(part, number)
        sheet = self._workbook.add_worksheet(name, FormSheet)
        self._pages.append((sheet, page))
        self._write_cells(sheet, page, values)
        shown = partial(shown_at, page, values)
        checks = Checks(page, self._form, shown, self._lang, self._month).all()
        areas = write_checks(sheet, page, checks, self._looks)
        lit = list(lit_rows(page, self._form, self._month, shown))
        self._lights = self._lights or bool(lit)
        colour_lights(sheet, lit, self._looks)
        colour_blanks(sheet, page, self._looks)
        show_decimals(sheet, page, self._looks)
        name_cells(self._workbook, sheet, page, areas)
        set_up(sheet, page, self._looks.of(**FONT | {"font_size": 18}))
        self._index.append(_index_entry(name, page, values, areas, checks))

    def _sheet_name(self, part: Part, number: int) -> str:
        """A name that Excel takes and that no other sheet has."""
        wanted = part.sheet or part.title.zh
        if part.many and "{number}" not in wanted:
            wanted += "{number}"
        name = _NO_NAME.sub("", wanted.replace("{number}", str(number)))[:28]
        taken = {sheet.get_name().casefold() for sheet, _ in self._pages}
        taken |= {guide.SHEET, LISTS}
        return name if name.casefold() not in taken else f"{name}_2"

    def finish(self, year: int | None) -> None:
        """Add what serves all sheets, and open the workbook at the first form."""
        lists = Lists(self._workbook, self._form, self._lang)
        for sheet, page in self._pages:
            lists.validate(sheet, page)
        tables = {t.section.name: t for _, page in self._pages for t in page.tables}
        guide.Guide(self._guide, self._form, self._looks, self._lang).write(
            [
                (t.section.title.words()(self._lang), t.bottom - t.top + 1, t.hidden - t.top)
                for t in tables.values()
            ],
            self._index,
            lights=self._lights,
        )
        rows = {name: table.bottom - table.top + 1 for name, table in tables.items()}
        printed = {text.label: None for _, page in self._pages for text in page.printed}
        printed.pop("", None)
        write_template_stamp(
            self._workbook, self._form.key, self._form.digest, year, rows, tuple(printed)
        )
        self._pages[0][0].activate()

    def _write_cells(self, sheet: Worksheet, page: FormPage, values: Values) -> None:
        for text in page.printed:
            look = self._looks.printed(text.role)
            name = page.slot("name")
            if "{name}" in text.text and name:
                shown = str(value_of(values, name) or "")
                self._put(sheet, text.area, "", look)
                formula = "&".join(_caption(text.text, name.a1))
                title = text.text.replace("{name}", shown)
                sheet.write_formula(
                    text.area.top - 1, text.area.left - 1, f"={formula}", look, title
                )
            else:
                self._put(sheet, text.area, text.text, look)
        for area in page.boxes:
            self._put(sheet, area, None, self._looks.box())
        for slot in page.slots:
            value = value_of(values, slot)
            if slot.field.computed and value in (None, ""):
                self._put_formula(sheet, page, values, slot)
                continue
            locked = self._carried and slot.field.locked and value not in (None, "")
            look = self._looks.input(slot.field, slot.record is not None, locked)
            self._put(sheet, slot.area, value, look)

    def _put_formula(self, sheet: Worksheet, page: FormPage, values: Values, slot: Slot) -> None:
        """A cell that computes itself, with the result that Excel would show."""
        look = self._looks.input(slot.field, slot.record is not None, locked=True)
        self._put(sheet, slot.area, None, look)
        shown = shown_at(page, values, slot)
        # Of an empty result only a text is kept: without one a reader would miss the result.
        result = " " if shown == "" else shown
        row, column = slot.area.top - 1, slot.area.left - 1
        sheet.write_formula(row, column, formula_at(page, slot), look, result)

    def _put(self, sheet: Worksheet, area: Area, value: CellValue, look: Format) -> None:
        row, column = area.top - 1, area.left - 1
        if (area.top, area.left) != (area.bottom, area.right):
            sheet.merge_range(row, column, area.bottom - 1, area.right - 1, "", look)
        if value is None or value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, (int, float, Decimal)):
            sheet.write_number(row, column, float(value), look)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, look)
        elif len(str(value)) > LONGEST:  # xlsxwriter would leave the cell blank
            raise TextTooLongError(text=f"{str(value)[:20]}…", count=len(str(value)))
        else:
            sheet.write_string(row, column, str(value), look)


def _caption(text: str, name: str) -> Iterator[str]:
    """The pieces of the title line as a formula joins them."""
    before, _, after = text.partition("{name}")
    for piece in (f'"{before}"' if before else "", name, f'"{after}"' if after else ""):
        if piece:
            yield piece


def _index_entry(
    sheet: str, page: FormPage, values: Values, areas: Sequence[Area], checks: Sequence[Check]
) -> guide.IndexEntry:
    name = page.slot("name")
    return guide.IndexEntry(
        sheet=sheet,
        name_cell=f"'{sheet}'!{name.a1}" if name else "",
        name=str(value_of(values, name) or "") if name else page.part.title.zh,
        check_cells=tuple(f"'{sheet}'!{absolute_a1(area.top, area.left)}" for area in areas),
        checks=tuple(check.result for check in checks),
    )
