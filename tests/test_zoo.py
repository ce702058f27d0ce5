"""The zoo's workbooks are workbooks: other programs open them, and ours reads them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from tests.libreoffice import SOFFICE, LibreOffice
from tests.opc import Opc
from tests.package_rules import faults
from tests.zoo import CHOICES, NAME, ZOO, file_name, parts, raw_members, twenty_sheets
from xltool.excel.read.workbook import read_workbook
from xltool.model.workbook import Kind

# It knows transitional namespaces alone, and finds parts by their exact and usual names.
NOT_FOR_OPENPYXL = {
    "backslash_targets",
    "backslashes",
    "odd_style_names",
    "other_letter_case",
    "strict",
    "everything_strict",
    *(name for name in ZOO if name.startswith("escaped")),
    "leading_slashes",
    "names_beyond_ascii",
    "other_folders",
}
OPENED = (
    "charts form_controls notes_and_controls ole_objects pivot_slicer prefixed rich_notes"
    " roundabout_targets strict threaded_comments unknown_elements utf16 everything"
)


@pytest.mark.parametrize("name", ZOO)
def test_same_bytes_at_every_making(name: str) -> None:
    assert ZOO[name]() == ZOO[name]()


@pytest.mark.parametrize("name", [name for name in ZOO if name != "stale_types"])
def test_the_package_is_sound(name: str) -> None:
    assert faults(ZOO[name]()) == []


@pytest.mark.parametrize("name", ZOO)
def test_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / file_name(name)
    path.write_bytes(ZOO[name]())
    sheet = next(sheet for sheet in read_workbook(path).sheets if sheet.name == NAME)
    kinds = {cell.ref.a1: cell.kind for cell in sheet.cells.values()}
    assert kinds["B2"] is kinds["C3"] is kinds["D5"] is Kind.TEXT
    assert kinds["C4"] is kinds["D4"] is kinds["C10"] is Kind.NUMBER
    assert kinds["C7"] is kinds["D7"] is Kind.ERROR
    assert kinds["C6"] is Kind.BOOLEAN
    assert "D9" not in kinds
    assert kinds["C5"] is (Kind.NUMBER if name == "no_styles" else Kind.PERCENT)
    assert kinds["D6"] is (Kind.NUMBER if name == "no_styles" else Kind.DATE)


@pytest.mark.parametrize("name", [name for name in ZOO if name not in NOT_FOR_OPENPYXL])
def test_openpyxl_opens_it(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what it cannot keep
        book = openpyxl.load_workbook(io.BytesIO(ZOO[name]()), data_only=True)
    assert book[NAME]["B2"].value == "项目名称"
    assert book[NAME]["C10"].value == pytest.approx(1250125.50005)


def test_members_as_they_lie_there() -> None:
    data = ZOO["data_descriptors"]()
    whole = parts(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    for name, (packed, flags, method, crc, date, extra) in raw_members(data).items():
        assert zlib.decompress(packed, -15) == whole[name]
        assert (flags, method, extra) == (8, zipfile.ZIP_DEFLATED, b"")
        assert crc == zlib.crc32(whole[name])
        assert date[:3] == (2022, 3, 31)


def test_everything_is_in_one_workbook() -> None:
    folders = {re.sub(r"\d*\.\w+$", "", part) for part in Opc(ZOO["everything"]()).parts}
    kinds = """
        xl/chartsheets/sheet xl/charts/chart xl/media/image xl/pivottables/pivottable
        xl/slicers/slicer xl/ctrlprops/ctrlprop xl/embeddings/oleobject xl/vbaproject
        xl/threadedcomments/threadedcomment xl/persons/person xl/comments xl/tables/table
        xl/drawings/vmldrawing xl/cellimages xl/richdata/richvaluerel xl/calcchain
        xl/externallinks/externallink xl/printersettings/printersettings customxml/item
        docprops/custom xl/connections xl/metadata
    """
    assert set(kinds.split()) <= folders


def test_twenty_sheets() -> None:
    assert len(openpyxl.load_workbook(io.BytesIO(twenty_sheets()), read_only=True).sheetnames) == 20


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_them(tmp_path: Path) -> None:
    """One call for many files: starting it takes longer than all of them."""
    for name in OPENED.split():
        (tmp_path / file_name(name)).write_bytes(ZOO[name]())
    LibreOffice().convert((tmp_path / file_name(name) for name in OPENED.split()), "ods", tmp_path)
    for name in OPENED.split():
        sheets = {sheet.name: sheet for sheet in read_workbook(tmp_path / f"{name}.ods").sheets}
        assert CHOICES in sheets, name
        cells = {cell.ref.a1: cell.value for cell in sheets[NAME].cells.values()}
        assert cells["B2"] == "项目名称", name
        assert cells["C5"] == pytest.approx(0.95), name
