"""Any workbook file -> `Workbook`: calamine's values with what its XML tells besides."""

from __future__ import annotations

import datetime
import hashlib
import io
import math
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xltool.excel.read.answers import without_problem_sheets
from xltool.excel.read.guard import MAX_GRID, FileKind, far_cell, guarded, load
from xltool.excel.read.sheet_facts import SAFE, CellFacts, SheetFacts
from xltool.excel.read.template_stamp import read_template_stamp
from xltool.excel.read.usual_parts import has_usual_names, usual
from xltool.excel.read.xml_facts import read_sheet_facts
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import TEXT, Area, Cell, CellRef, CellValue, Kind, Sheet, Workbook

_NO_WORDS = ("", "")
_new = tuple.__new__  # four times as fast as by the name of the class: for every cell
_NO_CHARACTERS = dict.fromkeys((0, 0xFFFE, 0xFFFF))  # no program shows them, or can save them
_CONSTANT = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)(%?)\s*")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A sheet as a library gives it: rows of values from A1 on, "" or None for a blank."""

    name: str
    visible: bool
    rows: Sequence[Sequence[object]]
    merges: tuple[Area, ...]


def read_workbook(path: Path) -> Workbook:
    """The workbook at `path`; raises `UnreadableWorkbookError` if it cannot be read safely."""
    if path.name.startswith("~$"):  # of Excel and WPS, beside a workbook that is open
        raise UnreadableWorkbookError("lock")
    data = load(path)
    kind, package = guarded(data)
    modified = stamp = None
    cells, has_xml = data, kind in (FileKind.XLSX, FileKind.ODS)
    if package and has_xml:
        modified = _modified(package, kind)
        stamp = read_template_stamp(package, kind)
        if kind is FileKind.XLSX and not has_usual_names(package):
            cells, package = usual(data), None
    sheets, earlier = without_problem_sheets(_sheets(cells, kind, package))
    return Workbook(
        path=path.as_posix(),
        digest=hashlib.sha256(data).hexdigest(),
        sheets=sheets,
        blanks_certain=has_xml,
        modified=modified,
        earlier=earlier,
        stamp=stamp,
    )


def _sheets(data: bytes, kind: FileKind, package: zipfile.ZipFile | None) -> list[Sheet]:
    """The worksheets; those of a workbook that is built unusually are brought into a usual one."""
    try:
        return _sheets_as_built(data, kind, package)
    except UnreadableWorkbookError as error:
        if kind is not FileKind.XLSX or error.refusal.reason != "damaged":
            raise
    return _sheets_as_built(usual(data), kind)


def _sheets_as_built(
    data: bytes, kind: FileKind, package: zipfile.ZipFile | None = None
) -> list[Sheet]:
    """`package` is that of `data`, where it is open already."""
    if kind not in (FileKind.XLSX, FileKind.ODS):
        return [_sheet(grid, SheetFacts()) for grid in _grids(data, kind)]
    looks = read_sheet_facts(package or zipfile.ZipFile(io.BytesIO(data)), kind)
    grids = _grids(data, kind)
    names = {grid.name for grid in grids}
    # openpyxl passes over sheets that it does not find: no sheet may be lost in silence.
    if not names <= looks.keys() or (kind is FileKind.XLSX and len(names) < len(looks)):
        raise UnreadableWorkbookError("damaged")
    return [_sheet(grid, looks[grid.name]) for grid in grids]


def _grids(data: bytes, kind: FileKind) -> list[_Grid]:
    """The worksheets; what calamine cannot read of an xlsx, openpyxl may."""
    try:
        return _read_by_calamine(data)
    except UnreadableWorkbookError:
        raise
    except PasswordError as error:
        raise UnreadableWorkbookError("encrypted") from error
    except BaseException as error:
        # calamine raises its own errors, ValueError or OSError; a panic inside it arrives as a
        # PanicException, which is no Exception and belongs to no module that can be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if kind is not FileKind.XLSX:
            raise UnreadableWorkbookError("damaged") from error
    try:
        return _read_by_openpyxl(data)
    except UnreadableWorkbookError:
        raise
    except Exception as error:  # openpyxl has no error of its own: a damaged part raises anything
        raise UnreadableWorkbookError("damaged") from error


def _read_by_calamine(data: bytes) -> list[_Grid]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [
            _calamine_grid(
                book.get_sheet_by_name(sheet.name), sheet.visible == SheetVisibleEnum.Visible
            )
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]


def _calamine_grid(sheet: CalamineSheet, visible: bool) -> _Grid:
    row, column = sheet.end or (0, 0)
    if (row + 1) * (column + 1) > MAX_GRID:
        raise far_cell(row + 1, column + 1)
    merges = tuple(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return _Grid(sheet.name, visible, sheet.to_python(skip_empty_area=False), merges)


def _read_by_openpyxl(data: bytes) -> list[_Grid]:
    from openpyxl import load_workbook  # slow to import, and hardly ever needed

    # Not read-only: that mode believes the sheet's <dimension>, which WPS writes wrongly.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        book = load_workbook(io.BytesIO(data), data_only=True)
    if not book.worksheets:  # openpyxl passes over parts that it does not find
        raise UnreadableWorkbookError("damaged")
    grids = []
    for sheet in book.worksheets:
        # openpyxl makes a cell of each note, however far away; only cells with values count.
        filled = {
            place: cell.value for place, cell in sheet._cells.items() if cell.value is not None
        }
        last_row, last_column = (max(ends) for ends in zip((1, 1), *filled, strict=True))
        if last_row * last_column > MAX_GRID:
            raise far_cell(last_row, last_column)
        merges = tuple(
            Area(area.min_row, area.min_col, area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
        )
        rows = list(sheet.iter_rows(1, last_row, 1, last_column, values_only=True))
        grids.append(_Grid(sheet.title, sheet.sheet_state == "visible", rows, merges))
    return grids


def _sheet(grid: _Grid, seen: SheetFacts) -> Sheet:
    name, facts = grid.name, seen.cells
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(grid.rows, 1):
        for column, value in enumerate(values, 1):
            if not value and (value is None or value == ""):
                continue
            place = row, column
            ref = _new(CellRef, (name, row, column))
            if place in facts:
                if cell := _cell(ref, value, facts[place]):
                    cells[place] = cell
            elif type(value) is str and value.isprintable() and not value.isspace():  # as most are
                cells[place] = _new(Cell, (ref, value, TEXT, None, _NO_WORDS))
            elif typed := _typed(value, False):
                cells[place] = _new(Cell, (ref, *typed, None, _NO_WORDS))
    # An error or a formula without a result is a blank to calamine.
    without = {
        place: cell
        for place in facts.keys() - cells.keys()
        if (cell := _cell(CellRef(name, *place), None, facts[place]))
    }
    if without:
        cells = dict(sorted((cells | without).items()))
    merges = tuple(sorted((*grid.merges, *seen.merges), key=lambda area: (area.top, area.left)))
    hidden_rows, hidden_columns = frozenset(seen.hidden_rows), frozenset(seen.hidden_columns)
    visible = grid.visible and seen.visible
    return Sheet(name, visible, cells, merges, hidden_rows, hidden_columns)


def _cell(ref: CellRef, value: object, seen: CellFacts) -> Cell | None:
    """The cell with its kind; None for a blank."""
    if seen.error is not None:
        return Cell(ref, seen.error, Kind.ERROR, seen.formula)
    if seen.no_result:
        return _constant(ref, seen) or Cell(ref, None, Kind.NO_RESULT, seen.formula)
    typed = _typed(value, seen.percent)
    return None if typed is None else Cell(ref, *typed, seen.formula, seen.words)


def _constant(ref: CellRef, seen: CellFacts) -> Cell | None:
    """`=100%`, typed to mean “equals 100 %”, needs no saved result: its formula is its value."""
    found = _CONSTANT.fullmatch(seen.formula or "")
    if not found:
        return None
    percent = bool(found[2])
    value = float(found[1]) / 100 if percent else float(found[1])
    kind = Kind.PERCENT if percent or seen.percent else Kind.NUMBER
    return Cell(ref, value, kind, seen.formula)


def _typed(value: object, percent: bool) -> tuple[CellValue, Kind] | None:
    if isinstance(value, str):
        text = value if value.isprintable() else value.translate(_NO_CHARACTERS)
        return (text, Kind.TEXT) if text and not text.isspace() else None
    if isinstance(value, bool):
        return value, Kind.BOOLEAN
    if isinstance(value, (int, float)):
        if not math.isfinite(value):  # "NaN" or 1e400 in the file: no number that Excel knows
            return "#NUM!", Kind.ERROR
        return value, Kind.PERCENT if percent else Kind.NUMBER
    if isinstance(value, datetime.datetime) and value.time() == datetime.time.min:
        return value.date(), Kind.DATE  # as calamine gives it
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return value, Kind.DATE
    return None


def _modified(package: zipfile.ZipFile, kind: FileKind) -> datetime.datetime | None:
    """When the workbook says it was last saved, without a time zone: UTC in xlsx, local in ods."""
    name, tag = (
        ("meta.xml", "{http://purl.org/dc/elements/1.1/}date")
        if kind is FileKind.ODS
        else ("docProps/core.xml", "{http://purl.org/dc/terms/}modified")
    )
    try:
        root = etree.fromstring(package.read(name), etree.XMLParser(**SAFE))
        saved = datetime.datetime.fromisoformat(str(root.findtext(f".//{tag}")).strip())
    except (KeyError, ValueError, etree.XMLSyntaxError):
        return None  # nothing hangs on it: many programs leave it out or write it their own way
    return saved.astimezone(datetime.UTC).replace(tzinfo=None) if saved.tzinfo else saved
