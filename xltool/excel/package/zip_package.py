"""An OOXML package that is edited part by part: what is not touched is copied as it was packed.

A package is a zip file of parts. Each member that no edit touches is taken over with its
compressed bytes and its directory entry, whatever program wrote them and however.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import struct
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xltool.language.errors import UnreadableWorkbookError

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAME = 0x800
_OFFSET = 42  # of the member's place within its directory entry
_BEYOND = 0xFFFFFFFF  # the number stands in the zip64 extra field instead
_LEVEL = 2  # twice as fast as 6, for parts a tenth larger
_SMALL = 32 << 10  # bytes
_NOT_DEFLATED = 4 << 10  # bytes: a block of most disks
_FIRST_DATE = (0, 0x21)  # 1980-01-01 00:00, the earliest that a zip file can say


class Package:
    """The parts of a package, by their names without a leading slash.

    Names are compared as the format asks: letter case, percent-encoding and the direction of
    slashes do not matter. Raises `UnreadableWorkbookError` where the file is no sound package.
    `opened` is the same file, where it has been opened already: one that keeps what it inflated.
    """

    def __init__(self, data: bytes, opened: ZipFile | None = None) -> None:
        self.data, self._opened = data, opened
        try:
            self._zip = opened or ZipFile(io.BytesIO(data))
        except BadZipFile as error:
            raise UnreadableWorkbookError("damaged") from error
        infos = self._zip.infolist()
        self.directory_start: int = self._zip.start_dir
        self._entries = dict(
            zip(infos, directory_entries(data[self.directory_start :]), strict=False)
        )
        if len(self._entries) != len(infos):
            raise UnreadableWorkbookError("damaged")
        self._members = {same_part(info.filename): info for info in infos}
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, tuple[str, bytes]] = {}
        self._removed: set[str] = set()
        self._read: dict[str, bytes] = {}
        self._alike: set[str] = set()

    def __contains__(self, part: str) -> bool:
        key = same_part(part)
        return key in self._added or (key in self._members and key not in self._removed)

    def names(self) -> Iterator[str]:
        """The names of all parts, as the file spells them."""
        for key, info in self._members.items():
            if key not in self._removed:
                yield info.filename
        yield from self.added()

    def added(self) -> Iterator[str]:
        """The names of the parts that the file did not have."""
        return (name for name, _ in self._added.values())

    def read(self, part: str) -> bytes:
        """The bytes of a part as they stand now; raises `UnreadableWorkbookError` if it is gone."""
        key = same_part(part)
        if key in self._changed:
            return self._changed[key]
        if key in self._added:
            return self._added[key][1]
        if key not in self._members or key in self._removed:
            raise UnreadableWorkbookError("damaged")
        if key not in self._read:
            self._read[key] = self._unpacked(self._members[key])
        return self._read[key]

    def _unpacked(self, info: ZipInfo) -> bytes:
        """A member's content; zipfile does the same at three times the cost for small ones."""
        try:
            if self._opened or info.compress_type != ZIP_DEFLATED:
                return self._zip.read(info.filename)
            head = _LOCAL.unpack_from(self.data, info.header_offset)
            start = info.header_offset + _LOCAL.size + head[9] + head[10]
            packed = self.data[start : start + info.compress_size]
            content = zlib.decompress(packed, -zlib.MAX_WBITS)
        except (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError) as error:
            raise UnreadableWorkbookError("damaged") from error
        if zlib.crc32(content) != info.CRC:
            raise UnreadableWorkbookError("damaged")
        return content

    def write(self, part: str, data: bytes, *, alike: bool = False) -> None:
        """Give a part new bytes, or add it; `alike` where other packages will hold the same ones,
        so that it pays to remember them as packed.
        """
        key = same_part(part)
        if alike:
            self._alike.add(key)
        if key in self._members and key not in self._removed:
            if data != self.read(part):
                self._changed[key] = data
        else:
            self._added[key] = (part, data)

    def remove(self, part: str) -> None:
        """Take a part out."""
        key = same_part(part)
        self._added.pop(key, None)
        self._changed.pop(key, None)
        if key in self._members:
            self._removed.add(key)

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern that no part has: `xl/comments{}.xml`."""
        number, name = 1, pattern.format(1)
        while same_part(name) in self._members or name in self:
            number += 1
            name = pattern.format(number)
        return name

    def digest(self, without: str = "") -> str:
        """One figure for all parts but one: their names, lengths and checksums.

        The checksums of the zip directory serve, so that nothing need be unpacked.
        """
        lines = []
        for key, info in self._members.items():
            if key in self._changed:
                lines.append((key, len(self._changed[key]), zlib.crc32(self._changed[key])))
            elif key not in self._removed:
                lines.append((key, info.file_size, info.CRC))
        lines += [(key, len(data), zlib.crc32(data)) for key, (_, data) in self._added.items()]
        left_out = same_part(without)
        others = sorted([line for line in lines if line[0] != left_out])
        return hashlib.sha256(repr(others).encode()).hexdigest()

    def packed(self) -> Iterator[tuple[ZipInfo, bytes]]:
        """Each member of the file as it lies there, in that order: header, content and all up to
        the next member.
        """
        order = sorted(self._entries, key=lambda info: info.header_offset)
        ends = [info.header_offset for info in order[1:]]
        for info, end in zip(order, [*ends, self.directory_start], strict=True):
            yield info, self.data[info.header_offset : end]

    def touched(self, info: ZipInfo) -> bool:
        """Whether a member was changed or removed."""
        key = same_part(info.filename)
        return key in self._changed or key in self._removed

    def is_changed(self) -> bool:
        """Whether anything was changed, added or removed."""
        return bool(self._changed or self._added or self._removed)

    def to_bytes(self) -> bytes:
        """The package as a file: untouched members as they were, new ones at the end."""
        first = min((info.header_offset for info in self._entries), default=0)
        file = bytearray(self.data[:first])
        entries = {}
        for info, blob in self.packed():
            key, entry = same_part(info.filename), self._entries[info]
            if key in self._changed:
                packed = self._packed(key, self._changed[key])
                entries[info] = _add_member(file, entry, self._changed[key], packed)
            elif key not in self._removed:
                entries[info] = _moved(entry, len(file))
                file += blob
        directory = [entries[info] for info in self._entries if info in entries]
        for name, data in self._added.values():
            packed = self._packed(same_part(name), data)
            directory.append(_add_member(file, _new_entry(name), data, packed))
        start = len(file)
        file += b"".join(directory)
        count, size, comment = len(directory), len(file) - start, self._zip.comment
        file += _END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment
        return bytes(file)

    def _packed(self, key: str, data: bytes) -> bytes:
        """A part's content as the file holds it: what we put into .bin is packed already, and to
        deflate a small part costs more than it saves.
        """
        if key.endswith(".bin") or len(data) < _NOT_DEFLATED:
            return data
        return _deflated_before(data) if key in self._alike else _deflated(data)


def _deflated(data: bytes) -> bytes:
    # The usual window is slow to set up, which counts for many small parts.
    window, memory = (13, 6) if len(data) < _SMALL else (zlib.MAX_WBITS, 8)
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -window, memory)
    return squeeze.compress(data) + squeeze.flush()


_deflated_before = lru_cache(16)(_deflated)


def directory_entries(directory: bytes) -> Iterator[bytes]:
    """The entries of a zip directory, one for each member."""
    at = 0
    while directory[at : at + 4] == b"PK\1\2":
        lengths = _CENTRAL.unpack_from(directory, at)[10:13]
        end = at + _CENTRAL.size + sum(lengths)
        yield directory[at:end]
        at = end


@cache
def same_part(name: str) -> str:
    """A name as names are compared: the same for all spellings of one part."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


def _new_entry(name: str) -> bytes:
    coded = name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    # Version 2.0 as made and as needed, deflated; sizes and place come with the content.
    head = _CENTRAL.pack(
        b"PK\1\2", 20, 20, flags, 8, *_FIRST_DATE, 0, 0, 0, len(coded), 0, 0, 0, 0, 0, 0
    )
    return head + coded


def _add_member(file: bytearray, entry: bytes, data: bytes, packed: bytes) -> bytes:
    """Write a member at the end of `file`; returns its directory entry, made after `entry`."""
    fields = _CENTRAL.unpack_from(entry)
    _, made, _, flags, _, time, date = fields[:7]
    name = entry[_CENTRAL.size : _CENTRAL.size + fields[10]]
    method = ZIP_STORED if packed is data else ZIP_DEFLATED
    sizes = zlib.crc32(data), len(packed), len(data)
    head = (20, flags & _UTF8_NAME, method, time, date, *sizes)
    place = len(file)
    file += _LOCAL.pack(b"PK\3\4", *head, len(name), 0)
    file += name
    file += packed
    # No extra field and no comment: what they said of the old content may not hold.
    attributes = fields[14:16]
    return _CENTRAL.pack(b"PK\1\2", made, *head, len(name), 0, 0, 0, *attributes, place) + name


def _moved(entry: bytes, place: int) -> bytes:
    """A directory entry for a member that now lies elsewhere."""
    fields = _CENTRAL.unpack_from(entry)
    if fields[16] != _BEYOND:
        return entry[:_OFFSET] + struct.pack("<L", place) + entry[_OFFSET + 4 :]
    at = _CENTRAL.size + fields[10]
    end = at + fields[11]
    while at < end:
        kind, length = struct.unpack_from("<HH", entry, at)
        if kind == 1:  # zip64: length, packed length, place, as far as each stands here
            at += 4 + 8 * (fields[9] == _BEYOND) + 8 * (fields[8] == _BEYOND)
            return entry[:at] + struct.pack("<Q", place) + entry[at + 8 :]
        at += 4 + length
    raise UnreadableWorkbookError("damaged")


@cache
def joined(source: str, target: str) -> str:
    """The name of the part that a relationship of `source` points to."""
    folder = posixpath.dirname(source.replace("\\", "/"))
    path = posixpath.join("/", folder, target.replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


@cache
def target_from(source: str, part: str) -> str:
    """What a relationship of `source` to a part says."""
    return posixpath.relpath(f"/{part}", posixpath.join("/", posixpath.dirname(source)))
