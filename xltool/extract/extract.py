"""Workbook + Form -> Submission: find anchors and headings, cut records, keep cell references."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xltool.extract.blocks import (
    Block,
    entries_of,
    find_blocks,
    heading_row,
    part_labels,
    printed_labels,
)
from xltool.extract.grid import Grid, keys_of
from xltool.extract.outline import RawRecord
from xltool.extract.records import Cutter
from xltool.extract.template_drift import changes_of
from xltool.language.text import halfwidth, label_key
from xltool.model.form import Field, Form, Matrix, Repeat, Row, Title, printed_label
from xltool.model.submission import Missing, Record, Submission
from xltool.model.workbook import Cell, CellRef, Kind, Workbook
from xltool.values.cell_value import typed_record

_MONTH = re.compile(r"(\d+)月")


@dataclass(frozen=True, slots=True)
class Match:
    """A form, its blocks in a workbook, and the sheets that hold something else."""

    form: Form
    blocks: tuple[Block, ...]
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """A form on one sheet: how many labels its blocks have, and what share of its own that is."""

    form: Form
    blocks: tuple[Block, ...]
    labels: int
    coverage: float


def recognise(workbook: Workbook, forms: Sequence[Form]) -> Match | None:
    """The form that a workbook is filled in on, None where it is none of them.

    Each sheet is for the form that explains most of its labels, then for the one of whose own
    labels most are found, then for the one that the workbook says it was made from, then for the
    one named first; the form with most labels wins. A sheet
    that another form explains better is passed over. A form that judges others takes part under
    their names alone.
    """
    forms = [form for form in forms if not form.judges]
    grids = [Grid.of(sheet) for sheet in workbook.sheets]
    fits = [[_fit(grid, form) for form in forms] for grid in grids]
    made_from = workbook.stamp.form if workbook.stamp else ""

    def rank(fit: _Fit) -> tuple[int, float, bool]:
        return fit.labels, fit.coverage, made_from in fit.form.blank_keys

    best = [max(sheet, key=rank) for sheet in fits if sheet]
    labels = [sum(fit.labels for fit in best if fit.form is form) for form in forms]
    if not any(labels):
        return None
    winner = labels.index(max(labels))
    blocks: list[Block] = []
    passed_over = []
    for grid, sheet, other in zip(grids, fits, best, strict=True):
        mine = sheet[winner]
        if mine.blocks and (other.labels <= mine.labels or other.coverage <= mine.coverage):
            blocks += mine.blocks
        elif other.blocks or _resembles(grid, forms[winner]):
            passed_over.append(grid.sheet.name)
    return Match(forms[winner], tuple(blocks), tuple(passed_over))


def _resembles(grid: Grid, form: Form) -> bool:
    """Whether a sheet without a block holds two fifths of a part's labels: a form broken beyond
    recognition, not a list of projects.
    """
    if _ignored(grid, form):
        return False
    # A whole part may have been typed into one cell, line by line.
    texts = [str(cell.value) for cell in grid.sheet.cells.values() if cell.kind is Kind.TEXT]
    lines = {label_key(line) for text in texts if "\n" in text for line in text.splitlines()}
    for part in form.parts:
        labels = part_labels(part)
        printed = printed_labels(part)
        found = [
            name
            for name in printed
            if grid.that_read(keys_of(labels[name])) or not lines.isdisjoint(keys_of(labels[name]))
        ]
        if len(found) * 5 >= len(printed) * 2:
            return True
    return False


def _ignored(grid: Grid, form: Form) -> bool:
    return any(re.search(pattern, grid.sheet.name) for pattern in form.ignored_sheets)


def _fit(grid: Grid, form: Form) -> _Fit:
    blocks = () if _ignored(grid, form) else tuple(find_blocks(grid, form))
    labels = found = total = 0
    for part in form.parts:
        printed = printed_labels(part)
        counts = [len(block.found & printed) for block in blocks if block.part is part]
        if counts:
            labels, found, total = labels + sum(counts), found + max(counts), total + len(printed)
    return _Fit(form, blocks, labels, found / total if total else 0.0)


def extract(workbook: Workbook, match: Match) -> Submission:
    """Read a workbook on the form that it was recognised as; unit, year and period come later."""
    tables: dict[str, list[Record]] = {name: [] for name in match.form.tables()}
    for block in match.blocks:
        _read_block(block, tables, workbook.blanks_certain)
    hidden = [block for block in match.blocks if not block.grid.sheet.visible]
    first = match.blocks[0].first
    grids = {block.grid.sheet.name: block.grid for block in match.blocks}
    changes = changes_of(workbook, grids.values(), match.form, first)
    return Submission(
        path=workbook.path,
        digest=workbook.digest,
        form=match.form.key,
        tables={name: tuple(records) for name, records in tables.items()},
        sheets=tuple(sheet.name for sheet in workbook.sheets),
        earlier=workbook.earlier,
        modified=workbook.modified,
        workbook=Record(
            {
                "hidden": tuple(dict.fromkeys(block.grid.sheet.name for block in hidden)),
                "passed_over": match.passed_over,
                "template": changes,
                "stamp": workbook.stamp,
            },
            {
                "part": first,
                "hidden": hidden[0].first if hidden else first,
                "passed_over": CellRef(match.passed_over[0], 1, 1) if match.passed_over else first,
                **{f"template_{number}": change.ref for number, change in enumerate(changes)},
            },
        ),
    )


def _read_block(block: Block, tables: dict[str, list[Record]], certain: bool) -> None:
    part, cutter = block.part, Cutter(block)
    project = len(tables[part.table]) if part.many else None
    raw: RawRecord = {}
    absent = list(_missing_labels(block))
    blank: list[Repeat] = []
    short = [cut for section in part.repeats() if (cut := cutter.cut_short(section))]
    for section in part.sections:
        if isinstance(section, Repeat):
            records = cutter.records(section) or []
            if not records:
                blank.append(section)
            tables[section.name] += [
                _record(record, section.fields, block.first, project, certain) for record in records
            ]
        elif isinstance(section, Matrix):
            raw |= cutter.crossings(section)
        else:
            raw |= cutter.values(section)
    for field in part.single_fields():
        if field.match or not field.labels:  # known by its looks: not found is not filled in
            raw.setdefault(field.name, Cell(block.first, None, Kind.BLANK))
    record = _record(raw, part.single_fields(), block.first, project, certain)
    tables[part.table].append(
        replace(
            record,
            values={**record.values, "missing": tuple(absent), "cut_short": tuple(short)},
            refs={
                **{f"cut_short_{cut.table}": cut.ref for cut in short},
                **{label.name: label.ref for label in absent if label.ref},
                **_section_refs(block),
                **_first_inputs(cutter, blank),
                **record.refs,
            },
        )
    )


def _section_refs(block: Block) -> dict[str, CellRef]:
    """The label of each labelled table, by its name: where a finding about all of it is shown."""
    spots = {section.name: block.spots(section.labels) for section in block.part.repeats()}
    return {name: found[0].ref for name, found in spots.items() if found}


def _first_inputs(cutter: Cutter, blank: Sequence[Repeat]) -> dict[str, CellRef]:
    """Of tables without a record, the cell where the first would begin."""
    places = ((section.name, cutter.first_input(section)) for section in blank)
    return {name: ref for name, ref in places if ref}


def _record(
    raw: RawRecord, fields: Sequence[Field], first: CellRef, project: int | None, certain: bool
) -> Record:
    for field in fields:
        cell = raw.get(field.name)
        if cell and cell.kind is Kind.BLANK and field.required and not certain:
            raw[field.name] = replace(cell, kind=Kind.UNKNOWN)
    refs = {name: cell.ref for name, cell in raw.items()}
    return Record(typed_record(raw, fields), {**refs, "part": first}, project)


def _missing_labels(block: Block) -> Iterator[Missing]:
    """The labels and headings of a block that were not found; of a lost table only its title."""
    expected = printed_labels(block.part)
    month = _month_named(block)
    for section in block.part.sections:
        top = heading_row(block, section)
        if isinstance(section, Matrix) and top is None:
            yield Missing(section.name, _named(section.title, section.title.zh), True)
            continue
        if isinstance(section, Repeat) and top is None:
            continue  # that there are no records has a rule of its own
        for entry in entries_of(section):
            name = f"{section.name}.{entry.name}"
            if name in expected and name not in block.found:
                required = not isinstance(entry, Field) or entry.required
                label = _named(entry.title, _with_month(entry, month))
                near = _nearest(block, entry.labels)
                if near is None:
                    yield Missing(entry.name, label, required)
                else:
                    text = str(near.value).strip()
                    yield Missing(entry.name, label, required, text, near.ref)


def _month_named(block: Block) -> str:
    """The month that headings like `1-7月执行数` of the block name: "7"; "" where none does."""
    monthly = tuple(
        label
        for labels in part_labels(block.part).values()
        for label in labels
        if "{month}" in label
    )
    for spot in block.spots(monthly):
        cell = block.grid.cell(spot.ref.row, spot.ref.column)
        if cell and (found := _MONTH.findall(halfwidth(str(cell.value)))):
            return str(int(found[-1]))
    return ""


def _with_month(entry: Field | Row, month: str) -> str:
    """The label as this workbook would spell it, else as the blank form does."""
    label = entry.labels[0].replace("{month}", month) if month else entry.labels[0]
    return printed_label(entry) if "{" in label else label


def _named(title: Title, label: str) -> tuple[str, str]:
    """The label as the blank form has it; whoever reads English is told what it means."""
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
