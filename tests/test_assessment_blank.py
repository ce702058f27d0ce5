"""The blank of a self-assessment: carried from the target form, filled in, computed, judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.other_book import filled_forms, save
from tests.template_book import form_named, target_of
from xltool.cli.main import main
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.raw_values import filling_of
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.filling import Filling
from xltool.pipeline.check import check
from xltool.values.cell_value import Number, Percent

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
FORM = "self-assessment@2022"


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """The first project of the blank that `new --from` makes from the target workbook."""
    out = tmp_path_factory.mktemp("new") / "a.xlsx"
    given = ("--from", str(SAMPLES / "三套指标完整.xlsx"), "--year", "2022", "--out", str(out))
    result = CliRunner().invoke(main, ["new", FORM, *given])
    assert result.exit_code == 0, result.output
    return load_workbook(out)["自评1"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "平台运维费用本级"),
        ("code", "13020522P00B8J810002R"),
        ("total_initial", 368800),
        ("fiscal_initial", 368800),
    ],
)
def test_what_was_settled_is_carried_and_locked(
    carried: Worksheet, name: str, value: object
) -> None:
    cell = carried[target_of(carried, f"xl_{name}")]
    assert (cell.value, cell.protection.locked) == (value, True)


def test_the_budget_of_the_year_is_carried_and_may_be_adjusted(carried: Worksheet) -> None:
    cell = carried[target_of(carried, "xl_total_budget")]
    assert (cell.value, cell.protection.locked) == (368800, False)


def test_indicators_and_targets_are_locked_results_are_open(carried: Worksheet) -> None:
    first = carried[target_of(carried, "xl_assessed_indicators")][0]
    cells = {cell.column_letter: cell for cell in first if type(cell).__name__ != "MergedCell"}
    values = [cell.value for cell in cells.values()]
    assert values[:5] == ["产出指标", "数量指标", "运维平台数量", "≥6个", None]
    locked = [cell.protection.locked for cell in cells.values()]
    assert locked == [True] * 4 + [False] * 4  # actual, weight (the target has none), score, reason


@pytest.mark.parametrize("name", ["total_rate", "total_score", "overall_weight", "overall_score"])
def test_rates_scores_and_totals_are_formulas(carried: Worksheet, name: str) -> None:
    cell = carried[target_of(carried, f"xl_{name}")]
    assert str(cell.value).startswith("=IF(")
    assert cell.protection.locked


def test_a_prompt_tells_how_an_actual_value_is_written(carried: Worksheet) -> None:
    said = [str(v.prompt) for v in carried.data_validations.dataValidation]
    assert any("不带“≥”" in text for text in said)


def filled() -> Filling:
    """What stands in the clean sample, but for what the blank computes."""
    workbook = read_workbook(SAMPLES / "绩效自评完整.xlsx")
    match = recognise(workbook, load_forms())
    assert match
    return filling_of(workbook, extract(workbook, match), match.form)


def test_a_filled_blank_computes_what_is_due_and_has_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form_named(FORM), filled(), year=2022))
    (report,) = check([path])
    # The sample prints no 主管部门; the blank does, and it is left blank in both projects.
    assert [(f.rule, f.refs[0].a1) for f in report] == [("XL020", "H4")] * 2
    workbook = read_workbook(path)
    match = recognise(workbook, load_forms())
    assert match
    first, second = (record.values for record in extract(workbook, match).tables["projects"])
    # 36.1424 of 36.88 are 98 %: 9.8 points; with 89.25 of the indicators 99.05.
    assert _figures(first) == ["98", "9.8", "100", "99.05"]
    assert _figures(second) == ["95", "9.5", "100", "89.5"]


def test_the_blank_of_a_department_filled_in_has_no_finding(tmp_path: Path) -> None:
    form = next(form for form in filled_forms() if form.form == "department-assessment@2022")
    workbook = read_workbook(save(tmp_path / "filled.xlsx", (form,)))
    match = recognise(workbook, load_forms())
    assert match
    filling = filling_of(workbook, extract(workbook, match), match.form)
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(match.form, filling, year=2022))
    (report,) = check([path])
    assert report.form == form.form
    assert [(f.rule, f.refs[0].a1) for f in report] == []
    sheet = load_workbook(path, data_only=True)["部门自评1"]
    # 12 × 285/300 + 8 × 195/200 = 11.4 + 7.8, and 78.5 of the indicators.
    assert sheet[target_of(sheet, "xl_overall_score")].value == 97.7


def _figures(record: object) -> list[str]:
    assert isinstance(record, dict)
    rate, *others = (
        record[f"{name}"]
        for name in ("total_rate", "total_score", "overall_weight", "overall_score")
    )
    assert isinstance(rate, Percent) and rate.points is not None
    assert all(isinstance(each, Number) for each in others)
    return [f"{rate.points.normalize():f}", *(f"{each.amount.normalize():f}" for each in others)]


def test_the_next_year_carries_weights_and_no_results(tmp_path: Path) -> None:
    out = tmp_path / "b.xlsx"
    given = ("--from", str(SAMPLES / "绩效自评完整.xlsx"), "--year", "2022", "--out", str(out))
    assert CliRunner().invoke(main, ["new", FORM, *given]).exit_code == 0
    sheet = load_workbook(out)["自评1"]
    first = sheet[target_of(sheet, "xl_assessed_indicators")][0]
    values = [cell.value for cell in first if type(cell).__name__ != "MergedCell"]
    assert values[:8] == ["产出指标", "数量指标", "运维平台数量", "≥6个", None, 15, None, None]
