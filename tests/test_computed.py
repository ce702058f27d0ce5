"""Fields that a blank computes: expressions, their formulas and results, and forms that err."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.template_book import form_named, opened, target_of
from xltool.cli.main import main
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.language.errors import FormFileError
from xltool.model.computed import formula, names_in, renamed, result
from xltool.model.filling import FilledRecord, Filling
from xltool.model.workbook import CellValue
from xltool.pipeline.check import check

CELLS = {"executed": "$F$5", "initial": "$D$5", "t.score": "$G$9:$G$28", "weight": "$C$5"}
NUMBERS: dict[str, Sequence[float]] = {
    "executed": [30.0], "initial": [120.0], "t.score": [8.0, 9.5], "weight": [10.0], "none": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        (
            "executed / initial",
            '=IF(OR(COUNT($F$5)=0,COUNT($D$5)=0),"",IFERROR(($F$5/$D$5),""))',
            0.25,
        ),
        ("1 - executed / initial", None, 0.75),
        ("round(min(weight, weight * executed / initial), 1)", None, 2.5),
        ("max(0, executed - initial)", None, 0.0),
        ("sum(t.score)", '=IF(COUNT($G$9:$G$28)=0,"",IFERROR(SUM($G$9:$G$28),""))', 17.5),
        ("sum(t.score, weight)", None, 27.5),
        ("round(executed / 8, 1)", None, 3.8),
        ("-executed", None, -30.0),
    ],
)
def test_an_expression_is_a_formula_and_its_result(
    text: str, expected: str | None, shown: float
) -> None:
    assert result(text, NUMBERS.__getitem__) == shown
    if expected:
        assert formula(text, CELLS.__getitem__) == expected


@pytest.mark.parametrize("text", ["executed / none", "none / executed", "sum(none)", "1 / (1 - 1)"])
def test_what_cannot_be_worked_out_stays_blank(text: str) -> None:
    assert result(text, NUMBERS.__getitem__) == ""


def test_a_blank_among_addends_counts_as_nothing() -> None:
    assert result("sum(executed, none)", NUMBERS.__getitem__) == 30.0


def test_the_names_of_an_expression() -> None:
    assert names_in("min(weight, weight * a / b) + sum(t.score)") == ("weight", "a", "b", "t.score")
    assert renamed("a / b", lambda name: f"total_{name}") == "total_a / total_b"


FORM = """
form: sums
version: "1"
title: {{zh: 表, en: Form}}
taxonomy: "2015"
parts:
  - name: project
    title: {{zh: 项目, en: Project}}
    table: projects
    sections:
      - kind: group
        name: money
        title: {{zh: 资金, en: Money}}
        fields:
          - {{name: a, title: {{zh: 甲, en: A}}, labels: [甲], type: money}}
          - {{name: b, title: {{zh: 乙, en: B}}, labels: [乙], type: money, computed: "{b}"}}
          - {{name: c, title: {{zh: 丙, en: C}}, labels: [丙], type: money, computed: "{c}"}}
"""


@pytest.mark.parametrize(
    ("b", "c", "said"),
    [
        ("a +", "a", "a +"),
        ("a ** 2", "a", "a ** 2"),
        ("open(a)", "a", "open(a)"),
        ("cc * 2", "a", "“c”"),
        ("c + 1", "b - 1", "自己"),
        ("b", "a", "自己"),
    ],
)
def test_a_form_that_cannot_compute_is_refused(b: str, c: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "sums@1.yaml").write_text(FORM.format(b=b, c=c), encoding="utf-8")
    with pytest.raises(FormFileError) as refused:
        load_forms(tmp_path)
    assert said in refused.value.sentence("zh")


def test_a_form_may_compute_from_what_it_computes(tmp_path: Path) -> None:
    (tmp_path / "sums@1.yaml").write_text(FORM.format(b="a * 2", c="b + a"), encoding="utf-8")
    form = next(form for form in load_forms(tmp_path) if form.key == "sums@1")
    filling = Filling({"projects": (FilledRecord({"a": 4}),)})
    book = opened(build_template(form, filling))
    sheet = book.worksheets[1]
    assert str(sheet[target_of(sheet, "xl_c")].value).startswith("=IF(")
    shown = read_workbook_bytes(build_template(form, filling), tmp_path)
    assert 12.0 in shown and 8.0 in shown


def read_workbook_bytes(data: bytes, folder: Path) -> list[object]:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    workbook = read_workbook(path)
    return [cell.value for sheet in workbook.sheets for cell in sheet.cells.values()]


def test_computed_cells_are_locked_and_read_as_what_they_show(tmp_path: Path) -> None:
    form = form_named("monitoring@2022")
    money = {"total_initial": 120, "total_executed": 30, "total_expected": 120}
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form, Filling({"projects": (FilledRecord(money),)})))
    match = recognise(read_workbook(path), load_forms())
    assert match
    record = extract(read_workbook(path), match).tables["projects"][0]
    assert str(record.values["total_rate"]) == "25%"
    assert record.values["fiscal_rate"] is None, "blank, not unread"
    sheet = opened(path.read_bytes()).worksheets[1]
    for name in ("total_rate", "other_rate"):
        assert sheet[target_of(sheet, f"xl_{name}")].protection.locked


def test_a_program_that_saves_no_results_leaves_them_blank(tmp_path: Path) -> None:
    book = opened(build_template(form_named("monitoring@2022")))
    made = io.BytesIO()
    book.save(made)
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.getvalue())
    match = recognise(read_workbook(path), load_forms())
    assert match
    record = extract(read_workbook(path), match).tables["projects"][0]
    assert record.values["total_rate"] is None


# What `xltool new` makes of a monitoring form


def monitored(tmp_path: Path, *words: str) -> Path:
    out = tmp_path / "监控.xlsx"
    source = Path(__file__).parent.parent / "sample_workbooks" / "三套指标完整.xlsx"
    given = ["new", "monitoring@2022", "--out", str(out), "--from", str(source), *words]
    result = CliRunner().invoke(main, given, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return out


def test_a_monitoring_blank_takes_over_the_target_form(tmp_path: Path) -> None:
    path = monitored(tmp_path, "--period", "2022-07")
    match = recognise(read_workbook(path), load_forms())
    assert match and match.form.key == "monitoring@2022"
    tables = extract(read_workbook(path), match).tables
    project = tables["projects"][1].values
    initial = [str(project[f"{line}_initial"]) for line in ("total", "fiscal", "other")]
    assert initial == ["3000000", "2900000", "100000"]
    assert len(tables["monitored_indicators"]) == 21
    first = tables["monitored_indicators"][0].values
    assert (str(first["level3"]), str(first["target"])) == ("运维平台数量", "≥6个")
    assert first["actual"] is None


def test_what_was_carried_is_locked_and_what_is_asked_is_not(tmp_path: Path) -> None:
    sheet = opened(monitored(tmp_path, "--period", "2022-07").read_bytes())["监控2"]
    for name, locked in (
        ("name", True), ("code", True), ("total_initial", True), ("total_rate", True),
        ("total_executed", False), ("total_adjusted", False), ("goal", False),
    ):  # fmt: skip
        assert sheet[target_of(sheet, f"xl_{name}")].protection.locked is locked, name
    rows = sheet[target_of(sheet, "xl_monitored_indicators")]
    assert [rows[0][place].protection.locked for place in range(5)] == [True] * 4 + [False]
    assert not rows[7][2].protection.locked, "an eighth indicator may be added"


@pytest.mark.parametrize(
    ("period", "heading"), [("2022-07", "1-7月执行数"), ("2022-01", "1月执行数")]
)
def test_the_month_stands_in_the_form_and_its_headings(
    period: str, heading: str, tmp_path: Path
) -> None:
    path = monitored(tmp_path, "--period", period)
    sheet = opened(path.read_bytes())["监控1"]
    texts = {str(cell.value).replace("\n", "") for row in sheet.iter_rows() for cell in row}
    assert heading in texts and heading.replace("执行数", "执行情况") in texts
    (report,) = check([path])
    assert report.period and report.period.value == period
    assert report.year and report.year.value == "2022"
    found = {finding.rule for finding in report}
    assert found == {"XL001", "XL020", "XL921"}, "only what is to be filled"


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    words = ["new", "monitoring@2022", "--out", str(tmp_path / "a.xlsx"), "--period", "2022-13"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("executed", "adjusted", "said"),
    [
        (None, None, "○ 执行进度"),
        (41, None, "✗ 执行进度红灯"),
        (42, None, "✗ 执行进度黄灯"),
        (56, None, "✓ 执行进度"),
        (56, 200, "✗ 执行进度红灯"),
    ],
)
def test_the_light_of_the_money_is_shown_live(
    executed: float | None, adjusted: float | None, said: str, tmp_path: Path
) -> None:
    """July of 120: red below 42, yellow below 56."""
    money = {"total_initial": 120, "total_executed": executed, "total_adjusted": adjusted}
    filling = Filling({"projects": (FilledRecord(money),)})
    data = build_template(form_named("monitoring@2022"), filling, year=2022, month=7)
    (tmp_path / "a.xlsx").write_bytes(data)
    shown = [str(value) for value in read_workbook_bytes(data, tmp_path)]
    assert [text for text in shown if text.startswith(said)]


@pytest.mark.parametrize(
    "reason",
    [("projects", "execution_reason"), ("monitored_indicators", "cause_explained")],
)
def test_a_light_with_its_reason_asks_for_no_more(reason: tuple[str, str], tmp_path: Path) -> None:
    table, field = reason
    money: dict[str, CellValue] = {"total_initial": 120, "total_executed": 41}
    row: dict[str, CellValue] = {"level3": "培训人次"}
    values = {"projects": money, "monitored_indicators": row}
    values[table][field] = "招标较晚"
    tables = {name: (FilledRecord(each, 0),) for name, each in values.items()}
    data = build_template(form_named("monitoring@2022"), Filling(tables), year=2022, month=7)
    (tmp_path / "a.xlsx").write_bytes(data)
    shown = [str(value) for value in read_workbook_bytes(data, tmp_path)]
    assert "✓ 执行进度已写原因" in shown
    assert not [text for text in shown if "请写原因" in text]


def test_a_month_that_is_given_is_not_to_be_entered_anew(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "sample_workbooks" / "运行监控.xlsx"
    words = ["new", "monitoring@2022", "--from", str(source), "--out"]
    without = CliRunner().invoke(main, [*words, str(tmp_path / "a.xlsx")])
    given = CliRunner().invoke(main, [*words, str(tmp_path / "b.xlsx"), "--period", "2022-08"])
    assert "监控期间" in without.stderr
    assert "监控期间" not in given.stderr and "须重新填写" in given.stderr


def test_a_blank_of_last_month_is_the_next_one(tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "sample_workbooks" / "运行监控.xlsx"
    out = tmp_path / "八月.xlsx"
    words = ["new", "monitoring@2022", "--out", str(out), "--from", str(source)]
    result = CliRunner().invoke(main, [*words, "--period", "2022-08"], catch_exceptions=False)
    assert result.exit_code == 0
    match = recognise(read_workbook(out), load_forms())
    assert match
    tables = extract(read_workbook(out), match).tables
    late = tables["projects"][1].values
    assert str(late["total_initial"]) == "3000000" and str(late["total_adjusted"]) == "3200000"
    assert late["total_executed"] is None and late["execution_reason"] is None
    last = tables["monitored_indicators"][-1].values
    assert str(last["target"]) == "≥95%"
    assert (last["actual"], last["certain"]) == (None, None)
