"""Project codes: their parts, their check character, and what a mistyped one was meant to be."""

from __future__ import annotations

from xltool.language.text import halfwidth, squeezed

LENGTH = 21
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_AS_DIGIT = str.maketrans({"O": "0", "I": "1", "S": "5", "Z": "2"})


def tidy(code: str) -> str:
    """A code as it is meant: half-width, upper case, without spaces."""
    return squeezed(halfwidth(code)).upper()


def faults(code: str) -> list[str]:
    """What is wrong with the form of a tidy code: `length`, `characters`, `division`, `year`,
    `letter`; only the first of them when the rest follows from it.
    """
    if len(code) != LENGTH:
        return ["length"]
    if not (code.isascii() and code.isalnum()):
        return ["characters"]
    found = []
    if not code[:6].isdigit():
        found.append("division")
    if not code[6:8].isdigit():
        found.append("year")
    if not code[8].isalpha():
        found.append("letter")
    return found


def division_of(code: str) -> str:
    """The division that created a project: the first six digits; "" where there are none."""
    division = code[:6]
    right = len(code) == LENGTH and division.isascii() and division.isdigit()
    return division if right else ""


def creation_year(code: str) -> int | None:
    """The year in which a well-formed project code was given: 13020522P… -> 2022."""
    return None if faults(code) else 2000 + int(code[6:8])


def check_character(code: str) -> str | None:
    """The last character that the first twenty ask for, None where the code has no such rule.

    Derived from ten published codes of two provinces, undocumented: 31 characters, weights of
    powers of three, only where the ninth character is P.
    """
    if len(code) != LENGTH or code[8] != "P" or any(c not in ALPHABET for c in code[:20]):
        return None
    total = sum(ALPHABET.index(char) * 3**place for place, char in enumerate(code[:20]))
    return ALPHABET[30 - total % 31]


def check_fails(code: str) -> bool:
    """Whether a well-formed code is one with a check character, and it is not right."""
    return not faults(code) and code[8] == "P" and check_character(code) != code[20]


def proposal(code: str) -> str | None:
    """The code with O, I, S, Z read as 0, 1, 5, 2, if that one is in order and checks."""
    guess = code[:8].translate(_AS_DIGIT) + code[8:9]
    guess += code[9:].translate(_AS_DIGIT)
    right = guess != code and not faults(guess) and check_character(guess) == guess[-1:]
    return guess if right else None
