"""The number formats of a workbook: which show a percentage, and the words that they add.

`0.00"万元"` shows 36.88 as 36.88万元 and `"≥"0"%"` shows 95 as ≥95%: a person reads the words, the
cell holds the number alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

_BUILT_IN_PERCENT = {9: "0%", 10: "0.00%"}
# Of a number format: quoted text, escaped, padding and fill characters, colours and conditions.
_NOT_SHOWN_AS_CODE = re.compile(r'"[^"]*"|[\\_*!].|\[[^\]]*\]')
# What stands around the digits: words, or what only takes up room or chooses a colour.
_AROUND = r'(?:"[^"]*"|\\.|[_*].|\[[^\]]*\]|[^\x00-\x7f]|[ %()+<=>-])*'
_DIGITS = r"(?:General|[#0?](?:[#0?,]*[#0?])?(?:\.[#0?]+)?)"
_SECTION = re.compile(rf"({_AROUND}){_DIGITS}({_AROUND})", re.IGNORECASE)
_PIECE = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|([^\x00-\x7f<=>]|[<=>])|.')
_CURRENCY = str.maketrans("", "", "¥￥$")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Whether it shows a percentage, and the words before and behind a positive number."""

    percent: bool = False
    words: tuple[str, str] = ("", "")


PLAIN = NumberFormat()


def is_percent(code: str) -> bool:
    """Whether a number format shows a number as a percentage: 0.95 as 95%."""
    return "%" in _NOT_SHOWN_AS_CODE.sub("", code)


@lru_cache(maxsize=1024)  # workbooks of one template have the same few formats
def number_format(code: str) -> NumberFormat:
    """What a format's code says.

    The words are those of its first section. Where a number is shown scaled, `0.0,"千元"`, or with
    a point that is text, `0!.0000"万元"`, they are words about another number: none are given.
    """
    found = _SECTION.fullmatch(code.split(";")[0])
    words = (_words(found[1]), _words(found[2])) if found else ("", "")
    return NumberFormat(is_percent(code), words)


def _words(around: str) -> str:
    """The words among what stands on one side of the digits, without a currency sign."""
    pieces = (found[1] or found[2] or found[3] or "" for found in _PIECE.finditer(around))
    return "".join(pieces).translate(_CURRENCY).strip()


def formats_by_style(root: etree._Element) -> Mapping[str, NumberFormat]:
    """The formats of a styles part that say something, by the cell style that names them."""
    codes = {str(number): code for number, code in _BUILT_IN_PERCENT.items()}
    for declared in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[str(declared.get("numFmtId"))] = str(declared.get("formatCode", ""))
    numbers = [str(xf.get("numFmtId")) for xf in root.iterfind("{*}cellXfs/{*}xf")]
    formats = {
        str(style): number_format(codes.get(number, "")) for style, number in enumerate(numbers)
    }
    return {style: found for style, found in formats.items() if found != PLAIN}
