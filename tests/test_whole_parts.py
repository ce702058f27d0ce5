"""A form is left untried on a sheet only where it could not have won it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.stability import FORMS, label_texts, with_text
from tests.test_reading_stability import places, workbooks
from xltool.extract import recognise
from xltool.extract.form_labels import labels_of_all
from xltool.extract.grid import Grid
from xltool.extract.labels import read_blocks
from xltool.extract.whole_parts import may_be_whole
from xltool.model.workbook import Workbook

TRIED = [form for form in FORMS if not form.judges]
LABELS = labels_of_all(FORMS)


def underrated(book: Workbook) -> list[tuple[str, str]]:
    """The sheets and forms of which blocks stand there that were not expected."""
    found = []
    for grid in (Grid.of(sheet, LABELS) for sheet in book.sheets):
        for form in TRIED:
            parts = may_be_whole(grid, form)
            expected = [part.name for part in parts]
            weight = recognise._fit(grid, form).weight
            unexpected = any(b.part.name not in expected for b in read_blocks(grid, form))
            if unexpected or weight > recognise._most(grid, form, parts):
                found.append((grid.sheet.name, form.key))
    return found


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_form_weighs_more_than_expected(data: st.DataObject) -> None:
    name, ref = data.draw(st.sampled_from(places()))
    text = data.draw(st.sampled_from(label_texts()))
    assert underrated(with_text(workbooks()[name][0], ref, text)) == []


def test_most_forms_are_ruled_out_by_their_labels() -> None:
    """On every sheet of a target form it is tried, and never the one for departments."""
    for sheet in workbooks()["三套指标完整"][0].sheets:
        tried = [form.form for form in TRIED if may_be_whole(Grid.of(sheet, LABELS), form)]
        assert "hebei-target" in tried
        assert "department-assessment" not in tried
        assert len(tried) == (1 if sheet.name == "部门整体" else 4) < len(TRIED)
