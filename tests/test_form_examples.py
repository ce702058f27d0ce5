"""Two provinces' settings, shipped as examples: a workbook is judged as each of them says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.other_book import filled_forms, save
from xltool.forms.load import find_form, load_forms, schema_folder
from xltool.model.form import Form
from xltool.pipeline.check import check

EXAMPLES = schema_folder() / "examples"
FORM = next(form for form in filled_forms() if form.form == "self-assessment@2022")
# 16 of 15 minutes: 9.375 of 10 points by ratio, 10 × (1 − 1/15) = 9.33 by deviation.
# 5 of exactly 4 times: all 20 points, or 20 × 4/5 = 16. 25 % above a target.
CHANGES = {
    "F17": "16分钟",
    "H17": 9.4,
    "I17": "下半年业务量上升。",
    "E13": "＝4次",
    "F13": "5次",
    "H19": 87.4,
}


def forms_of(folder: str | None) -> tuple[Form, ...]:
    return load_forms(EXAMPLES / folder if folder else None)


@pytest.mark.parametrize("name", ["deviation", "ratio"])
def test_an_example_is_not_offered_by_default(name: str) -> None:
    assert f"self-assessment-{name}" not in {form.form for form in load_forms()}
    assert find_form(f"self-assessment-{name}", load_forms(EXAMPLES / name))


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (None, []),
        # Its formula is one vendor's, so it warns; and it asks for weights with costs.
        ("deviation", ["XL954 G13 warning", "XL956 H17 warning", "XL961 F13 warning"]),
        ("ratio", ["XL954 G13 warning", "XL956 H13 warning", "XL961 F13 warning"]),
    ],
)
def test_a_workbook_is_judged_by_the_example(
    folder: str | None, found: list[str], tmp_path: Path
) -> None:
    path = save(tmp_path / "a.xlsx", (FORM.changed(CHANGES),))
    (report,) = check([path], forms=forms_of(folder))
    assert report.form == "self-assessment@2022"
    assert sorted(f"{f.rule} {f.refs[0].a1} {f.severity.value}" for f in report) == found


@pytest.mark.parametrize(
    ("folder", "total", "grade"),
    [(None, 90, "优"), ("deviation", 80, "优"), ("deviation", 79, "良"), ("ratio", 90, "良")],
)
def test_grades_of_the_example(folder: str | None, total: int, grade: str, tmp_path: Path) -> None:
    form = FORM.inserted(row=20).changed({"A20": "自评等级", "B20": grade, "H19": total})
    path = save(tmp_path / "a.xlsx", (form,))
    (report,) = check([path], select="XL967", forms=forms_of(folder))
    assert list(report) == []
