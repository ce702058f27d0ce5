"""The stamp of a new workbook: written, read, and what it tells of an altered template."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.facts import filling_of_facts
from tests.template_book import form_named, opened, saved, target_of
from xltool.excel.read.workbook import read_workbook
from xltool.excel.template.workbook import build_template
from xltool.extract.provenance import Given
from xltool.forms.load import load_forms
from xltool.model.form import Form
from xltool.model.report import Finding
from xltool.model.workbook import TemplateStamp
from xltool.pipeline.check import check, check_files
from xltool.reports.sentences import message_of


def complete(year: int | None = 2022, form: Form | None = None) -> bytes:
    return build_template(form or form_named(), filling_of_facts("complete"), year=year)


def rewritten(data: bytes, pattern: str, by: str, part: str) -> bytes:
    """The workbook with a piece of one part of its XML written otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                text, count = re.subn(pattern.encode(), by.encode(), text)
                assert count == 1
            target.writestr(name, text)
    return made.getvalue()


def write(data: bytes, folder: Path) -> Path:
    path = folder / "收件" / "绩效目标表.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def stamp_of(data: bytes, folder: Path) -> TemplateStamp | None:
    return read_workbook(write(data, folder)).stamp


def altered(path: Path, forms: list[Form] | None = None) -> list[Finding]:
    (report,) = check_files([path], forms or load_forms(), Given())
    return [finding for finding in report if finding.rule == "XL008"]


def test_a_new_workbook_says_what_it_is(tmp_path: Path) -> None:
    form = form_named()
    stamp = stamp_of(complete(), tmp_path)
    assert stamp
    assert (stamp.form, stamp.digest, stamp.year) == (form.key, form.digest, "2022")
    assert stamp.rows == {"subgoals": 16, "indicators": 40}
    assert {"项目编码", "预算单位", "工作保障措施", "资金支出计划（%）", "3月底"} <= set(
        stamp.labels
    )
    names = {(name.sheet, name.name) for name in stamp.names}
    assert {("项目3", "xl_code"), ("项目1", "xl_indicators"), ("项目1", "xl_check_1")} <= names


def test_the_hidden_name_stands_in_for_lost_properties(tmp_path: Path) -> None:
    """Some programs drop custom properties; the name is hidden, so nobody changes it unawares."""
    data = complete()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        workbook = package.read("xl/workbook.xml").decode()
    assert re.search(r'<definedName name="_xltool_template" hidden="1">', workbook)
    bare = rewritten(data, r'name="xltool"', 'name="other"', "docProps/custom.xml")
    stamp = stamp_of(bare, tmp_path)
    assert stamp and (stamp.form, stamp.year) == (form_named().key, "2022")


def test_other_workbooks_have_no_stamp() -> None:
    samples = Path(__file__).parent.parent / "sample_workbooks"
    assert read_workbook(samples / "三套指标完整.xlsx").stamp is None


def test_without_a_year_the_stamp_has_none(tmp_path: Path) -> None:
    stamp = stamp_of(complete(None), tmp_path)
    assert stamp and stamp.year == ""


def test_the_year_of_the_stamp_comes_first(tmp_path: Path) -> None:
    book = opened(complete(2023))
    for sheet in ("部门整体", "项目1", "项目2", "项目3"):
        book[sheet][target_of(book[sheet], "xl_year_stated")] = None
    (report,) = check([saved(book, tmp_path / "收件" / "2022.xlsx")])
    assert report.year and (report.year.value, report.year.source) == ("2023", "stamp")
    assert "XL121" in {finding.rule for finding in report}, "the file's name says 2022"


def test_an_unchanged_workbook_is_not_altered(tmp_path: Path) -> None:
    assert not altered(write(complete(), tmp_path))


def test_a_threshold_changed_since_is_no_other_template(tmp_path: Path) -> None:
    changed = form_named().model_copy(update={"divisions": ("130206",)})
    assert changed.digest != form_named().digest
    assert not altered(write(complete(form=changed), tmp_path))


def older() -> Form:
    """The form before it had safeguards, and with a column that it has no more."""
    form = form_named()
    first = form.parts[0].model_copy(
        update={"sections": tuple(s for s in form.parts[0].sections if s.name != "safeguards")}
    )
    *rest, table = form.parts[1].sections
    field = table.fields[-1]
    extra = field.model_copy(update={"name": "source", "labels": ("资料来源",)})
    longer = table.model_copy(update={"fields": (*table.fields, extra)})
    second = form.parts[1].model_copy(update={"sections": (*rest, longer)})
    return form.model_copy(update={"version": "2021", "parts": (first, second)})


def test_an_older_version_is_named_and_read(tmp_path: Path) -> None:
    path = write(complete(form=older()), tmp_path)
    (report,) = check([path])
    assert report.form == "hebei-target@2022"
    (finding,) = altered(path)
    assert (finding.severity, finding.variant) == ("warning", "version")
    assert finding.params["items"] == ("工作保障措施", "资料来源")
    said = message_of(finding, "zh")
    assert "hebei-target@2021" in said and "hebei-target@2022" in said and "工作保障措施" in said
    assert not report.errors, "what is there is read"
    assert len({f.project for f in report if f.project}) == 0


def test_removed_rows_are_counted(tmp_path: Path) -> None:
    """Excel moves the end of a name up with the rows that are deleted."""
    data = rewritten(complete(), r"项目1'?!(\$A\$11:\$G)\$50", r"项目1!\1$47", "xl/workbook.xml")
    (finding,) = altered(write(data, tmp_path))
    assert (finding.variant, finding.params["items"]) == ("rows", ("3",))
    assert (finding.refs[0].sheet, finding.severity) == ("项目1", "note")


def test_a_table_that_is_gone_counts_with_all_its_rows(tmp_path: Path) -> None:
    book = opened(complete())
    book["项目2"].defined_names["xl_indicators"].attr_text = "#REF!"
    (finding,) = altered(saved(book, tmp_path / "收件" / "a.xlsx"))
    assert (finding.variant, finding.params["items"]) == ("rows", ("40",))


def test_more_rows_are_no_change(tmp_path: Path) -> None:
    book = opened(complete())
    book["项目2"].defined_names["xl_indicators"].attr_text = "'项目2'!$A$11:$G$60"
    assert not altered(saved(book, tmp_path / "收件" / "a.xlsx"))


def test_a_form_of_ones_own_is_recognised_by_the_stamp(tmp_path: Path) -> None:
    """It has the same labels as the form that it extends."""
    own = form_named().model_copy(update={"form": "our-county-target"})
    path = write(complete(form=own), tmp_path)
    (report,) = check_files([path], [*load_forms(), own], Given())
    assert report.form == own.key
    (unknown,) = check_files([path], load_forms(), Given())
    assert unknown.form == form_named().key
    assert [f.variant for f in unknown if f.rule == "XL008"] == ["version_alone"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_and_properties_within_the_limits(lang: str) -> None:
    for form in load_forms():
        data = build_template(form, lang=lang)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            texts = re.findall(r"<vt:lpwstr>([^<]*)<", package.read("docProps/custom.xml").decode())
        assert texts and all(len(text) <= 255 for text in texts)
