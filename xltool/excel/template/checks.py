"""Page + Form -> its live check cells: a formula each, and what it shows for the values filled in.

Every formula gets the result that Excel would work out, because programs that only read the file
show what is stored. Only functions of Excel 2007 are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from xltool.excel.template.check_cell import BAD, GOOD, OPEN, Check
from xltool.excel.template.light_check import light_check
from xltool.excel.template.page import FormPage, Slot, TableArea
from xltool.language.words import Words
from xltool.model.form import Field, Form, Matrix
from xltool.model.workbook import CellValue, column_letters
from xltool.values.project_code import LENGTH

WORDS = {
    "sum": Words("{title}合计", "sum of {title}"),
    "no_number": Words("{title}合计：请只填数字", "sum of {title}: numbers only"),
    "off": Words("{title}合计差 ", "{title} is off by "),
    "plan": Words("支出计划", "spending plan"),
    "plan_off": Words(
        "支出计划：逐期不减，末期 100%", "spending plan: never falling, the last is 100%"
    ),
    "plan_open": Words("支出计划未填全", "spending plan incomplete"),
    "code": Words(f"编码 {LENGTH} 位", f"code has {LENGTH} characters"),
    "code_off": Words(
        f"编码应为 {LENGTH} 位，现为 ", f"the code needs {LENGTH} characters; it has "
    ),
    "weights": Words("{title}合计 {total}", "{title} add up to {total}"),
    "weights_off": Words(
        "{title}合计应为 {total}，现为 ", "{title} should add up to {total}, not "
    ),
    "required": Words("必填项已填全", "all required cells filled in"),
    "required_left": Words("必填项还差 ", "required cells still blank: "),
}


ValueOf = Callable[[Slot], CellValue]


class Checks:
    """Makes the checks of one page."""

    def __init__(
        self, page: FormPage, form: Form, value_of: ValueOf, lang: str, month: int | None = None
    ) -> None:
        self._page, self._form, self._value_of, self._lang = page, form, value_of, lang
        self._month = month

    def all(self) -> list[Check]:
        """The checks in the order of the page, that of the blanks last."""
        money = (*self._sums(), *self._light(), *self._plans())
        return [*money, *self._codes(), *self._weights(), self._required()]

    def _message(self, name: str, **params: object) -> str:
        return WORDS[name].render(params, self._lang).replace('"', "")

    def _number(self, slot: Slot) -> float:
        value = self._value_of(slot)
        return float(value) if isinstance(value, (int, float)) else 0.0

    def _filled(self, slots: Sequence[Slot]) -> int:
        return sum(self._value_of(slot) not in (None, "") for slot in slots)

    # Sums, plans, codes, weights

    def _sums(self) -> Iterator[Check]:
        unit = self._form.money_unit
        places = unit.decimals.get(unit.default, 2)
        for each in self._form.sums:
            total = self._page.slot(each.total)
            parts = [slot for name in each.parts if (slot := self._page.slot(name))]
            if total is None or len(parts) < len(each.parts):
                continue
            cells = ",".join(slot.a1 for slot in (total, *parts))
            added = ",".join(slot.a1 for slot in parts)
            title = self._sum_title(total.field)
            # Half a unit of the last place for each addend that may have been rounded, and a hair
            # for the noise of floats.
            within = (
                f"0.5*10^-{places}*({'+'.join(f'(N({s.a1})<>0)' for s in parts)})+10^-{places + 2}"
            )
            good, off = self._message("sum", title=title), self._message("off", title=title)
            bad = self._message("no_number", title=title)
            style = "#,##0." + "0" * min(places, 2) + "#" * max(0, places - 2)
            formula = (
                f'=IF(COUNTA({cells})=0,"{OPEN} {good}",IF(COUNTA({cells})>COUNT({cells}),'
                f'"{BAD} {bad}",IF(ABS(N({total.a1})-SUM({added}))<={within},"{GOOD} {good}",'
                f'"{BAD} {off}"&TEXT(N({total.a1})-SUM({added}),"{style}"))))'
            )
            yield Check(formula, self._sum_result(total, parts, places, (good, bad, off)))

    def _sum_title(self, field: Field) -> str:
        """What tells the sums of a form apart: of a matrix, the column."""
        for section in self._page.part.sections:
            if isinstance(section, Matrix):
                for column in section.columns:
                    if field.name.endswith(f"_{column.name}"):
                        return column.title.words()(self._lang)
        return field.title.words()(self._lang)

    def _sum_result(
        self, total: Slot, parts: Sequence[Slot], places: int, said: tuple[str, str, str]
    ) -> str:
        good, bad, off = said
        slots = [total, *parts]
        values = [self._value_of(slot) for slot in slots]
        if not self._filled(slots):
            return f"{OPEN} {good}"
        if any(isinstance(value, str) and value for value in values):
            return f"{BAD} {bad}"
        difference = self._number(total) - sum(map(self._number, parts))
        within = 0.5 * 10**-places * sum(self._number(p) != 0 for p in parts) + 10 ** -(places + 2)
        if abs(difference) <= within:
            return f"{GOOD} {good}"
        shown = f"{difference:,.{places}f}"
        if places > 2:  # as the format shows it: two places at least, no zeros at the end
            whole, point, rest = shown.partition(".")
            shown = whole + point + rest[:2] + rest[2:].rstrip("0")
        return f"{BAD} {off}{shown}"

    def _light(self) -> Iterator[Check]:
        check = light_check(self._page, self._form, self._month, self._value_of, self._lang)
        if check:
            yield check

    def _plans(self) -> Iterator[Check]:
        for section in self._page.part.sections:
            if not isinstance(section, Matrix) or len(section.columns) < 2:
                continue
            if any(column.type != "percent" for column in section.columns):
                continue
            for row in section.rows:
                names = [f"{row.name}_{column.name}" for column in section.columns]
                slots = [slot for name in names if (slot := self._page.slot(name))]
                yield self._plan(slots)

    def _plan(self, slots: Sequence[Slot]) -> Check:
        good, off, left = (self._message(name) for name in ("plan", "plan_off", "plan_open"))
        cells = [slot.a1 for slot in slots]
        joined = ",".join(cells)
        rising = ",".join(f"{a}<={b}" for a, b in pairwise(cells))
        formula = (
            f'=IF(COUNTA({joined})=0,"{OPEN} {good}",IF(COUNT({joined})<{len(cells)},'
            f'"{BAD} {left}",IF(AND({cells[0]}>=0,{rising},OR({cells[-1]}=1,{cells[-1]}=100)),'
            f'"{GOOD} {good}","{BAD} {off}")))'
        )
        values = [self._value_of(slot) for slot in slots]
        numbers = [float(v) for v in values if isinstance(v, (int, float))]
        if not self._filled(slots):
            return Check(formula, f"{OPEN} {good}")
        if len(numbers) < len(slots):
            return Check(formula, f"{BAD} {left}")
        right = numbers[0] >= 0 and numbers == sorted(numbers) and numbers[-1] in (1, 100)
        return Check(formula, f"{GOOD} {good}" if right else f"{BAD} {off}")

    def _codes(self) -> Iterator[Check]:
        for slot in self._page.slots:
            if slot.record is None and slot.field.type == "code":
                good, off = self._message("code"), self._message("code_off")
                size = f"LEN(TRIM({slot.a1}))"
                formula = (
                    f'=IF({size}=0,"{OPEN} {good}",'
                    f'IF({size}={LENGTH},"{GOOD} {good}","{BAD} {off}"&{size}))'
                )
                length = len(str(self._value_of(slot) or "").strip())
                mark = GOOD if length == LENGTH else BAD if length else OPEN
                yield Check(formula, f"{mark} {off}{length}" if mark == BAD else f"{mark} {good}")

    def _weights(self) -> Iterator[Check]:
        """The weights of the indicators, with that of the execution where the form has one."""
        expected = self._form.weights_total
        tables = [t for t in self._page.tables if "weight" in t.columns]
        if expected is None or not tables:
            return
        # Not the row under the table: that is the total itself.
        above = [
            slot
            for slot in self._page.slots
            if slot.record is None
            and slot.field.name.endswith("_weight")
            and slot.area.top < tables[0].top
        ]
        cells = ",".join([*(slot.a1 for slot in above), *(t.column("weight") for t in tables)])
        field = next(f for f in tables[0].section.fields if f.name == "weight")
        title = field.title.words()(self._lang)
        good = self._message("weights", title=title, total=expected)
        off = self._message("weights_off", title=title, total=expected)
        formula = (
            f'=IF(COUNT({cells})=0,"{OPEN} {good}",IF(ABS(SUM({cells})-{expected})<0.000001,'
            f'"{GOOD} {good}","{BAD} {off}"&ROUND(SUM({cells}),6)))'
        )
        slots = [*above, *(s for s in self._page.slots if s.record is not None)]
        weights = [s for s in slots if s in above or s.field.name == "weight"]
        total = round(sum(map(self._number, weights)), 6)
        if not self._filled(weights):
            return (yield Check(formula, f"{OPEN} {good}"))
        right = abs(total - float(expected)) < 0.000001
        yield Check(formula, f"{GOOD} {good}" if right else f"{BAD} {off}{total:g}")

    # Blanks

    def _required(self) -> Check:
        """How many required cells are blank: single ones, and those of rows that were begun."""
        singles = [s for s in self._page.slots if s.record is None and to_fill_in(s.field)]
        counts = [f"(LEN(TRIM({slot.a1}))=0)" for slot in singles]
        blanks = len(singles) - self._filled(singles)
        for table in self._page.tables:
            counts += _blanks_in(table)
            blanks += self._blank_in_rows(table)
        left = self._message("required_left")
        number = "+".join(counts) or "0"
        formula = (
            f'=IF(({number})=0,"{GOOD} {self._message("required")}","{BAD} {left}"&({number}))'
        )
        return Check(
            formula, f"{BAD} {left}{blanks}" if blanks else f"{GOOD} {self._message('required')}"
        )

    def _blank_in_rows(self, table: TableArea) -> int:
        rows: dict[int, dict[str, CellValue]] = {}
        for slot in self._page.slots:
            if slot.record is not None and slot.table == table.section.name:
                rows.setdefault(slot.record, {})[slot.field.name] = self._value_of(slot)
        needed = required_columns(table)
        own = own_columns(table)
        begun = [row for row in rows.values() if any(row[n] not in (None, "") for n in own)]
        blank = sum(row[name] in (None, "") for row in begun for name in needed)
        levels = [n for n in filled_down(table) if all(r[n] in (None, "") for r in rows.values())]
        return (blank if begun else len(needed)) + len(levels)


def to_fill_in(field: Field) -> bool:
    """Whether a filler must type something: not where the cell computes itself."""
    return field.required and not field.computed


def own_columns(table: TableArea) -> list[str]:
    """The columns that show that a row was begun: not those that are printed, computed or filled
    down.
    """
    fields = table.section.fields
    return [f.name for f in fields if not (f.numbered or f.fill_down or f.computed)]


def required_columns(table: TableArea) -> list[str]:
    """The required columns; a blank level takes the one above it and is no blank."""
    return [f.name for f in table.section.fields if to_fill_in(f) and not f.fill_down]


def filled_down(table: TableArea) -> list[str]:
    """The required levels, of which one at least must stand at the top."""
    return [f.name for f in table.section.fields if to_fill_in(f) and f.fill_down]


def _blanks_in(table: TableArea) -> list[str]:
    """Formulas that count the blanks of a table: of begun rows, or of the first if none was."""
    begun = "+".join(f"(LEN({table.column(name)})>0)" for name in own_columns(table))
    needed = required_columns(table)
    counts = [f"SUMPRODUCT(--(({begun})>0),--(LEN({table.column(name)})=0))" for name in needed]
    levels = [f"(COUNTA({table.column(name)})=0)" for name in filled_down(table)]
    first = f"IF(SUMPRODUCT({begun})=0,{len(needed)},0)"
    return [*counts, first, *levels] if needed else []


def row_begun(table: TableArea) -> str:
    """A condition on the first row of a table, for all rows: something is filled in in it."""
    letters = (column_letters(table.columns[name][0]) for name in own_columns(table))
    return "+".join(f"(LEN(${letter}{table.top})>0)" for letter in letters)
