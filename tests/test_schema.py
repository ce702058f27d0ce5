"""The pandera schema is public, and it is the one that `check` uses."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaErrors
from pandera.io import common_io

import xltool
from xltool.checking import judging
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.language.errors import UnknownNameError
from xltool.model.submission import Submission
from xltool.pipeline.submissions import judge, read_submission
from xltool.values.cell_value import Number, Written
from xltool.values.indicator_value import IndicatorValue

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
THIRTY = SAMPLES / "三十处错误.xlsx"
FORM = "hebei-target@2022"


def failed_codes(frame: pd.DataFrame, table: str = "indicators") -> dict[str, set[int]]:
    """Rule code -> rows that it finds fault with, be it an error, a warning or a note."""
    with pytest.raises(SchemaErrors) as caught:
        xltool.schema(FORM, table, strict=True).validate(frame, lazy=True)
    cases = caught.value.failure_cases
    return {check[:5]: set(rows["index"]) for check, rows in cases.groupby("check")}


def test_a_hand_made_frame_fails_by_rule_code() -> None:
    frame = pd.DataFrame(
        {
            "level1": ["产出指标"] * 4,
            "level2": ["数量指标", "质量指标", "时效指标", "成本指标"],
            "level3": ["受理件数", "合格率（%）", "办结时间", "单位成本"],
            "value": ["≥300件", "≥150%", None, "**"],
            "evidence": ["计划标准"] * 4,
        }
    )
    failed = failed_codes(frame)
    assert failed["XL203"] == {1}
    assert failed["XL001"] == {2}
    assert failed["XL201"] == {3}


def test_a_good_frame_passes_and_comes_back_typed() -> None:
    frame = pd.DataFrame(
        {
            "level1": ["产出指标"] * 4 + ["效益指标", "满意度指标"],
            "level2": [
                *("数量指标", "质量指标", "时效指标", "成本指标"),
                *("社会效益指标", "服务对象满意度指标"),
            ],
            "level3": [
                *("受理件数", "验收合格率（%）", "项目完成时间", "项目总成本"),
                *("线上办理占比（%）", "群众满意度（%）"),
            ],
            "value": ["≥300件", "≥98%", "2022年12月底前", "≤36万元", "≥80%", "≥95%"],
            "evidence": ["计划标准"] * 6,
        }
    )
    given = frame.copy()
    typed = xltool.schema(FORM, "indicators").validate(frame, lazy=True)
    values = list(typed["value"])
    assert all(isinstance(value, IndicatorValue) for value in values)
    assert (values[0].sign, values[0].low, values[0].unit) == ("≥", Decimal(300), "件")
    assert values[2].dated and values[2].years == (2022,)
    assert frame.equals(given)  # the caller's own frame is left as it was


def test_text_in_a_number_column_hides_nothing_below_it() -> None:
    frame = pd.DataFrame(
        {
            "code": ["13020522P00B8J810002R", "13020522P00082810002R", "13020522P00897310001A"],
            "name": ["平台运维费用", "大厅改造工程", "综合管理事务"],
            "unit": ["439001某局"] * 3,
            "budget": ["约36万", -5, "#"],
            "fiscal": [1, -5, 2],
            "purpose": ["用于平台运行维护及升级改造"] * 3,
            "goal": ["平台稳定运行，群众办事更方便"] * 3,
            "plan_march": [25, "四分之一", 30],
            "plan_june": [50, 50, 20],
            "plan_october": [75, 75, 75],
            "plan_december": [100, 100, 100],
        }
    )
    failed = failed_codes(frame, "projects")
    assert failed["XL401"] == {0, 2}
    assert failed["XL406"] >= {1}
    assert failed["XL426"] == {1}
    assert failed["XL422"] == {2}


def test_unknown_form_and_table_are_named() -> None:
    with pytest.raises(UnknownNameError, match="hebei-target@2022"):
        xltool.schema("hebei-targt@2022", "indicators")
    with pytest.raises(UnknownNameError, match="indicators"):
        xltool.schema(FORM, "indicator")


def all_checks() -> Iterator[tuple[list[pa.Check], pa.Check]]:
    """Every check of the form's schemas, with the list that it stands in."""
    form = next(form for form in load_forms() if form.key == FORM)
    for table in (*form.tables(), "workbook"):
        schema = xltool.schema(FORM, table)
        for owner in (schema, *schema.columns.values()):
            for check in owner.checks:
                yield owner.checks, check


def found(path: Path) -> list[tuple[str, str]]:
    return [(f.rule, f.id) for report in xltool.check([path]) for f in report]


def test_taking_a_check_out_takes_out_exactly_its_findings() -> None:
    before = found(THIRTY)
    assert len({rule for rule, _ in before}) > 15
    every = {id(checks): (checks, list(checks)) for checks, _ in all_checks()}.values()
    for code in sorted({rule for rule, _ in before}):
        try:
            for checks, kept in every:
                checks[:] = [check for check in kept if not str(check.name).startswith(code)]
            assert found(THIRTY) == [item for item in before if item[0] != code]
        finally:
            for checks, kept in every:
                checks[:] = kept
    assert found(THIRTY) == before


@pytest.fixture(scope="module")
def submission() -> Submission:
    read = read_submission(THIRTY, load_forms(), Given())
    assert isinstance(read, Submission)
    return read


@pytest.mark.parametrize(("workbooks", "rounds"), [(1, 1), (20, 1), (40, 2)])
def test_pandera_is_called_once_for_hundreds_of_workbooks(
    submission: Submission, monkeypatch: pytest.MonkeyPatch, workbooks: int, rounds: int
) -> None:
    assert judging.CHUNK == 500
    monkeypatch.setattr(judging, "CHUNK", 20)  # as many say as much, and take a twentieth
    calls = 0
    validate = pa.DataFrameSchema.validate

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        return validate(*args, **kwargs)

    monkeypatch.setattr(pa.DataFrameSchema, "validate", counted)
    form = next(form for form in load_forms() if form.key == FORM)
    reports = judge([submission] * workbooks, load_forms())
    assert calls == rounds * len((*form.tables(), "workbook"))
    assert len({report.findings for report in map(_comparable, reports)}) == 1


def _comparable(report: xltool.Report) -> Any:
    class Comparable:
        findings = tuple((f.id, f.rule, f.refs) for f in report)

    return Comparable


@pytest.mark.parametrize("year", [2022, 2022.0, "2022"])
def test_a_year_is_read_however_pandas_holds_it(year: object) -> None:
    frame = pd.DataFrame(
        {
            "level1": ["产出指标"],
            "level2": ["时效指标"],
            "level3": ["完工时间"],
            "value": ["2023年6月底前"],
            "year": [year],
        }
    )
    assert failed_codes(frame)["XL212"] == {0}


def test_numbers_of_numpy_decimals_and_infinity() -> None:
    budgets = [np.int64(-5), Decimal("-5.00"), float("inf"), np.float64(-5), pd.NA]
    frame = pd.DataFrame({"budget": pd.Series(budgets, dtype=object)})
    failed = failed_codes(frame, "projects")
    assert failed["XL406"] == {0, 1, 3}
    assert failed["XL002"] == {2}
    assert 4 in failed["XL001"]


SEED = SAMPLES / "公开文本三个项目.xlsx"


def raw_frames(path: Path) -> dict[str, pd.DataFrame]:
    """The tables of a workbook as a pandas user would have them: texts and numbers."""
    read = read_submission(path, load_forms(), Given())
    assert isinstance(read, Submission)
    return {
        table: pd.DataFrame(
            [{n: _bare(v) for n, v in r.values.items()} | {"project": r.project} for r in records]
        )
        for table, records in read.tables.items()
    }


def _bare(value: object) -> object:
    if isinstance(value, Number) and value.written is Written.NUMBER:
        return float(value.raw)
    return None if value is None else str(value)


def failures_and_warnings(
    schema: pa.DataFrameSchema, frame: pd.DataFrame
) -> tuple[list[tuple[str, str, str, int]], list[str]]:
    """Each failure case as rule, column, value and row; the codes that warned."""
    cases: list[tuple[str, str, str, int]] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as errors:
            for case in errors.failure_cases.to_dict("records"):
                cases.append(
                    (case["check"], case["column"], str(case["failure_case"]), case["index"])
                )
    codes = [re.search(r"XL\d{3}", str(w.message)) for w in caught]
    return cases, [code[0] for code in codes if code]


def test_frames_of_an_accepted_workbook_pass_with_warnings_only() -> None:
    (report,) = xltool.check(SEED)
    assert report.accepted
    warned: set[str] = set()
    for table, frame in raw_frames(SEED).items():
        failed, codes = failures_and_warnings(xltool.schema(FORM, table), frame)
        assert not failed
        warned.update(codes)
    # What needs the whole workbook, such as the year or the other tables, a frame cannot have.
    assert warned <= {finding.rule for finding in report}
    assert {"XL221", "XL312", "XL315"} <= warned


def test_one_planted_mistake_is_one_failure_case_with_rule_value_and_row() -> None:
    frame = raw_frames(SEED)["indicators"]
    row = frame.index[frame["level3"].str.contains("满意度")][0]
    frame.loc[row, "value"] = "≥195%"
    failed, _ = failures_and_warnings(xltool.schema(FORM, "indicators"), frame)
    assert failed == [("XL203_out_of_range", "value", "≥195%", row)]


def test_typed_columns_hold_what_a_value_says() -> None:
    frame = pd.DataFrame(
        {
            "level3": ["群众满意度（%）", "受理件数", "差错率（‰）", None],
            "value": ["≥90-95%", "不少于300件", "≤5", "明显提升"],
        }
    )
    frame = frame.assign(level1="产出指标", level2="数量指标")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = xltool.schema(FORM, "indicators")
        schema.checks, kept = [], schema.checks
        try:
            columns = {name: column.checks for name, column in schema.columns.items()}
            for column in schema.columns.values():
                column.checks = []
            typed = schema.validate(frame, lazy=True)
        finally:
            schema.checks = kept
            for name, checks in columns.items():
                schema.columns[name].checks = checks
    assert list(typed["value_sign"]) == ["≥", "≥", "≤", ""]
    assert list(typed["value_low"])[:3] == [90, 300, 5]
    assert list(typed["value_high"].dropna()) == [95]
    assert list(typed["value_unit"]) == ["%", "件", "", ""]
    assert list(typed["value_words"]) == ["", "", "", "明显提升"]
    assert list(typed["name_unit"]) == ["%", "", "‰", ""]
    assert list(typed["name_is_rate"]) == [True, False, True, False]
    assert list(typed["name_is_capped"]) == [True, False, False, False]
    assert list(typed["value_percent_high"].dropna()) == [95, 0.5]
    assert typed["value_low"].dtype == float
    assert typed["name_is_rate"].dtype == bool


@pytest.mark.parametrize("table", ["projects", "indicators", "department", "subgoals"])
def test_yaml_keeps_every_check_and_its_parameters(table: str) -> None:
    schema = xltool.schema(FORM, table)
    text = schema.to_yaml()
    again = pa.DataFrameSchema.from_yaml(text)
    assert again.to_yaml() == text
    assert _names(again) == _names(schema)
    frame = raw_frames(THIRTY)[table].astype(object)
    # YAML holds no parser: the checks of such a schema type the values themselves.
    assert failures_and_warnings(again, frame) == failures_and_warnings(schema, frame)


def test_a_parameter_changed_in_yaml_changes_the_judgement() -> None:
    frame = pd.DataFrame(
        {
            "level1": ["产出指标"],
            "level2": ["成本指标"],
            "level3": ["办公成本降低率（%）"],
            "value": ["≥60%"],
        }
    ).astype(object)
    text = str(xltool.schema(FORM, "indicators").to_yaml())
    assert "XL315" in failures_and_warnings(pa.DataFrameSchema.from_yaml(text), frame)[1]
    assert "maximum: 50" in text
    changed = pa.DataFrameSchema.from_yaml(text.replace("maximum: 50", "maximum: 70"))
    assert "XL315" not in failures_and_warnings(changed, frame)[1]


def test_a_script_keeps_every_check(monkeypatch: pytest.MonkeyPatch) -> None:
    # pandera formats its scripts with black, which is no part of what is tested.
    monkeypatch.setattr(common_io, "_format_script", lambda script: script)
    schema = xltool.schema(FORM, "indicators")
    made: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandera's scripts import from where it says not to
        exec(str(schema.to_script()), made)  # noqa: S102 - as a user of the script would
    assert made["schema"].to_yaml() == schema.to_yaml()


def _names(schema: pa.DataFrameSchema) -> list[tuple[str, str | None]]:
    owners = {"": schema, **schema.columns}
    return [(name, check.name) for name, owner in owners.items() for check in owner.checks]


@pytest.mark.parametrize("table", ["projects", "indicators", "workbook"])
def test_a_schema_prints_types_and_rules_by_code_and_name(table: str) -> None:
    schema = xltool.schema(FORM, table)
    shown = repr(schema) + "".join(repr(column.checks) for column in schema.columns.values())
    assert ", type=None" not in shown
    names = re.findall(r"<Check ([^>]*)>", shown)
    assert names
    assert all(re.fullmatch(r"XL\d{3}_[a-z0-9_]+", name) for name in names)


def test_titles_and_severities_stand_in_the_schema() -> None:
    schema = xltool.schema(FORM, "indicators")
    assert schema.metadata["severity"]["XL203"] == "error"
    assert schema.metadata["severity"]["XL204"] == "warning"
    column = schema.columns["value"]
    assert (column.title, column.description) == ("指标值", "Value (indicator_value)")
    assert column.metadata["severity"]["XL001"] == "error"
    assert {check.name for check in schema.checks if check.raise_warning} >= {
        "XL204_rate_above_hundred",
        "XL221_basis_blank",
    }


def test_a_note_in_one_case_of_an_error_only_warns() -> None:
    frame = pd.DataFrame(
        {
            "level1": ["产出指标", "效益指标", "满意度指标"],
            "level2": ["数量指标", "社会效益指标", "服务对象满意度指标"],
            "level3": ["受理件数", "线上办理占比（%）", "群众满意度（%）"],
            "value": ["≥300件", "≥80%", "≥95%"],
            "evidence": ["计划标准"] * 3,
        }
    )
    schema = xltool.schema(FORM, "indicators")
    assert failures_and_warnings(schema, frame) == ([], ["XL304"])
    failed, codes = failures_and_warnings(schema, frame.drop(index=1))
    assert [(rule, row) for rule, _, _, row in failed] == [("XL304_indicator_type_absent", 0)]
    assert codes == ["XL304"]
