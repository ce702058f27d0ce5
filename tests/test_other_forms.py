"""Forms that are data alone: each is recognised and every value is read, typed, at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.other_book import Filled, Read, area_of, filled_forms, save
from xltool.excel.read.workbook import read_workbook
from xltool.extract.extract import extract
from xltool.extract.provenance import Given, with_origins
from xltool.extract.recognise import recognise
from xltool.forms.load import find_form, load_forms
from xltool.model.form import Field
from xltool.model.report import Severity
from xltool.model.submission import ABSENT, Submission
from xltool.pipeline.check import check
from xltool.values.cell_value import BudgetUnit, Number, Percent
from xltool.values.indicator_value import IndicatorValue

FORMS = {form.form: form for form in filled_forms()}
all_forms = pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
SAMPLE = Path(__file__).parent.parent / "sample_workbooks" / "三套指标完整.xlsx"
KINDS: Mapping[str, type] = {
    "money": Number,
    "number": Number,
    "percent": Percent,
    "unit": BudgetUnit,
    "indicator_value": IndicatorValue,
}


def submission_of(path: Path) -> Submission:
    match = recognise(read_workbook(path), load_forms())
    assert match, "not recognised"
    return with_origins(extract(read_workbook(path), match), match.form, Given())


def read_from(submission: Submission) -> Read:
    """Everything that is not blank, with its cell; a value of another type than its field fails."""
    form = find_form(submission.form, load_forms())
    return {
        (table, number, field.name): (record.refs[field.name].a1, told(value, field))
        for table, fields in form.tables().items()
        for number, record in enumerate(submission.tables[table])
        for field in fields
        if (value := record.values[field.name]) is not None and value is not ABSENT
    }


def told(value: object, field: Field) -> object:
    assert isinstance(value, KINDS.get(field.type, str)), (field.name, value)
    match value:
        case Number():
            return value.amount
        case Percent():
            return value.points
        case BudgetUnit():
            return f"{value.code} {value.name}"
        case IndicatorValue(low=None, dated=True):
            return f"日期 {value.raw}"
        case IndicatorValue(low=None):
            return f"定性 {value.words}"
        case IndicatorValue():
            return value.standard
    return value


def compare(read: Read, expected: Read) -> None:
    wanted = {
        key: (where, Decimal(str(value)) if isinstance(value, (int, float)) else value)
        for key, (where, value) in expected.items()
    }
    wrong = {key: (read.get(key), wanted.get(key)) for key in read.keys() | wanted.keys()}
    assert not {key: pair for key, pair in wrong.items() if pair[0] != pair[1]}


@all_forms
def test_every_value_is_read_at_its_cell(form: Filled, tmp_path: Path) -> None:
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    assert submission.form == form.form
    compare(read_from(submission), form.expected())


@all_forms
def test_no_label_is_missed(form: Filled, tmp_path: Path) -> None:
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    assert [record.values["missing"] for record in submission.tables["projects"]] == [()]


@all_forms
def test_year_month_and_unit_are_known(form: Filled, tmp_path: Path) -> None:
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    assert submission.year
    assert submission.unit_code
    assert (submission.year.value, submission.year.source) == (form.year, "cell")
    assert (submission.period.value if submission.period else None) == form.period
    assert submission.unit_code.value == form.unit_code


@all_forms
def test_a_clean_workbook_has_no_errors_or_warnings(form: Filled, tmp_path: Path) -> None:
    (report,) = check([save(tmp_path / "a.xlsx", (form,))])
    found = [(f.rule, f.refs[0].a1) for f in report if f.severity is not Severity.NOTE]
    assert found == []


@all_forms
def test_unmerged(form: Filled, tmp_path: Path) -> None:
    submission = submission_of(save(tmp_path / "a.xlsx", (form.unmerged(),)))
    assert submission.form == form.form
    compare(read_from(submission), form.expected())


@all_forms
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_rows_inserted_anywhere(form: Filled, merged: bool, tmp_path: Path) -> None:
    for row in range(1, form.bottom + 1):
        moved = form.inserted(row=row)
        moved = moved if merged else moved.unmerged()
        submission = submission_of(save(tmp_path / "a.xlsx", (moved,)))
        assert submission.form == form.form
        compare(read_from(submission), moved.expected())


@all_forms
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_columns_inserted_anywhere(form: Filled, merged: bool, tmp_path: Path) -> None:
    for column in range(1, 10):
        moved = form.inserted(column=column)
        moved = moved if merged else moved.unmerged()
        submission = submission_of(save(tmp_path / "a.xlsx", (moved,)))
        assert submission.form == form.form
        compare(read_from(submission), moved.expected())


@all_forms
@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_two_projects_on_one_sheet(form: Filled, gap: int, merged: bool, tmp_path: Path) -> None:
    first = form if merged else form.unmerged()
    second = first.moved(lambda row, column: (row + form.bottom + gap, column))
    submission = submission_of(save(tmp_path / "a.xlsx", (first, second)))
    counts = {table: len(records) for table, records in form.read.items()}
    compare(read_from(submission), first.expected() | second.expected(counts))


@all_forms
def test_two_projects_on_two_sheets(form: Filled, tmp_path: Path) -> None:
    submission = submission_of(save(tmp_path / "a.xlsx", (form,), (form.inserted(row=1),)))
    counts = {table: len(records) for table, records in form.read.items()}
    second = form.inserted(row=1).expected(counts)
    compare(read_from(submission), form.expected() | second)


@all_forms
def test_the_form_of_most_sheets_wins_and_reads_only_its_own(form: Filled, tmp_path: Path) -> None:
    counts = {table: len(records) for table, records in form.read.items()}
    for other in FORMS.values():
        if other is not form:
            path = save(tmp_path / "a.xlsx", (other,), (form,), (form,))
            submission = submission_of(path)
            compare(read_from(submission), form.expected() | form.expected(counts))
            assert submission.workbook.values["passed_over"] == (other.sheet,)


MONTHS = {
    "1-3月": "2022-03",
    "1—9月": "2022-09",
    "1～10月份": "2022-10",
    "1至11月": "2022-11",
    "截至6月": "2022-06",
    "8月": "2022-08",
}


@pytest.mark.parametrize(("text", "period"), MONTHS.items(), ids=list(MONTHS))
def test_headings_name_any_month(text: str, period: str, tmp_path: Path) -> None:
    form = FORMS["monitoring@2022"]
    changes = {
        "A2:Q2": "（2022年度）",
        "H5:J5": f"{text}执行数",
        "K5:L5": f"{text}执行率",
        "F10:F11": f"{text}执行情况" if "截至" not in text else f"{text}完成值",
    }
    submission = submission_of(save(tmp_path / "a.xlsx", (form.changed(changes),)))
    read, expected = read_from(submission), form.expected()
    stated = ("projects", 0, "period_stated")
    del read[stated], expected[stated]
    compare(read, expected)
    assert submission.period
    assert submission.period.value == period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("（2022年1-7月）", "2022-07"),
        ("（2022年1月-9月）", "2022-09"),
        ("2022年度（截至 3 月底）", "2022-03"),
        ("截至2022年11月30日", "2022-11"),
        ("2022年１～１０月", "2022-10"),
        ("（2022年5月）", "2022-05"),
        ("（2022年上半年）", "2022-06"),
        ("2022年第一季度", "2022-03"),
        ("（2022年度）", "2022-07"),  # then the headings say it
    ],
)
def test_the_month_is_read_from_title_or_headings(title: str, period: str, tmp_path: Path) -> None:
    form = FORMS["monitoring@2022"].changed({"A2:Q2": title})
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    assert submission.year
    assert submission.period
    assert (submission.year.value, submission.period.value) == ("2022", period)


@pytest.mark.parametrize("deep", [True, False], ids=["two_rows", "one_row"])
def test_common_headings_may_be_left_out_of_the_form(deep: bool, tmp_path: Path) -> None:
    """Neither 偏差原因分析 nor 完成目标可能性 stands above the columns that they are for."""
    changes: dict[str, object] = dict.fromkeys(("H10:M10", "N10:P10"))
    form = FORMS["monitoring@2022"]
    if not deep:
        plain = {f"{column}10:{column}11" for column in "BCDEFGQ"}
        changes |= dict.fromkeys((*plain, *(f"{column}11" for column in "HIJKLMNOP")))
        changes |= {f"{where[0]}11": form.cells[area_of(where)] for where in plain}
        changes |= {f"{column}11": form.cells[area_of(f"{column}11")] for column in "HIJKLMNOP"}
    changed = form.changed({k: v for k, v in changes.items() if v is None})
    changed = changed.changed({k: v for k, v in changes.items() if v is not None})
    path = save(tmp_path / "a.xlsx", (changed,))
    compare(read_from(submission_of(path)), form.expected())
    (report,) = check([path])
    assert report.accepted


def test_the_adjusted_budget_may_be_left_out_of_the_form(tmp_path: Path) -> None:
    form = FORMS["monitoring@2022"].changed(
        dict.fromkeys(("G5", "G6", "G7", "G8", "K6:L6", "K7:L7"))
    )
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    (project,) = submission.tables["projects"]
    assert project.values["total_adjusted"] is ABSENT
    assert project.values["missing"] == ()
    (report,) = check([save(tmp_path / "a.xlsx", (form,))])
    assert report.accepted


@all_forms
def test_a_project_left_blank_has_no_values_but_blanks(form: Filled, tmp_path: Path) -> None:
    """The blank form: nothing is taken for a value that is only printed."""
    places = {(a.top, a.left) for r in form.read.values() for x in r for a, _ in x.values()}
    places -= {(area_of(label).top, area_of(label).left) for label in ("A5", "H3")}
    values = {a: value for a, value in form.cells.items() if (a.top, a.left) not in places}
    blank = Filled(form.form, form.sheet, form.year, form.period, form.unit_code, values, {})
    submission = submission_of(save(tmp_path / "a.xlsx", (blank,)))
    assert submission.form == form.form
    read = read_from(submission)
    assert {name for _, _, name in read} <= {"money_unit", "period_stated"}


def test_goals_in_several_rows_stay_apart(tmp_path: Path) -> None:
    form = FORMS["self-assessment@2022"].inserted(row=12).inserted(row=12).unmerged()
    form = form.changed({"B12": "目标二：稳定运行。", "F12": "全年稳定。", "F13": "无投诉。"})
    submission = submission_of(save(tmp_path / "a.xlsx", (form,)))
    (project,) = submission.tables["projects"]
    assert str(project.values["goal"]).splitlines()[1:] == ["目标二：稳定运行。"]
    assert str(project.values["outcome"]).splitlines()[1:] == ["全年稳定。", "无投诉。"]


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "unmerged"])
def test_a_blank_amount_takes_no_text_from_below_it(merged: bool, tmp_path: Path) -> None:
    book = load_workbook(SAMPLE)
    sheet = book["项目1"]
    for area in () if merged else list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(area.coord)
    for where in ("C4", "E4", "G4"):
        sheet[where] = None
    book.save(tmp_path / "a.xlsx")
    values = submission_of(tmp_path / "a.xlsx").tables["projects"][0].values
    assert [values[name] for name in ("budget", "fiscal", "other")] == [None, None, None]
