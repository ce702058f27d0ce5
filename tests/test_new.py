"""`xltool new`: its options, its refusals, and an earlier workbook carried over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.facts import filling_of_facts
from tests.other_book import filled_forms, save
from tests.template_book import form_named, opened, saved
from xltool.cli.main import main
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.extract import extract
from xltool.extract.raw_values import filling_of
from xltool.extract.recognise import recognise
from xltool.forms.load import load_forms
from xltool.model.filling import Filling
from xltool.pipeline.check import check

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
COMPLETE = SAMPLES / "三套指标完整.xlsx"
FILLED = {filled.form: filled for filled in filled_forms()}


def new(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["new", *map(str, words)], catch_exceptions=False)


def read(path: Path) -> Filling:
    workbook = read_workbook(path)
    match = recognise(workbook, load_forms())
    assert match
    return filling_of(workbook, extract(workbook, match), match.form)


def values(filling: Filling, table: str, name: str) -> list[object]:
    return [entry.values.get(name) for entry in filling.tables[table]]


# Options and refusals


def test_the_options_are_written_into_the_workbook(tmp_path: Path) -> None:
    out = tmp_path / "空白表" / "绩效目标表.xlsx"
    result = new(
        "hebei-target@2022", "--out", out, "--unit", "439001", "--unit-name", "唐山市某局本级",
        "--year", "2023", "--projects", "2",
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(out) in result.stderr
    assert opened(out.read_bytes()).sheetnames == [
        "填表说明", "部门整体", "项目1", "项目2", "_列表",
    ]  # fmt: skip
    filling = read(out)
    assert values(filling, "projects", "unit") == ["439001唐山市某局本级"] * 2
    assert values(filling, "department", "year_stated") == ["2023"]


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"mine")
    result = new("hebei-target@2022", "--out", out)
    assert result.exit_code == 2
    assert "已经存在" in result.stderr
    assert out.read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["a.xlsx"]


def test_the_source_may_not_be_the_target(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(COMPLETE.read_bytes())
    assert new("hebei-target@2022", "--out", path, "--from", path).exit_code == 2
    assert path.read_bytes() == COMPLETE.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hebei-target@2022", "--out", "a.xls"), ".xlsx"),
        (("hebei-target@2022", "--out", "a"), ".xlsx"),
        (("hebei-targets@2022", "--out", "a.xlsx"), "hebei-target@2022"),
        (("hebei-target@2022", "--out", "a.xlsx", "--from", "none.xlsx"), "none.xlsx"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = new(*words)
    assert result.exit_code == 2
    assert said in result.stderr and len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_source_that_is_no_form_is_refused(tmp_path: Path) -> None:
    book = opened(build_template(form_named()))
    for name in book.sheetnames[1:]:
        book.remove(book[name])
    source = saved(book, tmp_path / "别的.xlsx")
    result = new("hebei-target@2022", "--out", tmp_path / "a.xlsx", "--from", source)
    assert result.exit_code == 2
    assert "填表说明" in result.stderr and not (tmp_path / "a.xlsx").exists()


# Carried over


def test_what_persists_is_carried_and_figures_are_not(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    result = new("hebei-target@2022", "--out", out, "--year", "2023", "--from", COMPLETE)
    assert result.exit_code == 0
    facts, made = filling_of_facts("complete"), read(out)
    for table, name in (("projects", "code"), ("projects", "name"), ("projects", "purpose"),
                        ("projects", "goal"), ("projects", "unit"), ("subgoals", "measure"),
                        ("indicators", "level2"), ("indicators", "level3"),
                        ("indicators", "description"), ("indicators", "evidence"),
                        ("department", "safeguards")):  # fmt: skip
        assert values(made, table, name) == values(facts, table, name), name
    for name in ("budget", "fiscal", "other", "plan_march", "plan_december"):
        assert values(made, "projects", name) == [None] * 3, name
    assert values(made, "projects", "year_stated") == ["2023"] * 3
    old = "2022年10月底前"
    expected = [None if v == old else v for v in values(facts, "indicators", "value")]
    assert values(made, "indicators", "value") == expected and None in expected


def test_what_was_not_carried_is_listed_with_its_cell(tmp_path: Path) -> None:
    result = new(
        "hebei-target@2022", "--out", tmp_path / "a.xlsx", "--year", "2023", "--from", COMPLETE
    )
    lines = result.stderr.splitlines()
    assert "须重新填写：预算数、" in result.stderr
    listed = [line for line in lines if line.startswith("  ")]
    assert len(listed) == 2
    assert (
        listed[0].startswith("  部门整体!A4 总体绩效目标：2022年") and "提到别的年度" in listed[0]
    )
    assert listed[1].startswith("  项目2!F12 指标值：2022年10月底前")


def test_only_what_must_be_new_is_found_missing(tmp_path: Path) -> None:
    out = tmp_path / "收件" / "a.xlsx"
    new("hebei-target@2022", "--out", out, "--year", "2023", "--from", COMPLETE)
    (report,) = check([out])
    assert {f.rule for f in report} == {"XL001"}
    assert {f.field for f in report} == {
        *("budget", "plan_march", "plan_june", "plan_october", "plan_december"),
        *("overall_goal", "value"),
    }


def test_another_unit_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    new(
        "hebei-target@2022",
        "--out",
        out,
        "--unit",
        "439002",
        "--unit-name",
        "某中心",
        "--from",
        COMPLETE,
    )
    assert values(read(out), "projects", "unit") == ["439002某中心"] * 3


def test_more_projects_than_before(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    new("hebei-target@2022", "--out", out, "--projects", "5", "--from", COMPLETE)
    assert opened(out.read_bytes()).sheetnames[-2] == "项目5"


def test_the_next_month_of_the_same_year(tmp_path: Path) -> None:
    source = save(tmp_path / "2022-07.xlsx", (FILLED["monitoring@2022"],))
    out = tmp_path / "下月" / "a.xlsx"
    assert new("monitoring@2022", "--out", out, "--from", source).exit_code == 0
    before, after = read(source), read(out)
    for name in ("level1", "level2", "level3", "target"):
        assert values(after, "monitored_indicators", name) == values(
            before, "monitored_indicators", name
        )
    for name in ("actual", "expected", "cause_explained", "certain", "remarks"):
        assert set(values(after, "monitored_indicators", name)) == {None}, name
    (project,) = after.tables["projects"]
    assert (project.values["total_initial"], project.values["year_stated"]) == (150, "2022")
    assert {"total_executed", "total_expected", "period_stated"}.isdisjoint(project.values)


def test_targets_are_carried_into_the_form_of_the_month(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    result = new("monitoring@2022", "--out", out, "--year", "2022", "--from", COMPLETE)
    facts, made = filling_of_facts("complete"), read(out)
    assert values(made, "monitored_indicators", "target") == values(facts, "indicators", "value")
    assert values(made, "projects", "name") == values(facts, "projects", "name")
    assert "项目1!D10 等 21 处 绩效指标描述（新表没有这一栏）" in result.stderr


def test_an_error_value_is_listed_not_carried(tmp_path: Path) -> None:
    source = SAMPLES / "三十处错误.xlsx"
    result = new("hebei-target@2022", "--out", tmp_path / "a.xlsx", "--from", source)
    assert result.exit_code == 0
    errors = [f for f in check([source])[0] if f.rule == "XL002"]
    listed = [line for line in result.stderr.splitlines() if "错误值" in line]
    carried = [
        f for f in errors if f.field in ("name", "purpose", "goal", "code", "level3", "value")
    ]
    assert len(listed) == len(carried)


# For all units of a roster


def test_each_unit_of_a_roster_gets_its_workbook(tmp_path: Path) -> None:
    months = SAMPLES / "months"
    out = tmp_path / "下发"
    words = ("hebei-target@2022", "--roster", months / "报送名单.csv", "--out", out)
    result = new(*words, "--year", "2023", "--from", months)
    assert result.exit_code == 0
    assert "5 个单位" in result.stderr and "3 个带入" in result.stderr
    names = sorted(path.name for path in out.iterdir())
    assert [name[:6] for name in names] == ["439001", "439002", "512001", "512002", "603001"]
    assert names[0] == "439001唐山市开平区行政审批局本级.xlsx"
    for name in names:
        filling = read(out / name)
        assert set(values(filling, "projects", "unit")) == {name.removesuffix(".xlsx")}
    # Of the two of 512001 the one saved last.
    carried = values(read(next(out.glob("512001*"))), "projects", "name")
    assert "送戏下乡惠民演出补助" in carried
    # Again: what is there is kept, and said.
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = new(*words, "--year", "2023")
    assert again.exit_code == 2 and "没有覆盖" in again.stderr
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_roster_without_the_form_is_refused(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(
        "单位编码,单位名称,应报表单\n439001,甲局,部门预算绩效目标表\n", encoding="utf-8"
    )
    other = next(form for form in load_forms() if form.form != "hebei-target")
    result = new(other.key, "--roster", roster, "--out", tmp_path / "下发")
    assert result.exit_code == 2 and "名单.csv" in result.stderr
    assert not (tmp_path / "下发").exists()
