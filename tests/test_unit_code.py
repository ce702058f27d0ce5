"""The one rule for unit codes, columns' letters and digests."""

from __future__ import annotations

import pytest

from xltool.forms.load import load_forms
from xltool.model.identity import identity, text_digest
from xltool.model.workbook import CellRef, column_letters, column_number
from xltool.values.project_code import division_of
from xltool.values.unit_code import (
    are_distinct_numbers,
    are_of_one_line,
    code_in,
    department_of,
    filled_up,
    is_usual,
    with_lost_zero,
)

FORM = next(form for form in load_forms() if form.key == "hebei-target@2022")


def test_a_department_is_the_first_three_digits() -> None:
    assert [department_of(code) for code in ("439001", "439", "43", "行政审批局", "")] == [
        *("439", "439", "", "", "")
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("439001审批局", "439001"),
        ("报送439001003", "439001003"),
        ("4390", ""),  # no usual length
        ("2022-03", ""),
        ("第一批", ""),
    ],
)
def test_a_folder_is_named_for_a_unit_by_a_code_of_usual_length(name: str, code: str) -> None:
    assert code_in(name) == code


def test_a_code_of_a_department_and_of_its_unit_are_of_one_line() -> None:
    assert are_of_one_line("439", "439001") and are_of_one_line("439001", "439")
    assert not are_of_one_line("439001", "439002")


def test_a_number_may_have_lost_the_zero_it_begins_with() -> None:
    assert is_usual("015001", FORM) and not is_usual("15001", FORM)
    assert with_lost_zero("15001", FORM) == filled_up("15001") == "015001"
    assert with_lost_zero("439001", FORM) == ""
    assert filled_up("439") == "439"


def test_codes_that_excel_cannot_tell_apart() -> None:
    assert are_distinct_numbers(["439001", "439002"])
    assert not are_distinct_numbers(["0439", "439"])
    assert not are_distinct_numbers(["439001", "审批局*"])
    assert not are_distinct_numbers([""])
    assert are_distinct_numbers([])


def test_the_division_of_a_project_code() -> None:
    assert division_of("13020522P00B8J810002R") == "130205"
    assert division_of("A3022422P00B8J810002R") == division_of("1302") == ""


def test_letters_and_numbers_of_columns_are_each_others_opposite() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 16384)] == ["A", "Z", "AA", "XFD"]
    assert all(column_number(column_letters(column)) == column for column in range(1, 800))
    assert column_number(b"xfd") == column_number("XFD") == 16384 and column_number("") == 0
    assert CellRef.of("表", "$aa$7") == CellRef("表", 7, 27)


def test_digests_that_stored_things_depend_on_stay() -> None:
    """Worked out by `printf 'XL203\\x1e439001' | sha256sum` and `printf 95 | sha256sum`."""
    assert identity("XL203", "439001") == "8804499a486a75bc"
    assert text_digest("95") == "ad48ff99"
    assert identity("a", "b") != identity("ab") and len(identity("\ud800")) == 16
