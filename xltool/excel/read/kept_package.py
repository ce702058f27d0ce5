"""A package whose members are inflated once: the guard proves them, and the readers use them."""

from __future__ import annotations

import copy
import io
import struct
import zlib
from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from xltool.language.errors import UnreadableWorkbookError

_MOST = 64 << 20
"""Bytes of inflated members that are kept."""
_LOCAL_HEADER = struct.Struct("<4s2xH18xHH")  # signature, flags, lengths of name and extra field
_UNUSUAL = 0b110_0001  # flags: encrypted, patched data, strong encryption


class KeptPackage(ZipFile):
    """A package in memory; what `blocks` has inflated to its end, `read` gives at no cost."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._data = data
        self._kept: dict[str, bytes] = {}
        self._room = _MOST

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """The bytes of a member; raises `KeyError` where there is none."""
        found = self._kept.get(name) if isinstance(name, str) else None
        return super().read(name, pwd) if found is None else found

    def blocks(self, member: ZipInfo, size: int) -> Iterator[bytes]:
        """The bytes of a member in blocks of `size`; at the end, checksum and length are proved.

        Raises what zipfile raises for a damaged member, or `UnreadableWorkbookError`.
        """
        self._kept.pop(member.filename, None)  # of two members of one name the last one counts
        whole = self._whole(member) if member.file_size <= size else None
        if whole is None:
            yield from self._streamed(member, size)
            return
        if len(whole) <= self._room:
            self._room -= len(whole)
            self._kept[member.filename] = whole
        yield whole

    def _whole(self, member: ZipInfo) -> bytes | None:
        """A small member at once, five times as fast as by zipfile; None for anything unusual,
        about which zipfile has the last word.
        """
        start = member.header_offset
        header = self._data[start : start + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size:
            return None
        signature, flags, name, extra = _LOCAL_HEADER.unpack(header)
        start += _LOCAL_HEADER.size
        given = self._data[start : start + name]
        listed = member.orig_filename.encode("ascii", "replace")
        if signature != b"PK\x03\x04" or flags & _UNUSUAL or given != listed:
            return None
        start += name + extra
        whole = self._data[start : start + member.compress_size]
        if member.compress_type == ZIP_DEFLATED:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                whole = inflate.decompress(whole, member.file_size + 1)
            except zlib.error:
                return None
        elif member.compress_type != ZIP_STORED:
            return None
        proved = len(whole) == member.file_size and zlib.crc32(whole) == member.CRC
        return whole if proved else None

    def _streamed(self, member: ZipInfo, size: int) -> Iterator[bytes]:
        # zipfile stops quietly at the declared length, so one byte more is asked for.
        longer = copy.copy(member)
        longer.file_size += 1
        length = 0
        stream: IO[bytes]
        with self.open(longer) as stream:
            while block := stream.read(size):
                length += len(block)
                yield block
        if length != member.file_size:
            raise UnreadableWorkbookError("damaged")
