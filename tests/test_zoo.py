"""The zoo's workbooks are workbooks: other programs open them, and ours reads them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.zoo import CHOICES, NAME, ZOO, file_name, parts, raw_members, twenty_sheets
from xltool.excel.read.workbook import read_workbook
from xltool.model.workbook import Kind

SOFFICE = shutil.which("soffice")
# It knows transitional namespaces alone, and finds parts by their exact and usual names.
NOT_FOR_OPENPYXL = {
    "backslash_targets",
    "backslashes",
    "odd_style_names",
    "other_letter_case",
    "strict",
    "everything_strict",
}
# Neither calamine nor openpyxl finds sheets behind a backslash.
NOT_READ = {"backslash_targets"}
# calamine finds styles by their usual name alone.
NO_DATES = {"no_styles", "odd_style_names"}
OPENED = (
    "charts form_controls notes_and_controls ole_objects pivot_slicer prefixed rich_notes"
    " roundabout_targets strict threaded_comments unknown_elements utf16 everything"
)


@pytest.mark.parametrize("name", ZOO)
def test_same_bytes_at_every_making(name: str) -> None:
    assert ZOO[name]() == ZOO[name]()


def members_of(name: str) -> dict[str, bytes]:
    """The parts as a reader must look for them: xlsxwriter itself puts a slash before some."""
    return {
        part.replace("\\", "/").lstrip("/").lower(): data
        for part, data in parts(ZOO[name]()).items()
    }


@pytest.mark.parametrize("name", ZOO)
def test_parts_are_well_formed_and_have_a_type(name: str) -> None:
    members = members_of(name)
    types = etree.fromstring(members["[content_types].xml"])
    known = {str(item.get("PartName") or item.get("Extension")).lower() for item in types}
    for part, data in members.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(data)
        if not part.endswith("/") and part != "[content_types].xml":
            assert f"/{part}" in known or part.rpartition(".")[2] in known, part
    named = {part for part in known if part.startswith("/")}
    assert named <= {f"/{part}" for part in members}


@pytest.mark.parametrize("name", ZOO)
def test_relationships_lead_to_parts_and_have_ids_of_their_own(name: str) -> None:
    members = members_of(name)
    for part in (part for part in members if part.endswith(".rels")):
        source = part.replace("_rels/", "").removesuffix(".rels")
        assert not source or source in members
        relations = etree.fromstring(members[part])
        ids = [str(relation.get("Id")) for relation in relations]
        assert len(ids) == len(set(ids))
        text = "" if not source.endswith(".xml") else _decoded(members[source])
        used = re.findall(r"""\b(?:id|embed|link|pict)\s*=\s*["'](rId\d+)["']""", text)
        assert set(used) <= set(ids)
        for relation in relations:
            if relation.get("TargetMode") != "External":
                assert _target(source, str(relation.get("Target"))) in members


def _decoded(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")


def _target(source: str, target: str) -> str:
    folder = [] if target.startswith("/") else source.split("/")[:-1]
    for step in target.replace("\\", "/").lower().strip("/").split("/"):
        if step == "..":
            folder.pop()
        elif step != ".":
            folder.append(step)
    return "/".join(folder)


@pytest.mark.parametrize("name", [name for name in ZOO if name not in NOT_READ])
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
    assert kinds["D6"] is (Kind.NUMBER if name in NO_DATES else Kind.DATE)


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
    folders = {re.sub(r"\d*\.\w+$", "", part) for part in members_of("everything")}
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
    command = [
        SOFFICE or "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(tmp_path),
        *(str(tmp_path / file_name(name)) for name in OPENED.split()),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name in OPENED.split():
        sheets = {sheet.name: sheet for sheet in read_workbook(tmp_path / f"{name}.ods").sheets}
        assert CHOICES in sheets, name
        cells = {cell.ref.a1: cell.value for cell in sheets[NAME].cells.values()}
        assert cells["B2"] == "项目名称", name
        assert cells["C5"] == pytest.approx(0.95), name
