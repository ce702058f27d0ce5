"""Group -> its place on the page: pairs of label and cell, amounts with their text, long texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.excel.template.columns import label_width, spread, value_width
from xltool.excel.template.draft import Draft
from xltool.excel.template.page import Printed, Role
from xltool.model.form import Field, Group, Section, printed_label
from xltool.model.workbook import Area


def lay_group(draft: Draft, section: Group) -> None:
    """Lay a group out by what its fields are."""
    amounts, text = amounts_with_text(section)
    if all(field.match for field in section.fields):
        _header(draft, section)
    elif all(field.below for field in section.fields):
        _texts_below(draft, section)
    elif text:
        _amounts(draft, section, amounts, text)
    else:
        for fields in _rows_of_pairs(draft, section.fields):
            if fields[0].multiline:
                top, bottom = draft.text_rows(fields[:1], sum(draft.page.widths[1:]))
                draft.label(Area(top, 1, bottom, 1), fields[0], section)
                draft.slot(Area(top, 2, bottom, draft.page.right), fields[0])
            else:
                _pairs(draft, section, fields, draft.next_row(), 1)


def _header(draft: Draft, section: Group) -> None:
    """The line above the frame: unit, year, month, and the money unit at its right end."""
    row = draft.next_row(26)
    money = next((f for f in section.fields if f.type == "money_unit"), None)
    order = {"unit": 0, "year": 1, "period": 2}
    fields = sorted(
        (f for f in section.fields if f is not money), key=lambda f: order.get(f.type, 3)
    )
    wanted = _pair_widths(fields)
    areas = [
        Area(row, left, row, right)
        for left, right in spread(wanted, draft.page.widths, last=14.0 if money else 0.0)
    ]
    for place, field in enumerate(fields):
        label = Printed(
            areas[2 * place],
            f"{printed_label(field)}：",
            Role.LINE_RIGHT if place else Role.LINE,
            f"{section.name}.{field.name}",
        )
        draft.page.printed.append(label)
        draft.slot(areas[2 * place + 1], field)
    if money:
        unit = draft.value(draft.part.table, None, money.name)
        text = f"单位：{unit or draft.form.money_unit.default}"
        draft.print(areas[-1], text, Role.LINE_RIGHT)


def _pair_widths(fields: Sequence[Field]) -> list[float]:
    """The widths that labels and their cells would like to have, in turn."""
    return [
        width
        for field in fields
        for width in (label_width(printed_label(field)), value_width(field))
    ]


def _texts_below(draft: Draft, section: Group) -> None:
    """Long texts, each below its label; side by side where the section has a label too."""
    if not section.labels or len(section.fields) > draft.page.right - 1:
        for field in section.fields:
            draft.banner(printed_label(field), f"{section.name}.{field.name}")
            top, bottom = draft.text_rows([field], sum(draft.page.widths))
            draft.slot(Area(top, 1, bottom, draft.page.right), field)
        return
    row = draft.next_row()
    spans = spread([30.0] * len(section.fields), draft.page.widths[1:])
    narrowest = min(sum(draft.page.widths[left : right + 1]) for left, right in spans)
    top, bottom = draft.text_rows(section.fields, narrowest)
    for field, (left, right) in zip(section.fields, spans, strict=True):
        draft.label(Area(row, left + 1, row, right + 1), field, section)
        draft.slot(Area(top, left + 1, bottom, right + 1), field)
    draft.print(Area(row, 1, bottom, 1), section.labels[0], Role.LABEL, section.name)


def _amounts(draft: Draft, section: Group, amounts: Sequence[Field], text: Field) -> None:
    """Amounts side by side and the text that explains them below, beside one label."""
    row = draft.next_row()
    _pairs(draft, section, amounts, row, 2)
    _, bottom = draft.text_rows([text], sum(draft.page.widths[1:]))
    draft.label(Area(row, 1, bottom, 1), text, section)
    draft.slot(Area(row + 1, 2, bottom, draft.page.right), text)


def _rows_of_pairs(draft: Draft, fields: Sequence[Field]) -> Iterator[list[Field]]:
    """The fields of each row: a long text alone, others as many as fit the page."""
    row: list[Field] = []
    for field in fields:
        wanted = sum(_pair_widths([*row, field]))
        fits = wanted <= sum(draft.page.widths) * 0.95 and 2 * len(row) + 2 <= draft.page.right
        if row and (field.multiline or not fits):
            yield row
            row = []
        if field.multiline:
            yield [field]
        else:
            row.append(field)
    if row:
        yield row


def _pairs(draft: Draft, section: Group, fields: Sequence[Field], row: int, first: int) -> None:
    """Labels, each with its input cell, in one row from column `first` on."""
    columns = draft.page.widths[first - 1 :]
    wanted = _pair_widths(fields)
    if first == 1:  # the first label has the column of all first labels
        spans = [(1, 1), *((a + 1, b + 1) for a, b in spread(wanted[1:], columns[1:]))]
    else:
        spans = [(a + first - 1, b + first - 1) for a, b in spread(wanted, columns)]
    for field, (label, value) in zip(
        fields, zip(spans[::2], spans[1::2], strict=True), strict=True
    ):
        draft.label(Area(row, label[0], row, label[1]), field, section)
        draft.slot(Area(row, value[0], row, value[1]), field)


def amounts_with_text(section: Section) -> tuple[list[Field], Field | None]:
    """The amounts of a group and the text after them that tells what they are for."""
    if not isinstance(section, Group):
        return [], None
    *first, last = section.fields
    if first and last.multiline and all(field.type == "money" for field in first):
        return first, last
    return [], None
