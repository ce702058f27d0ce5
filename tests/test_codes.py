"""Project codes: what is wrong with one, its check character, and what it was meant to be."""

from __future__ import annotations

import pytest

from xltool.forms.load import find_form, load_forms
from xltool.rules.identity.xl103_foreign_division import RULE as FOREIGN_DIVISION
from xltool.values.project_code import (
    ALPHABET,
    check_character,
    check_fails,
    creation_year,
    faults,
    proposal,
    tidy,
)

PUBLISHED = ("13020522P00B8J810002R", "13020522P00082810002R", "13020522P00897310001A")


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_in_order(code: str) -> None:
    assert faults(code) == []
    assert check_character(code) == code[-1]
    assert not check_fails(code)
    assert proposal(code) is None
    assert creation_year(code) == 2022


@pytest.mark.parametrize("code", PUBLISHED)
def test_any_one_character_mistyped_is_noticed(code: str) -> None:
    for place in [*range(6), *range(9, 21)]:
        for char in ALPHABET if place > 8 else "0123456789":
            changed = code[:place] + char + code[place + 1 :]
            assert check_fails(changed) is (char != code[place]), changed


@pytest.mark.parametrize("code", PUBLISHED)
def test_two_neighbours_that_changed_places_are_noticed(code: str) -> None:
    for place in [*range(7), *range(9, 20)]:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code and not faults(swapped):
            assert check_fails(swapped), swapped


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("13020522p00b8j810002r", PUBLISHED[0]),
        (" 13020522 P00B8J\n810002R ", PUBLISHED[0]),
        ("１３０２０５２２Ｐ00B8J810002R", PUBLISHED[0]),
        ("\u202a13020522P00B8J810002R\u202c", PUBLISHED[0]),
    ],
)
def test_tidy(raw: str, expected: str) -> None:
    assert tidy(raw) == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("", ["length"]),
        ("13020522P00B8J81002R", ["length"]),
        ("13020522P00B8J8100002R", ["length"]),
        ("13020522P00B8J81-002R", ["characters"]),
        ("13020522P00B8J81零002R", ["characters"]),
        ("13020A22P00B8J810002R", ["division"]),
        ("130205A2P00B8J810002R", ["year"]),
        ("13020522900B8J810002R", ["letter"]),
        ("13020AA2900B8J810002R", ["division", "year", "letter"]),
        ("13020522R00B8J810002R", []),
        ("13020522P00B8J81OOO2R", []),  # letters among 16-20 are a matter of the check alone
    ],
)
def test_faults(code: str, found: list[str]) -> None:
    assert faults(code) == found
    assert (creation_year(code) is None) is bool(found)


@pytest.mark.parametrize(
    ("code", "fails"),
    [
        ("13020522P00B8J810003R", True),
        ("13020522P00B8J81OOO2R", True),
        ("13020522P00B8J81V002R", True),
        ("13020522R00B8J810003R", False),
        ("13020522T00B8J81OOO3R", False),
        ("13020522P00B8J81002R", False),
    ],
)
def test_only_well_formed_codes_with_p_have_a_check_character(code: str, fails: bool) -> None:
    assert check_fails(code) is fails


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("13020522P00B8J81OOO2R", PUBLISHED[0]),
        ("I3O20522P00B8J810002R", PUBLISHED[0]),
        ("13020S22P00B8J810002R", PUBLISHED[0]),
        ("13020522P0008Z810002R", PUBLISHED[1]),
        ("1302OS22P00897310001A", PUBLISHED[2]),
        ("13020522P00B8J81OOO3R", None),
        ("13020522P00B8J81V002R", None),
        ("13020522R00B8J81OOO2R", None),
        ("13020522P00B8J81OO2R", None),
    ],
)
def test_the_proposal_is_a_code_that_checks_or_none(code: str, meant: str | None) -> None:
    assert proposal(code) == meant


def test_a_form_without_divisions_accepts_them_all() -> None:
    form = find_form("hebei-target@2022", load_forms())
    foreign = [{"code": "44030022P00B8J810002X"}]
    assert list(FOREIGN_DIVISION.check(foreign, form))
    assert not list(FOREIGN_DIVISION.check(foreign, form.model_copy(update={"divisions": ()})))


def test_the_last_character_itself_is_not_asked() -> None:
    assert check_character("13020522P00B8J810002O") == "R"
