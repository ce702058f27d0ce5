"""A number format's code -> what it shows beside the digits: %, or words of its own."""

from __future__ import annotations

import re

# Of a number format: quoted text, escaped, padding and fill characters, colours and conditions.
_NOT_SHOWN_AS_CODE = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
_FORMAT_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<number>General|[0#?][0#?.,/]*)|(?P<other>.)'
)


def is_percent(code: str) -> bool:
    """Whether a number format shows a number as a percentage: 0.95 as 95%."""
    return "%" in _NOT_SHOWN_AS_CODE.sub("", code)


def format_words(code: str) -> tuple[str, str] | None:
    """What a number format writes before and behind a number; None where it writes no word."""
    before, behind, seen = "", "", False
    for token in _FORMAT_TOKEN.finditer(code.partition(";")[0]):
        literal = token["quoted"] or token["escaped"] or ""
        if token["number"]:
            seen = True
        elif token["other"] and token["other"] not in " ,.+-()":
            if token["other"].isascii():  # a date, an exponent, a share
                return None
            literal = token["other"]
        before, behind = (before, behind + literal) if seen else (before + literal, behind)
    words = (before.strip(), behind.strip())
    return words if seen and any(not char.isspace() for char in "".join(words)) else None
