"""Amounts without a label of their own: in a sentence, or right beside the label of their section.

`年度资金总额：120万元，其中：财政拨款100万元，其他资金20万元` in one cell, as some provinces print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xltool.extract.blocks import Block
from xltool.extract.grid import keys_of, spot_is
from xltool.extract.outline import RawRecord
from xltool.language.text import halfwidth, squeezed
from xltool.model.form import Field, Group
from xltool.model.workbook import Kind
from xltool.values.cell_value import decimal_of, shown_text

_AMOUNT = r"(?:共?计|为|:)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(千元|[百千]?万元|亿元|元)"
_ANY = re.compile(_AMOUNT)


def loose_amounts(block: Block) -> RawRecord:
    """The amounts of a block that no label of their own gives, by field: first what stands beside
    the section's label, else what one text says with its unit.
    """
    found: RawRecord = {}
    for section in block.part.sections:
        amounts = [f for f in _of(section) if f.type == "money"] if _of(section) else []
        if not any(field.in_text for field in amounts) or block.columns:
            continue
        total, label = amounts[0], block.labels.get(section.name)
        own = block.labels.get(f"{section.name}.{total.name}")
        if label and own is None and not label.rest:
            cell = block.grid.cell(label.area.top, label.area.right + 1)
            if cell.kind is Kind.NUMBER and label.area.top == label.area.bottom:
                found[total.name] = cell
                continue
        for field in amounts:
            if field.made_of and f"{section.name}.{field.name}" not in block.labels:
                found |= _added(block, field)
        if own is None or _ANY.search(squeezed(halfwidth(own.rest))):
            found |= next(_said(block, amounts), {})
    return found


def _of(section: object) -> tuple[Field, ...]:
    return section.fields if isinstance(section, Group) else ()


def _added(block: Block, field: Field) -> RawRecord:
    """The amounts beside the boxes that make up a field, added up, in the cell of the first."""
    keys = keys_of(field.made_of)
    labels = [block.accepted[ref] for ref in sorted(block.boxes)]
    spots = [spot for spot in labels if spot_is(spot, keys) and not spot.rest]
    cells = [block.grid.cell(spot.area.top, spot.area.right + 1) for spot in spots]
    numbers = [cell for cell in cells if cell.kind is Kind.NUMBER]
    if not numbers:
        return {}
    total = sum((decimal_of(cell.value) for cell in numbers), Decimal(0))  # type: ignore[arg-type]
    return {field.name: numbers[0]._replace(value=total, formula=None)}


def _said(block: Block, fields: list[Field]) -> Iterator[RawRecord]:
    """What each text of the block above its tables says of the amounts, if it names the total."""
    for row in range(block.body, block.area.bottom + 1):
        if block.in_table(row):
            return
        for cell in block.grid.row(row, block.area.left, block.area.right):
            text = squeezed(halfwidth(shown_text(cell))) if cell.kind is Kind.TEXT else ""
            said = {field.name: _amount(field, text) for field in fields if field.in_text}
            units = {found[2] for found in _ANY.finditer(text)}
            total = said.pop(fields[0].name)
            if total is None or len(_ANY.findall(text)) < 2 or len(units) > 1:
                continue
            parts = {name: each for name, each in said.items() if each is not None}
            # Parts that do not make up the total were not all understood.
            known = {fields[0].name: total} | (parts if sum(parts.values()) == total else {})
            words = ("", units.pop())
            # Shown with its unit a number reads as an amount whose format says 万元.
            yield {
                name: cell._replace(value=value, kind=Kind.NUMBER, words=words)
                for name, value in known.items()
            }


def _amount(field: Field, text: str) -> Decimal | None:
    """What a text says of an amount; of a total the first figure, of a part the sum of all."""
    found = [
        Decimal(each[1].replace(",", ""))
        for each in re.finditer(rf"(?:{field.in_text}){_AMOUNT}", text)
    ]
    if not found:
        return None
    return found[0] if field.required else sum(found, Decimal(0))
