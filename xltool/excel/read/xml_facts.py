"""What calamine does not tell about a workbook, read from its XML.

calamine gives an empty text for an error value and for a formula whose result was never saved,
and drops number formats. In ods it also tells neither merged cells nor hidden sheets.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import IO
from zipfile import ZipFile

from lxml import etree

from xltool.excel.read.guard import FileKind
from xltool.excel.read.number_formats import PLAIN, NumberFormat, formats_by_style
from xltool.excel.read.ods_facts import read_ods_facts
from xltool.excel.read.sheet_facts import SAFE, CellFacts, SheetFacts
from xltool.excel.read.usual_sheet import LAST_COLUMN, usual_facts, usual_hidden
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import column_number

_WHOLE = 4 << 20  # bytes of a part that is parsed at once, twice as fast as row by row
_ROWS = ("cols/{*}col", "sheetData/{*}row")
_DAMAGED = (etree.XMLSyntaxError, KeyError, ValueError, StopIteration)
_REFERENCE = re.compile(r"([A-Za-z]{0,3})(\d*)")


def read_sheet_facts(package: ZipFile, kind: FileKind) -> Mapping[str, SheetFacts]:
    """What the XML of an xlsx or ods package tells beside the values, by sheet name."""
    try:
        return read_ods_facts(package) if kind is FileKind.ODS else read_xlsx_facts(package)
    except _DAMAGED as error:
        raise UnreadableWorkbookError("damaged") from error


def read_xlsx_facts(package: ZipFile) -> dict[str, SheetFacts]:
    """The facts about every worksheet of an xlsx package (also strict, and oddly named)."""
    parts = {name.replace("\\", "/").lower(): name for name in package.namelist()}

    def read(path: str) -> bytes:
        return package.read(parts[path.lower()])

    def relations(source: str) -> Mapping[str, tuple[str, str]]:
        folder, name = posixpath.split(source)
        return _relations(read(posixpath.join(folder, "_rels", f"{name}.rels")), folder)

    workbook = next(target for kind, target in relations("").values() if kind == "officeDocument")
    targets = relations(workbook)
    styles = next((target for kind, target in targets.values() if kind == "styles"), "")
    formats = _formats(read(styles)) if styles else {}
    looks = {}
    for name, reference in _sheet_list(read(workbook)):
        kind, target = targets[reference]
        if kind == "worksheet":
            looks[name] = _xlsx_sheet(package, parts[target.lower()], formats)
    return looks


def _parse(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(**SAFE))


# Workbooks of one template have these three parts alike.


@lru_cache(maxsize=128)
def _formats(styles: bytes) -> Mapping[str, NumberFormat]:
    """The number formats of a styles part that say something, by style."""
    return formats_by_style(_parse(styles))


@lru_cache(maxsize=128)
def _sheet_list(workbook: bytes) -> tuple[tuple[str, str], ...]:
    """The name of each sheet in a workbook part, with the id of its relationship, "" for none."""
    sheets = []
    for sheet in _parse(workbook).iterfind("{*}sheets/{*}sheet"):
        ids = (str(id_) for name, id_ in sheet.items() if str(name).endswith("relationships}id"))
        sheets.append((str(sheet.get("name")), next(ids, "")))
    return tuple(sheets)


@lru_cache(maxsize=128)
def _relations(part: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    """Map id -> (kind, path) of what a part in `folder` points to."""
    found = {}
    for relation in _parse(part).iterfind("{*}Relationship"):
        target = str(relation.get("Target", "")).replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        found[str(relation.get("Id"))] = (kind, path)
    return found


def elements(source: bytes | IO[bytes], paths: Sequence[str]) -> Iterator[etree._Element]:
    """The elements at some paths below the root, as `sheetData/{*}row`.

    A stream, and bytes in plenty, are read piece by piece: each element is forgotten before the
    next comes.
    """
    if isinstance(source, bytes) and len(source) <= _WHOLE:
        root = etree.fromstring(source, etree.XMLParser(**SAFE))
        for path in paths:
            yield from root.iterfind("{*}" + path)
        return
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    tags = ["{*}" + path.rpartition("}")[2] for path in paths]
    for _, element in etree.iterparse(stream, events=("end",), tag=tags, **SAFE):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _xlsx_sheet(package: ZipFile, name: str, formats: Mapping[str, NumberFormat]) -> SheetFacts:
    """The facts about one worksheet part."""
    sheet = SheetFacts()
    if package.getinfo(name).file_size > _WHOLE:
        with package.open(name) as stream:
            sheet.cells.update(_xlsx_cells(elements(stream, _ROWS), formats, sheet))
        return sheet
    content = package.read(name)
    cells, hidden = usual_facts(content, formats), usual_hidden(content)
    if cells is not None and hidden is not None:
        return SheetFacts(cells, hidden_rows=hidden[0], hidden_columns=hidden[1])
    sheet.cells.update(_xlsx_cells(elements(content, _ROWS), formats, sheet))
    return sheet


def _xlsx_cells(
    rows: Iterable[etree._Element], formats: Mapping[str, NumberFormat], sheet: SheetFacts
) -> Iterator[tuple[tuple[int, int], CellFacts]]:
    """What is to be said of each cell; hidden rows and columns are put down in `sheet`."""
    row_number = 0
    for row in rows:
        hidden = row.get("hidden") in ("1", "true")
        if str(row.tag).endswith("}col"):
            ends = int(row.get("min") or 1), min(int(row.get("max") or 0), LAST_COLUMN) + 1
            sheet.hidden_columns.update(range(*ends) if hidden else ())
            continue
        row_number = int(row.get("r") or row_number + 1)
        if hidden:
            sheet.hidden_rows.add(row_number)
        namespace = str(row.tag)[: -len("row")]
        formulas = {formula.getparent() for formula in row.iter(f"{namespace}f")}
        reference, beyond = "", 0  # a cell without a reference counts on from the last one
        for cell in row:
            if own := cell.get("r"):
                reference, beyond = own, 0
            else:
                beyond += 1
            shown = formats.get(cell.get("s", "0"))
            if shown or cell in formulas or cell.get("t") == "e":
                seen = _xlsx_seen(cell, namespace, shown or PLAIN)
                yield position(str(reference), row_number, beyond), seen


def position(reference: str, row: int, beyond: int) -> tuple[int, int]:
    """Row and column of a cell by its own reference, or `beyond` cells after it in `row`."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    letters, digits = found.groups()
    return row if beyond else int(digits or row), column_number(letters) + beyond


def _xlsx_seen(cell: etree._Element, namespace: str, shown: NumberFormat) -> CellFacts:
    """The facts of one `<c>`."""
    formula = value = None
    for child in cell:
        if child.tag == f"{namespace}f":
            formula = child.text or ""
        elif child.tag == f"{namespace}v":
            value = child.text or ""
    return CellFacts.of(cell.get("t"), formula, value, shown)
