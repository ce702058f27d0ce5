"""Hard workbooks by name: what marks must leave as it is, and spellings that must not trip them.

Each holds data in and around B2:D10 of its first sheet 目标表, and 清单 beside it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import partial

from tests.zoo.book import (
    CHOICES,
    NAME,
    Feature,
    add_choices,
    add_data,
    made_with,
    new_book,
    plain_parts,
)
from tests.zoo.cells import CELLS
from tests.zoo.lean import LEAN
from tests.zoo.notes import NOTES
from tests.zoo.objects import OBJECTS
from tests.zoo.parts import SHEET, Parts, parts
from tests.zoo.pivots import PIVOTS
from tests.zoo.sheets import SHEETS
from tests.zoo.spelling import SPELLINGS
from tests.zoo.unusual import UNUSUAL
from tests.zoo.wholes import WHOLES, vba_project
from tests.zoo.zips import ZIPS

__all__ = [
    "CHOICES",
    "NAME",
    "ZOO",
    "everything",
    "file_name",
    "parts",
    "raw_members",
    "twenty_sheets",
]

Member = tuple[bytes, int, int, int, tuple[int, ...], bytes]

FEATURES: Mapping[str, Feature] = {
    "plain": Feature(),
    **OBJECTS,
    **PIVOTS,
    **NOTES,
    **CELLS,
    **SHEETS,
    **WHOLES,
    **SPELLINGS,
    **LEAN,
    **UNUSUAL,
}

# In one workbook there is one VML drawing a sheet, so those that need it lie on their own.
_ON_FIRST = """
    charts pictures cell_pictures text_boxes sparklines pivot_slicer table_slicer shape_group
    wps_cell_pictures threaded_comments rich_text inline_text phonetics array_formulas
    calc_chain validations x14_validations conditional_formats bars_and_icons
    x14_conditional_formats check_boxes defined_names print_setup printer_settings
    custom_views scenarios ignored_errors hidden_sheets odd_sheet_names own_problem_sheet
    protected_sheet protected_structure custom_xml document_properties external_link connection
"""
_ON_THEIR_OWN = ("notes_and_controls", "ole_objects", "rich_notes", "form_controls")


def everything() -> bytes:
    """As many features as one workbook can hold, with macros; VML lies on sheets of its own."""
    made = io.BytesIO()
    book = new_book(made)
    sheet = add_data(book)
    add_choices(book)
    for name in _ON_THEIR_OWN:
        add_data(book, name)
    for name in _ON_FIRST.split():
        if write := FEATURES[name].write:
            write(book, sheet)
    book.add_vba_project(io.BytesIO(vba_project()), is_stream=True)
    book.close()
    whole = Parts(made.getvalue())
    places = {name: 3 + number for number, name in enumerate(_ON_THEIR_OWN)}
    for name in (*_ON_FIRST.split(), *_ON_THEIR_OWN):
        if edit := FEATURES[name].edit:
            edit(whole, f"xl/worksheets/sheet{places.get(name, 1)}.xml")
    return whole.to_bytes()


def everything_strict() -> bytes:
    """The same as Excel saves it for “Strict Open XML”."""
    whole = Parts(everything())
    strict = SPELLINGS["strict"].edit
    assert strict
    strict(whole, SHEET)
    return whole.to_bytes()


def twenty_sheets() -> bytes:
    """A workbook of twenty sheets."""
    return ZOO["twenty_sheets"]()


def _packed(pack: Callable[[Parts], bytes]) -> bytes:
    return pack(plain_parts())


ZOO: dict[str, Callable[[], bytes]] = {
    **{name: partial(made_with, feature) for name, feature in FEATURES.items()},
    **{name: partial(_packed, pack) for name, pack in ZIPS.items()},
    "everything": everything,
    "everything_strict": everything_strict,
}


def file_name(name: str) -> str:
    """The name and extension that the workbook would have."""
    suffix = {"macro_template": "xltm", "template": "xltx"}.get(name)
    with_macros = "macro" in name or name.startswith("everything")
    return f"{name}.{suffix or ('xlsm' if with_macros else 'xlsx')}"


def raw_members(data: bytes) -> dict[str, Member]:
    """Each member as it lies in the file: packed bytes, flags, method, checksum, date, extra field.

    The extra field is that of the local header: the directory's may hold the member's place.
    """
    found: dict[str, Member] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            at = info.header_offset
            name, extra = struct.unpack_from("<2H", data, at + 26)
            start = at + 30 + name + extra
            found[info.filename] = (
                data[start : start + info.compress_size],
                info.flag_bits,
                info.compress_type,
                info.CRC,
                info.date_time,
                data[start - extra : start],
            )
    return found
