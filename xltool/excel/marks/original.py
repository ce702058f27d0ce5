"""A part of ours in each marked copy: what the marks replaced, so that they can be taken back.

It holds the members that were touched as they lay in the original file, and the original's zip
directory; with the untouched members of the copy this makes the original, byte for byte. The
digest of all other parts tells whether anybody has changed the copy since.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from xltool.excel.package.zip_package import Package
from xltool.language.errors import UnreadableWorkbookError

PART = "xl/xltool.bin"
CONTENT_TYPE = "application/vnd.xltool.original"
RELATIONSHIP = "urn:xltool:original"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Kept:
    """The header of the part: lengths in bytes; a member of length -1 stands in the copy itself."""

    others: str
    original: str
    before: int
    members: list[int]
    rest: bytes


def keep_original(package: Package) -> None:
    """Write the part; to be called when all else is done to the package."""
    members = [(package.touched(info), blob) for info, blob in package.packed()]
    first = min((info.header_offset for info, _ in package.packed()), default=0)
    before, after = package.data[:first], package.data[package.directory_start :]
    header = {
        "version": _VERSION,
        "others": package.digest(without=PART),
        "original": hashlib.sha256(package.data).hexdigest(),
        "before": len(before),
        "members": [len(blob) if touched else -1 for touched, blob in members],
    }
    kept = b"".join(blob for touched, blob in members if touched)
    package.write(PART, json.dumps(header).encode() + b"\n" + before + kept + after)


def is_unedited(data: bytes) -> bool:
    """Whether a file is a marked copy that nobody has changed since it was written."""
    try:
        package = Package(data)
        return PART in package and _kept(package).others == package.digest(without=PART)
    except (UnreadableWorkbookError, ValueError, KeyError):
        return False


def original_of(package: Package) -> bytes | None:
    """The file that a copy was made from; None where it cannot be had back byte for byte, and
    where the copy was edited: what was typed into it would be lost.
    """
    if PART not in package:
        return None
    try:
        kept = _kept(package)
    except (ValueError, KeyError):
        return None
    if kept.others != package.digest(without=PART):
        return None
    untouched = iter([blob for _, blob in package.packed()])
    pieces, at = [kept.rest[: kept.before]], kept.before
    for length in kept.members:
        if length < 0:
            pieces.append(next(untouched, b""))
        else:
            # The copy holds the new content in its place, or at its end.
            next(untouched, b"")
            pieces.append(kept.rest[at : at + length])
            at += length
    whole = b"".join((*pieces, kept.rest[at:]))
    return whole if hashlib.sha256(whole).hexdigest() == kept.original else None


def _kept(package: Package) -> _Kept:
    header, _, rest = package.read(PART).partition(b"\n")
    values = json.loads(header)
    if values["version"] != _VERSION:
        raise ValueError(values["version"])
    return _Kept(values["others"], values["original"], values["before"], values["members"], rest)
