"""A form that judges workbooks of another: thresholds that reach the blanks already issued."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import xltool
from tests.drop_folder import BAD, Drop
from tests.facts import filling_of_facts
from tests.template_book import TARGET, form_named
from tests.test_consolidate import published, table
from xltool.cli.main import main
from xltool.excel.template.workbook import build_template
from xltool.forms.load import find_form, load_forms
from xltool.language.errors import FormFileError
from xltool.model.form import Form
from xltool.model.report import Report
from xltool.model.submission import Judge
from xltool.month.roster import parse_roster
from xltool.pipeline.check import check

OURS = "kaiping-target@2023"
STRICT = """\
form: kaiping-target
version: "2023"
title: {zh: 开平区绩效目标表, en: Kaiping targets}
extends: hebei-target@2022
judges: [hebei-target@2022]
divisions: ["130206"]
"""
"""Every project code of another division is an error: those of the samples are of 130205."""


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    return write(tmp_path, "开平.yaml", STRICT)


def write(folder: Path, name: str, text: str) -> Path:
    own = folder / "表单"
    own.mkdir(exist_ok=True)
    (own / name).write_text(text, encoding="utf-8")
    return own


def workbook(folder: Path, form: Form | None = None, name: str = "目标表.xlsx") -> Path:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(build_template(form or form_named(), filling_of_facts("complete"), year=2022))
    return path


def judged(path: Path, schemas: Path | None = None) -> Report:
    (report,) = check([path], forms=load_forms(schemas))
    return report


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report}


# Who is judged by whom


def test_thresholds_reach_a_blank_that_was_issued(schemas: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    before, now = judged(path), judged(path, schemas)
    assert before.judge is None and "XL103" not in rules(before)
    assert now.judge == Judge(OURS, "开平.yaml") and "XL103" in rules(now)
    assert "XL008" not in rules(now), "the blank is that of the form judged"
    assert now.form == TARGET


def test_and_a_workbook_that_was_recognised_without_a_stamp(schemas: Path, tmp_path: Path) -> None:
    report = judged(published(tmp_path / "收件" / "公开稿.xlsx"), schemas)
    assert report.judge and report.form == TARGET and "XL103" in rules(report)


def test_to_extend_a_form_is_no_claim_to_judge_it(tmp_path: Path) -> None:
    text = STRICT.replace("judges: [hebei-target@2022]\n", "")
    report = judged(workbook(tmp_path), write(tmp_path, "开平.yaml", text))
    assert (report.form, report.judge) == (TARGET, None) and "XL103" not in rules(report)


def test_a_claim_is_not_inherited(schemas: Path, tmp_path: Path) -> None:
    write(tmp_path, "乡镇.yaml", f"form: town\nversion: '1'\nextends: {OURS}\n")
    assert find_form("town@1", load_forms(schemas)).judges == ()
    assert judged(workbook(tmp_path), schemas).judge == Judge(OURS, "开平.yaml")


def test_the_judges_own_blank_counts_as_the_form_it_judges(schemas: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path, find_form(OURS, load_forms(schemas)))
    report = judged(path, schemas)
    assert report.form == TARGET and report.judge and "XL103" in rules(report)
    assert "XL008" not in rules(report)


def test_other_forms_are_judged_as_ever(schemas: Path, tmp_path: Path) -> None:
    form = form_named("national-target@2021")
    path = tmp_path / "国.xlsx"
    path.write_bytes(build_template(form, year=2022))
    assert judged(path, schemas) == judged(path)


def test_findings_keep_their_identities(schemas: Path) -> None:
    """So that explanations typed in before the judge came go on holding."""
    before, now = ({finding.id for finding in judged(BAD, own)} for own in (None, schemas))
    assert before and before < now


def test_a_judge_of_two_forms(tmp_path: Path) -> None:
    write(tmp_path, "旧.yaml", "form: older\nversion: '1'\nextends: hebei-target@2022\n")
    text = STRICT.replace("judges: [", "judges: [older@1, ")
    schemas = write(tmp_path, "开平.yaml", text)
    forms = load_forms(schemas)
    older = workbook(tmp_path, find_form("older@1", forms), "旧.xlsx")
    assert judged(older, schemas).form == "older@1"
    assert judged(workbook(tmp_path), schemas).form == TARGET
    own = workbook(tmp_path, find_form(OURS, forms), "新.xlsx")
    assert judged(own, schemas).form == "older@1", "the first that it names"


# What is wrong with a claim


def test_two_that_claim_one_form_are_named_both(schemas: Path, tmp_path: Path) -> None:
    write(tmp_path, "路北.yaml", STRICT.replace("kaiping", "lubei"))
    with pytest.raises(FormFileError) as caught:
        load_forms(schemas)
    for lang in ("zh", "en"):
        sentence = caught.value.sentence(lang)
        for name in ("路北.yaml", "开平.yaml", OURS, "judges.0"):
            assert name in sentence


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("[hebei-targets@2022]", "是不是“hebei-target@2022”"),
        ("[hebei-target]", "是不是“hebei-target@2022”"),
        (f"[{OURS}]", "请删去这一项"),
        ("hebei-target@2022", "列表"),
    ],
)
def test_a_claim_that_does_not_hold(claim: str, said: str, tmp_path: Path) -> None:
    text = STRICT.replace("[hebei-target@2022]", claim)
    with pytest.raises(FormFileError) as caught:
        load_forms(write(tmp_path, "开平.yaml", text))
    assert said in caught.value.sentence("zh") and caught.value.parts["line"] == 5


def test_a_judge_is_not_judged_in_turn(schemas: Path, tmp_path: Path) -> None:
    write(tmp_path, "市.yaml", f"form: city\nversion: '1'\nextends: {OURS}\njudges: [{OURS}]\n")
    with pytest.raises(FormFileError, match="judges of its own"):
        load_forms(schemas)


# Where it is said


def test_text_and_json_name_form_and_file(schemas: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    own = ("--schemas", schemas)
    assert "检查标准：kaiping-target@2023（开平.yaml）" in said("check", path, *own)
    assert "judged by kaiping-target@2023 (开平.yaml)" in said(
        "check", path, *own, "--lang", "en", "--no-annotate"
    )
    (file,) = json.loads(said("check", path, *own, "--format", "json", "--no-annotate"))["files"]
    assert file["judge"] == {"form": OURS, "file": "开平.yaml"} and file["form"] == TARGET
    (file,) = json.loads(said("check", path, "--format", "json", "--no-annotate"))["files"]
    assert file["judge"] is None


def said(*arguments: object) -> str:
    output = CliRunner().invoke(main, list(map(str, arguments))).output
    return " ".join(output.split())


def test_so_does_the_marked_copy(schemas: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    said("check", path, "--schemas", schemas)
    (copy,) = (path.parent).glob("*.checked.xlsx")
    sheet = openpyxl.load_workbook(copy)["问题清单"]
    head = [str(cell.value) for cells in sheet.iter_rows(max_row=8) for cell in cells]
    assert any("检查标准：kaiping-target@2023（开平.yaml）" in text for text in head)


def test_and_the_receipt(schemas: Path, tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.schemas = schemas
    drop.drop("表.xlsx", workbook(tmp_path))
    drop.once()
    assert "检查标准：kaiping-target@2023（开平.yaml）" in drop.receipt("通过/表.回执.txt")


def test_the_pages_of_both_forms_say_it(schemas: Path) -> None:
    page = said("forms", TARGET, "--schemas", schemas)
    assert "检查标准：kaiping-target@2023（开平.yaml）" in page and "130206" not in page
    assert page.startswith("hebei-target@2022 部门预算绩效目标表"), "its own name stays"
    assert "代为检查这些表单的工作簿： hebei-target@2022" in said(
        "forms", OURS, "--schemas", schemas
    )


# The month


def test_the_month_and_the_roster_know_the_form_that_was_judged(
    schemas: Path, tmp_path: Path
) -> None:
    """Old blank and new blank of a unit are one form: the newer one counts, not both."""
    forms = load_forms(schemas)
    workbook(tmp_path)
    workbook(tmp_path, find_form(OURS, forms), "新表.xlsx")
    roster = tmp_path / "名单.csv"
    rows = ["单位编码,单位名称,应报表单", "439001,开平区行政审批局,部门预算绩效目标表"]
    roster.write_text("\n".join(rows), encoding="utf-8")
    done = xltool.consolidate(
        [tmp_path / "收件"],
        period="2022-03",
        out=tmp_path / "汇总.xlsx",
        roster=roster,
        forms=forms,
    )
    assert done.statuses == {"counted": 1, "older": 1}
    (row,) = table(done.path, "报送情况")
    assert row["报送情况"] == "已报送"


@pytest.mark.parametrize("name", [TARGET, OURS, "部门预算绩效目标表", "开平区绩效目标表"])
def test_a_roster_may_name_the_form_or_its_judge(name: str, schemas: Path) -> None:
    rows = [["单位编码", "单位名称", "应报表单"], ["439001", "行政审批局", name]]
    (row,) = parse_roster(rows, "名单.csv", load_forms(schemas)).rows
    assert [form.keys for form in row.forms] == [(TARGET,)]


def test_the_forms_in_a_drop_folder_judge_what_is_dropped_there(tmp_path: Path) -> None:
    """Nobody types --schemas: the folder 表单 is found where the roster is."""
    inbox = tmp_path / "收件"
    (inbox / "待检").mkdir(parents=True)
    write(inbox, "开平.yaml", STRICT)
    workbook(tmp_path / "甲").rename(inbox / "待检" / "目标表.xlsx")
    words = [
        "watch",
        str(inbox),
        "--once",
        "--settle",
        "0.1",
        "--ledger",
        str(tmp_path / "a.ledger"),
    ]
    CliRunner().invoke(main, words)
    (receipt,) = inbox.rglob("*.回执.txt")
    text = receipt.read_text("utf-8-sig")
    assert "XL103" in text and OURS in text
