"""Workbook + Form -> Submission: find anchors and headings, cut records, keep cell references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from xltool.extract.added_up import with_added
from xltool.extract.blocks import Block
from xltool.extract.filled_down import doubtful_levels
from xltool.extract.grid import Grid
from xltool.extract.heading_lines import blank_lines, unclear_boxes
from xltool.extract.loose_amounts import loose_amounts
from xltool.extract.missing import always_there, missing_labels, unprinted_here
from xltool.extract.outline import RawRecord
from xltool.extract.recognise import Match
from xltool.extract.records import Cutter
from xltool.extract.roles import CellRole, LayoutRole, Roles, complete, record_role
from xltool.extract.template_drift import changes_of
from xltool.language.text import brief
from xltool.model.form import Field, Group, Matrix, Part, Repeat
from xltool.model.submission import OPEN, Record, Submission
from xltool.model.workbook import Cell, CellRef, Kind, Workbook
from xltool.values.cell_value import shown_text, typed_record

_UNREAD = LayoutRole.UNREAD  # looked up once
_IN_UNIT = re.compile(r"\d\s*([千百]?万元|千元|元)\s*$")


def extract(workbook: Workbook, match: Match) -> Submission:
    """Read a workbook on the form that it was recognised as; unit, year and period come later."""
    tables, roles, doubtful = _read(workbook, match)
    return Submission(
        path=workbook.path,
        digest=workbook.digest,
        form=match.form.key,
        tables={name: tuple(records) for name, records in tables.items()},
        sheets=tuple(sheet.name for sheet in workbook.sheets),
        earlier=workbook.earlier,
        modified=workbook.modified,
        workbook=_about(workbook, match, roles, doubtful),
    )


def _about(
    workbook: Workbook, match: Match, roles: Roles, doubtful: Mapping[CellRef, str]
) -> Record:
    """What is known of the workbook as a whole, each with the cell where it is shown."""
    hidden = [block for block in match.blocks if not block.grid.sheet.visible]
    first = match.blocks[0].first
    grids = {block.grid.sheet.name: block.grid for block in match.blocks}
    unread = {ref: each.near_table for ref, each in roles.items() if each.role is _UNREAD}
    concealed = tuple(_concealed(roles, grids))
    changes = changes_of(workbook, grids.values(), match.form, first)
    lines = dict(line for block in match.blocks for line in blank_lines(block))
    boxes = dict(box for block in match.blocks for box in unclear_boxes(block))
    values = {
        "hidden": tuple(dict.fromkeys(block.grid.sheet.name for block in hidden)),
        "passed_over": match.passed_over,
        "template": changes,
        "stamp": workbook.stamp,
        "not_printed": () if workbook.stamp else unprinted_here(match.blocks),
        "lost": tuple(_lost_tables(match.blocks, foreign=workbook.stamp is None)),
        "concealed": tuple(ref.a1 for ref in concealed),
        "blank_lines": tuple(lines.values()),
        "unclear_boxes": tuple(boxes.values()),
        "filled_down": tuple(doubtful.values()),
        "unread": tuple(
            (near, f"{ref.a1}“{_text_at(grids[ref.sheet], ref)}”") for ref, near in unread.items()
        ),
    }
    refs = {
        "part": first,
        "hidden": hidden[0].first if hidden else first,
        "passed_over": CellRef(match.passed_over[0], 1, 1) if match.passed_over else first,
        **({"concealed": concealed[0]} if concealed else {}),
        **{f"blank_lines_{number}": ref for number, ref in enumerate(lines)},
        **{f"unclear_boxes_{number}": ref for number, ref in enumerate(boxes)},
        **{f"filled_down_{number}": ref for number, ref in enumerate(doubtful)},
        **{f"unread_{number}": ref for number, ref in enumerate(unread)},
        **{f"template_{number}": change.ref for number, change in enumerate(changes)},
    }
    return Record(values, refs)


def roles_of(workbook: Workbook, match: Match) -> Roles:
    """What every filled cell of the form's sheets is: its role, and the field of its value."""
    return _read(workbook, match)[1]


def _concealed(roles: Roles, grids: Mapping[str, Grid]) -> Iterator[CellRef]:
    """The values that stand in a hidden row or column of a sheet that is shown."""
    if not any(grid.sheet.hidden_rows or grid.sheet.hidden_columns for grid in grids.values()):
        return
    for ref, each in roles.items():
        sheet = grids[ref.sheet].sheet
        hidden = ref.row in sheet.hidden_rows or ref.column in sheet.hidden_columns
        if hidden and sheet.visible and each.role in (LayoutRole.VALUE, LayoutRole.RECORD):
            yield ref


def _read(
    workbook: Workbook, match: Match
) -> tuple[dict[str, list[Record]], Roles, dict[CellRef, str]]:
    """The records by table, the roles of all cells, and the levels that are blank in doubt."""
    tables: dict[str, list[Record]] = {name: [] for name in match.form.tables()}
    read: Roles = {}
    doubtful: dict[CellRef, str] = {}
    for block in match.blocks:
        roles = _read_block(block, tables, workbook, doubtful)
        roles |= {ref: read[ref] for ref in roles.keys() & read.keys()}
        read |= roles
    if workbook.stamp and workbook.stamp.digest == match.form.digest:
        tables = {name: _waiting(tables[name], fs) for name, fs in match.form.tables().items()}
    for part in match.form.parts:
        tables[part.table] = with_added(tables[part.table], workbook)
    return tables, complete(workbook, match.blocks, match.form, read), doubtful


def _waiting(records: list[Record], fields: Sequence[Field]) -> list[Record]:
    """The records of our own blank, in which a computed cell that is blank waits for others: these
    are to be filled in, not it.
    """
    computed = {field.name for field in fields if field.computed and field.required}
    if not computed:
        return records
    return [
        replace(
            record,
            values={
                name: OPEN if value is None and name in computed else value
                for name, value in record.values.items()
            },
        )
        for record in records
    ]


def _text_at(grid: Grid, ref: CellRef) -> str:
    return brief(shown_text(grid.cell(ref.row, ref.column)).strip(), 20)


def _read_block(
    block: Block,
    tables: dict[str, list[Record]],
    workbook: Workbook,
    doubtful: dict[CellRef, str],
) -> Roles:
    """Add a block's records and doubtful levels to these; the roles of the cells read."""
    part, cutter, certain = block.part, Cutter(block), workbook.blanks_certain
    first = block.first
    project = len(tables[part.table]) if part.many else None
    loose = loose_amounts(block)
    lacking = [
        each
        for each in missing_labels(block, foreign=workbook.stamp is None)
        if each.name not in loose
    ]
    blank: list[Repeat] = []
    roles: Roles = {}
    for section in part.repeats():
        records = cutter.records(section) or []
        doubtful.update(_doubtful(block, section, records))
        if not records:
            blank.append(section)
        table, mine = section.name, tables[section.name]
        for cells in records:
            for name, cell in cells.items():
                if (ref := cell.ref) not in roles:
                    roles[ref] = record_role(table, name, len(mine))
            mine.append(_record(cells, section.fields, first, project, certain))
    raw = _single_cells(block, cutter)
    roles |= _roles_of_values(cutter, raw, part.table, len(tables[part.table]))
    roles = {r: CellRole(LayoutRole.RECORD, name) for r, name in cutter.paragraphs.items()} | roles
    record = _record(raw, part.single_fields(), first, project, certain)
    values = {**record.values, "missing": tuple(lacking)}
    near = {label.name: label.ref for label in lacking if label.ref}
    shown = near | _section_refs(block) | _stated(raw, part) | _first_inputs(cutter, blank)
    refs = {**shown, **record.refs}
    tables[part.table].append(replace(record, values=values, refs=refs))
    return roles


def _doubtful(
    block: Block, section: Repeat, records: Sequence[RawRecord]
) -> Iterable[tuple[CellRef, str]]:
    rows = block.tables.get(section.name)
    apart = rows and not rows.groups
    return doubtful_levels(block.grid, rows, records) if rows and apart else ()


def _roles_of_values(cutter: Cutter, raw: RawRecord, table: str, number: int) -> Roles:
    return {
        ref: CellRole(LayoutRole.VALUE, table, name, number)
        for name, cell in raw.items()
        for ref in cutter.cells_of(cell)
    }


def _single_cells(block: Block, cutter: Cutter) -> RawRecord:
    """The cells of a block's groups and matrices, by field."""
    part, raw = block.part, RawRecord()
    for section in part.sections:
        if isinstance(section, Matrix):
            raw |= cutter.crossings(section)
        elif isinstance(section, Group):
            raw |= cutter.values(section)
    raw |= loose_amounts(block)
    raw |= _unit_in_amounts(raw, part)
    first = block.first
    for field in part.single_fields():
        if field.match or not field.labels:  # known by its looks: not found is not filled in
            raw.setdefault(field.name, Cell(first, None, Kind.BLANK))
    return raw


def _stated(raw: RawRecord, part: Part) -> dict[str, CellRef]:
    """Where a year is stated, apart from any in the project's name."""
    return {
        f"{field.name}_apart": raw[field.name].ref
        for field in part.single_fields()
        if field.type == "year" and raw[field.name].kind is not Kind.BLANK
    }


def _unit_in_amounts(raw: RawRecord, part: Part) -> RawRecord:
    """The money unit where every amount has it in its own cell, and nothing else states it."""
    fields = part.single_fields()
    unit = next((field.name for field in fields if field.type == "money_unit"), None)
    if unit is None or (unit in raw and raw[unit].kind is not Kind.BLANK):
        return {}
    amounts = [
        raw[field.name]
        for field in fields
        if field.type == "money" and field.name in raw and raw[field.name].kind is not Kind.BLANK
    ]
    units = {found[1] if (found := _IN_UNIT.search(shown_text(c))) else "" for c in amounts}
    if len(units) != 1 or units == {""}:
        return {}
    return {unit: Cell(amounts[0].ref, units.pop(), Kind.TEXT)}


def _lost_tables(blocks: Iterable[Block], foreign: bool) -> Iterator[str]:
    """The tables of some blocks that must be there and whose headings were not found."""
    for block, section in ((mine, each) for mine in blocks for each in mine.part.sections):
        if isinstance(section, Group) or section.name in block.headings:
            continue
        required = any(field.required for field in section.fields)
        outlined = isinstance(section, Repeat) and section.outline
        if required and not outlined and not (foreign and not always_there(section)):
            yield section.name


def _section_refs(block: Block) -> dict[str, CellRef]:
    """The label of each labelled table, by its name: where a finding about all of it is shown."""
    names = [section.name for section in block.part.repeats()]
    return {name: block.labels[name].ref for name in names if name in block.labels}


def _first_inputs(cutter: Cutter, blank: Sequence[Repeat]) -> dict[str, CellRef]:
    """Of tables without a record, the cell where the first would begin."""
    places = ((section.name, cutter.first_input(section)) for section in blank)
    return {name: ref for name, ref in places if ref}


def _record(
    raw: RawRecord, fields: Sequence[Field], first: CellRef, project: int | None, certain: bool
) -> Record:
    for field in () if certain else fields:
        cell = raw.get(field.name)
        if cell and cell.kind is Kind.BLANK and field.required:
            raw[field.name] = cell._replace(kind=Kind.UNKNOWN)
    refs = {name: cell.ref for name, cell in raw.items()}
    refs["part"] = first
    return Record(typed_record(raw, fields), refs, project)
