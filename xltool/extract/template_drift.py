"""Stamp + Workbook + Form -> what was changed about the template since it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xltool.extract.blocks import part_labels
from xltool.extract.grid import Grid, keys_of, readings_of
from xltool.language.text import label_key
from xltool.model.form import Form
from xltool.model.issued import issued
from xltool.model.workbook import CellRef, TemplateName, TemplateStamp, Workbook

CHECK, PREFIX = "xl_check_", "xl_"


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """One way in which a template is not as it was made, or not the one in use.

    `kind` is `version` (it was made from another version of the form), `labels`, `formulas` or
    `rows`; `items` names what is missing, `ref` is where it is shown.
    """

    kind: str
    items: tuple[str, ...]
    ref: CellRef
    made: str = ""
    now: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {' '.join(self.items)}"


def changes_of(
    workbook: Workbook, grids: Iterable[Grid], form: Form, first: CellRef
) -> tuple[TemplateChange, ...]:
    """What a stamped workbook tells of itself; nothing of one without a stamp."""
    stamp = workbook.stamp
    if stamp is None:
        return ()
    read = list(grids)
    return (
        *_version(stamp, form, first),
        *_labels(stamp, read, form, first),
        *_formulas(stamp, workbook, {grid.sheet.name for grid in read}),
        *_rows(stamp, {grid.sheet.name for grid in read}, first),
    )


def _version(stamp: TemplateStamp, form: Form, first: CellRef) -> Iterator[TemplateChange]:
    """Another form or version, or another edition of this one with other labels.

    A form file may change in its thresholds alone: the blank workbook is the same then.
    """
    now = _spellings(form).keys()
    known = {label for label in stamp.labels if label_key(label) in now}
    gone = tuple(label for label in stamp.labels if label not in known)
    mine = frozenset(map(label_key, stamp.labels))
    lacking = tuple(
        spellings[0]
        for spellings in _printed(form)
        if stamp.labels and mine.isdisjoint(keys_of(spellings))
    )
    if stamp.form not in form.blank_keys or (stamp.digest != form.digest and (gone or lacking)):
        made, current = f"{stamp.form} ({stamp.digest})", f"{form.key} ({form.digest})"
        yield TemplateChange("version", (*lacking, *gone), first, made, current)


_PRINTED: dict[str, tuple[tuple[str, ...], ...]] = {}
_SPELLINGS: dict[str, dict[str, frozenset[str]]] = {}
"""By the digest of a form: worked out once, not for each workbook."""


def _printed(form: Form) -> tuple[tuple[str, ...], ...]:
    """The spellings of each label that a blank workbook of the form has."""
    if form.digest not in _PRINTED:
        labels = []
        for part in issued(form).parts:
            by_looks = {f.name for f in part.single_fields() if f.type == "money_unit"}
            for name, spellings in part_labels(part).items():
                if name.rpartition(".")[2] not in by_looks:
                    labels.append(spellings)
        _PRINTED[form.digest] = tuple(labels)
    return _PRINTED[form.digest]


def _spellings(form: Form) -> Mapping[str, frozenset[str]]:
    """The keys of all spellings of a label, by each of them."""
    if form.digest not in _SPELLINGS:
        _SPELLINGS[form.digest] = {
            key: keys_of(spellings) for spellings in _printed(form) for key in keys_of(spellings)
        }
    return _SPELLINGS[form.digest]


def _labels(
    stamp: TemplateStamp, grids: list[Grid], form: Form, first: CellRef
) -> Iterator[TemplateChange]:
    """Labels that were printed, that the form still has, and that no sheet has any more."""
    spellings, there = _spellings(form), set[str]().union(*(grid.spots for grid in grids))
    gone = [
        label
        for label in stamp.labels
        if (keys := spellings.get(label_key(label)))
        if there.isdisjoint(keys) and there.isdisjoint(readings_of(label))
    ]
    if gone:
        yield TemplateChange("labels", tuple(gone), first)


def _formulas(
    stamp: TemplateStamp, workbook: Workbook, sheets: set[str]
) -> Iterator[TemplateChange]:
    """Check cells in which no formula stands any more, one change a sheet."""
    cells = {sheet.name: sheet.cells for sheet in workbook.sheets}
    for sheet, names in _by_sheet(stamp, sheets):
        lost = []
        for each in names:
            if not each.name.startswith(CHECK):
                continue
            place = (each.area.top, each.area.left) if each.area else None
            cell = cells[sheet].get(place) if place else None
            if cell is None or cell.formula is None:
                lost.append(CellRef(sheet, *(place or (1, 1))))
        if lost:
            yield TemplateChange("formulas", tuple(ref.a1 for ref in lost), lost[0])


def _rows(stamp: TemplateStamp, sheets: set[str], first: CellRef) -> Iterator[TemplateChange]:
    """Tables that have fewer rows than were prepared."""
    for sheet, names in _by_sheet(stamp, sheets):
        for each in names:
            prepared = stamp.rows.get(each.name.removeprefix(PREFIX))
            if not prepared:
                continue
            left = each.area.bottom - each.area.top + 1 if each.area else 0
            if left < prepared:
                ref = CellRef(sheet, each.area.top, each.area.left) if each.area else first
                yield TemplateChange("rows", (str(prepared - left),), ref)


def _by_sheet(stamp: TemplateStamp, sheets: set[str]) -> Iterator[tuple[str, list[TemplateName]]]:
    for sheet in dict.fromkeys(name.sheet for name in stamp.names):
        if sheet in sheets:
            yield sheet, [name for name in stamp.names if name.sheet == sheet]
