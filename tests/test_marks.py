"""Nothing of a workbook is lost by marking it: bytes, values, and the way back."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xltool
from tests.marking import FINDINGS, NAMES, OTHERS, copy, mark, original
from tests.opc import TYPES, Opc, part_name
from tests.test_zoo import NOT_FOR_OPENPYXL
from tests.zoo import CHOICES, NAME, file_name, raw_members
from xltool.excel.marks.unmark import unmarked
from xltool.excel.read.workbook import read_workbook
from xltool.model.workbook import Sheet

ROOT = Path(__file__).parent.parent
_TOKEN = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[^<>]*>|[^<]+", re.DOTALL)
_CLOSES_ITSELF = re.compile(r"<([^\s/<>!?]+)([^<>]*?)/>", re.DOTALL)
_PRIORITY = re.compile(r"""(<(?:\w+:)?(?:cfRule|conditionalFormat)\b[^>]*?)\s+priority="\d+\"""")
_OPEN_SHEET = re.compile(r"""\s+(?:tabSelected|activeTab)\s*=\s*["']\d+["']""")
_COUNT = re.compile(r"""\s+count\s*=\s*["']\d+["']""")


def may_change(whole: Opc) -> set[str]:
    """The parts that marks on the first two sheets have to do with."""
    book = whole.book
    names = {TYPES, book, rels_of(book), whole.styles}
    for sheet in (whole.sheets[NAME], whole.sheets[CHOICES]):
        names |= {sheet, rels_of(sheet)}
        for kind in ("comments", "vmlDrawing", "pivotTable"):
            names |= set(whole.targets(sheet, kind))
    return names


def rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


@pytest.mark.parametrize("name", NAMES)
def test_what_marks_do_not_need_is_copied_as_it_lies_there(name: str) -> None:
    before, after = raw_members(original(name)), raw_members(copy(name))
    assert list(after)[: len(before)] == list(before)
    changed = {part_name(member) for member, packed in before.items() if after[member] != packed}
    assert changed <= may_change(Opc(original(name)))


# A stale type is not added to but put right.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "stale_types"])
def test_touched_parts_differ_only_by_what_was_added(name: str) -> None:
    whole, marked = Opc(original(name)), Opc(copy(name))
    for part, content in whole.parts.items():
        if marked.parts[part] == content:
            continue
        before, after = (tokens(part, data, whole) for data in (content, marked.parts[part]))
        if before != after:
            runs = added(before, after)
            # The stylesheet grows in up to six lists; a kept note gets ours at its end; in a
            # pivot table there are only priorities to change.
            notes = len(re.findall(rb"<(?:\w+:)?comment[\s>]", content))
            assert "pivottable" in part or 0 < runs <= 6 + 3 * notes, part


def tokens(part: str, content: bytes, whole: Opc) -> list[str]:
    """Tags and texts; `<a/>` is `<a></a>`, lists of styles say no number of items, and rules no
    priority: those move up behind ours, see test_marks_schema. Nor does it say which sheet is
    open: the copy opens on its problems, see test_marks_sheets.
    """
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    if part == whole.styles:
        text = _COUNT.sub("", text)
    text = _OPEN_SHEET.sub("", _PRIORITY.sub(r"\1", text))
    return _TOKEN.findall(_CLOSES_ITSELF.sub(r"<\1\2></\1>", text))


def added(before: list[str], after: list[str]) -> int:
    """In how many places tokens were added; fails where one of `before` is missing or moved."""
    runs, at = 0, 0
    for token in before:
        start = at
        while at < len(after) and after[at] != token:
            at += 1
        assert at < len(after), f"lost or moved: {token}"
        runs += at > start
        at += 1
    return runs + (at < len(after))


@pytest.mark.parametrize("name", NAMES)
def test_cells_and_shared_texts_are_the_same_bytes(name: str) -> None:
    whole, marked = Opc(original(name)), Opc(copy(name))
    for sheet in (whole.sheets[NAME], whole.sheets[CHOICES]):
        same = cells_of(whole.parts[sheet]) == cells_of(marked.parts[sheet])
        assert same, sheet


def cells_of(sheet: bytes) -> str:
    text = sheet.decode("utf-16" if sheet[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    start = re.search(r"<(?:\w+:)?sheetData\b", re.sub(r"<!--.*?-->", "", text))
    end = re.search(r"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData/>", text)
    assert start and end
    return text[text.index(start[0]) : end.end()]


@pytest.mark.parametrize("name", NAMES)
def test_xltool_reads_the_same_from_the_copy(name: str, tmp_path: Path) -> None:
    before, after = sheets(original(name), tmp_path), sheets(copy(name), tmp_path)
    assert [sheet.name for sheet in after] == [sheet.name for sheet in before]
    for sheet, same in zip(before, after, strict=True):
        assert same == sheet, sheet.name


def sheets(data: bytes, folder: Path) -> tuple[Sheet, ...]:
    path = folder / "表.xlsx"
    path.write_bytes(data)
    return read_workbook(path).sheets


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_FOR_OPENPYXL])
def test_openpyxl_reads_the_same_from_the_copy(name: str) -> None:
    before, after = loaded(original(name)), loaded(copy(name))
    ours = after.sheetnames[len(before.sheetnames) :]
    assert len(ours) == 1
    assert ours[0].startswith("问题清单")
    for sheet in before.worksheets:
        assert list(contents(sheet)) == list(contents(after[sheet.title]))
    before, after = loaded(original(name), results=True), loaded(copy(name), results=True)
    for sheet in before.worksheets:
        assert results(sheet) == results(after[sheet.title])


def loaded(data: bytes, *, results: bool = False) -> Any:
    """A workbook with its formulas and looks, or with the results of the formulas alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it cannot keep
        return openpyxl.load_workbook(io.BytesIO(data), data_only=results, read_only=results)


def results(sheet: Any) -> list[object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return [(cell.coordinate, cell.value, cell.data_type) for cell in cells]


def contents(sheet: Any) -> Iterator[object]:
    yield sheet.sheet_state, sorted(map(str, sheet.merged_cells.ranges))
    yield sorted(f"{item.sqref} {item.formula1}" for item in sheet.data_validations.dataValidation)
    # Not by rows: openpyxl makes a cell for each note, and one is at ZZ9999.
    for _, cell in sorted(sheet._cells.items()):
        if cell.value is not None or cell.has_style:
            value = getattr(cell.value, "text", cell.value)  # of an array formula
            look = (cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.alignment.wrapText)
            yield cell.coordinate, value, cell.data_type, look


def digest(data: bytes) -> str:
    """Files are compared by this: pytest takes minutes to say how they differ."""
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_marking_twice_is_marking_once(name: str) -> None:
    assert digest(mark(copy(name))) == digest(copy(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_original_comes_back_byte_for_byte(name: str) -> None:
    assert digest(copy(name)) != digest(original(name))
    assert digest(unmarked(copy(name))) == digest(original(name))
    assert digest(unmarked(original(name))) == digest(original(name))


@pytest.mark.parametrize("name", ["plain", "rich_notes", "everything", "strict", "gaps", "utf16"])
def test_other_findings_replace_the_marks_of_the_first(name: str) -> None:
    other = mark(original(name), OTHERS)
    assert digest(other) != digest(copy(name))
    assert digest(mark(copy(name), OTHERS)) == digest(other)
    assert digest(mark(other, FINDINGS)) == digest(copy(name))
    assert digest(unmarked(mark(mark(other, ()), OTHERS))) == digest(original(name))


IN_ANOTHER_PROCESS = (
    "plain",
    "rich_notes",
    "threaded_comments",
    "everything",
    "prefixed",
    "own_problem_sheet",
)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_same_bytes_in_another_process(seed: str) -> None:
    script = (
        "from tests.test_marks import IN_ANOTHER_PROCESS, copy, digest\n"
        "print(*(digest(copy(name)) for name in IN_ANOTHER_PROCESS))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        text=True,
    )
    assert result.stdout.split() == [digest(copy(name)) for name in IN_ANOTHER_PROCESS]


def test_files_are_named_as_their_content_asks(tmp_path: Path) -> None:
    """Excel refuses a workbook whose ending does not say what it holds."""
    for name in ("plain", "macros", "macro_template", "template"):
        source = tmp_path / file_name(name)
        source.write_bytes(original(name))
        written = xltool.annotate(source, FINDINGS, tmp_path / "标注" / f"{name}.xlsx")
        assert written.name == file_name(name)
        assert source.read_bytes() == original(name)
