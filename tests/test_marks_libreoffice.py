"""LibreOffice opens hard workbooks and marked copies; what it saves is read and marked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

import xltool
from tests.libreoffice import SOFFICE, Enter, LibreOffice
from tests.saved_content import content, different
from tests.zoo import CHOICES, NAME, ZOO, file_name, parts
from xltool.excel.marks.notes import BEGIN
from xltool.excel.marks.unmark import unmarked
from xltool.excel.read.workbook import read_workbook
from xltool.model.report import Finding, Report

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
SAMPLES = sorted((Path(__file__).parent.parent / "sample_workbooks").glob("*.xlsx"))
IN_ENGLISH = "坏-文字"
CHOSEN = """
    charts pictures text_boxes sparklines wps_cell_pictures pivot_slicer table rich_notes
    notes_by_authors threaded_comments form_controls notes_and_controls ole_objects inline_text
    phonetics array_formulas validations x14_validations conditional_formats bars_and_icons
    x14_conditional_formats hyperlinks defined_names custom_views print_setup protected_sheet
    protected_structure hidden_sheets odd_sheet_names own_problem_sheet twenty_sheets
    macro_template external_link strict prefixed odd_part_names utf16 bare everything
"""
OPENED = (
    "charts form_controls notes_and_controls ole_objects pivot_slicer prefixed rich_notes"
    " roundabout_targets strict threaded_comments unknown_elements utf16 everything"
)
FLAGGED = [f"{column}{row}" for row in range(3, 9) for column in "BCD"] + ["C2", "E5", "C10", "H20"]
SEVERITIES = ("error", "warning", "note")
ANSWER = "=本年确实没有这项资金，\n已与业务股核对"


def findings() -> list[Finding]:
    made = [
        Finding.at(
            NAME,
            cell,
            message=f"{cell} 有问题",
            remedy="请修改",
            rule="XL999",
            severity=SEVERITIES[number % 3],
        )
        for number, cell in enumerate(FLAGGED)
    ]
    made.append(Finding.at(NAME, "C4,D4,C10", message="合计不等", rule="XL998"))
    made.append(Finding.at(CHOICES, "C2", message="金额", rule="XL997"))
    return made


@dataclass(frozen=True, slots=True)
class Saved:
    """Folders: `originals` and `copies` before and after LibreOffice saved them; reports."""

    originals: Path
    copies: Path
    saved_originals: Path
    saved_copies: Path
    reports: dict[str, Report]

    def original(self, name: str) -> bytes:
        return (self.saved_originals / f"{name}.xlsx").read_bytes()

    def copy(self, name: str) -> bytes:
        return (self.saved_copies / f"{name}.xlsx").read_bytes()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    base = tmp_path_factory.mktemp("saved")
    folders = [base / name for name in ("originals", "copies", "saved-originals", "saved-copies")]
    originals, copies, saved_originals, saved_copies = folders
    for folder in folders:
        folder.mkdir()
    for name in CHOSEN.split():
        source = originals / file_name(name)
        source.write_bytes(ZOO[name]())
        assert xltool.annotate(source, findings(), copies / source.name) == copies / source.name
    reports = dict(zip([path.stem for path in SAMPLES], xltool.check(SAMPLES), strict=True))
    for path in SAMPLES:
        (originals / path.name).write_bytes(path.read_bytes())
        lang = "en" if path.stem == IN_ENGLISH else "zh"
        xltool.annotate(path, reports[path.stem], copies / path.name, lang=lang)
    for name in {*OPENED.split()} - {*CHOSEN.split()}:
        (originals / file_name(name)).write_bytes(ZOO[name]())
    program = LibreOffice()
    program.convert(sorted(originals.iterdir()), "xlsx", saved_originals)
    program.convert(sorted(copies.iterdir()), "xlsx", saved_copies)
    return Saved(originals, copies, saved_originals, saved_copies, reports)


NAMES = [*CHOSEN.split(), *(path.stem for path in SAMPLES)]


def sheets(data: bytes) -> list[str]:
    """Their names in order, as the workbook lists them."""
    workbook = etree.fromstring(parts(data)["xl/workbook.xml"])
    return [str(sheet.get("name")) for sheet in workbook.iter("{*}sheet")]


@pytest.mark.parametrize("name", OPENED.split())
def test_libreoffice_opens_the_hard_workbooks(name: str, saved: Saved) -> None:
    sheets = read_workbook(saved.saved_originals / f"{name}.xlsx").sheets
    assert CHOICES in {sheet.name for sheet in sheets}
    cells = next({c.ref.a1: c.value for c in s.cells.values()} for s in sheets if s.name == NAME)
    assert cells["B2"] == "项目名称"
    assert cells["C5"] == pytest.approx(0.95)


@pytest.mark.parametrize("name", NAMES)
def test_opens_with_the_problem_sheet_last(name: str, saved: Saved) -> None:
    *others, last = sheets(saved.copy(name))
    assert others == sheets(saved.original(name))
    assert last.startswith("Problems" if name == IN_ENGLISH else "问题清单")


def test_marks_are_seen_over_the_fillers_own_colours(tmp_path: Path) -> None:
    """What LibreOffice shows, by the colours of the web page that it makes of the sheet."""
    source, copy = tmp_path / "表.xlsx", tmp_path / "标注.xlsx"
    source.write_bytes(ZOO["row_banding"]())
    flagged = {"C3": "error", "C4": "error", "D8": "warning", "B10": "note"}
    found = [Finding.at(NAME, cell, message="不对", severity=s) for cell, s in flagged.items()]
    xltool.annotate(source, found, copy)
    program = LibreOffice()
    program.convert([source, copy], "html", tmp_path)
    before, after = (
        shown_colours(tmp_path / f"{path.stem}.html", ("13020522P00B8J810002R", "合计", "0120"))
        for path in (source, copy)
    )
    assert before == ["#FFFFFF", "#DDEBF7", "#FFFFFF"]
    assert after == ["#FFA7A7", "#EFF6FC", "#FFFFFF"]


def shown_colours(page: Path, texts: Sequence[str]) -> list[str]:
    """The grounds of the cells that hold these texts."""
    cells = {
        "".join(cell.itertext()).strip(): str(cell.get("bgcolor"))
        for cell in html.parse(str(page)).getroot().iter("td")
    }
    return [next(colour for text, colour in cells.items() if text.endswith(t)) for t in texts]


@pytest.mark.parametrize("name", NAMES)
def test_unmarked_it_is_the_original_as_saved(name: str, saved: Saved) -> None:
    """Cells, formulas, formats, rules, dropdowns, notes, names, sheets, drawings, active tab."""
    original = content(saved.original(name))
    assert different(original, content(saved.copy(name)))
    assert not different(original, content(unmarked(saved.copy(name))))


@pytest.mark.parametrize("name", NAMES)
def test_unmarked_it_holds_nothing_of_ours(name: str, saved: Saved) -> None:
    was = {part for part, text in parts(saved.copy(name)).items() if b"xltool" in text}
    assert {"xl/workbook.xml", "xl/sharedStrings.xml"} <= was
    bare = unmarked(saved.copy(name))
    # Texts that nothing refers to any more go when the next program saves it.
    left = {part for part, text in parts(bare).items() if b"xltool" in text}
    assert left <= {"xl/sharedStrings.xml"}
    assert sheets(bare) == sheets(saved.original(name))


@pytest.mark.parametrize("name", CHOSEN.split())
def test_marked_again_it_has_marks_once(name: str, saved: Saved, tmp_path: Path) -> None:
    path = saved.saved_copies / f"{name}.xlsx"
    again = xltool.annotate(path, findings(), tmp_path / path.name)
    *others, last = sheets(again.read_bytes())
    assert others == sheets(saved.original(name))
    assert last.startswith("问题清单")
    members = parts(again.read_bytes())
    rules = b"".join(text for part, text in members.items() if part.startswith("xl/worksheets/"))
    assert rules.count(b"_xltool_marks") == len(FLAGGED) + 1
    notes = b"".join(text for part, text in members.items() if part.startswith("xl/comments"))
    # A threaded comment is an ordinary note once LibreOffice has saved it.
    assert notes.count(BEGIN.encode()) == len(FLAGGED) + 1
    assert unmarked(again.read_bytes()) == unmarked(path.read_bytes())


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_checked_it_gives_the_same_findings(name: str, saved: Saved) -> None:
    copy, original = xltool.check(
        [saved.saved_copies / f"{name}.xlsx", saved.saved_originals / f"{name}.xlsx"]
    )
    assert copy.findings == original.findings
    assert copy.verdict is original.verdict
    was = saved.reports[name].findings
    assert [(f.id, f.refs) for f in copy.findings] == [(f.id, f.refs) for f in was]


@pytest.mark.parametrize("name", CHOSEN.split())
def test_its_cells_are_read_as_those_of_the_original(name: str, saved: Saved) -> None:
    copy = read_workbook(saved.saved_copies / f"{name}.xlsx")
    original = read_workbook(saved.saved_originals / f"{name}.xlsx")
    assert copy.sheets == original.sheets


def test_explanation_typed_in_libreoffice_is_read(saved: Saved, tmp_path: Path) -> None:
    """Two explanations; the cell of the second finding is mended at the same time."""
    name = "三十处错误"
    report = saved.reports[name]
    path = saved.copies / f"{name}.xlsx"
    lines = {(row[1], row[2]): number for number, row in problem_rows(path)}
    steps = [
        Enter("问题清单", f"M{lines['项目1', 'C4']}", ANSWER),
        Enter("问题清单", f"M{lines['项目1', 'F16']}", "按新口径"),
        Enter("项目1", "F16", "≥196%"),
    ]
    LibreOffice().mend([(path, steps, tmp_path / "交回.xlsx")])
    states = {(row[1], row[2]): row[11] for _, row in problem_rows(tmp_path / "交回.xlsx")}
    assert states["项目1", "C4"] == "未改"
    assert states["项目1", "F16"] == "已改，待复核"
    found = {
        (f.refs[0].sheet, f.refs[0].a1, f.rule): f for f in xltool.check(tmp_path / "交回.xlsx")[0]
    }
    assert found.keys() == {(f.refs[0].sheet, f.refs[0].a1, f.rule) for f in report}
    assert found["项目1", "C4", "XL401"].explanation == ANSWER
    # What was said about the value that stood there is kept, but does not hold for the new one.
    mended = found["项目1", "F16", "XL203"]
    assert (mended.value, mended.explanation) == ("≥196%", "")
    assert mended.answer is not None and mended.answer.text == "按新口径"
    assert sum(bool(finding.answer) for finding in found.values()) == 2


def problem_rows(path: Path) -> list[tuple[int, tuple[object, ...]]]:
    """The lines of the problem sheet with their numbers."""
    sheet = openpyxl.load_workbook(path, data_only=True)["问题清单"]
    return list(enumerate(sheet.iter_rows(values_only=True), 1))
