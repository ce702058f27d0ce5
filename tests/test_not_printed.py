"""Rules that could not run for want of a box: those of the form alone, not those of other forms."""

from __future__ import annotations

from pathlib import Path

from tests.other_book import filled_forms, save
from xltool.pipeline.check import check


def test_rules_of_other_forms_are_not_listed(tmp_path: Path) -> None:
    """A self-assessment without 年初预算数: monitoring's rules of the same table need it too."""
    form = next(form for form in filled_forms() if form.form == "self-assessment@2022")
    changes = dict.fromkeys(
        ("D5", "D6", "D7", "D9", "H12", "H13", "H14", "H15", "H16", "H17", "H18")
    )
    (report,) = check([save(tmp_path / "a.xlsx", (form.changed(changes),))])
    skipped = {each.rule for each in report.not_run if each.reason == "not_printed"}
    assert "XL956" in skipped, "its own: the scores are not printed"
    assert not [code for code in skipped if "XL901" <= code <= "XL949"]
