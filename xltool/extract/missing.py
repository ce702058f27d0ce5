"""Block -> the labels and headings that it lacks, and those that known prints leave out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from xltool.extract.blocks import Block, part_labels, printed_labels, unprinted_labels
from xltool.extract.grid import keys_of
from xltool.language.text import halfwidth, label_key
from xltool.model.form import (
    Field,
    Group,
    Matrix,
    Part,
    Repeat,
    Row,
    Section,
    Title,
    entries_of,
    printed_label,
)
from xltool.model.submission import Missing
from xltool.model.workbook import Cell, Kind

_MONTH = re.compile(r"(\d+)月")


def missing_labels(block: Block, foreign: bool) -> Iterator[Missing]:
    """The labels and headings of a block that were not found; of a lost table only its title.

    What known prints leave out is missing only from a workbook made from our blank.
    """
    expected = printed_labels(block.part)
    if not foreign:
        expected |= unprinted_labels(block.part)
    lacking = expected - block.found
    month = _month_named(block) if lacking else ""
    for section in block.part.sections:
        headed = section.name in block.headings
        if isinstance(section, Matrix) and not headed:
            if foreign and not always_there(section):
                continue
            yield Missing(
                section.name, _named(section.title, section.title.zh), True, foreign=foreign
            )
            continue
        if isinstance(section, Repeat) and not headed:
            continue  # that there are no records has a rule of its own
        for entry in entries_of(section) if lacking else ():
            name = f"{section.name}.{entry.name}"
            if name in lacking:
                required = not isinstance(entry, Field) or entry.required
                label = _named(entry.title, _with_month(entry, month))
                near = _nearest(block, entry.labels)
                text, ref = (str(near.value).strip(), near.ref) if near else ("", None)
                yield Missing(entry.name, label, required, text, ref, foreign)


def always_there(section: Section) -> bool:
    """Whether every print has a table: some row and some column of it, or some heading."""
    sets = (section.rows, section.columns) if isinstance(section, Matrix) else (section.fields,)
    return all(
        any(not entry.optional and entry.printed == "always" for entry in entries)
        for entries in sets
    )


def unprinted_here(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The labels that known prints leave out, and this one does, each once."""
    labels: dict[str, None] = {}
    for block in blocks:
        spellings, lacking = part_labels(block.part), unprinted_labels(block.part) - block.found
        for name in spellings if lacking else ():
            table = name.partition(".")[0]
            whole = table in block.headings or name in block.labels
            if name in lacking:
                headed = isinstance(_section(block.part, table), Group) or whole
                labels |= (
                    {_printed_as(block.part, name, spellings[name][0]): None} if headed else {}
                )
    return tuple(labels)


def _printed_as(part: Part, name: str, label: str) -> str:
    """A label as a person knows it: one that names a month, by its title."""
    if "{" not in label:
        return label
    table, _, entry = name.partition(".")
    entries = entries_of(_section(part, table))
    return next((each.title.zh for each in entries if each.name == entry), label)


def _section(part: Part, name: str) -> Section:
    return next(section for section in part.sections if section.name == name)


def _month_named(block: Block) -> str:
    """The month that headings like `1-7月执行数` of the block name: "7"; "" where none does."""
    monthly = frozenset[str]().union(
        *(
            keys_of(tuple(label for label in labels if "{month}" in label))
            for labels in part_labels(block.part).values()
        )
    )
    for spot in block.grid.that_read(monthly):
        if spot.ref not in block.accepted:
            continue
        cell = block.grid.cell(spot.ref.row, spot.ref.column)
        if cell and (found := _MONTH.findall(halfwidth(str(cell.value)))):
            return str(int(found[-1]))
    return ""


def _with_month(entry: Field | Row, month: str) -> str:
    """The label as this workbook would spell it, else as the blank form does."""
    label = entry.labels[0].replace("{month}", month) if month else entry.labels[0]
    return printed_label(entry) if "{" in label else label


def _named(title: Title, label: str) -> tuple[str, str]:
    """The label as the blank form has it; whoever reads English reads what it means."""
    return label, f"{label} ({title.en})"


def _nearest(block: Block, labels: tuple[str, ...]) -> Cell | None:
    """The cell in the block that reads most like a label, unless it is another label itself."""
    known = frozenset[str]().union(*(map(keys_of, part_labels(block.part).values())))
    area = block.area
    texts = {
        label_key(str(cell.value)): cell
        for row in range(area.top, area.bottom + 1)
        for cell in block.grid.row(row, area.left, area.right)
        if cell.kind is Kind.TEXT and len(str(cell.value)) <= 20
    }
    keys = [key for key in texts if key not in known]
    near = difflib.get_close_matches(label_key(labels[0]), keys, 1, 0.6)
    return texts[near[0]] if near else None
