"""Which tests are quick: `pytest -m quick` runs all but those of the modules named here."""

from __future__ import annotations

import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings
from openpyxl.worksheet.merge import MergedCellRange

# How long an example takes says nothing on a loaded machine. Examples are the same in every run, so
# that a change is judged by what it changes; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("xltool", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("xltool")
# Looking for circles among all that the tests hold takes a sixth of their time.
gc.set_threshold(100_000, 20, 100)
# Programs that tests start are compiled once, as installed ones are, whatever this shell says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# pandera asks for it at every column that it checks, and Python looks through all folders again.
if find_spec("geopandas") is None:
    sys.modules["geopandas"] = None  # type: ignore[assignment]
# openpyxl draws the borders of merged cells when it opens a workbook: half of its time for a form,
# and no test looks at them. These are the cells at the edges, which nothing else asks for.
for side in ("top", "right", "bottom", "left"):
    setattr(MergedCellRange, side, ())

# They start programs, watch folders, or go over all samples, forms and hard workbooks.
SLOW = frozenset(
    [
        "test_absent_added",
        "test_attainment",
        "test_batch",
        "test_blank_lights",
        "test_cases",
        "test_cell_roles",
        "test_cli",
        "test_cli_consolidate",
        "test_computed",
        "test_consolidate",
        "test_dask",
        "test_decisions",
        "test_docs",
        "test_dragged",
        "test_exemptions",
        "test_explanations",
        "test_form_file",
        "test_history",
        "test_import",
        "test_judges",
        "test_judging",
        "test_kept_records",
        "test_kit",
        "test_layout_memory",
        "test_ledger",
        "test_marks",
        "test_marks_answers",
        "test_marks_formulas",
        "test_marks_libreoffice",
        "test_marks_mended",
        "test_marks_outputs",
        "test_marks_refused",
        "test_marks_saved",
        "test_marks_schema",
        "test_marks_sheets",
        "test_matching",
        "test_month_without_commands",
        "test_moved",
        "test_must_answer",
        "test_new",
        "test_no_placeholder",
        "test_odd_forms",
        "test_one_round",
        "test_other_forms",
        "test_other_programs",
        "test_packages_sound",
        "test_pipeline",
        "test_proof",
        "test_publish",
        "test_reading",
        "test_reading_stability",
        "test_readme_zh",
        "test_recalculated",
        "test_received_again",
        "test_remedies",
        "test_rules",
        "test_samples",
        "test_scale",
        "test_schema",
        "test_stated_month",
        "test_status_page",
        "test_summary_in_use",
        "test_summary_layout",
        "test_summary_links",
        "test_template",
        "test_template_drift",
        "test_template_filled_in_office",
        "test_template_in_office",
        "test_usage",
        "test_watch",
        "test_watch_answers",
        "test_watch_month",
        "test_worker",
        "test_year",
        "test_zoo",
    ]
)


# Those that take longest, longest first: begun last, one of them would leave a process idle.
LONGEST = (
    *("watch", "marks_libreoffice", "cases", "month_without_commands", "reading_stability"),
    *("year", "rules", "marks", "watch_answers", "dask", "decisions", "watch_month", "cli"),
    *("recalculated", "template_filled_in_office", "consolidate", "packages_sound"),
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`-m quick` does not even read the other modules: that takes as long as half its tests."""
    quick = config.getoption("markexpr") == "quick"
    return True if quick and collection_path.stem in SLOW else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the quick tests, and begin with the modules that take longest."""
    for item in items:
        if item.path.stem not in SLOW:
            item.add_marker(pytest.mark.quick)
    items.sort(key=lambda item: _turn(item.path.stem.removeprefix("test_")))


def _turn(module: str) -> int:
    return LONGEST.index(module) if module in LONGEST else len(LONGEST)
