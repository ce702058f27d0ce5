"""A form says which warnings must be answered before a submission counts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import xltool
from sample_workbooks.make import HERE
from tests.test_consolidate import run, table
from tests.test_marks_answers import check
from tests.test_marks_answers import explained as with_explanation
from tests.test_marks_sheets import problem_sheet, rows_of
from xltool.cli.main import main
from xltool.forms.load import load_forms
from xltool.language.errors import FormFileError
from xltool.model.report import Finding, Severity

FORM = """\
form: our-target
version: "2023"
title: {zh: 本县目标表, en: Our targets}
extends: hebei-target@2022
judges: [hebei-target@2022]
rules:
  XL601: {must_answer: true}
"""


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    folder = tmp_path / "表单"
    folder.mkdir()
    (folder / "our-target@2023.yaml").write_text(FORM, encoding="utf-8")
    return folder


def warned(folder: Path) -> Path:
    """A workbook without errors, whose projects have the same indicators (XL601)."""
    path = folder / "报送" / "439001.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((HERE / "months" / "2022-01" / "439001.xlsx").read_bytes())
    return path


def test_it_is_accepted_only_when_explained(tmp_path: Path, schemas: Path) -> None:
    path = warned(tmp_path)
    assert check(path, "--no-annotate")["accepted"]
    file = check(path, "--out", str(tmp_path), "--schemas", str(schemas))
    assert not file["accepted"] and file["counts"]["error"] == 0
    asked = [each["rule"] for each in file["findings"] if each["must_answer"]]
    assert set(asked) == {"XL601"}
    marked = Path(file["marked"]).read_bytes()
    (row,) = [row for row in rows_of(problem_sheet(marked)) if row["规则"].value == "XL601"]
    path.write_bytes(with_explanation(marked, str(row["问题"].value), "三个项目同属一个平台"))
    again = check(path, "--no-annotate", "--schemas", str(schemas))
    assert again["accepted"]
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def test_it_is_asked_for_in_words(tmp_path: Path, schemas: Path) -> None:
    """There is no error: the list says which problem keeps it, and what to do about it."""
    path = warned(tmp_path)
    words = ["check", str(path), "--no-annotate", "--schemas", str(schemas)]
    zh = CliRunner().invoke(main, words).output
    assert "有必须说明的问题还没有说明" in zh and "有错误" not in zh.splitlines()[0]
    assert zh.replace("\n          ", "").count("或在“情况说明”栏写明原因，才能接收。") == 1
    en = CliRunner().invoke(main, [*words, "--lang", "en"]).output
    assert "points that must still be explained" in en
    plain = CliRunner().invoke(main, words[:3]).output
    assert "才能接收" not in plain and "可以接收" in plain


def test_a_month_leaves_it_out_until_then(tmp_path: Path, schemas: Path) -> None:
    path = warned(tmp_path)
    forms = load_forms(schemas)
    outcome = run(tmp_path / "汇总.xlsx", paths=[path], roster=None, forms=forms)
    assert outcome.statuses == {"invalid": 1} and outcome.exit_code == 1
    rows = [row for row in table(outcome.path, "问题清单") if row["规则"] == "XL601"]
    assert rows and {row["程度"] for row in rows} == {"警告"}


def test_what_blocks() -> None:
    warning = Finding.at("表1", "B7", message="x", severity=Severity.WARNING)
    error = Finding.at("表1", "B7", message="x")
    assert error.blocks and not warning.blocks
    assert replace(warning, must_answer=True).blocks
    assert not replace(error, exempted="已豁免").blocks
    assert not replace(warning, must_answer=True, exempted="已豁免").blocks


def test_it_must_be_true_or_false(tmp_path: Path, schemas: Path) -> None:
    path = schemas / "our-target@2023.yaml"
    path.write_text(FORM.replace("must_answer: true", "must_answer: perhaps"), "utf-8")
    with pytest.raises(FormFileError, match="must_answer"):
        xltool.check(warned(tmp_path), forms=load_forms(schemas))
