"""What calamine does not tell about a workbook, read from its XML.

calamine gives an empty text for an error value and for a formula whose result was never saved,
and drops number formats. In ods it also tells neither merged cells nor hidden sheets.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree

from xltool.excel.read.guard import FileKind
from xltool.excel.read.number_formats import PLAIN, NumberFormat, formats_by_style
from xltool.language.errors import UnreadableWorkbookError
from xltool.model.workbook import Area, column_number

# Nothing outside the file is ever fetched, and no entity is ever expanded.
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
_WHOLE = 4 << 20  # bytes of a part that is parsed at once, twice as fast as row by row
_LAST_COLUMN = 16_384
_REFERENCE = re.compile(r"([A-Za-z]{0,3})(\d*)")

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ODS_NUMBER = re.compile(r"([^\d.,+-]*)([-+]?[\d,]*\.?\d+)([^\d.,+-]*)")
_ODS_ERROR = re.compile(r"#N/A|#\S+[!?！？]|Err:\d{3}")


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What the XML tells about one cell; `formula` is "" where it is shared with another cell.

    `words` are what its number format shows before and behind the number.
    """

    error: str | None = None
    no_result: bool = False
    formula: str | None = None
    percent: bool = False
    words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the XML tells about one sheet; only cells with something to tell are in `cells`."""

    cells: dict[tuple[int, int], CellFacts] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)  # ods only
    visible: bool = True  # ods only
    hidden_rows: set[int] = field(default_factory=set)  # xlsx only
    hidden_columns: set[int] = field(default_factory=set)


def read_sheet_facts(package: ZipFile, kind: FileKind) -> Mapping[str, SheetFacts]:
    """What the XML of an xlsx or ods package tells beside the values, by sheet name."""
    try:
        return read_ods_facts(package) if kind is FileKind.ODS else read_xlsx_facts(package)
    except (etree.XMLSyntaxError, KeyError, ValueError, StopIteration) as error:
        raise UnreadableWorkbookError("damaged") from error


def read_xlsx_facts(package: ZipFile) -> dict[str, SheetFacts]:
    """The facts about every worksheet of an xlsx package (also strict, and oddly named)."""
    parts = {name.replace("\\", "/").lower(): name for name in package.namelist()}

    def part(path: str) -> str:
        return parts[path.lower()]

    workbook = next(
        target
        for kind, target in _relations(package, part, "").values()
        if kind == "officeDocument"
    )
    relations = _relations(package, part, workbook)
    styles = next((target for kind, target in relations.values() if kind == "styles"), "")
    formats = formats_by_style(_parse(package, part(styles))) if styles else {}
    looks = {}
    for sheet in _parse(package, part(workbook)).iterfind("{*}sheets/{*}sheet"):
        reference = next(
            value for name, value in sheet.items() if str(name).endswith("relationships}id")
        )
        kind, target = relations[str(reference)]
        if kind == "worksheet":
            facts = SheetFacts()
            facts.cells.update(_xlsx_cells(package, part(target), formats, facts))
            looks[str(sheet.get("name"))] = facts
    return looks


def _parse(package: ZipFile, name: str) -> etree._Element:
    return etree.fromstring(package.read(name), etree.XMLParser(**SAFE))


def _relations(
    package: ZipFile, part: Callable[[str], str], source: str
) -> dict[str, tuple[str, str]]:
    """Map id -> (kind, path) of what `source` points to; "" is the package itself."""
    folder, name = posixpath.split(source)
    root = _parse(package, part(posixpath.join(folder, "_rels", f"{name}.rels")))
    found = {}
    for relation in root.iterfind("{*}Relationship"):
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


def _rows(package: ZipFile, name: str) -> Iterator[etree._Element]:
    """The columns that differ from others, and the rows of a worksheet part."""
    paths = ("cols/{*}col", "sheetData/{*}row")
    with package.open(name) as stream:
        small = package.getinfo(name).file_size <= _WHOLE
        yield from elements(stream.read() if small else stream, paths)


def _xlsx_cells(
    package: ZipFile, name: str, formats: Mapping[str, NumberFormat], sheet: SheetFacts
) -> Iterator[tuple[tuple[int, int], CellFacts]]:
    """What is to be told of each cell; hidden rows and columns are put down in `sheet`."""
    row_number = 0
    for row in _rows(package, name):
        hidden = row.get("hidden") in ("1", "true")
        if str(row.tag).endswith("}col"):
            ends = int(row.get("min") or 1), min(int(row.get("max") or 0), _LAST_COLUMN) + 1
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
    kind = cell.get("t")
    # Without a number, an empty <v> is an empty result only where the result is a text.
    no_result = formula is not None and not value and (value is None or kind != "str")
    number = bool(value) and kind in (None, "n")
    return CellFacts(
        error=(value or "#?") if kind == "e" and not no_result else None,
        no_result=no_result,
        formula=formula,
        percent=shown.percent and number,
        words=shown.words if number else ("", ""),
    )


def read_ods_facts(package: ZipFile) -> dict[str, SheetFacts]:
    """The facts about every sheet of an ods package."""
    by_sheet: dict[str, SheetFacts] = {}
    hidden: set[str | None] = set()
    cells: dict[tuple[int, int], CellFacts] = {}
    merges: list[Area] = []
    row = 1
    tags = (f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-row")
    with package.open("content.xml") as stream:
        for event, element in etree.iterparse(stream, events=("start", "end"), tag=tags, **SAFE):
            if element.tag == tags[1] and event == "start":
                visible = element.get(f"{_TABLE}style-name") not in hidden
                sheet = SheetFacts(visible=visible)
                cells, merges, row = sheet.cells, sheet.merges, 1
                by_sheet[str(element.get(f"{_TABLE}name"))] = sheet
            elif element.tag == tags[2] and event == "end":
                times = _times(element, "number-rows-repeated")
                _look_ods_row(element, row, times, cells, merges)
                row += times
                element.clear()
            elif event == "end":
                properties = element.find(f"{_STYLE}table-properties")
                if properties is not None and properties.get(f"{_TABLE}display") == "false":
                    hidden.add(element.get(f"{_STYLE}name"))
    return by_sheet


def _times(element: etree._Element, attribute: str) -> int:
    return int(element.get(f"{_TABLE}{attribute}") or 1)


def _look_ods_row(
    element: etree._Element,
    row: int,
    times: int,
    cells: dict[tuple[int, int], CellFacts],
    merges: list[Area],
) -> None:
    column = 1
    for cell in element.iterchildren(*_CELLS):
        repeat = _times(cell, "number-columns-repeated")
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1:
            merges.append(Area(row, column, row + down - 1, column + across - 1))
        if seen := _ods_seen(cell):
            for place in range(times * repeat):
                cells[row + place // repeat, column + place % repeat] = seen
        column += repeat


def _ods_seen(cell: etree._Element) -> CellFacts | None:
    """The facts of one table cell; None where there is nothing to tell."""
    kind = cell.get(f"{_OFFICE}value-type")
    percent = kind == "percentage"
    formula = cell.get(f"{_TABLE}formula")
    number = kind == "float"
    told = formula is not None or percent or cell.get(f"{_CALC}value-type") == "error"
    if not told and not number:
        return None
    shown = "".join("".join(map(str, p.itertext())) for p in cell.iterchildren(f"{_TEXT}p"))
    words = _ods_words(shown, cell.get(f"{_OFFICE}value")) if number else ("", "")
    if not told and not any(words):
        return None
    is_error = cell.get(f"{_CALC}value-type") == "error" or (
        formula is not None and _ODS_ERROR.fullmatch(shown) is not None
    )
    return CellFacts(
        error=(shown or "#?") if is_error else None,
        no_result=formula is not None and kind is None and not shown,
        formula=None if formula is None else str(formula).partition("=")[2],  # of:=SUM([.A1])
        percent=percent and not is_error,
        words=words,
    )


def _ods_words(shown: str, value: str | None) -> tuple[str, str]:
    """The words around a number as shown, unless it is shown scaled and they are another's."""
    found = _ODS_NUMBER.fullmatch(shown)
    if found is None or value is None or not (found[1].strip() or found[3].strip()):
        return "", ""
    number = found[2].replace(",", "")
    places = len(number.partition(".")[2])
    same = abs(float(number) - float(value)) * 10**places <= 0.5001
    return (found[1].strip(" ¥￥$"), found[3].strip()) if same else ("", "")
