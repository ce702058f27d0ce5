"""No `{name}` of a template reaches a person: blanks, pages of forms, findings, refusals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.template_book import form_named, opened, saved
from xltool.excel.template.workbook import build_template
from xltool.forms.load import load_forms
from xltool.model.report import Report
from xltool.pipeline.check import check
from xltool.reports.form_page import form_lines
from xltool.reports.problems import problem_list

SAMPLES = sorted((Path(__file__).parent.parent / "sample_workbooks").glob("*.xlsx"))
FORMS = [form.key for form in load_forms()]
LANGS = ("zh", "en")


def texts_of(data: bytes) -> list[str]:
    """Every text and attribute of the sheets and shared texts of a workbook: prompts too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml"
        ]
    return [
        text
        for root in roots
        for element in root.iter()
        for text in (element.text or "", *map(str, element.attrib.values()))
    ]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", FORMS)
def test_blank_workbooks(key: str, lang: str) -> None:
    texts = texts_of(build_template(form_named(key), lang=lang, projects=2))
    assert len(texts) > 500
    assert [text for text in texts if "{" in text] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", FORMS)
def test_pages_of_forms(key: str, lang: str) -> None:
    assert [line for line in form_lines(form_named(key), lang, 100) if "{" in line] == []


def said(report: Report, lang: str) -> list[str]:
    """All that a person reads about a workbook."""
    form = form_named(report.form) if report.form else None
    found = problem_list(report, form, lang)
    lines = [found.verdict, found.facts, found.form, found.nothing, *found.remarks]
    for each in found.problems:
        lines += [each.field, each.expected, each.message, each.remedy, each.opinion]
    return lines


def unfilled(reports: list[Report]) -> list[str]:
    """Texts with a placeholder, or with the mark that stands where its value is missing."""
    return [
        text
        for report in reports
        for lang in LANGS
        for text in said(report, lang)
        if "{" in text or "“?”" in text
    ]


def without_labels(key: str, folder: Path, renamed: dict[str, str]) -> list[Path]:
    """Six blanks of a form, each without another sixth of its labels, and without the stamp."""
    blank = build_template(form_named(key))
    paths = []
    for part in range(6):
        book = opened(blank)
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.remove(book.worksheets[0])
        labels = [
            cell
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
            for row in sheet.iter_rows(min_row=2)
            for cell in row
            if isinstance(cell.value, str) and not cell.value.startswith("=")
        ]
        for number, cell in enumerate(labels):
            cell.value = (
                "别的栏目" if number % 6 == part else renamed.get(str(cell.value), str(cell.value))
            )
        paths.append(saved(book, folder / f"{part}.xlsx"))
    return paths


@pytest.mark.parametrize("key", FORMS)
def test_findings_of_lost_labels(key: str, tmp_path: Path) -> None:
    reports = list(check(without_labels(key, tmp_path, {})))
    assert any(finding.rule == "XL008" for report in reports for finding in report)
    assert unfilled(reports) == []


def test_a_lost_heading_is_called_as_the_others_of_its_month(tmp_path: Path) -> None:
    """`1-7月执行数` beside it says which month; where nothing does, the blank's own word."""
    for renamed, wanted in (
        ({"累计执行数": "1-7月执行数"}, "1-7月执行率"),
        ({}, "累计执行率"),
    ):
        folder = tmp_path / wanted
        folder.mkdir()
        reports = check(without_labels("monitoring@2022", folder, renamed))
        texts = [text for report in reports for text in said(report, "zh")]
        assert any(wanted in text for text in texts)


def test_findings_of_the_samples() -> None:
    reports = list(check(SAMPLES))
    assert sum(len(list(report)) for report in reports) > 50
    assert unfilled(reports) == []
