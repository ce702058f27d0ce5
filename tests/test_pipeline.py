"""From a path to a report, and what the report promises."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

import xltool
from sample_workbooks.make import base_book
from tests.book import Book
from tests.book_file import book_bytes
from xltool.extract.provenance import Given
from xltool.forms.load import find_form, load_forms
from xltool.language.errors import MissingPathError, NothingToCheckError
from xltool.model.report import Report, Severity, Verdict
from xltool.model.submission import Submission
from xltool.pipeline.submissions import judge, read_submission

SAMPLES = Path(__file__).parent.parent / "sample_workbooks"
CLEAN = SAMPLES / "三套指标完整.xlsx"
THIRTY = SAMPLES / "三十处错误.xlsx"


def saved(book: Book, path: Path) -> Path:
    path.write_bytes(book_bytes(book))
    return path


def test_reading_and_checking_pass_values_between_processes() -> None:
    forms = pickle.loads(pickle.dumps(load_forms()))
    submission = read_submission(THIRTY, forms, Given())
    assert isinstance(submission, Submission)
    again = pickle.loads(pickle.dumps(submission))
    assert pickle.loads(pickle.dumps(judge([again], forms))) == judge([submission], load_forms())


def test_reports_come_in_the_order_of_the_paths_and_each_file_once() -> None:
    reports = xltool.check([THIRTY, CLEAN, SAMPLES])
    assert [Path(report.path).name for report in reports[:2]] == [THIRTY.name, CLEAN.name]
    assert len(reports) == len(list(SAMPLES.rglob("*.xlsx")))


def test_one_workbook_gives_the_same_report_alone_and_among_others(tmp_path: Path) -> None:
    for number in range(3):
        shutil.copy(CLEAN, tmp_path / f"好{number}.xlsx")
    shutil.copy(THIRTY, tmp_path / "坏.xlsx")
    together = {Path(r.path).name: r for r in xltool.check([tmp_path])}
    alone = xltool.check([tmp_path / "坏.xlsx"])[0]
    assert together["坏.xlsx"] == alone
    assert together["好1.xlsx"].verdict is Verdict.CLEAN


def test_worst_findings_come_first() -> None:
    ranks = [finding.severity.rank for finding in xltool.check([THIRTY])[0]]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_no_two_findings_have_the_same_identity() -> None:
    for report in xltool.check([SAMPLES]):
        identities = [finding.id for finding in report]
        assert len(set(identities)) == len(identities), report.path


def test_accepted_means_judged_and_without_errors() -> None:
    assert xltool.check([CLEAN])[0].accepted
    bad = xltool.check([THIRTY])[0]
    assert bad.verdict is Verdict.FINDINGS
    assert bad.count(Severity.ERROR)
    assert not bad.accepted
    assert not Report("x.xlsx", Verdict.UNREADABLE).accepted
    assert not Report("x.xlsx", Verdict.INCOMPLETE).accepted


def test_a_value_that_could_not_be_told_makes_the_verdict_incomplete(tmp_path: Path) -> None:
    book = base_book()
    book.edit("项目1", "C4", "formula:=E4+G4 -> none")
    report = xltool.check([saved(book, tmp_path / "表.xlsx")])[0]
    assert report.verdict is Verdict.INCOMPLETE
    assert [finding.rule for finding in report] == ["XL006"]


def test_without_a_year_the_rules_that_need_it_are_named(tmp_path: Path) -> None:
    book = base_book()
    for sheet in ("项目1", "项目2", "项目3"):
        book.edit(sheet, "B3", "123")
    path = saved(book, tmp_path / "表.xlsx")
    report = xltool.check([path])[0]
    assert report.year is None
    assert report.verdict is Verdict.INCOMPLETE
    assert {skipped.reason for skipped in report.not_run} == {"year_unknown"}
    assert "XL104" in {skipped.rule for skipped in report.not_run}
    assert not xltool.check([path], year=2022)[0].not_run
    assert not xltool.check([path], ignore=["XL104", "XL130", "XL212"])[0].not_run


def test_a_rule_that_breaks_down_is_reported_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = xltool.check([THIRTY])[0]
    schema = xltool.schema("hebei-target@2022", "projects")
    check = next(check for check in schema.checks if check.name == "XL408_sum_mismatch")

    def broken(_: object) -> object:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(check, "_check_fn", broken)
    report = xltool.check([THIRTY])[0]
    assert [(s.rule, s.reason) for s in report.not_run] == [("XL408", "failed")]
    assert report.verdict is Verdict.INCOMPLETE
    assert list(report) == [finding for finding in before if finding.rule != "XL408"]


def test_a_form_of_ones_own_changes_threshold_and_severity(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "form: own-target\n"
        "version: '2023'\n"
        "title: {zh: 本县目标表, en: Our targets}\n"
        "extends: hebei-target@2022\n"
        "rules:\n"
        "  XL601: {severity: note}\n"
        "  XL315: {maximum: 95}\n",
        "utf-8",
    )
    form = find_form("own-target@2023", load_forms(tmp_path))
    published = SAMPLES / "公开文本三个项目.xlsx"
    report = xltool.check([published], forms=[form])[0]
    severities = {finding.rule: finding.severity for finding in report}
    assert severities["XL601"] is Severity.NOTE
    assert "XL315" not in severities
    assert "XL315" in {finding.rule for finding in xltool.check([published])[0]}


def test_nothing_to_check_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError):
        xltool.check([tmp_path / "没有.xlsx"])
    (tmp_path / "说明.txt").write_text("x")
    with pytest.raises(NothingToCheckError):
        xltool.check([tmp_path])
