"""XML bytes -> the same with the characters that XML forbids written as the format writes them.

Some programs write control characters as they are. Excel then offers to repair the workbook;
other readers stop there.
"""

from __future__ import annotations

import re
import sys

from xltool.excel.package.xml_text import NOT_XML
from xltool.excel.package.zip_package import Package

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_RAW = re.compile(b"[" + re.escape(_CONTROLS) + b"]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")
_OTHER_ENCODING = re.compile(
    rb"""\xff\xfe|\xfe\xff|.?\0|\s*<\?xml[^>]*?encoding\s*=\s*["'](?!utf-8|us-ascii)""",
    re.IGNORECASE | re.DOTALL,
)


def permitted(data: bytes) -> bytes:
    """An XML part without forbidden characters: `_x000B_` for one that the format can hold."""
    if _OTHER_ENCODING.match(data):
        return data
    # Single bytes first: they are found far faster, and most parts have none of them.
    beyond = b"\xef" in data and b"\xef\xbf" in data
    if beyond or len(data.translate(None, _CONTROLS)) < len(data):
        data = _RAW.sub(lambda found: _escape(ord(found[0].decode())), data)
    if b"&" in data and b"&#" in data:
        data = _REFERENCE.sub(_reference, data)
    return data


def permit(package: Package) -> bool:
    """Rewrite the parts of a package that hold forbidden characters; whether there were any."""
    found = False
    for name in list(package.names()):
        if name.lower().endswith((".xml", ".rels")):
            before = package.read(name)
            after = permitted(before)
            if after is not before and after != before:
                package.write(name, after)
                found = True
    return found


def _reference(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2])
    permitted = code <= sys.maxunicode and not NOT_XML.match(chr(code))
    return found[0] if permitted else _escape(code)


def _escape(code: int) -> bytes:
    """A surrogate, a null and what is no character at all are left out."""
    return b"_x%04X_" % code if 0 < code < 32 else b""
