"""Every filled cell of a form's sheet has exactly one role, over all samples and months."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import roles_of
from xltool.extract.recognise import recognise
from xltool.extract.roles import LayoutRole
from xltool.forms.load import load_forms

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
FORMS = load_forms()
WORKBOOKS = sorted(SAMPLES.rglob("*.xlsx"))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_every_filled_cell_has_one_role(path: Path) -> None:
    workbook = read_workbook(path)
    match = recognise(workbook, FORMS)
    assert match is not None
    roles = roles_of(workbook, match)
    sheets = {block.grid.sheet.name for block in match.blocks}
    filled = {
        cell.ref
        for sheet in workbook.sheets
        if sheet.name in sheets
        for cell in sheet.cells.values()
    }
    assert set(roles) == filled
    assert [ref.a1 for ref, each in roles.items() if each.role is LayoutRole.UNREAD] == []
