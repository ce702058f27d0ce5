"""The same workbook in other zip files: how members are packed, ordered and described."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.zoo.parts import TYPES, Parts

_EARLY = (0, 0x21)  # time and date: 1980-01-01
_LATER = (0x4A5B, 0x547F)  # 2022-03-31 09:18:54
_TIMES = struct.pack("<HHBl", 0x5455, 5, 1, 1648717134)  # Info-ZIP's extended time stamp
_PADDING = struct.pack("<HHH", 0xA220, 6, 0xA028) + bytes(4)  # Office's growth hint
_OWNER = struct.pack("<HHBBLBL", 0x7875, 11, 1, 4, 501, 4, 20)  # Info-ZIP's Unix owner


@dataclass(frozen=True, slots=True)
class Style:
    """How the members of a zip file are written."""

    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    descriptor: bool = False
    zip64: bool = False  # sizes and places in 64 bits, in headers and directory
    zip64_end: bool = False  # a second end record, of 64 bits
    extra: bytes = b""  # of the local header
    central_extra: bytes = b""
    stamp: tuple[int, int] = _EARLY
    comment: bytes = b""
    member_comment: bytes = b""
    gap: bytes = b""  # between members
    made_by: int = 20
    attributes: int = 0


def zipped(members: Mapping[str, bytes], style: Style) -> bytes:
    """A zip file with these members in this order; names are written as they stand."""
    file, directory = bytearray(), bytearray()
    for name, content in members.items():
        _member(file, directory, name.encode(), content, style)
    start, size, count = len(file), len(directory), len(members)
    file += directory
    if style.zip64_end:
        end = len(file)
        file += struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        file += struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
        count, size, start = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    file += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, len(style.comment))
    return bytes(file + style.comment)


def _member(
    file: bytearray, directory: bytearray, name: bytes, content: bytes, style: Style
) -> None:
    method = style.method if content else zipfile.ZIP_STORED
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush() if method else content
    flags = style.flags | (0 if name.isascii() else 0x800) | (8 if style.descriptor else 0)
    sizes = (len(packed), len(content))
    wide = struct.pack("<2HQQ", 1, 16, *reversed(sizes)) if style.zip64 else b""
    head = (45 if style.zip64 else 20, flags, method, *style.stamp)
    proof = struct.pack("<L", zlib.crc32(content))
    shown = struct.pack("<2L", *((0xFFFFFFFF,) * 2 if style.zip64 else sizes))
    place = len(file)
    local, central = wide + style.extra, style.central_extra
    seen = bytes(12) if style.descriptor and not style.zip64 else proof + shown
    file += struct.pack("<4s5H", b"PK\3\4", *head) + seen
    file += struct.pack("<2H", len(name), len(local)) + name + local + packed
    if style.descriptor:
        form = "<2Q" if style.zip64 else "<2L"
        file += b"PK\7\x08" + proof + struct.pack(form, *sizes)
    file += style.gap
    if style.zip64:
        central += struct.pack("<2H3Q", 1, 24, *reversed(sizes), place)
    directory += struct.pack("<4s6H", b"PK\1\2", style.made_by, *head) + proof + shown
    lengths = (len(name), len(central), len(style.member_comment), 0, 0)
    at = 0xFFFFFFFF if style.zip64 else place
    directory += struct.pack("<5H2L", *lengths, style.attributes, at)
    directory += name + central + style.member_comment


def _styled(style: Style) -> Callable[[Parts], bytes]:
    return lambda made: zipped(made.all, style)


def _types_last(made: Parts) -> bytes:
    """openpyxl and others: [Content_Types].xml comes last; here all is in reverse order."""
    names = sorted((name for name in made.all if name != TYPES), reverse=True)
    return zipped({name: made.all[name] for name in (*names, TYPES)}, Style())


def _directories(made: Parts) -> bytes:
    """Folders zipped again by hand (Info-ZIP, Finder): directories stand among the members."""
    members: dict[str, bytes] = {}
    for name, content in made.all.items():
        parts = name.split("/")
        for depth in range(1, len(parts)):
            members.setdefault("/".join(parts[:depth]) + "/", b"")
        members[name] = content
    style = Style(extra=_TIMES + _OWNER, central_extra=_TIMES[:9] + _OWNER, stamp=_LATER)
    return zipped(members, style)


def _backslashes(made: Parts) -> bytes:
    """.NET before 4.6.1: names with backslashes."""
    return zipped({name.replace("/", "\\"): content for name, content in made.all.items()}, Style())


def _other_case(made: Parts) -> bytes:
    """Some exporters: the members' letter case is not that of the relationships."""
    return zipped({name.upper() if name != TYPES else name: content
                   for name, content in made.all.items()}, Style())  # fmt: skip


ZIPS: dict[str, Callable[[Parts], bytes]] = {
    # Java's ZipOutputStream (Apache POI) and every writer to a stream: sizes after the content.
    "data_descriptors": _styled(Style(descriptor=True, stamp=_LATER)),
    # Open XML SDK with very large parts, and Java: sizes in 64 bits though they are small.
    "zip64": _styled(Style(zip64=True, made_by=45)),
    "zip64_descriptors": _styled(Style(zip64=True, descriptor=True, made_by=45)),
    "zip64_end": _styled(Style(zip64_end=True)),
    # Mail gateways and some exporters store without packing.
    "stored": _styled(Style(method=zipfile.ZIP_STORED)),
    "zip_comment": _styled(Style(comment="由报表系统导出".encode(), member_comment=b"part")),
    # Office leaves room for growth in the extra field of the first members; flags of fast packing.
    "extra_fields": _styled(Style(extra=_PADDING, flags=6, stamp=_LATER)),
    "unix_made": _styled(Style(made_by=0x031E, attributes=0o100644 << 16, central_extra=_TIMES)),
    "gaps": _styled(Style(gap=b"\0" * 7)),
    "types_last": _types_last,
    "directories": _directories,
    "backslashes": _backslashes,
    "other_letter_case": _other_case,
}
