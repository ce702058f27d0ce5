"""XL431 on a form that has weights; the form that cases start from has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.other_book import filled_forms, save
from xltool.pipeline.check import check

WEIGHTED = next(form for form in filled_forms() if form.form.startswith("national-target"))
WEIGHTS = ["I12", "I13", "I14", "I15", "I16", "I17", "I18"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"I13": 14.9, "I14": 15.1}, []),
        ({"I13": 25}, [("XL431", "more", WEIGHTS)]),
        ({"I18": 9.5}, [("XL431", "less", WEIGHTS)]),
        ({"I13": 100, "I14": -70}, []),
        # Not judged where one of them is blank or cannot be read.
        ({"I13": None}, [("XL001", "record", ["I13"])]),
        ({"I13": "十五", "I14": 99}, []),
    ],
)
def test_weights(
    changes: dict[str, object], found: list[tuple[str, str, list[str]]], tmp_path: Path
) -> None:
    path = save(tmp_path / "a.xlsx", (WEIGHTED.changed(changes),))
    (report,) = check([path], select=["XL431", "XL001"])
    assert [(f.rule, f.variant, [ref.a1 for ref in f.refs]) for f in report] == found
