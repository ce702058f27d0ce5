"""A layout that is remembered gives what working it out again would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.stability import FORMS, Reading, label_texts, read, values_read, with_text
from tests.test_reading import FOLDER, read_print
from tests.test_reading_stability import NAMES, places, workbooks
from xltool.excel.read.workbook import read_workbook
from xltool.extract import labels
from xltool.extract.grid import LabelCell
from xltool.extract.layout_memory import forget
from xltool.extract.recognise import recognise
from xltool.extract.roles import LayoutRole
from xltool.model.workbook import Cell, CellRef, Kind, Workbook


def without(workbook: Workbook, ref: CellRef) -> Workbook:
    """The workbook with one cell blank."""
    sheets = [
        replace(sheet, cells={p: c for p, c in sheet.cells.items() if c.ref != ref})
        for sheet in workbook.sheets
    ]
    return replace(workbook, sheets=tuple(sheets))


def same(one: Reading, other: Reading) -> bool:
    return (one.form, one.roles) == (other.form, other.roles) and values_read(
        one.submission
    ) == values_read(other.submission)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_with_and_without_the_memory_the_reading_is_the_same(data: st.DataObject) -> None:
    name, ref = data.draw(st.sampled_from(places()))
    book, _ = workbooks()[name]
    text = data.draw(st.one_of(st.none(), st.sampled_from(label_texts()), st.text(min_size=1)))
    changed = with_text(book, ref, text) if text and text.strip() else without(book, ref)
    forget()
    alone = read(changed)
    forget()
    read(book)
    assert same(alone, read(changed))
    assert same(alone, read(changed))  # now its own layout is known


@pytest.mark.parametrize("name", [name for name in NAMES if name != "换了版式"])
def test_a_known_layout_is_not_worked_out_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name and other values in the same cells are the same layout."""
    book, _ = workbooks()[name]
    forget()
    before = read(book)
    ref = next(ref for ref, each in before.roles.items() if each.field == "level3")
    other = with_text(book, ref, "群众诉求办理数量")
    monkeypatch.setattr(labels, "_Placing", None)
    after = read(other)
    assert after.roles == before.roles
    forget()
    with pytest.raises(TypeError):
        read(other)


def label_cells(book: Workbook) -> Iterator[tuple[CellRef, LabelCell]]:
    """The labels of single values on sheets whose layout is remembered."""
    match = recognise(book, FORMS)
    assert match
    for block in match.blocks:
        yield from ((spot.ref, spot) for spot in block.labels.values() if block.known)


def test_another_value_behind_a_colon_is_the_same_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """实施单位：甲局 and 实施单位：乙局 differ in a value, which is read from the new text."""
    book, _ = workbooks()["national-target@2021"]
    ref = next(ref for ref, spot in label_cells(book) if "实施单位" in spot.readings)
    one, other = (with_text(book, ref, f"实施单位：{name}") for name in ("甲局", "乙局"))
    forget()
    before = read(one)
    assert [each.rest for place, each in label_cells(one) if place == ref] == ["甲局"]
    monkeypatch.setattr(labels, "_Placing", None)
    after = read(other)
    assert after.roles == before.roles
    changed = values_read(after.submission).items() - values_read(before.submission).items()
    assert {(place, text) for _, (place, text) in changed} == {(ref, "乙局")}


def with_number(workbook: Workbook, ref: CellRef) -> Workbook:
    """The workbook with a number in one cell."""
    number = Cell(ref, 5.0, Kind.NUMBER)
    sheets = (
        replace(s, cells={p: number if c.ref == ref else c for p, c in s.cells.items()})
        for s in workbook.sheets
    )
    return replace(workbook, sheets=tuple(sheets))


@pytest.mark.parametrize("name", NAMES)
def test_a_number_where_a_text_stood_is_read_as_without_the_memory(name: str) -> None:
    """A text may go on in the cells below it, a number does not: the layout is the same."""
    book, before = workbooks()[name]
    singles = [ref for ref, each in before.roles.items() if each.role is LayoutRole.VALUE]
    for ref in singles[:40]:
        changed = with_number(book, ref)
        forget()
        alone = read(changed)
        forget()
        read(book)
        assert same(alone, read(changed)), ref
        assert same(before, read(book)), ref


@pytest.mark.parametrize(
    "texts", [("实施单位：甲局", "实施单位："), ("实施单位：", "实施单位：甲局")]
)
def test_a_label_without_its_value_is_another_layout(texts: tuple[str, str]) -> None:
    book, _ = workbooks()["national-target@2021"]
    ref = next(ref for ref, spot in label_cells(book) if "实施单位" in spot.readings)
    first, second = (with_text(book, ref, text) for text in texts)
    forget()
    alone = read(second)
    forget()
    read(first)
    assert same(alone, read(second))


@pytest.mark.parametrize("words_first", [True, False])
def test_amounts_beside_their_headings_are_looked_at_each_time(
    words_first: bool, tmp_path: Path
) -> None:
    """预算数： | 20 is an amount, 预算数： | 另行安排 is not: the labels do not tell."""
    read_print(FOLDER / "sichuan-assessment.yaml", tmp_path)
    numbers = words = read_workbook(tmp_path / "sichuan-assessment.xlsx")
    for place in ((4, 4), (4, 6)):
        words = with_text(words, CellRef(numbers.sheets[0].name, *place), "另行安排")
    first, second = (words, numbers) if words_first else (numbers, words)
    forget()
    alone = read(second)
    forget()
    read(first)
    assert same(alone, read(second))
