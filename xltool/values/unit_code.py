"""Codes of budget units: three digits for the department, three more for each level below it.

Inferred from published documents; how long a code may be is said by the form
(`unit_code_lengths`), whose default holds where no form is at hand, as for the name of a folder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xltool.model.form import Form

LEVEL = 3
"""Digits of a level."""

DIGITS = r"\d{3,15}"
"""What is taken for a code, be it of a usual length or not."""

_USUAL: Sequence[int] = Form.model_fields["unit_code_lengths"].default
_LONGEST_FIRST = "|".join(rf"\d{{{length}}}" for length in sorted(_USUAL, reverse=True))
_IN_A_NAME = re.compile(rf"(?<!\d)({_LONGEST_FIRST})(?!\d)")


def is_usual(code: str, form: Form) -> bool:
    """Whether a code is as long as the form's codes are."""
    return len(code) in form.unit_code_lengths


def with_lost_zero(code: str, form: Form) -> str:
    """A code stored as a number, with the zero that it may have lost; "" if that is no code."""
    padded = "0" + code
    return padded if is_usual(padded, form) else ""


def filled_up(code: str) -> str:
    """A code stored as a number, with the zeros in front that fill its first level."""
    return code.zfill(-(-len(code) // LEVEL) * LEVEL)


def as_number(code: str) -> str:
    """What two codes are compared by where one of them may have been stored as a number."""
    return code.lstrip("0")


def department_of(code: str) -> str:
    """The department of a unit: the first three digits of its code; "" for what is no code."""
    department = code[:LEVEL]
    return department if len(department) == LEVEL and department.isdecimal() else ""


def are_of_one_line(one: str, other: str) -> bool:
    """Whether one of two codes is the other, or above it."""
    return one.startswith(other) or other.startswith(one)


def are_distinct_numbers(codes: Sequence[str]) -> bool:
    """Whether a program that compares codes as numbers tells all of them apart: 0439 and 439 are
    the same to it, and what is no number may hold a wildcard.
    """
    if not all(code.isascii() and code.isdecimal() for code in codes):
        return False
    return len({int(code) for code in codes}) == len(set(codes))


def code_in(name: str) -> str:
    """The first code of a usual length in a name, as of a folder: `439001审批局` -> `439001`."""
    found = _IN_A_NAME.search(name)
    return found[1] if found else ""
