"""Whatever is written, its package is sound; and a sound package is read and marked."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.marked_files import ROOT, edit, run
from tests.marking import NAMES, copy, mark, original
from tests.opc import Opc
from tests.package_rules import faults
from tests.test_marks import digest
from tests.zoo import CHOICES, NAME, ZOO, file_name
from tests.zoo.parts import BOOK, STRINGS, TYPES, Parts
from tests.zoo.unusual import FORBIDDEN, UNUSUAL
from xltool.excel.marks.unmark import unmarked
from xltool.excel.read.usual_parts import usual
from xltool.excel.read.workbook import read_workbook
from xltool.forms.load import load_forms
from xltool.model.workbook import Workbook

SAMPLES = sorted((ROOT / "sample_workbooks").glob("*.xlsx"))
# Where marks find other things in the parts that they edit; all of the zoo takes a minute.
BY_SCHEMA = [
    "plain",
    "everything",
    "rich_notes",
    "notes_by_authors",
    "conditional_formats",
    "x14_conditional_formats",
    "table",
    "views",
    "print_setup",
    "validations",
    "bare",
    "no_dxfs",
    "no_styles",
    "empty_rows",
    "strict",
    "prefixed",
    "module_sheet",
]
MONTHS = ROOT / "sample_workbooks" / "months"


@pytest.mark.parametrize("name", NAMES)
def test_marked_copies(name: str) -> None:
    assert faults(copy(name)) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_marked_samples_and_what_is_left_without_marks(path: Path, tmp_path: Path) -> None:
    marked, edited = tmp_path / "表.checked.xlsx", tmp_path / "改.checked.xlsx"
    assert run("check", path, "--out", tmp_path).exit_code in (0, 1)
    (tmp_path / f"{path.stem}.checked.xlsx").rename(marked)
    assert faults(marked.read_bytes()) == []
    edited.write_bytes(marked.read_bytes())
    edit(edited)
    assert faults(unmarked(edited.read_bytes())) == []


@pytest.mark.parametrize("form", [form.key for form in load_forms()])
def test_blanks(form: str, tmp_path: Path) -> None:
    out = tmp_path / "空白.xlsx"
    run("new", form, "--out", out, "--year", "2022")
    assert faults(out.read_bytes()) == []
    run("check", out)
    assert faults((tmp_path / "空白.checked.xlsx").read_bytes()) == []


def test_summary_and_feedback(tmp_path: Path) -> None:
    out, feedback = tmp_path / "汇总.xlsx", tmp_path / "意见"
    options = ("--period", "2022-03", "--out", out, "--feedback", feedback)
    run("consolidate", MONTHS, *options)
    written = [out, *feedback.glob("*.xlsx")]
    assert len(written) > 2
    for path in written:
        assert faults(path.read_bytes()) == [], path.name


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (TYPES, '<Default Extension="rels"', '<Default Extension="other"'),
        (TYPES, "</Types>", '<Override PartName="/a.xml" ContentType="application/xml"/></Types>'),
        (TYPES, "</Types>", '<Default Extension="XML" ContentType="application/xml"/></Types>'),
        (TYPES, "worksheet+xml", "chartsheet+xml"),
        (BOOK, 'r:id="rId2"', 'r:id="rId99"'),
        (BOOK, 'sheetId="2"', 'sheetId="1"'),
        (BOOK, f'name="{CHOICES}"', f'name="{NAME}"'),
        ("xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"'),
        ("xl/_rels/workbook.xml.rels", "sheet2.xml", "sheet3.xml"),
        (STRINGS, "右边", "右\x01边"),
    ],
)
def test_the_rules_see_faults(part: str, old: str, new: str) -> None:
    made = Parts(original("plain"))
    made.replace(part, old, new)
    assert faults(made.to_bytes())


def test_no_new_fault_against_the_schema(tmp_path: Path) -> None:
    """By the schemas of Microsoft's Open XML SDK; faults of the original are its own."""
    audit = pytest.importorskip("openxml_audit")
    validator = audit.OpenXmlValidator(semantic_validation=False)

    def found(data: bytes, name: str) -> Counter[str]:
        path = tmp_path / file_name(name)
        path.write_bytes(data)
        return Counter(
            f"{fault.part_uri}: {fault.description}"
            for fault in validator.validate(path).errors
            if fault.error_type is audit.ValidationErrorType.SCHEMA
        )

    wrong = Parts(copy("plain"))
    wrong.replace("xl/worksheets/sheet1.xml", 'type="expression"', 'type="no such"')
    assert found(wrong.to_bytes(), "plain")
    for name in BY_SCHEMA:
        assert found(copy(name), name) - found(original(name), name) == Counter(), name


def read(data: bytes, folder: Path) -> Workbook:
    path = folder / "表.xlsx"
    path.write_bytes(data)
    return read_workbook(path)


def values(workbook: Workbook) -> dict[str, dict[str, object]]:
    return {
        sheet.name: {cell.ref.a1: cell.value for cell in sheet.cells.values()}
        for sheet in workbook.sheets
    }


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_packages_read_like_the_usual_one(name: str, tmp_path: Path) -> None:
    workbook = read(original(name), tmp_path)
    assert workbook.sheets == read(original("plain"), tmp_path).sheets
    assert len(workbook.digest) == 64 and workbook.digest == digest(original(name))


@pytest.mark.parametrize("name", [*UNUSUAL, "backslash_targets", "odd_style_names", "utf16"])
def test_the_usual_build_reads_the_same_by_a_second_reader(name: str, tmp_path: Path) -> None:
    book = loaded(usual(original(name)))
    expected = values(read(original("plain"), tmp_path))
    assert book.sheetnames == list(expected)
    for sheet, cells in expected.items():
        for a1, value in cells.items():
            seen = book[sheet][a1].value
            assert (seen.date() if a1 == "D6" and sheet == NAME else seen) == value, a1


def loaded(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles that it does not know
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


@pytest.mark.parametrize("name", ["macro_sheet", "dialog_sheet", "module_sheet", "chart_sheets"])
def test_sheets_of_other_kinds_stay_in_their_places(name: str) -> None:
    def listed(data: bytes) -> list[tuple[str, str]]:
        sheets = Opc(data).root(BOOK).iterfind("{*}sheets/{*}sheet")
        return [(str(item.get("name")), str(item.get("state"))) for item in sheets]

    before, after = listed(original(name)), listed(copy(name))
    assert len(before) > 2 and after == [*before, ("问题清单", "None")]


def test_a_new_relationship_part_has_its_type() -> None:
    """Only names of parts have types here, and the marks bring the first notes of a sheet."""
    assert b"<Default " not in Opc(original("overridden_types")).parts[TYPES.lower()]
    whole = Opc(copy("overridden_types"))
    part = "xl/worksheets/_rels/sheet1.xml.rels"
    assert part not in Opc(original("overridden_types")).parts
    assert str(whole.content_type(part)).endswith("package.relationships+xml")


@pytest.mark.parametrize("name", FORBIDDEN)
def test_characters_that_xml_forbids(name: str, tmp_path: Path) -> None:
    make, text = FORBIDDEN[name]
    data = make()
    before = values(read(data, tmp_path))
    assert before[NAME]["E5"] == before[NAME]["E6"] == text
    plain = values(read(ZOO["plain"](), tmp_path))
    assert before == {**plain, NAME: {**plain[NAME], "E5": text, "E6": text}}
    marked = mark(data)
    assert faults(data) != [] == faults(marked)  # Excel repairs the one and opens the other
    assert values(read(marked, tmp_path)) == before
    assert digest(mark(marked)) == digest(marked)
    assert digest(unmarked(marked)) == digest(data)
