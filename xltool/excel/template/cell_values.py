"""Page + Values -> what stands in an input cell: what was filled in, or what its formula gives."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.excel.template.draft import Values
from xltool.excel.template.page import FormPage, Slot
from xltool.language.text import numbered_like
from xltool.model.computed import formula, result
from xltool.model.workbook import CellValue


def value_of(values: Values, slot: Slot) -> CellValue:
    """What is filled in at an input cell."""
    records = values.get(slot.table, ())
    number = slot.record or 0
    value = records[number].get(slot.field.name) if number < len(records) else None
    if value in (None, "") and slot.record is not None and slot.field.numbered:
        return numbered_like(slot.field.numbered, slot.record + 1)
    return value


def shown_at(page: FormPage, values: Values, slot: Slot) -> CellValue:
    """What an input cell shows: of a blank one that is computed, the result."""
    value = value_of(values, slot)
    if slot.field.computed is None or value not in (None, ""):
        return value

    def numbers(name: str) -> Sequence[float]:
        found = (shown_at(page, values, each) for each in _slots(page, slot, name))
        return [float(n) for n in found if isinstance(n, (int, float)) and n is not True]

    return result(slot.field.computed, numbers)


def formula_at(page: FormPage, slot: Slot) -> str:
    """The formula of a computed cell."""

    def cells(name: str) -> str:
        table, dot, column = name.partition(".")
        if dot:
            return next(t for t in page.tables if t.section.name == table).column(column)
        return _slots(page, slot, name)[0].a1

    return formula(slot.field.computed or "", cells)


def _slots(page: FormPage, slot: Slot, name: str) -> list[Slot]:
    """The cells that a name stands for beside a slot: of its record, its part, or a column."""
    table, dot, column = name.partition(".")
    if dot:
        return [s for s in page.slots if s.table == table and s.field.name == column]
    own = [s for s in page.slots if s.table == slot.table and s.record == slot.record]
    near = [s for s in own if s.field.name == name]
    single = page.slot(name)
    return near or ([single] if single else [])
