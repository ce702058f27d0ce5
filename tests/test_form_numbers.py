"""Every number of the form files, tried just below, at and just above it."""

from __future__ import annotations

import pytest

from tests.form_numbers import BORDERS, Border
from tests.mutation.thresholds import thresholds
from tests.template_book import form_named


@pytest.mark.parametrize("border", BORDERS, ids=str)
def test_a_number_of_a_form_at_its_border(border: Border) -> None:
    assert border.ask(form_named(border.form)) == border.answer


def test_every_number_of_the_form_files_is_tried() -> None:
    known = {(border.form, border.number) for border in BORDERS}
    assert {(each.path.stem, ".".join(each.keys)) for each in thresholds()} == known
