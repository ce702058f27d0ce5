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

from tests.marking import original
from tests.opc import Opc
from tests.package_rules import faults
from tests.zoo import NAME, ZOO, file_name, parts, raw_members
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


@pytest.mark.parametrize("name", ZOO)
def test_same_bytes_at_every_making(name: str) -> None:
    assert ZOO[name]() == original(name)


@pytest.mark.parametrize("name", [name for name in ZOO if name != "stale_types"])
def test_the_package_is_sound(name: str) -> None:
    assert faults(original(name)) == []


@pytest.mark.parametrize("name", ZOO)
def test_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / file_name(name)
    path.write_bytes(original(name))
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
        book = openpyxl.load_workbook(io.BytesIO(original(name)), data_only=True)
    assert book[NAME]["B2"].value == "项目名称"
    assert book[NAME]["C10"].value == pytest.approx(1250125.50005)


def test_members_as_they_lie_there() -> None:
    data = original("data_descriptors")
    whole = parts(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
    for name, (packed, flags, method, crc, date, extra) in raw_members(data).items():
        assert zlib.decompress(packed, -15) == whole[name]
        assert (flags, method, extra) == (8, zipfile.ZIP_DEFLATED, b"")
        assert crc == zlib.crc32(whole[name])
        assert date[:3] == (2022, 3, 31)


def test_everything_is_in_one_workbook() -> None:
    folders = {re.sub(r"\d*\.\w+$", "", part) for part in Opc(original("everything")).parts}
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
    assert (
        len(
            openpyxl.load_workbook(io.BytesIO(original("twenty_sheets")), read_only=True).sheetnames
        )
        == 20
    )
