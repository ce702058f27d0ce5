"""A text typed into one cell changes the reading of no other cell, whatever it says."""

from __future__ import annotations

from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.stability import (
    FORMS,
    Reading,
    books,
    differences,
    label_texts,
    read,
    value_cells,
    with_text,
)
from xltool.extract.roles import LayoutRole
from xltool.model.workbook import CellRef, Workbook

FILLED = ("monitoring@2022", "national-target@2021", "self-assessment@2022")
NAMES = (*FILLED, "三套指标完整", "换了版式")


@cache
def workbooks() -> dict[str, tuple[Workbook, Reading]]:
    """The filled workbooks of `NAMES`, each with its reading."""
    with TemporaryDirectory() as folder:
        return {name: (book, read(book)) for name, book in books(Path(folder))}


@cache
def places() -> tuple[tuple[str, CellRef], ...]:
    """Every cell that a text is typed into."""
    return tuple((name, ref) for name in NAMES for ref in value_cells(workbooks()[name][1]))


def changes(name: str, ref: CellRef, text: str) -> list[str]:
    """What a text changes beside its own cell; it may not even change the form."""
    book, before = workbooks()[name]
    mine = [form for form in FORMS if form.key == before.form]
    return differences(before, read(with_text(book, ref, text), mine), ref)


@pytest.mark.parametrize("name", NAMES)
def test_every_filled_cell_has_one_role_and_none_is_unread(name: str) -> None:
    book, reading = workbooks()[name]
    sheets = {ref.sheet for ref in reading.roles}
    filled = {c.ref for s in book.sheets if s.name in sheets for c in s.cells.values()}
    assert set(reading.roles) == filled
    assert [ref for ref, each in reading.roles.items() if each.role is LayoutRole.UNREAD] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_label_in_a_values_place_is_a_value(name: str) -> None:
    """Each label of all forms once in some field, and each field with several."""
    cells = [ref for book, ref in places() if book == name]
    found = {}
    for text, ref in zip(label_texts(), cycle(cells), strict=False):
        if changed := changes(name, ref, text):
            found[ref.a1, text] = changed
    assert found == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_label_in_a_value_changes_no_form(name: str) -> None:
    book, before = workbooks()[name]
    cells = [ref for other, ref in places() if other == name]
    texts = label_texts()[:: max(1, len(label_texts()) // len(cells))]
    for text, ref in zip(texts, cells, strict=False):
        assert read(with_text(book, ref, text)).form == before.form


def test_a_second_year_below_the_stated_one_is_not_read() -> None:
    (ref,) = (ref for name, ref in places() if (name, ref.a1) == ("national-target@2021", "H3"))
    assert changes("national-target@2021", ref, "年度：2024") == []


@given(st.data())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_a_value(data: st.DataObject) -> None:
    name, ref = data.draw(st.sampled_from(places()))
    label = st.sampled_from(label_texts())
    joined = st.builds(
        "{}{}{}".format, label, st.sampled_from([":", "：", " ", "（万元）", "\n"]), label
    )
    text = data.draw(st.one_of(st.text(min_size=1, max_size=30), joined, label))
    if text.strip():
        assert changes(name, ref, text) == []
