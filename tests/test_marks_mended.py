"""Colour and state of a marked copy, computed by LibreOffice: as it is, and after mending it.

A rule's formula cannot be seen at work, so each stands as a cell's formula in a copy of the marked
copy, on the rule's own sheet; its saved result is a wrong one, which shows that it was computed.
"""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import xltool
from tests.libreoffice import SOFFICE, Enter, Job, LibreOffice, NewRow, NoRow, NoSheet, Step
from xltool.model.report import Finding
from xltool.model.workbook import CellRef

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
PDFTOPPM = shutil.which("pdftoppm")
SHEET = '张\'三 "1" 😀'
OTHER = "其他"
OPEN, CHANGED, DELETED = "未改", "已改，待复核", "已删除"
FIRST = 3  # the row of the first value
PROBES = 900  # the row from which the formulas of the rules stand
ERROR_GROUND = b"\xff\xa7\xa7"
LONG = "验收合格率不低于百分之九十五，" * 20
LONGEST = "按合同约定的标准验收，不合格的退回重做。" * 100
QUOTES = '他说"好"，' * 40
DAY = datetime.datetime(2022, 3, 31)


@dataclass(frozen=True, slots=True)
class Result:
    """A formula that stands in a cell, with the result that was saved."""

    formula: str
    value: Any


# What stands in a cell, and what is entered there: a formula begins with =.
MENDS: dict[str, tuple[Any, float | str | None]] = {
    "blank": (None, "甲"),
    "number": (5, 6.0),
    "number to blank": (0, None),
    "negative": (-3.5, 3.5),
    "float noise": (36.880000000000003, 36.89),
    "sixteen digits": (1234567890123456, 1234567890123000.0),
    "tiny": (1.5e-10, 0.0),
    "huge": (1e22, 1e21),
    "number to text": (120, "120"),
    "text to number": ("120", 120.0),
    "boolean": (True, "=FALSE()"),
    "boolean to number": (True, 0.0),
    "boolean to text": (True, "TRUE"),
    "date": (DAY, 44652.0),
    "date to text": (DAY, "2022-03-31"),
    "date and time": (44651.123456789012, 44651.5),
    "percentage": (0.95, 0.96),
    "percentage to text": (0.95, "95%"),
    "text to percentage": ("95%", 0.95),
    "error": (Result("=1/0", "#DIV/0!"), 1.0),
    "error to another": (Result("=NA()", "#N/A"), "=1/0"),
    "error to blank": (Result("=1/0", "#DIV/0!"), None),
    "text": ("abc", "abd"),
    "letter case": ("abc", "ABC"),
    "wide letters": ("１２", "12"),
    "blank behind": ("甲", "甲 "),
    "blank before": (" 甲", "甲"),
    "hard blank": ("甲\xa0乙", "甲 乙"),
    "text to blank": ("abc", None),
    "quotes": (QUOTES, QUOTES.replace('"', "”", 1)),
    "apostrophes": ("'甲'", "甲"),
    "XML signs": ("<a & b>", "<a & c>"),
    "wildcards": ("~*?", "~*"),
    "like a formula": ("=1+1", 2.0),
    "line break": ("一行\n二行", "一行二行"),
    "behind a line break": ("一行\n二行", "一行\n三行"),
    "behind a Windows line break": ("一行\r\n二行", "一行\n三行"),
    "tab": ("甲\t乙", "甲 乙"),
    "like an escape": ("_x0041_", "A"),
    "300 characters": (LONG, LONG[:-1] + "；"),
    "2000 characters": (LONGEST, LONGEST[:-1] + "！"),
    "emoji": ("好😀坏", "好😎坏"),
    "behind an emoji": ("好😀坏", "好😀好"),
    "emoji first": ("😀坏", "坏"),
    "emoji and 300 characters": ("😀" + LONG, "😀" + LONG[:-1] + "；"),
    "empty text": (Result('=""', ""), "甲"),
    "text of a formula": (Result('="a"&"b"', "ab"), "ab "),
}
FORMULAS = {"boolean", "error to another"}
CELLS = {name: f"B{row}" for row, name in enumerate(MENDS, FIRST)}

MERGED, SUM = "H30", "H2,I2,J2"
PLACES = (SUM, "H3,I3", "H3,J3", "H4", "H4,I4", "H6", "H7,H8", MERGED, "ZZ500")


def enter(*cells: str) -> list[Step]:
    return [Enter(SHEET, cell, 1.0) for cell in cells]


# Name of what is done: the steps, findings that then read otherwise, cells that lose their colour.
CASES: dict[str, tuple[Sequence[Step], dict[str, str], str]] = {
    "one cell of a sum": (enter("I2"), {SUM: CHANGED}, "H2 I2 J2"),
    "one cell of one of two sums": (enter("I3"), {"H3,I3": CHANGED}, "I3"),
    "the other cell of two sums": (enter("J3"), {"H3,J3": CHANGED}, "J3"),
    "a cell of each of two sums": (
        enter("I3", "J3"),
        {"H3,I3": CHANGED, "H3,J3": CHANGED},
        "H3 I3 J3",
    ),
    "the cell of two sums": (enter("H3"), {"H3,I3": CHANGED, "H3,J3": CHANGED}, "H3 I3 J3"),
    "a cell of a sum, not the one alone": (enter("I4"), {"H4,I4": CHANGED}, "I4"),
    "the cell with two findings": (enter("H4"), {"H4": CHANGED, "H4,I4": CHANGED}, "H4 I4"),
    "a merged cell": (enter("G29"), {MERGED: CHANGED}, "G29:H30"),
    "a cell that was not in the file": (enter("ZZ500"), {"ZZ500": CHANGED}, "ZZ500"),
    "a row is deleted": ([NoRow(SHEET, 6)], {"H6": DELETED}, ""),
    "the first row of two is deleted": ([NoRow(SHEET, 7)], {"H7,H8": DELETED}, ""),
    "the second row of two is deleted": ([NoRow(SHEET, 8)], {"H7,H8": DELETED}, ""),
    "a row comes before all": ([NewRow(SHEET, 1)], {}, ""),
    "a row comes before all, and a cell is mended": (
        [NewRow(SHEET, 1), *enter("H7")],
        {"H6": CHANGED},
        "H6",
    ),
    "a cell of the other sheet": ([Enter(OTHER, "B3", 1.0)], {"other": CHANGED}, ""),
    "the other sheet is deleted": ([NoSheet(OTHER)], {"other": DELETED, "both": DELETED}, ""),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """States by finding, and colours by the range of the rule (on or off), on the main sheet."""

    states: dict[str, str]
    colours: dict[str, str]


def values_file(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(SHEET)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        percent = book.add_format({"num_format": "0.00%"})
        for row, (value, _) in enumerate(MENDS.values(), FIRST - 1):
            if isinstance(value, Result):
                sheet.write_formula(row, 1, value.formula, None, value.value)
            elif isinstance(value, datetime.datetime):
                sheet.write_datetime(row, 1, value, day)
            elif isinstance(value, str):
                sheet.write_string(row, 1, value)
            elif value is not None:
                sheet.write(row, 1, value, percent if value == 0.95 else None)
    # xlsxwriter writes an empty text as no result.
    empty = re.compile(rb'<c r="(B\d+)"><f>""</f><v></v>')
    text = rb'<c r="\1" t="str"><f>""</f><v></v>'
    path.write_bytes(edited(path.read_bytes(), lambda part: empty.sub(text, part)))


def places_file(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
        for row in range(10):
            for column in range(7, 10):
                sheet.write_number(row, column, row * 10 + column)
            other.write_number(row, 1, row)
        sheet.merge_range("G29:H30", "合并")


def places_findings() -> list[Finding]:
    made = [Finding.at(SHEET, cells, message=cells) for cells in PLACES]
    made.append(Finding.at(OTHER, "B3", message="other"))
    both = Finding.at(SHEET, "J9", message="both")
    return [*made, replace(both, refs=(*both.refs, CellRef.of(OTHER, "B4")))]


def edited(data: bytes, edit: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, edit(text) if name.startswith("xl/worksheets/sheet") else text)
    return made.getvalue()


def with_probes(part: bytes) -> bytes:
    """A sheet with the formula of each rule of ours as a cell's, and its range beside it."""
    rule = rb'<conditionalFormatting sqref="([^"]*)"><cfRule[^>]*><formula>(AND\(_xltool_marks.*?)<'
    rows = [
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c><c r="B%d" t="str">'
        b'<f>IF(%s,"on","off")</f><v>planted</v></c></row>' % (row, row, place, row, formula)
        for row, (place, formula) in enumerate(re.findall(rule, part, re.DOTALL), PROBES)
    ]
    return part.replace(b"</sheetData>", b"".join(rows) + b"</sheetData>")


def seen(path: Path) -> Seen:
    book = openpyxl.load_workbook(path, data_only=True)
    lines = list(book["问题清单"].iter_rows(values_only=True))
    top = next(number for number, line in enumerate(lines) if line[0] == "程度")
    message, state = lines[top].index("问题"), lines[top].index("状态")
    states = {str(line[message]): str(line[state]) for line in lines[top + 1 :]}
    rows = book[SHEET].iter_rows(min_row=PROBES - 5, values_only=True)
    return Seen(states, {str(row[0]): str(row[1]) for row in rows if row[0]})


def probed(source: Path, findings: Sequence[Finding]) -> Path:
    marked = xltool.annotate(source, findings, source.with_stem(f"{source.stem}-marked"))
    marked.write_bytes(edited(marked.read_bytes(), with_probes))
    return marked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is done and computed, in one go; in `values` and `places` nothing is done."""
    folder = tmp_path_factory.mktemp("mended")
    values_file(folder / "of-values.xlsx")
    places_file(folder / "of-places.xlsx")
    by_cell = [Finding.at(SHEET, cell, message=name) for name, cell in CELLS.items()]
    values = probed(folder / "of-values.xlsx", by_cell)
    places = probed(folder / "of-places.xlsx", places_findings())
    mends = [
        Enter(SHEET, CELLS[name], value, name in FORMULAS) for name, (_, value) in MENDS.items()
    ]
    done: list[Job] = [
        (values, [], folder / "values.xlsx"),
        (values, mends, folder / "mended.xlsx"),
        (places, [], folder / "places.xlsx"),
        *((places, steps, folder / f"{name}.xlsx") for name, (steps, _, _) in CASES.items()),
    ]
    program = LibreOffice(compute=True)
    program.mend(done)
    program.convert([folder / "values.xlsx", folder / "mended.xlsx"], "pdf", folder)
    return folder


@pytest.fixture(scope="module")
def values(folder: Path) -> Seen:
    return seen(folder / "values.xlsx")


@pytest.fixture(scope="module")
def mended(folder: Path) -> Seen:
    return seen(folder / "mended.xlsx")


@pytest.mark.parametrize("name", MENDS)
def test_unchanged_at_first(name: str, values: Seen) -> None:
    assert (values.states[name], values.colours[CELLS[name]]) == (OPEN, "on")


@pytest.mark.parametrize("name", MENDS)
def test_changed_when_mended(name: str, mended: Seen) -> None:
    assert (mended.states[name], mended.colours[CELLS[name]]) == (CHANGED, "off")


def test_all_cells_are_coloured_at_first(folder: Path) -> None:
    places = seen(folder / "places.xlsx")
    flagged = {cell for cells in PLACES for cell in cells.split(",")} - {MERGED} | {"G29:H30", "J9"}
    assert places.colours == dict.fromkeys(flagged, "on")
    assert set(places.states.values()) == {OPEN}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, folder: Path) -> None:
    _, states, gone = CASES[name]
    now = seen(folder / f"{name}.xlsx")
    assert {key: state for key, state in now.states.items() if state != OPEN} == states
    # The rule of a row that is gone has nothing to colour.
    off = {place for place, colour in now.colours.items() if colour == "off"}
    assert off == set(gone.split())


@pytest.mark.skipif(PDFTOPPM is None, reason="pdftoppm is not installed")
def test_colour_is_seen_until_cells_are_mended(folder: Path) -> None:
    def picture(name: str) -> bytes:
        command = [PDFTOPPM or "pdftoppm", "-r", "40", str(folder / f"{name}.pdf")]
        return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout

    before, after = picture("values"), picture("mended")
    assert before.count(ERROR_GROUND) > 2 * after.count(ERROR_GROUND) > 0
