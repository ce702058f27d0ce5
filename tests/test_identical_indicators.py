"""The set of indicators by which projects are found to be alike."""

from __future__ import annotations

import pytest

from tests.template_book import form_named
from xltool.model.submission import Unread
from xltool.rules.projects.indicator_set import indicator_set
from xltool.values.indicator_value import parse_indicator_value

FORM = form_named()
UNREAD = Unread("wrong_type", "#REF!")


def row(name: object, value: object) -> dict[str, object]:
    read = parse_indicator_value(value) if isinstance(value, str) else value
    return {"level3": name, "value": read}


def test_names_and_values_are_compared_however_they_are_spelled() -> None:
    one = indicator_set((row("受理率（%）", "≥95%"), row("平台数量", "≥6个")), FORM)
    other = indicator_set((row("平台 数量", "≥ 6个"), row("受理率(%)", ">=95％")), FORM)
    assert one == other
    assert one is not None and ("平台数量", "≥6个") in one


def test_words_are_compared_as_they_stand() -> None:
    assert indicator_set((row("制度", "健全"),), FORM) != indicator_set(
        (row("制度", "有效"),), FORM
    )


@pytest.mark.parametrize(
    "rows",
    [
        None,
        (),
        (row(None, None), row(None, None)),
        (row("平台数量", None), row(None, "≥6个")),  # no indicator has both
        (row("平台数量", "≥6个"), row("受理率", UNREAD)),
        (row(UNREAD, "≥6个"), row("受理率", "≥95%")),
    ],
    ids=["no table", "no rows", "blank", "halves", "unread value", "unread name"],
)
def test_what_cannot_be_compared_is_no_set(rows: object) -> None:
    assert indicator_set(rows, FORM) is None


def test_one_whole_indicator_beside_a_blank_line_is_compared() -> None:
    assert indicator_set((row("平台数量", "≥6个"), row(None, None)), FORM)


def test_a_form_that_compares_nothing_has_no_set() -> None:
    assert indicator_set((row("平台数量", "≥6个"),), form_named("monitoring@2022")) is None
