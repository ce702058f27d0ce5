"""Text as Chinese offices type it: full-width marks, inner spaces, numbered headings."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache, lru_cache

# Full-width ASCII only. NFKC would also turn … into ... and ㎡ into m2, which changes meaning.
_HALFWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULLWIDTH = re.compile("[\uff01-\uff5e\u3000]")
# With the invisible marks that come along when text is copied from web pages and dialogs.
_SPACES = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_NUMBERING = re.compile(r"^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\d{1,2}[.、])")
_RUN = re.compile(r"(.)\1+")
_SUFFIX = re.compile(r"(?:\([^()]*\))+$")
_NIL = {"无", "-", "--", "—", "——", "/", "\\", "－"}
_BRIEF = 200
"""Characters of the texts whose half-width forms are kept: long ones would fill the memory."""
NUMERALS = "一二三四五六七八九十"


def halfwidth(text: str) -> str:
    """Full-width letters, digits and marks as half-width ones: `９５％` -> `95%`."""
    return _halfwidth(text) if len(text) <= _BRIEF else _halfwidth.__wrapped__(text)


@lru_cache(maxsize=8192)  # dozens of rules ask for the same texts
def _halfwidth(text: str) -> str:
    # Looked for first: most texts have none, and to translate takes ten times as long.
    return text.translate(_HALFWIDTH) if _FULLWIDTH.search(text) else text


def squeezed(text: str) -> str:
    """Without any white space, inside or around."""
    # Of what is taken out only the plain space is printable.
    return text if text.isprintable() and " " not in text else _SPACES.sub("", text)


@lru_cache(maxsize=16384)  # labels are compared for every workbook
def label_key(text: str) -> str:
    """How labels are compared: no spaces, numbering or final colon, half-width marks."""
    key = squeezed(halfwidth(text))
    # Stars mark what must be filled in: 项目编码*.
    return _NUMBERING.sub("", key.strip("*★")).rstrip(":;").strip("*★")


def without_note(key: str) -> str:
    """A label key without the note in brackets at its end: `资金支出计划(%)` -> `资金支出计划`."""
    return _SUFFIX.sub("", key) or key


def brief(text: object, most: int = 40) -> str:
    """A text cut to `most` characters, for messages."""
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def printable(text: str) -> str:
    """A file name with the bytes that are no characters replaced: they cannot be written."""
    return text.encode("utf-8", "replace").decode()


def is_nil(text: str) -> bool:
    """Whether a text stands for “nothing”: 无, —, /."""
    return squeezed(text) in _NIL


def gist(text: str) -> str:
    """The letters and digits of a text without its first numbering: how texts are compared."""
    bare = _NUMBERING.sub("", squeezed(halfwidth(text)).casefold())
    return bare if bare.isalnum() else "".join(filter(str.isalnum, bare))


def is_placeholder(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text only holds the place of one: it is one of `words`, brackets, case and
    repeated characters aside, or has no letter or digit at all.
    """
    key = _without_runs(text)
    return not key or key in _placeholder_keys(words)


@cache
def _placeholder_keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_without_runs, words))


@lru_cache(maxsize=20_000)  # three rules ask it of every text in a column
def _without_runs(text: str) -> str:
    """The gist with every run of a character cut to one: `XXXX` and `xx` are the same."""
    return _RUN.sub(r"\1", gist(text))


class _Widths(dict[str, int]):
    """The columns that each character takes, looked up once."""

    def __missing__(self, char: str) -> int:
        width = self[char] = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return width


_width_of = _Widths().__getitem__


def display_width(text: str) -> int:
    """How many terminal columns a text takes: two for a Chinese character."""
    return sum(map(_width_of, text))


_NOT_IN_GBK = "xltool.not_in_gbk"


def _as_wide(error: UnicodeError) -> tuple[str, int]:
    """As many signs as the characters that a codec lacks are wide."""
    assert isinstance(error, UnicodeEncodeError)
    return "?" * display_width(error.object[error.start : error.end]), error.end


codecs.register_error(_NOT_IN_GBK, _as_wide)


def wrapped_lines(text: str, width: float) -> int:
    """How many lines a text takes in a cell or note that holds `width` half-width characters.

    Chinese fonts draw quotes, dashes and signs such as ≥ as wide as a Chinese character, unlike
    terminals; GBK has two bytes for each of these, and one for what is half as wide.
    """
    lines = text.encode("gbk", _NOT_IN_GBK).split(b"\n")
    return sum([max(1, -int(-len(line) // width)) for line in lines])


def chinese_number(number: int) -> str:
    """A number up to 99 in Chinese: 3 -> 三, 21 -> 二十一."""
    tens, ones = divmod(number, 10)
    text = NUMERALS[ones - 1] if ones else ""
    return (NUMERALS[tens - 1] if tens > 1 else "") + "十" + text if tens else text


def numbered_like(first: str, number: int) -> str:
    """The number that follows a first one: （一） and 3 give （三）, 1. and 3 give 3."""
    return first.replace("一", chinese_number(number)).replace("1", str(number))


def ordinal(text: str) -> int | None:
    """The number of a numbering: （三） -> 3, 十二、 -> 12, 4. -> 4; None if it is none."""
    bare = squeezed(halfwidth(text)).strip("().、,，第")
    if bare.isdecimal():
        return int(bare)
    if not bare or any(char not in NUMERALS for char in bare):
        return None
    tens, ten, ones = bare.rpartition("十")
    if not ten:
        return NUMERALS.index(bare) + 1 if len(bare) == 1 else None
    value = (NUMERALS.index(tens) + 1 if tens else 1) * 10
    return value + (NUMERALS.index(ones) + 1 if ones else 0)
